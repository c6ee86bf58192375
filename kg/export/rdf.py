"""The graph in other tools' formats, the same bytes for the same input."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ExportError
from kg.export.triples import Extent, exported_triples, reifications
from kg.model.vocabulary import PREFIXES
from kg.rdf.blank_nodes import blank_nodes, with_lasting_names
from kg.rdf.dump import ntriples_of, turtle_of
from kg.rdf.read import load_files
from kg.rdf.syntaxes import BY_NAME, N_TRIPLES, RDF_XML, SYNTAXES, TURTLE
from kg.rdf.turtle import in_order, write_turtle
from kg.store.base import LocalStore, Store
from kg.store.query import reading
from kg.workspace.folders import Workspace

XML_ILLEGAL = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that no XML file can hold."""
RDF_1_2 = "turtle12"
"""Turtle with the triple terms of RDF 1.2."""
GRAPH_FORMATS = {
    TURTLE.name: TURTLE.extension,
    RDF_1_2: "",
    **{syntax.name: syntax.extension for syntax in SYNTAXES},
}
NETWORK_FORMATS = {
    "graphml": ".graphml",
    "gexf": ".gexf",
    "csv": ".csv",
    "cytoscape": ".cyjs",
}
_FROM_A_DUMP = {TURTLE.name: turtle_of, N_TRIPLES.name: ntriples_of}
"""Formats of a whole graph that are made from the text of a dump, without a term in between."""


def choose_format(path: Path, form: str | None) -> str:
    """Return the format of a file: the one that was asked for, else the one of the extension.

    Raises:
        ExportError: neither is known.
    """
    known = GRAPH_FORMATS | NETWORK_FORMATS
    by_extension = {
        extension: name for name, extension in known.items() if extension
    }

    if form is not None:
        found = (
            form
            if form in known
            else by_extension.get(f".{form.removeprefix('.')}")
        )
        if found is None:
            raise ExportError(
                f"unknown format {form!r}; known are {', '.join(known)}"
            )
        return found

    if path.suffix not in by_extension:
        raise ExportError(
            f"{path}: no format is known for {path.suffix or 'a name without extension'!r};"
            f" use {', '.join(by_extension)} or --format"
        )
    return by_extension[path.suffix]


def export_graph(
    workspace: Workspace, store: Store, form: str, extent: Extent
) -> bytes:
    """Return a graph as a file of one of GRAPH_FORMATS, by its name or its extension.

    Raises:
        ExportError: the format is not known, is one of networks, or cannot hold the graph.
        NameNotFound: there is no alignment of a name.
    """
    form = choose_format(Path("-"), form)
    if form not in GRAPH_FORMATS:
        known = ", ".join(GRAPH_FORMATS)
        raise ExportError(
            f"{form} holds a network, not a graph; use one of {known}"
        )

    if (
        form in _FROM_A_DUMP
        and isinstance(store, LocalStore)
        and extent == Extent()
    ):
        ontology = load_files(workspace.ontology_files())
        with reading(store):
            written = _FROM_A_DUMP[form](store.inner, ontology)
        if written is not None:
            return written

    triples = exported_triples(workspace, store, extent)
    if form == RDF_1_2 and not extent.asserted:
        triples += reifications(store)
    return graph_bytes(triples, form)


def graph_bytes(triples: Iterable[ox.Triple], form: str) -> bytes:
    """Return triples in one of GRAPH_FORMATS, sorted.

    Raises:
        ExportError: the format cannot hold one of them.
        KgError: blank nodes look too much alike to be named.
    """
    if form == RDF_1_2:
        return write_turtle(triples)

    known = list(triples)
    _refuse_triple_terms(known, form)
    if form == TURTLE.name:
        return write_turtle(known)

    ordered = in_order(with_lasting_names(known, blank_nodes(known)))
    if form == RDF_XML.name:
        _refuse_control_characters(ordered)
    try:
        syntax = BY_NAME[form]
        serialized = ox.serialize(
            ordered, format=syntax.format, prefixes=PREFIXES
        )
    except (OSError, ValueError) as error:  # such as text with a base direction
        raise ExportError(
            f"{form} cannot hold this graph: {error}; use Turtle"
        ) from error

    written = serialized or b""
    if form == RDF_XML.name:
        # Readers of XML take a carriage return for a line feed.
        written = written.replace(b"\r", b"&#13;")
    if not written.endswith(b"\n"):
        written += b"\n"
    return written


def _refuse_triple_terms(triples: Sequence[ox.Triple], form: str) -> None:
    """Reject what only RDF 1.2 has: readers of the other formats would take it for an error."""
    for triple in triples:
        if isinstance(triple.object, ox.Triple):
            raise ExportError(
                f"{form} cannot hold this graph: a value of {triple.subject} {triple.predicate}"
                f" is a triple term, which only RDF 1.2 has; use {RDF_1_2}"
            )


def _refuse_control_characters(triples: Sequence[ox.Triple]) -> None:
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and XML_ILLEGAL.search(
            triple.object.value
        ):
            raise ExportError(
                f"{triple.subject} {triple.predicate} has a control character that XML cannot"
                " hold; use Turtle"
            )
