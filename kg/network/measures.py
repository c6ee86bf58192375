"""Measures of a network. igraph computes them; every one takes the network as undirected and simple.

Two organisations joined by several relationships count as joined once: a measure of position asks who can reach whom.
"""

import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.network.edges import Edge, Network
from kg.network.estimates import (
    Estimate,
    estimate_betweenness,
    estimate_closeness,
    estimate_distances,
    pivots_for,
    seeded,
)

if TYPE_CHECKING:
    import igraph

MEASURES = ("degree", "pagerank", "betweenness", "closeness", "eigenvector", "coreness")
COUNTS = ("degree", "coreness")
"""Measures that are whole numbers."""
SAMPLED = ("betweenness", "closeness")
"""Measures that need all shortest paths, and are sampled in a large network."""
_THOROUGH_UP_TO = 1000
"""Organisations up to which communities are refined ten times instead of twice."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An organisation's place by one measure; equal scores share a rank."""

    rank: int
    iri: str
    label: str
    score: float
    error: float = 0.0
    """Standard error of a score that was sampled."""


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
    """The network in figures. Diameter and mean distance are of the largest component, in hops.

    With pivots, the mean distance is sampled, and the diameter is the longest distance that was met: at least that.
    """

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
    largest_coreness: int
    mean_distance_error: float = 0.0
    pivots: int = 0


def to_igraph(network: Network) -> "igraph.Graph":
    """Return the network as an undirected simple graph; vertex i is the i-th organisation."""
    import igraph

    index = {iri: i for i, iri in enumerate(network.organisations)}
    pairs = {
        (min(a, b), max(a, b))
        for a, b in ((index[e.source], index[e.target]) for e in network.edges)
    }
    return igraph.Graph(n=len(index), edges=sorted(pairs))


def scores(
    network: Network, measure: str, *, sample: int | None = None, exact: bool = False
) -> list[float]:
    """Return one measure of every organisation, in their order; the arguments are those of `estimate`."""
    return estimate(network, measure, sample=sample, exact=exact).values


def estimate(
    network: Network, measure: str, *, sample: int | None = None, exact: bool = False
) -> Estimate:
    """Return one measure of every organisation, in their order, with standard errors where it was sampled.

    degree: number of organisations joined to it. pagerank: damping 0.85 (Brin and Page 1998), sums to 1. betweenness:
    share of the pairs of others whose shortest paths pass through it (Freeman 1977; Brandes 2001). closeness: the inverse
    of the mean distance within its component times the share of the others that this holds (Wasserman and Faust 1994).
    eigenvector: Bonacich 1987, of the largest component, with length 1 as in networkx. coreness: the largest k so that it
    is in a part in which everyone is joined to k others (Seidman 1983; Batagelj and Zaversnik 2003).

    Args:
        sample: pivots for betweenness and closeness; None samples only a large network.
        exact: never sample.

    Raises:
        ValueError: no measure of that name.
    """
    graph = to_igraph(network)
    n = graph.vcount()
    if not graph.ecount():
        return _exact([1 / max(n, 1) if measure == "pagerank" else 0.0] * n)
    pivots = pivots_for(n, sample, exact=exact)
    match measure:
        case "degree":
            return _exact(graph.degree())
        case "pagerank":
            return _exact(graph.pagerank())
        case "betweenness":
            return _betweenness(graph, pivots)
        case "closeness":
            return estimate_closeness(graph, pivots) if pivots else _exact(_closeness(graph))
        case "eigenvector":
            return _exact(_eigenvector(graph))
        case "coreness":
            return _exact(graph.coreness())
    raise ValueError(f"unknown measure {measure!r}")


def _exact(values: "list[float] | list[int]") -> Estimate:
    return Estimate([float(x) for x in values], [0.0] * len(values))


def _betweenness(graph: "igraph.Graph", pivots: int) -> Estimate:
    """Return the share of the pairs of others, of which there are (n - 1)(n - 2) / 2."""
    n = graph.vcount()
    pairs = max((n - 1) * (n - 2) / 2, 1)
    found = estimate_betweenness(graph, pivots) if pivots else _exact(graph.betweenness())
    return Estimate(
        [x / pairs for x in found.values], [x / pairs for x in found.errors], found.pivots
    )


def _closeness(graph: "igraph.Graph") -> list[float]:
    """Igraph normalises within a component; multiply by the component's share, as networkx does."""
    n = graph.vcount()
    size = [0] * n
    for component in graph.connected_components():
        for vertex in component:
            size[vertex] = len(component)
    inner = graph.closeness(normalized=True)
    return [
        0.0 if s == 1 else float(c) * (s - 1) / (n - 1) for c, s in zip(inner, size, strict=True)
    ]


