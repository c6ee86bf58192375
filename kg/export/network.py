"""A network as a file for other tools: GraphML, GEXF, Cytoscape JSON, CSV."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.rdf import XML_ILLEGAL
from kg.model.collector import no_collection
from kg.network.edges import Network

if TYPE_CHECKING:
    import networkx as nx

_FORMULA = ("=", "+", "-", "@", "\t", "\n")


@no_collection()
def network_files(network: Network, path: Path, form: str) -> dict[Path, bytes]:
    """Return the files of a network in one of NETWORK_FORMATS.

    Csv makes two, edges at `path` and nodes beside it.
    """
    if form == "csv":
        nodes = path.with_name(f"{path.stem}-nodes{path.suffix}")
        return {path: _edges_csv(network), nodes: _nodes_csv(network)}
    writers: dict[str, Callable[[Network], bytes]] = {
        "graphml": _graphml,
        "gexf": _gexf,
        "cytoscape": _cytoscape,
    }
    return {path: writers[form](network)}


def _numbered(network: Network) -> "nx.MultiDiGraph[str]":
    """Return the network with an `id` per edge, unique in the file.

    Other tools drop edges that share one.

    The relationship stands in the attribute `relationship`.
    """
    graph = network.to_networkx()
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data["id"] = f"e{number}"
    return graph


def _xml_safe(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """Replace the control characters that no XML file can hold."""
    for attributes in [
        *(d for _, d in graph.nodes(data=True)),
        *(d for _, _, d in graph.edges(data=True)),
    ]:
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = XML_ILLEGAL.sub(
                    "\N{REPLACEMENT CHARACTER}", value
                )
    return graph


def _graphml(network: Network) -> bytes:
    import networkx as nx

    out, graph = io.BytesIO(), _xml_safe(_numbered(network))
    nx.write_graphml_xml(
        graph,
        out,
        encoding="us-ascii",
        edge_id_from_attribute="id",
        named_key_ids=True,
    )
    body = (
        out.getvalue().partition(b"\n")[2].replace(b"\r", b"&#13;")
    )  # which readers would take for a line feed
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _gexf(network: Network) -> bytes:
    """Write GEXF 1.2 without the clock.

    The first and last possible day of an edge are its `start` and `end`.
    """
    import networkx as nx

    graph = _xml_safe(_numbered(network))
    for _, _, data in graph.edges(data=True):
        for name, bound in (("start", "startEarliest"), ("end", "endLatest")):
            if bound in data:
                data[name] = data[bound]
    text = "\n".join(nx.generate_gexf(graph))
    return (
        re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1) + "\n"
    ).encode("utf-8")


def _cytoscape(network: Network) -> bytes:
    import networkx as nx

    data: dict[str, Any] = nx.cytoscape_data(_numbered(network))
    data["elements"]["nodes"].sort(key=lambda n: n["data"]["id"])
    return (
        json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    ).encode("utf-8")


def _edges_csv(network: Network) -> bytes:
    names = [
        "kind",
        "label",
        "status",
        "startEarliest",
        "startLatest",
        "endEarliest",
        "endLatest",
        "signedOn",
        "role",
        "standing",
        "relationship",
        "sources",
    ]
    rows = []
    for edge in network.edges:
        attributes = edge.attributes()
        ends = [
            network.organisations[iri].label
            for iri in (edge.source, edge.target)
        ]
        kind = "Directed" if edge.kind.directed else "Undirected"
        rows.append(
            [
                edge.source,
                edge.target,
                kind,
                *ends,
                *(attributes.get(name, "") for name in names),
            ]
        )
    return _spreadsheet(
        ["Source", "Target", "Type", "SourceLabel", "TargetLabel", *names], rows
    )


def _nodes_csv(network: Network) -> bytes:
    rows: list[list[str]] = []
    for organisation in network.organisations.values():
        type_ = organisation.type or ""
        country = organisation.country or ""
        rows.append([organisation.iri, organisation.label, type_, country])
    return _spreadsheet(["Id", "Label", "type", "country"], rows)


def _spreadsheet(header: list[str], rows: list[list[str]]) -> bytes:
    """Write CSV for spreadsheets.

    A cell that would be taken for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8")


def _harmless(cell: str) -> str:
    """Return a cell that is no formula, in lines that the writer puts in quotation marks."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.startswith(_FORMULA) else text


def read_exported(path: Path) -> "nx.MultiDiGraph[str]":
    """Read back a network that was written as GraphML or GEXF.

    It is keyed by relationship IRI, as it was.
    """
    import networkx as nx

    read = (
        nx.read_gexf(path)
        if path.suffix == ".gexf"
        else nx.read_graphml(path, force_multigraph=True)
    )
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(read.nodes(data=True))
    for source, target, data in read.edges(data=True):
        attributes = {
            k: v
            for k, v in data.items()
            if k not in ("id", "key", "start", "end")
        }
        graph.add_edge(source, target, data["relationship"], **attributes)
    return graph
