"""Measures of a network. igraph computes them; every one takes the network as undirected and simple.

Two organisations joined by several relationships count as joined once: a measure of position asks who can reach whom.
"""

import random
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.network import Edge, Network

if TYPE_CHECKING:
    import igraph

SEED = 20190930
MEASURES = ("degree", "pagerank", "betweenness", "closeness", "eigenvector")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An organisation's place by one measure; equal scores share a rank."""

    rank: int
    iri: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Broker:
    """An organisation that joins others: Burt's constraint (low is open), betweenness, and whether its loss splits."""

    iri: str
    label: str
    betweenness: float
    constraint: float
    articulation: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The network in figures. Diameter and mean distance are of the largest component, in hops."""

    organisations: int
    relationships: int
    pairs: int
    density: float
    mean_degree: float
    clustering: float
    components: int
    largest_component: int
    diameter: int
    mean_distance: float
    communities: int
    modularity: float


def to_igraph(network: Network) -> "igraph.Graph":
    """Return the network as an undirected simple graph; vertex i is the i-th organisation."""
    import igraph

    index = {iri: i for i, iri in enumerate(network.organisations)}
    pairs = {(min(a, b), max(a, b)) for a, b in ((index[e.source], index[e.target]) for e in network.edges)}
    return igraph.Graph(n=len(index), edges=sorted(pairs))


def scores(network: Network, measure: str) -> list[float]:
    """Return one measure of every organisation, in their order.

    degree: number of organisations joined to it. pagerank: damping 0.85 (Brin and Page 1998), sums to 1. betweenness:
    share of the pairs of others whose shortest paths pass through it (Freeman 1977; Brandes 2001). closeness: mean
    inverse distance within its component times the share of the others that this holds (Wasserman and Faust 1994).
    eigenvector: Bonacich 1987, of the largest component, with length 1 as in networkx.

    Raises:
        ValueError: no measure of that name.
    """
    graph = to_igraph(network)
    n = graph.vcount()
    if not graph.ecount():
        return [1 / n if measure == "pagerank" else 0.0] * n
    match measure:
        case "degree":
            return [float(d) for d in graph.degree()]
        case "pagerank":
            return [float(x) for x in graph.pagerank()]
        case "betweenness":
            pairs = max((n - 1) * (n - 2) / 2, 1)
            return [float(x) / pairs for x in graph.betweenness()]
        case "closeness":
            return _closeness(graph)
        case "eigenvector":
            return _eigenvector(graph)
    raise ValueError(f"unknown measure {measure!r}")


def _closeness(graph: "igraph.Graph") -> list[float]:
    """Igraph normalises within a component; multiply by the component's share, as networkx does."""
    n = graph.vcount()
    size = [0] * n
    for component in graph.connected_components():
        for vertex in component:
            size[vertex] = len(component)
    inner = graph.closeness(normalized=True)
    return [0.0 if s == 1 else float(c) * (s - 1) / (n - 1) for c, s in zip(inner, size, strict=True)]


def _eigenvector(graph: "igraph.Graph") -> list[float]:
    """Bonacich's measure means nothing across components: the largest is measured, the others get 0."""
    largest = max(graph.connected_components(), key=len)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # igraph warns of scores near zero, which trees have
        values = [abs(float(x)) for x in graph.subgraph(largest).eigenvector_centrality(scale=False)]
    length = sum(x * x for x in values) ** 0.5 or 1.0
    found = [0.0] * graph.vcount()
    for vertex, value in zip(sorted(largest), values, strict=True):
        found[vertex] = value / length
    return found


def rank(network: Network, measure: str, top: int | None = None) -> list[Ranked]:
    """Return the organisations by descending score, equal ones by label."""
    found = zip(network.organisations.values(), scores(network, measure), strict=True)
    ordered = sorted(((round(score, 9), o) for o, score in found), key=lambda pair: (-pair[0], pair[1].label, pair[1].iri))
    ranked: list[Ranked] = []
    for place, (score, organisation) in enumerate(ordered[:top], 1):
        tied = ranked[-1].rank if ranked and ranked[-1].score == score else place
        ranked.append(Ranked(tied, organisation.iri, organisation.label, score))
    return ranked


def communities(network: Network) -> list[list[str]]:
    """Return groups of organisation IRIs, the largest first: Leiden (Traag, Waltman, van Eck 2019) on modularity."""
    import igraph

    graph = to_igraph(network)
    igraph.set_random_number_generator(random.Random(SEED))
    if not graph.ecount():
        return [[iri] for iri in network.organisations]
    clusters = graph.community_leiden(objective_function="modularity", n_iterations=10)
    iris = list(network.organisations)
    groups = [sorted(iris[v] for v in cluster) for cluster in clusters]
    return sorted(groups, key=lambda group: (-len(group), group))


def modularity(network: Network, groups: list[list[str]]) -> float:
    """Return the modularity (Newman 2004) of a division into groups, 0 for a network without edges."""
    graph = to_igraph(network)
    member = {iri: i for i, group in enumerate(groups) for iri in group}
    return float(graph.modularity([member[iri] for iri in network.organisations])) if graph.ecount() else 0.0


def brokers(network: Network, top: int | None = None) -> list[Broker]:
    """Return the organisations that join others, by betweenness and then by constraint (Burt 2004)."""
    graph = to_igraph(network)
    cut = set(graph.articulation_points())
    between = scores(network, "betweenness")
    found = [
        Broker(o.iri, o.label, round(between[i], 9), round(float(c), 9), i in cut)
        for i, (o, c) in enumerate(zip(network.organisations.values(), graph.constraint(), strict=True))
        if graph.degree(i) > 1
    ]
    return sorted(found, key=lambda b: (-b.betweenness, b.constraint, b.label, b.iri))[:top]


def path(network: Network, start: str, end: str) -> list[list[Edge]]:
    """Return the steps of a shortest path, each with all edges that join its two ends; empty if there is none.

    Among equally short paths, the one whose organisations come first by IRI.
    """
    joined = network.neighbours()
    before: dict[str, str] = {start: start}
    frontier = [start]
    while frontier and end not in before:
        reached: list[str] = []
        for iri in frontier:
            new = sorted(joined[iri] - before.keys())
            before.update(dict.fromkeys(new, iri))
            reached += new
        frontier = reached
    if end not in before or start == end:
        return []
    stops = [end]
    while stops[-1] != start:
        stops.append(before[stops[-1]])
    stops.reverse()
    return [[e for e in network.edges if {e.source, e.target} == {a, b}] for a, b in pairwise(stops)]


def summarise(network: Network) -> Summary:
    """Return the network in figures."""
    graph = to_igraph(network)
    groups = communities(network)
    components = graph.connected_components()
    largest = components.giant() if graph.vcount() else graph
    clustering = graph.transitivity_undirected() if graph.ecount() else 0.0
    return Summary(
        organisations=graph.vcount(),
        relationships=len({e.relationship for e in network.edges}),
        pairs=graph.ecount(),
        density=graph.density() if graph.vcount() > 1 else 0.0,
        mean_degree=2 * graph.ecount() / max(graph.vcount(), 1),
        clustering=0.0 if clustering != clustering else float(clustering),
        components=len(components),
        largest_component=largest.vcount(),
        diameter=int(largest.diameter()) if largest.vcount() else 0,
        mean_distance=float(largest.average_path_length()) if largest.ecount() else 0.0,
        communities=len(groups),
        modularity=modularity(network, groups),
    )
