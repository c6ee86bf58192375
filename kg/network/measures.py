"""Measures of a network, computed by igraph on one graph that is built once.

The network is taken as undirected and simple: two organisations joined by
several relationships count as joined once, since a measure of position asks who
can reach whom.
"""

import warnings
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

from kg.network.calculator import Broker, Ranked, Summary
from kg.network.edges import Network
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

_THOROUGH_UP_TO = 1000
"""Organisations up to which communities are refined ten times instead of twice."""
_DIGITS = 9
"""Decimal places of a score: what differs by less is equal."""


class Measures:
    """Measures of a network: a `Calculator` on igraph."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._organisations = list(network.organisations.values())

    @cached_property
    def graph(self) -> "igraph.Graph":
        """The undirected simple graph; vertex i is the i-th organisation."""
        import igraph

        index = {iri: i for i, iri in enumerate(self.network.organisations)}
        pairs: set[tuple[int, int]] = set()
        for edge in self.network.edges:
            one = index[edge.source]
            other = index[edge.target]
            pair = (one, other) if one < other else (other, one)
            pairs.add(pair)
        return igraph.Graph(n=len(index), edges=sorted(pairs))

    def scores(
        self, measure: str, *, sample: int | None = None, exact: bool = False
    ) -> list[float]:
        """Return one measure of every organisation, in their order."""
        return self.estimate(measure, sample=sample, exact=exact).values

    def estimate(
        self, measure: str, *, sample: int | None = None, exact: bool = False
    ) -> Estimate:
        """Return one measure of every organisation, with standard errors.

        The figures are in the order of the organisations.

        * degree: number of organisations joined to it.
        * pagerank: damping 0.85 (Brin and Page 1998), sums to 1.
        * betweenness: share of the pairs of others whose shortest paths pass
          through it (Freeman 1977; Brandes 2001).
        * closeness: the inverse of the mean distance within its component, times
          the share of the others that are in it (Wasserman and Faust 1994).
        * eigenvector: Bonacich 1987, of the largest component, with length 1 as
          in networkx.
        * coreness: the largest k so that it is in a part in which everyone is
          joined to k others (Seidman 1983; Batagelj and Zaversnik 2003).

        Args:
            sample: pivots for betweenness and closeness; None samples only a large network.
            exact: never sample.

        Raises:
            ValueError: no measure of that name.
        """
        graph = self.graph
        n = graph.vcount()
        if not graph.ecount():
            score = 1 / max(n, 1) if measure == "pagerank" else 0.0
            return _exact([score] * n)
        pivots = pivots_for(n, sample, exact=exact)
        match measure:
            case "degree":
                return _exact(graph.degree())
            case "pagerank":
                return _exact(graph.pagerank())
            case "betweenness":
                return _betweenness(graph, pivots)
            case "closeness" if pivots:
                return estimate_closeness(graph, pivots)
            case "closeness":
                return _closeness(graph)
            case "eigenvector":
                return _eigenvector(graph)
            case "coreness":
                return _exact(graph.coreness())
        raise ValueError(f"unknown measure {measure!r}")

    def rank(
        self,
        measure: str,
        top: int | None = None,
        *,
        sample: int | None = None,
        exact: bool = False,
    ) -> list[Ranked]:
        """Return the organisations by descending score, equal ones by label."""
        found = self.estimate(measure, sample=sample, exact=exact)
        rounded = [round(score, _DIGITS) for score in found.values]

        def order(vertex: int) -> tuple[float, str, str]:
            organisation = self._organisations[vertex]
            return -rounded[vertex], organisation.label, organisation.iri

        best = sorted(range(len(rounded)), key=order)[:top]
        ranked: list[Ranked] = []
        for place, vertex in enumerate(best, 1):
            score = rounded[vertex]
            tied = ranked and ranked[-1].score == score
            organisation = self._organisations[vertex]
            ranked.append(
                Ranked(
                    rank=ranked[-1].rank if tied else place,
                    iri=organisation.iri,
                    label=organisation.label,
                    score=score,
                    error=found.errors[vertex],
                )
            )
        return ranked

    def communities(self) -> list[list[str]]:
        """Return groups of organisation IRIs, the largest first.

        Leiden (Traag, Waltman, van Eck 2019) on modularity, with a fixed seed.
        """
        graph = self.graph
        iris = list(self.network.organisations)
        if not graph.ecount():
            return [[iri] for iri in iris]
        rounds = 10 if graph.vcount() <= _THOROUGH_UP_TO else 2
        with seeded():
            clusters = graph.community_leiden(
                objective_function="modularity", n_iterations=rounds
            )
        groups: list[list[str]] = []
        for cluster in clusters:
            members = [iris[vertex] for vertex in cluster]
            groups.append(sorted(members))
        return sorted(groups, key=_by_size)

    def modularity(self, groups: list[list[str]]) -> float:
        """Return the modularity (Newman 2004) of a division into groups.

        It is 0 if there are no edges.
        """
        if not self.graph.ecount():
            return 0.0
        group_of: dict[str, int] = {}
        for number, group in enumerate(groups):
            group_of.update(dict.fromkeys(group, number))
        membership = [group_of[iri] for iri in self.network.organisations]
        return float(self.graph.modularity(membership))

    def brokers(
        self,
        top: int | None = None,
        *,
        sample: int | None = None,
        exact: bool = False,
    ) -> list[Broker]:
        """Return the organisations that join others, the most important first.

        They are ordered by betweenness, then by constraint (Burt 2004).

        Args:
            sample: pivots for betweenness; None samples only a large network.
            exact: never sample.
        """
        graph = self.graph
        if not graph.ecount():
            return []
        cut = set(graph.articulation_points())
        betweenness = self.scores("betweenness", sample=sample, exact=exact)
        constraint = graph.constraint()
        found = [
            Broker(
                organisation.iri,
                organisation.label,
                round(betweenness[vertex], _DIGITS),
                round(float(constraint[vertex]), _DIGITS),
                vertex in cut,
            )
            for vertex, organisation in enumerate(self._organisations)
            if graph.degree(vertex) > 1
        ]
        return sorted(found, key=_by_betweenness)[:top]

    def summarise(
        self, *, sample: int | None = None, exact: bool = False
    ) -> Summary:
        """Return the network in figures.

        Args:
            sample: pivots for the distances; None samples only a large network.
            exact: never sample.
        """
        graph = self.graph
        relationships = {edge.relationship for edge in self.network.edges}
        groups = self.communities()
        components = graph.connected_components()
        largest = components.giant() if graph.vcount() else graph
        pivots = pivots_for(largest.vcount(), sample, exact=exact)
        distances = estimate_distances(largest, pivots)
        return Summary(
            organisations=graph.vcount(),
            relationships=len(relationships),
            pairs=graph.ecount(),
            density=graph.density() if graph.vcount() > 1 else 0.0,
            mean_degree=2 * graph.ecount() / max(graph.vcount(), 1),
            clustering=_clustering(graph),
            components=len(components),
            largest_component=largest.vcount(),
            diameter=distances.longest,
            mean_distance=distances.mean,
            communities=len(groups),
            modularity=self.modularity(groups),
            largest_coreness=max(graph.coreness(), default=0),
            mean_distance_error=distances.error,
            pivots=distances.pivots,
        )


def _by_size(group: list[str]) -> tuple[int, list[str]]:
    return -len(group), group


def _by_betweenness(broker: Broker) -> tuple[float, float, str, str]:
    return -broker.betweenness, broker.constraint, broker.label, broker.iri


def _exact(values: "list[float] | list[int]") -> Estimate:
    return Estimate([float(value) for value in values], [0.0] * len(values))


def _betweenness(graph: "igraph.Graph", pivots: int) -> Estimate:
    """Return betweenness as a share of the (n - 1)(n - 2) / 2 pairs of others."""
    n = graph.vcount()
    pairs = max((n - 1) * (n - 2) / 2, 1)
    found = (
        estimate_betweenness(graph, pivots)
        if pivots
        else _exact(graph.betweenness())
    )
    values = [value / pairs for value in found.values]
    errors = [error / pairs for error in found.errors]
    return Estimate(values, errors, found.pivots)


def _closeness(graph: "igraph.Graph") -> Estimate:
    """Multiply closeness within a component by its share, as networkx does."""
    n = graph.vcount()
    size = [0] * n
    for component in graph.connected_components():
        for vertex in component:
            size[vertex] = len(component)
    found = [0.0] * n
    for vertex, inner in enumerate(graph.closeness(normalized=True)):
        if size[vertex] > 1:
            found[vertex] = float(inner) * (size[vertex] - 1) / (n - 1)
    return _exact(found)


def _eigenvector(graph: "igraph.Graph") -> Estimate:
    """Measure the largest component; vertices outside it get 0.

    Scores of different components cannot be compared.
    """
    largest = max(graph.connected_components(), key=len)
    with warnings.catch_warnings():
        # igraph warns of scores near zero, which trees have
        warnings.simplefilter("ignore", RuntimeWarning)
        raw = graph.subgraph(largest).eigenvector_centrality(scale=False)
    values = [abs(float(value)) for value in raw]
    length = sum(value * value for value in values) ** 0.5 or 1.0
    found = [0.0] * graph.vcount()
    for vertex, value in zip(sorted(largest), values, strict=True):
        found[vertex] = value / length
    return _exact(found)


def _clustering(graph: "igraph.Graph") -> float:
    """Return the share of connected triples that are triangles.

    It is 0 if there are no connected triples.
    """
    if not graph.ecount():
        return 0.0
    clustering = float(graph.transitivity_undirected())
    return 0.0 if isnan(clustering) else clustering
