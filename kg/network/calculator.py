"""The interface of a calculator of measures, and the figures that it returns.

`measures` implements it with igraph; another engine can take its place.
"""

from dataclasses import dataclass
from typing import Protocol

from kg.network.edges import Network
from kg.network.estimates import Estimate

MEASURES = (
    "degree",
    "pagerank",
    "betweenness",
    "closeness",
    "eigenvector",
    "coreness",
)
COUNTS = ("degree", "coreness")
"""Measures that are whole numbers."""
SAMPLED = ("betweenness", "closeness")
"""Measures that need all shortest paths, and are sampled in a large network."""


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
    """An organisation that joins others."""

    iri: str
    label: str
    betweenness: float
    constraint: float
    """Burt's constraint: low where its neighbours are not joined to each other."""
    articulation: bool
    """Whether its loss splits the network."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The network in figures.

    Diameter and mean distance are of the largest component, in hops. With
    pivots, the mean distance is sampled, and the diameter is the longest
    distance that was found, a lower bound.
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


class Calculator(Protocol):
    """Measures of one network, taken as undirected and simple.

    In all of them `sample` is the number of pivots for measures that need all shortest paths (None
    samples only a large network), and with `exact` nothing is sampled.
    """

    @property
    def network(self) -> Network:
        """The network that is measured."""
        ...

    def estimate(
        self, measure: str, *, sample: int | None, exact: bool
    ) -> Estimate:
        """Return one measure of every organisation, in their order."""
        ...

    def rank(
        self, measure: str, top: int | None, *, sample: int | None, exact: bool
    ) -> list[Ranked]:
        """Return the organisations by descending score."""
        ...

    def communities(self) -> list[list[str]]:
        """Return groups of organisation IRIs, the largest first."""
        ...

    def modularity(self, groups: list[list[str]]) -> float:
        """Return how much more is joined within groups than by chance."""
        ...

    def brokers(
        self, top: int | None, *, sample: int | None, exact: bool
    ) -> list[Broker]:
        """Return the organisations that join others."""
        ...

    def summarise(self, *, sample: int | None, exact: bool) -> Summary:
        """Return the network in figures."""
        ...
