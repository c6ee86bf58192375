"""Tasks that project relationships to a network, and measure it."""

import random
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pyoxigraph as ox

from benchmarks.prepare import our_store, raw_store, rdflib_graph
from kg.network import Filters, Network
from kg.projection import read_network
from kg.vocabulary import PREFIXES, node

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
NAMES = ("label", "status", "startEarliest", "startLatest", "endEarliest", "endLatest", "signedOn")


def ours(folder: Path) -> Callable[[], float]:
    """The network as networkx, with the documents and attestation of each relationship as well."""
    store = our_store(folder)
    return lambda: read_network(store).to_networkx().number_of_edges()


def ours_measured(folder: Path) -> Callable[[], float]:
    """The network as measures take it, without what only a picture tells."""
    store = our_store(folder)
    return lambda: len(read_network(store, details=False).edges)


def _loop(query: Callable[[str], Any], text: Callable[[Any], str]) -> int:
    """Fill a networkx graph from SELECTs, as one would without this package."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, label, type_, country in query(ORGANISATIONS):
        known = {"label": label, "type": type_, "country": country}
        graph.add_node(text(iri), **{k: text(v) for k, v in known.items() if v is not None})
    for class_, notation, one, two in query(KINDS):
        comparison = "<" if text(one) == text(two) else "!="
        for relationship, source, target, *rest in query(EDGES.format(text(class_), text(one), text(two), comparison)):
            known = {name: text(v) for name, v in zip(NAMES, rest, strict=True) if v is not None}
            graph.add_edge(text(source), text(target), text(relationship), kind=text(notation), **known)
    return graph.number_of_edges()


def raw_select(folder: Path) -> Callable[[], float]:
    """The loop over SELECTs on pyoxigraph."""
    store = raw_store(folder)
    return lambda: _loop(lambda q: list(store.query(q, prefixes=PREFIXES)), lambda term: term.value)


def rdflib_select(folder: Path) -> Callable[[], float]:
    """The same loop on rdflib."""
    graph = rdflib_graph(folder)
    return lambda: _loop(graph.query, str)


def rdflib_convert(folder: Path) -> Callable[[], float]:
    """rdflib's own conversion, which makes a node of every term and an edge of every triple."""
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

    graph = rdflib_graph(folder)

    def work() -> float:
        rdflib_to_networkx_multidigraph(graph)
        return -1

    return work


def raw_scan(folder: Path) -> Callable[[], float]:
    """The leanest loop that makes the same edges: a scan per property with `quads_for_pattern`."""
    store = raw_store(folder)

    def column(curie: str) -> dict[str, str]:
        return {
            q.subject.value: q.object.value for q in store.quads_for_pattern(None, node(curie), None, ox.DefaultGraph())
        }

    def work() -> float:
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        notation, label = column("skos:notation"), column("skos:prefLabel")
        country = column("schema:addressCountry")
        for iri, type_ in column("org:classification").items():
            known = {"label": label[iri], "type": notation.get(type_), "country": country.get(iri)}
            graph.add_node(iri, **{k: v for k, v in known.items() if v is not None})
        names = ("rdfs:label", "kg:startEarliest", "kg:startLatest", "kg:endEarliest", "kg:endLatest", "kg:signedOn")
        columns = {name.partition(":")[2]: column(name) for name in names}
        states = column("adms:status")
        for class_, kind, one, two in list(store.query(KINDS, prefixes=PREFIXES)):
            ends: list[dict[str, list[str]]] = [{}, {}]
            for end, role in zip(ends, (one, two), strict=True):
                for q in store.quads_for_pattern(None, role, None, ox.DefaultGraph()):
                    end.setdefault(q.subject.value, []).append(q.object.value)
            for q in store.quads_for_pattern(None, node("rdf:type"), class_, ox.DefaultGraph()):
                iri = q.subject.value
                first, second = ends[0].get(iri, []), ends[1].get(iri, [])
                pairs = combinations(sorted(first), 2) if one == two else [(a, b) for a in first for b in second if a != b]
                known = {name: values[iri] for name, values in columns.items() if iri in values}
                for source, target in pairs:
                    graph.add_edge(source, target, iri, kind=kind.value, status=notation[states[iri]], **known)
        return graph.number_of_edges()

    return work


@cache
def _network(folder: Path) -> Network:
    return read_network(our_store(folder), Filters(statuses=("in-force",)), details=False)


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
    from kg.analysis import scores

    network = _network(folder)
    return lambda: round(max(scores(network, "betweenness", exact=True)), 6)


def betweenness_networkx(folder: Path) -> Callable[[], float]:
    """The same."""
    graph = _simple(folder)
    return lambda: round(max(nx.betweenness_centrality(graph).values()), 6)


def communities_ours(folder: Path) -> Callable[[], float]:
    """Leiden; the result is its modularity."""
    from kg.analysis import communities, modularity

    network = _network(folder)
    return lambda: round(modularity(network, communities(network)), 3)


def communities_networkx(folder: Path) -> Callable[[], float]:
    """Louvain, which is what networkx has; the result is its modularity."""
    graph = _simple(folder)

    def work() -> float:
        found = nx.community.louvain_communities(graph, seed=1)
        return round(nx.community.modularity(graph, found), 3)

    return work


def layout_ours(folder: Path) -> Callable[[], float]:
    """Positions for a page, components packed."""
    from kg.layout import place

    network = _network(folder)
    return lambda: len(place(network))


def layout_networkx(folder: Path) -> Callable[[], float]:
    """networkx's spring layout, 50 steps."""
    graph = _simple(folder)
    return lambda: len(nx.spring_layout(graph, seed=1))


def measures_ours(folder: Path) -> Callable[[], dict[str, float]]:
    """Each measure of the commands on its own, with sampling where that is the default."""
    import time

    from kg import analysis

    network = _network(folder)
    iris = list(network.organisations)
    ends = random.Random(1).sample(iris, 2)
    todo: dict[str, Callable[[], object]] = {
        "summary": lambda: analysis.summarise(network),
        **{measure: (lambda m=measure: analysis.rank(network, m, 10)) for measure in analysis.MEASURES},
        "communities": lambda: analysis.communities(network),
        "brokers": lambda: analysis.brokers(network, 10),
        "path": lambda: analysis.path(network, *ends),
    }

    def work() -> dict[str, float]:
        found = {}
        for name, do in todo.items():
            start = time.process_time()
            do()
            found[name] = time.process_time() - start
        return found

    return work
