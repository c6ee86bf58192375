"""Tasks that project relationships to a network, and measure it."""

import math
import random
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pyoxigraph as ox

from benchmarks.prepare import our_store, raw_store, rdflib_graph
from kg.model.vocabulary import PREFIXES, RDF_TYPE, node
from kg.network.edges import Filters, Network
from kg.network.estimates import PIVOTS
from kg.network.read import read_network
from kg.store.base import MemoryStore, Solutions

igraph.Graph()  # loads numpy, where it is there: before the clock starts, as networkx
ORGANISATIONS = """
SELECT ?o ?label ?type ?country WHERE {
  VALUES ?class { org:FormalOrganization org:OrganizationalUnit org:OrganizationalCollaboration }
  ?o a ?class ; skos:prefLabel ?label ; org:classification/skos:notation ?type
  OPTIONAL { ?o schema:addressCountry ?country }
}"""
KINDS = """
SELECT ?class ?notation ?from ?to WHERE {
  ?class kg:shortcut ?p ; skos:notation ?notation ; kg:fromRole ?from ; kg:toRole ?to
}"""
EDGES = """
SELECT ?r ?one ?two ?label ?status ?a ?b ?c ?d ?signed WHERE {{
  ?r a <{0}> ; <{1}> ?one ; <{2}> ?two ; rdfs:label ?label ; adms:status/skos:notation ?status
  FILTER (STR(?one) {3} STR(?two))
  OPTIONAL {{ ?r kg:startEarliest ?a }} OPTIONAL {{ ?r kg:startLatest ?b }}
  OPTIONAL {{ ?r kg:endEarliest ?c }} OPTIONAL {{ ?r kg:endLatest ?d }} OPTIONAL {{ ?r kg:signedOn ?signed }}
}}"""
NAMES = (
    "label",
    "status",
    "startEarliest",
    "startLatest",
    "endEarliest",
    "endLatest",
    "signedOn",
)
Work = Callable[[], Callable[[], float]]
"""A function that builds a network.

It returns a second one, which is not timed and lists the edges.
"""


@dataclass(frozen=True, slots=True)
class _Paged:
    """A store in memory that is asked as a server is: by IRIs, in batches."""

    inner: MemoryStore
    place: str = "memory"
    page: int = 10**9

    def query(self, text: str) -> Solutions:
        return self.inner.query(text)


def read_by_scans(folder: Path) -> Work:
    """The network, each property read through."""
    store = our_store(folder)
    return lambda: _checksum(read_network(store))


def read_by_lookups(folder: Path) -> Work:
    """The same, with relationships and organisations looked up by their IRIs."""
    store = _Paged(our_store(folder))
    return lambda: _checksum(read_network(store))


def _checksum(network: Network) -> Callable[[], float]:
    def checksum() -> float:
        found = [*network.organisations.values(), *network.edges]
        return zlib.crc32("\n".join(map(repr, found)).encode())

    return checksum


def _told(graph: Any) -> Callable[[], float]:
    """Return a function that computes a number from the edges and all attributes that both sides read."""
    names = ("kind", *NAMES)

    def tell() -> float:
        edges = (
            (*ends, *map(known.get, names))
            for *ends, known in graph.edges(keys=True, data=True)
        )
        return zlib.crc32("\n".join(sorted(map(repr, edges))).encode())

    return tell


def ours(folder: Path) -> Work:
    """The network as networkx, with the documents and attestation of each relationship as well."""
    store = our_store(folder)
    return lambda: _told(read_network(store).to_networkx())