def _eigenvector(graph: "igraph.Graph") -> list[float]:
    """Bonacich's measure means nothing across components: the largest is measured, the others get 0."""
    largest = max(graph.connected_components(), key=len)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # igraph warns of scores near zero, which trees have
        values = [
            abs(float(x)) for x in graph.subgraph(largest).eigenvector_centrality(scale=False)
        ]
    length = sum(x * x for x in values) ** 0.5 or 1.0
    found = [0.0] * graph.vcount()
    for vertex, value in zip(sorted(largest), values, strict=True):
        found[vertex] = value / length
    return found


def rank(
    network: Network,
    measure: str,
    top: int | None = None,
    *,
    sample: int | None = None,
    exact: bool = False,
) -> list[Ranked]:
    """Return the organisations by descending score, equal ones by label; `sample` and `exact` as for `estimate`."""
    found = estimate(network, measure, sample=sample, exact=exact)
    rounded = [round(score, 9) for score in found.values]
    people = list(network.organisations.values())
    ordered = sorted(
        range(len(people)), key=lambda i: (-rounded[i], people[i].label, people[i].iri)
    )
    ranked: list[Ranked] = []
    for place, i in enumerate(ordered[:top], 1):
        tied = ranked[-1].rank if ranked and ranked[-1].score == rounded[i] else place
        ranked.append(Ranked(tied, people[i].iri, people[i].label, rounded[i], found.errors[i]))
    return ranked


def communities(network: Network) -> list[list[str]]:
    """Return groups of organisation IRIs, the largest first: Leiden (Traag, Waltman, van Eck 2019) on modularity."""
    graph = to_igraph(network)
    if not graph.ecount():
        return [[iri] for iri in network.organisations]
    rounds = 10 if graph.vcount() <= _THOROUGH_UP_TO else 2
    with seeded():
        clusters = graph.community_leiden(objective_function="modularity", n_iterations=rounds)
    iris = list(network.organisations)
    groups = [sorted(iris[v] for v in cluster) for cluster in clusters]
    return sorted(groups, key=lambda group: (-len(group), group))


def modularity(network: Network, groups: list[list[str]]) -> float:
    """Return the modularity (Newman 2004) of a division into groups, 0 for a network without edges."""
    graph = to_igraph(network)
    member = {iri: i for i, group in enumerate(groups) for iri in group}
    return (
        float(graph.modularity([member[iri] for iri in network.organisations]))
        if graph.ecount()
        else 0.0
    )


def brokers(
    network: Network, top: int | None = None, *, sample: int | None = None, exact: bool = False
) -> list[Broker]:
    """Return the organisations that join others, by betweenness and then by constraint (Burt 2004).

    `sample` and `exact` are those of `estimate`, for betweenness.
    """
    graph = to_igraph(network)
    if not graph.ecount():
        return []
    cut = set(graph.articulation_points())
    between = _betweenness(graph, pivots_for(graph.vcount(), sample, exact=exact)).values
    found = [
        Broker(o.iri, o.label, round(between[i], 9), round(float(c), 9), i in cut)
        for i, (o, c, degree) in enumerate(
            zip(network.organisations.values(), graph.constraint(), graph.degree(), strict=True)
        )
        if degree > 1
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
            new = sorted(there for there in joined[iri] if there not in before)
            before.update(dict.fromkeys(new, iri))
            reached += new
        frontier = reached
    if end not in before or start == end:
        return []
    stops = [end]
    while stops[-1] != start:
        stops.append(before[stops[-1]])
    stops.reverse()
    return [
        [e for e in network.edges if {e.source, e.target} == {a, b}] for a, b in pairwise(stops)
    ]


def summarise(network: Network, *, sample: int | None = None, exact: bool = False) -> Summary:
    """Return the network in figures; `sample` and `exact` as for `estimate`, for the distances."""
    graph = to_igraph(network)
    groups = communities(network)
    components = graph.connected_components()
    largest = components.giant() if graph.vcount() else graph
    clustering = graph.transitivity_undirected() if graph.ecount() else 0.0
    distances = estimate_distances(largest, pivots_for(largest.vcount(), sample, exact=exact))
    return Summary(
        organisations=graph.vcount(),
        relationships=len({e.relationship for e in network.edges}),
        pairs=graph.ecount(),
        density=graph.density() if graph.vcount() > 1 else 0.0,
        mean_degree=2 * graph.ecount() / max(graph.vcount(), 1),
        clustering=0.0 if clustering != clustering else float(clustering),
        components=len(components),
        largest_component=largest.vcount(),
        diameter=distances.longest,
        mean_distance=distances.mean,
        communities=len(groups),
        modularity=modularity(network, groups),
        largest_coreness=max(graph.coreness(), default=0),
        mean_distance_error=distances.error,
        pivots=distances.pivots,
    )
