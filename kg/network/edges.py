"""The network: one projection of dated relationships to edges between organisations."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import ParameterError
from kg.model.collector import no_collection
from kg.model.dates import Bounds, parse_day
from kg.model.kinds import Kind
from kg.model.standing import NO_LIMIT, Life, Standing, standing

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Organisation:
    """A node: an organisation as a picture or a measure shows it."""

    iri: str
    label: str
    type: str | None = None
    type_label: str | None = None
    country: str | None = None
    members: tuple[str, ...] = ()
    """Labels of the members of a community that is drawn in their place."""


class Edge(NamedTuple):
    """A pair of organisations joined by a relationship.

    A relationship of n parties has n(n-1)/2 edges. An edge is a tuple because a
    large network has a million of them, and dataclasses take longer to make.
    """

    relationship: str
    source: str
    target: str
    kind: Kind
    label: str
    status: str
    bounds: Bounds
    signed: str | None = None
    role: str | None = None
    documents: tuple[str, ...] = ()
    attested: str | None = None
    standing: Standing | None = None
    life: Life = NO_LIMIT
    """The time in which all parties of the relationship exist."""

    def standing_on(self, day: str) -> Standing:
        """Return the standing of the relationship on a day, an ISO 8601 date."""
        return standing(
            self.status,
            self.bounds,
            self.attested,
            day,
            signed=self.signed,
            life=self.life,
        )

    def attributes(self) -> dict[str, Any]:
        """Return what is known of the edge, under the names of the ontology.

        Unknown values are left out.
        """
        bounds = self.bounds
        known: dict[str, Any] = {
            "relationship": self.relationship,
            "kind": self.kind.notation,
            "label": self.label,
            "status": self.status,
            "directed": self.kind.directed,
            "startEarliest": bounds.start_earliest,
            "startLatest": bounds.start_latest,
            "endEarliest": bounds.end_earliest,
            "endLatest": bounds.end_latest,
            "signedOn": self.signed,
            "role": self.role,
            "sources": " ".join(self.documents),
            "standing": self.standing,
        }
        return {
            name: value
            for name, value in known.items()
            if value or value is False
        }


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of the network is wanted; empty means all of it."""

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    on: str | None = None
    possible: bool = False
    around: str | None = None
    hops: int = 1

    def __post_init__(self) -> None:
        """Raise ParameterError for a value that is wrong or has no effect."""
        if self.on is not None:
            parse_day(self.on)
        elif self.possible:
            raise ParameterError("possible goes with a day (on); give one")
        if self.around is None:
            if self.hops != 1:
                raise ParameterError(
                    "hops go with an organisation (around); give one"
                )
        elif not isinstance(self.around, str) or not self.around.strip():
            raise ParameterError(
                f"{self.around!r} names no organisation to look around"
            )
        if not isinstance(self.hops, int) or self.hops < 0:
            raise ParameterError(
                f"{self.hops!r} is no number of hops; give a whole one from 0 on"
            )

    def in_words(self) -> str:
        """Say which part is wanted."""
        limits: list[str] = []
        if self.kinds:
            limits.append(f"kind {', '.join(self.kinds)}")
        if self.statuses:
            limits.append(f"status {', '.join(self.statuses)}")
        if self.on:
            possibly = ", or possibly so" if self.possible else ""
            limits.append(f"standing on {self.on}{possibly}")
        if self.around:
            limits.append(f"around {self.around} ({self.hops} hops)")
        return "; ".join(limits) or "all relationships"


@dataclass(frozen=True, slots=True)
class Network:
    """Organisations by IRI, and the edges between them, both in a stable order."""

    organisations: dict[str, Organisation]
    edges: list[Edge]
    filters: Filters = field(default_factory=Filters)

    def neighbours(self) -> dict[str, set[str]]:
        """Return who is joined to whom, direction aside."""
        joined: dict[str, set[str]] = defaultdict(set)
        for edge in self.edges:
            joined[edge.source].add(edge.target)
            joined[edge.target].add(edge.source)
        return joined

    def within(self, centre: str, hops: int) -> dict[str, int]:
        """Return the distances of the organisations within some hops of one."""
        joined = self.neighbours()
        distance = {centre: 0}
        frontier = [centre]
        for step in range(1, hops + 1):
            reached: set[str] = set()
            for iri in frontier:
                reached |= joined[iri]
            frontier = sorted(reached - distance.keys())
            distance.update(dict.fromkeys(frontier, step))
        return distance

    @no_collection()
    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return the network as a MultiDiGraph keyed by relationship IRI.

        Nodes have label, type and country; edges have what `Edge.attributes`
        returns. A symmetric relationship is one edge with `directed=False`,
        from the lesser IRI to the greater. No attribute is None.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.organisations.values():
            attributes = {
                "label": node.label,
                "type": node.type,
                "country": node.country,
            }
            known = {name: value for name, value in attributes.items() if value}
            graph.add_node(node.iri, **known)
        for edge in self.edges:
            graph.add_edge(
                edge.source, edge.target, edge.relationship, **edge.attributes()
            )
        return graph