def _loop(
    query: Callable[[str], Any], text: Callable[[Any], str]
) -> Callable[[], float]:
    """Fill a networkx graph from SELECTs, as one would without this package."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, label, type_, country in query(ORGANISATIONS):
        known = {"label": label, "type": type_, "country": country}
        graph.add_node(
            text(iri), **{k: text(v) for k, v in known.items() if v is not None}
        )
    for class_, notation, one, two in query(KINDS):
        comparison = "<" if text(one) == text(two) else "!="
        for relationship, source, target, *rest in query(
            EDGES.format(text(class_), text(one), text(two), comparison)
        ):
            known = {
                name: text(v)
                for name, v in zip(NAMES, rest, strict=True)
                if v is not None
            }
            graph.add_edge(
                text(source),
                text(target),
                text(relationship),
                kind=text(notation),
                **known,
            )
    return _told(graph)


def raw_select(folder: Path) -> Work:
    """The loop over SELECTs on pyoxigraph."""
    store = raw_store(folder)
    return lambda: _loop(
        lambda q: list(store.query(q, prefixes=PREFIXES)),
        lambda term: term.value,
    )


def rdflib_select(folder: Path) -> Work:
    """The same loop on rdflib."""
    graph = rdflib_graph(folder)
    return lambda: _loop(graph.query, str)


def rdflib_convert(folder: Path) -> Callable[[], float]:
    """rdflib's own conversion, which makes a node of every term and an edge of every triple."""
    from rdflib.extras.external_graph_libs import (
        rdflib_to_networkx_multidigraph,
    )

    graph = rdflib_graph(folder)

    def work() -> float:
        rdflib_to_networkx_multidigraph(graph)
        return -1

    return work


