"""Reading the network from a store, whole or around an organisation."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from kg.ask.names import resolve
from kg.ask.ontology import check_notations, read_kinds, read_statuses
from kg.model.kinds import Kind
from kg.model.standing import CERTAIN
from kg.network.edges import Edge, Filters, Network, Organisation
from kg.network.lives import parties_of, read_lives, with_lives
from kg.network.lookup import (
    BATCH,
    described_organisations,
    look_up_edges,
    look_up_organisations,
    named_node,
    relationships_at,
    relationships_of,
)
from kg.network.scan import read_edges, read_organisations
from kg.sparql.labels import DEFAULT_LANGUAGE
from kg.store.base import Store

NAMED = 10 * BATCH
"""Organisations up to which each is looked up.

Beyond, all are read through, which costs less than half for each.
"""

_order: Callable[[Edge], tuple[str, str, str]] = attrgetter(
    "relationship", "source", "target"
)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A store, and what the filters mean in its terms."""

    store: Store
    filters: Filters
    kinds: tuple[Kind, ...]
    states: tuple[str, ...]
    """IRIs of the statuses wanted; empty for all."""
    details: bool = True
    language: str = DEFAULT_LANGUAGE

    def all_edges(self) -> list[Edge]:
        """Return every edge that the filters keep, in order.

        A store on this machine is read through: to have it filter would cost more.
        """
        if self.store.page is None:
            dates = self.details or self.filters.on is not None
            edges = read_edges(
                self.store,
                self.kinds,
                self.filters.statuses,
                details=self.details,
                dates=dates,
                language=self.language,
            )
            if dates:
                edges = with_lives(edges, read_lives(self.store))
            return self._standing(edges)
        found: list[Edge] = []
        for kind in self.kinds:
            for page in relationships_of(self.store, kind, self.states):
                edges = look_up_edges(self.store, kind, page, self.language)
                found += self._standing(self._living(edges))
        return sorted(found, key=_order)

    def edges_at(self, organisations: Sequence[str]) -> list[Edge]:
        """Return the edges of relationships in which these take part.

        Edges that the filters do not keep are left out.
        """
        found: list[Edge] = []
        for kind in self.kinds:
            near = relationships_at(
                self.store, kind, self.states, organisations
            )
            found += look_up_edges(self.store, kind, near, self.language)
        return self._standing(self._living(found))

    def _living(self, edges: list[Edge]) -> list[Edge]:
        return with_lives(edges, read_lives(self.store, parties_of(edges)))

    def _standing(self, edges: list[Edge]) -> list[Edge]:
        """Keep those in force on the day of the filters, or possibly so, and say which."""
        day = self.filters.on
        if day is None:
            return edges
        allowed = CERTAIN | {"possible"} if self.filters.possible else CERTAIN
        kept = []
        for edge in edges:
            verdict = edge.standing_on(day)
            if verdict in allowed:
                kept.append(edge._replace(standing=verdict))
        return kept

    def organisations(
        self, wanted: Collection[str], *, everyone: bool = False
    ) -> dict[str, Organisation]:
        """Return these organisations in the order of their IRIs.

        A missing description removes neither an organisation nor its edges.

        Args:
            everyone: return all that are described, too.
        """
        if self.store.page is not None:
            if everyone:
                wanted = described_organisations(self.store) | set(wanted)
            return look_up_organisations(self.store, wanted, self.language)
        if not everyone and len(wanted) <= NAMED:
            return look_up_organisations(self.store, wanted, self.language)
        found = read_organisations(
            self.store, wanted, details=self.details, language=self.language
        )
        if everyone:
            return found
        return {iri: found[iri] for iri in sorted(wanted)}


def read_network(
    store: Store,
    filters: Filters | None = None,
    *,
    details: bool = True,
    language: str = DEFAULT_LANGUAGE,
) -> Network:
    """Project the relationships of a store, or the part that the filters keep.

    Args:
        details: read what a picture shows of organisations and relationships; a measure needs none
            of it.
        language: the language of labels; see `kg.sparql.labels`.

    Raises:
        NameNotFound: a kind, status or organisation in the filters is not known.
        AmbiguousName: the organisation in the filters is the name of several.
        StoreError: a relationship, or who takes part in it, is not an IRI.
    """
    filters = filters or Filters()
    if filters.around:
        network, distance = read_surroundings(store, filters, language)
        return _inside(network, distance)
    reader = _reader(store, filters, details, language)
    edges = reader.all_edges()
    organisations = reader.organisations(
        _ends(edges), everyone=filters == Filters()
    )
    return Network(organisations, edges, filters)


def read_surroundings(
    store: Store, filters: Filters, language: str = DEFAULT_LANGUAGE
) -> tuple[Network, dict[str, int]]:
    """Read the organisations within some hops of one, with all relationships.

    Returns:
        the network, which extends to organisations one hop further out, and the
        distance of those within.
    """
    reader = _reader(store, filters, language=language)
    centre = resolve(store, filters.around or "")
    edges: dict[tuple[str, str, str], Edge] = {}
    distance: dict[str, int] = {}
    frontier = [centre]
    for step in range(filters.hops + 1):
        distance.update(dict.fromkeys(frontier, step))
        found = reader.edges_at(frontier)
        for edge in found:
            edges[_order(edge)] = edge
        frontier = _next_frontier(found, distance, step)
    ordered = [edges[key] for key in sorted(edges)]
    outer = _ends(ordered) | {centre}
    organisations = reader.organisations(outer)
    return Network(organisations, ordered, filters), distance


def _next_frontier(
    edges: list[Edge], distance: dict[str, int], step: int
) -> list[str]:
    """Return the organisations one hop beyond those at a distance.

    Edges between other parties of a relationship are not followed yet.
    """
    reached: set[str] = set()
    for edge in edges:
        if distance.get(edge.source) == step:
            reached.add(edge.target)
        if distance.get(edge.target) == step:
            reached.add(edge.source)
    return sorted(reached - distance.keys())


def _inside(network: Network, distance: dict[str, int]) -> Network:
    """Return the part of a network of which the distance is known."""
    edges = [
        edge
        for edge in network.edges
        if edge.source in distance and edge.target in distance
    ]
    organisations = {
        iri: organisation
        for iri, organisation in network.organisations.items()
        if iri in distance
    }
    return replace(network, organisations=organisations, edges=edges)


def _ends(edges: Sequence[Edge]) -> set[str]:
    """Return who is joined by edges.

    Raises:
        StoreError: a relationship, or one of them, is not an IRI.
    """
    ends = parties_of(edges)
    for iri in ends:
        named_node(iri)
    for edge in edges:
        if ":" not in edge.relationship:
            named_node(edge.relationship)
    return ends


def _reader(
    store: Store,
    filters: Filters,
    details: bool = True,
    language: str = DEFAULT_LANGUAGE,
) -> _Reader:
    kinds = read_kinds(store, language)
    statuses = read_statuses(store)
    check_notations(dict(kinds), filters.kinds, "kind of relationship")
    check_notations(dict(statuses), filters.statuses, "status")
    notations = filters.kinds or kinds
    chosen = tuple([kinds[notation] for notation in notations])
    states = tuple([statuses[notation].iri for notation in filters.statuses])
    return _Reader(store, filters, chosen, states, details, language)