def raw_scan(folder: Path) -> Work:
    """The fastest plain loop to the same edges: one scan per property with `quads_for_pattern`."""
    store, anything = raw_store(folder), ox.DefaultGraph()

    def column(iri: str) -> dict[str, str]:
        return {
            q.subject.value: q.object.value
            for q in store.quads_for_pattern(
                None, ox.NamedNode(iri), None, anything
            )
        }

    def lists(iri: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for q in store.quads_for_pattern(
            None, ox.NamedNode(iri), None, anything
        ):
            found.setdefault(q.subject.value, []).append(q.object.value)
        return found

    def instances(iri: str) -> list[str]:
        return [
            q.subject.value
            for q in store.quads_for_pattern(
                None, RDF_TYPE, ox.NamedNode(iri), anything
            )
        ]

    def kinds() -> list[list[str]]:
        return [
            [term.value for term in row]
            for row in store.query(KINDS, prefixes=PREFIXES)
        ]

    return lambda: _scans(column, lists, instances, kinds)


def rdflib_scan(folder: Path) -> Work:
    """The same scans on rdflib, where terms are strings already."""
    from rdflib import RDF, URIRef

    graph = rdflib_graph(folder)

    def column(iri: str) -> dict[str, str]:
        return {str(s): str(o) for s, o in graph.subject_objects(URIRef(iri))}

    def lists(iri: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for s, o in graph.subject_objects(URIRef(iri)):
            found.setdefault(str(s), []).append(str(o))
        return found

    def instances(iri: str) -> list[str]:
        return [str(s) for s in graph.subjects(RDF.type, URIRef(iri))]

    return lambda: _scans(
        column,
        lists,
        instances,
        lambda: [map(str, row) for row in graph.query(KINDS)],
    )


def _scans(
    column: Callable[[str], dict[str, str]],
    lists: Callable[[str], dict[str, list[str]]],
    instances: Callable[[str], list[str]],
    kinds: Callable[[], Iterable[Iterable[str]]],
) -> Callable[[], float]:
    """Fill a networkx graph from one scan per property."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    notation, label, country, type_, state = (
        column(node(name).value)
        for name in (
            "skos:notation",
            "skos:prefLabel",
            "schema:addressCountry",
            "org:classification",
            "adms:status",
        )
    )
    for iri, concept in type_.items():
        known = {
            "label": label[iri],
            "type": notation.get(concept),
            "country": country.get(iri),
        }
        graph.add_node(iri, **{k: v for k, v in known.items() if v is not None})
    names = (
        "rdfs:label",
        "kg:startEarliest",
        "kg:startLatest",
        "kg:endEarliest",
        "kg:endLatest",
        "kg:signedOn",
    )
    columns = {
        name.partition(":")[2]: column(node(name).value) for name in names
    }
    for class_, kind, one, two in kinds():
        sources, targets = lists(one), lists(two)
        for iri in instances(class_):
            first, second = sources.get(iri, []), targets.get(iri, [])
            pairs = (
                combinations(sorted(first), 2)
                if one == two
                else [(a, b) for a in first for b in second if a != b]
            )
            known = {
                name: values[iri]
                for name, values in columns.items()
                if iri in values
            }
            for source, target in pairs:
                graph.add_edge(
                    source,
                    target,
                    iri,
                    kind=kind,
                    status=notation[state[iri]],
                    **known,
                )
    return _told(graph)


@cache
def _network(folder: Path) -> Network:
    return read_network(
        our_store(folder), Filters(statuses=("in-force",)), details=False
    )


@cache
def _simple(folder: Path) -> Any:
    """Return the same network as an undirected simple networkx graph."""
    network = _network(folder)
    graph = nx.Graph()
    graph.add_nodes_from(network.organisations)
    graph.add_edges_from((edge.source, edge.target) for edge in network.edges)
    return graph


def betweenness_ours(folder: Path) -> Callable[[], float]:
    """Exact betweenness."""
    from kg.network.measures import Measures

    network = _network(folder)
    return lambda: round(
        max(Measures(network).scores("betweenness", exact=True)), 6
    )


def betweenness_networkx(folder: Path) -> Callable[[], float]:
    """The same."""
    graph = _simple(folder)
    return lambda: round(max(nx.betweenness_centrality(graph).values()), 6)


def betweenness_sampled(folder: Path) -> Callable[[], float]:
    """Betweenness from the number of organisations used for large networks, by igraph alone."""
    graph = igraph.Graph.from_networkx(_simple(folder))
    sources = random.Random(1).sample(range(graph.vcount()), PIVOTS)
    return lambda: round(max(graph.betweenness(sources=sources)))


def communities_ours(folder: Path) -> Callable[[], float]:
    """Leiden; the result is its modularity."""
    from kg.network.measures import Measures

    network = _network(folder)

    def work() -> float:
        measures = Measures(network)
        return round(measures.modularity(measures.communities()), 3)

    return work


def communities_networkx(folder: Path) -> Callable[[], float]:
    """Louvain, the method of networkx; the result is its modularity."""
    graph = _simple(folder)

    def work() -> float:
        found = nx.community.louvain_communities(graph, seed=1)
        return round(nx.community.modularity(graph, found), 3)

    return work


def layout_ours(folder: Path) -> Work:
    """Positions for a page, components packed; the result is their stress, which is not timed."""
    from kg.network.measures import Measures
    from kg.views.page.layout import place

    network, graph = _network(folder), _simple(folder)

    def work() -> Callable[[], float]:
        placed = place(Measures(network))
        return lambda: _stress(graph, placed)

    return work


def layout_networkx(folder: Path) -> Work:
    """The spring layout of networkx with its defaults."""
    graph = _simple(folder)

    def work() -> Callable[[], float]:
        placed = nx.spring_layout(graph, seed=1)
        return lambda: _stress(graph, placed)

    return work


def _stress(graph: Any, placed: Mapping[str, Sequence[float]]) -> float:
    """Return the mean of ((drawn - hops) / hops)² over pairs with one of 50 organisations, drawn to the best scale.

    Gansner, Koren and North 2005, with weights 1 / hops².
    """
    pairs = [
        (math.dist(placed[one], placed[other]) / hops)
        for one in random.Random(1).sample(sorted(graph), 50)
        for other, hops in nx.single_source_shortest_path_length(
            graph, one
        ).items()
        if hops
    ]
    scale = sum(pairs) / sum(x * x for x in pairs)
    return round(sum((scale * x - 1) ** 2 for x in pairs) / len(pairs), 3)


def measures_ours(folder: Path) -> Callable[[], dict[str, float]]:
    """Each measure of the commands separately, with sampling where that is the default."""
    import time

    from kg.network.calculator import MEASURES
    from kg.network.measures import Measures
    from kg.network.paths import path

    network = _network(folder)
    iris = list(network.organisations)
    ends = random.Random(1).sample(iris, 2)
    todo: dict[str, Callable[[], object]] = {
        "summary": lambda: Measures(network).summarise(),
        **{
            measure: (lambda m=measure: Measures(network).rank(m, 10))
            for measure in MEASURES
        },
        "communities": lambda: Measures(network).communities(),
        "brokers": lambda: Measures(network).brokers(10),
        "path": lambda: path(network, *ends),
    }

    def work() -> dict[str, float]:
        found = {}
        for name, do in todo.items():
            start = time.process_time()
            do()
            found[name] = time.process_time() - start
        return found

    return work
