"""From a store to the network: a few queries, which ask for no more than the filters keep.

A store on a server is asked in pages. A page is a set of whole relationships, in the order of their IRIs, and the next one
begins after the last of this one (keyset paging): nothing is left out or doubled, whatever the server's limit on rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from operator import attrgetter, contains
from typing import Any

import pyoxigraph as ox

from kg.ask.names import ORGANISATION_CLASSES, resolve
from kg.ask.ontology import check_notations, read_kinds, read_statuses
from kg.errors import StoreError
from kg.model.dates import Bounds
from kg.model.kinds import Kind
from kg.model.standing import CERTAIN, standing
from kg.model.vocabulary import shorten
from kg.network.edges import Edge, Filters, Network, Organisation
from kg.network.scan import read_edges, read_organisations
from kg.sparql.labels import english_label
from kg.store.base import Store
from kg.store.query import in_parts, pages, select

_TYPE_LABEL = english_label("?concept", "skos:prefLabel", "?typeLabel")
_ROLE_LABEL = english_label("?concept", "skos:prefLabel", "?role")
BATCH = 500
"""Resources named in one query."""
NAMED = 10 * BATCH
"""Organisations up to which each is looked up. Beyond, all are read through, which costs less than half for each."""
_ORGANISATIONS = """
SELECT ?iri ?label ?type ?typeLabel ?country WHERE {{
  {wanted}
  ?iri skos:prefLabel ?label .
  OPTIONAL {{ ?iri org:classification ?concept . ?concept skos:notation ?type . {type_label} }}
  OPTIONAL {{ ?iri schema:addressCountry ?country }}
}}"""
_EDGES = """
SELECT ?relationship ?from ?to ?label ?status ?startEarliest ?startLatest ?endEarliest ?endLatest ?signedOn ?role WHERE {{
  {wanted}
  ?relationship a <{kind.iri}> ; <{kind.from_role}> ?from ; <{kind.to_role}> ?to ; adms:status ?state .
  ?state skos:notation ?status .
  FILTER ({pair})
  OPTIONAL {{ ?relationship rdfs:label ?label }}
  OPTIONAL {{ ?relationship kg:startEarliest ?startEarliest }}
  OPTIONAL {{ ?relationship kg:startLatest ?startLatest }}
  OPTIONAL {{ ?relationship kg:endEarliest ?endEarliest }}
  OPTIONAL {{ ?relationship kg:endLatest ?endLatest }}
  OPTIONAL {{ ?relationship kg:signedOn ?signedOn }}
  OPTIONAL {{ ?relationship org:role ?concept . {role_label} }}
}}"""
_SOURCES = """
SELECT DISTINCT ?relationship ?source ?stance ?issued ?latest WHERE {{
  {wanted}
  ?relationship prov:wasDerivedFrom ?evidence .
  ?evidence oa:hasSource ?source .
  OPTIONAL {{ ?evidence kg:stance ?stance }}
  OPTIONAL {{ ?source dcterms:issued ?issued }}
  OPTIONAL {{ ?source kg:issuedLatest ?latest }}
}}"""


@dataclass(frozen=True, slots=True)
class _Reader:
    """A store, and what the filters mean in its terms."""

    store: Store
    filters: Filters
    kinds: tuple[Kind, ...]
    states: tuple[str, ...]
    """IRIs of the statuses wanted; empty for all."""
    details: bool = True

    def wanted(self, kind: Kind) -> str:
        """Return the pattern of the relationships of a kind that the filters keep."""
        states = (
            f"VALUES ?state {{ {_iris(self.states)} }} ?relationship adms:status ?state ."
            if self.states
            else ""
        )
        return f"{states} ?relationship a <{kind.iri}> ."

    def all_edges(self) -> list[Edge]:
        """Return every edge that the filters keep. A store on this machine is read through: its filters cost more."""
        if self.store.page is None:
            dates = self.details or self.filters.on is not None
            edges = read_edges(
                self.store, self.kinds, self.filters.statuses, details=self.details, dates=dates
            )
            return self._standing(edges)
        found = [
            edge
            for kind in self.kinds
            for page in pages(self.store, "relationship", self.wanted(kind))
            for edge in self._edges(kind, page)
        ]
        return sorted(found, key=_order)

    def edges_at(self, organisations: Sequence[str]) -> list[Edge]:
        """Return the edges that the filters keep of the relationships that these organisations take part in."""
        found: dict[tuple[str, str, str], Edge] = {}
        for kind in self.kinds:
            edges = self._edges(kind, self._relationships_at(kind, organisations))
            found.update((_order(edge), edge) for edge in edges)
        return [found[key] for key in sorted(found)]

    def _relationships_at(self, kind: Kind, organisations: Sequence[str]) -> list[str]:
        """Return the relationships of a kind in which any of these organisations has a role.

        A pattern for each role: with two VALUES blocks, Oxigraph would join all relationships with all organisations.
        """
        roles = " UNION ".join(
            f"{{ ?relationship <{role}> ?near }}" for role in sorted({kind.from_role, kind.to_role})
        )
        state = (
            f"?relationship adms:status ?state . FILTER (?state IN ({_iris(self.states, ', ')}))"
            if self.states
            else ""
        )
        found: set[str] = set()
        for batch in _batches(organisations):
            near = (
                f"VALUES ?near {{ {_iris(batch)} }} {roles} ?relationship a <{kind.iri}> . {state}"
            )
            found.update(*pages(self.store, "relationship", near))
        return sorted(found)

    def _edges(self, kind: Kind, relationships: Sequence[str]) -> list[Edge]:
        """Return the edges of relationships of a kind, some of them at a time."""
        pair = "?from != ?to" if kind.from_role != kind.to_role else "STR(?from) < STR(?to)"

        def ask(batch: Sequence[str]) -> list[Edge]:
            wanted = f"VALUES ?relationship {{ {_iris(batch)} }}"
            rows = _merged(
                select(
                    self.store,
                    _EDGES.format(kind=kind, wanted=wanted, pair=pair, role_label=_ROLE_LABEL),
                ),
                3,
            )
            edges = [
                Edge(
                    one,
                    source or "",
                    two or "",
                    kind,
                    label or "",
                    status or "",
                    Bounds(*bounds),
                    signed,
                    role,
                )
                for one, source, two, label, status, *bounds, signed, role in rows
            ]
            return (
                _with_sources(edges, select(self.store, _SOURCES.format(wanted=wanted)))
                if edges
                else []
            )

        return self._standing(
            [edge for batch in _batches(relationships) for edge in in_parts(ask, batch)]
        )

    def _standing(self, edges: list[Edge]) -> list[Edge]:
        """Keep what stands on the day of the filters, and say how."""
        day = self.filters.on
        if day is None:
            return edges
        allowed = CERTAIN | {"possible"} if self.filters.possible else CERTAIN
        judged = (e._replace(standing=standing(e.status, e.bounds, e.attested, day)) for e in edges)
        return [edge for edge in judged if edge.standing in allowed]

    def organisations(self, wanted: Iterable[str] | None) -> dict[str, Organisation]:
        """Return these organisations, or all, in the order of their IRIs."""
        if self.store.page is None and (wanted is None or len(set(wanted)) > NAMED):
            everyone = read_organisations(self.store, details=self.details)
            return (
                everyone
                if wanted is None
                else {iri: everyone[iri] for iri in sorted(set(wanted) & everyone.keys())}
            )
        classes = f"{ORGANISATION_CLASSES} ?iri a ?class ."
        named = (
            chain.from_iterable(pages(self.store, "iri", classes))
            if wanted is None
            else sorted(wanted)
        )
        rows = [row for batch in _batches(list(named)) for row in in_parts(self._described, batch)]
        return {row[0]: Organisation(*row) for row in rows}

    def _described(self, batch: Sequence[str]) -> list[list[Any]]:
        """Return what is known of organisations, in the order of their IRIs."""
        wanted = f"VALUES ?iri {{ {_iris(batch)} }}"
        query = _ORGANISATIONS.format(wanted=wanted, type_label=_TYPE_LABEL)
        return _merged(select(self.store, query), 1)


def read_network(store: Store, filters: Filters | None = None, *, details: bool = True) -> Network:
    """Project the relationships of a store, or the part that the filters keep.

    Args:
        details: read what a picture tells of organisations and relationships; a measure needs none of it.

    Raises:
        NameNotFound: a kind, status or organisation in the filters is not known.
        AmbiguousName: the organisation in the filters is the name of several.
    """
    filters = filters or Filters()
    if filters.around:
        network, distance = read_surroundings(store, filters)
        edges = [
            edge for edge in network.edges if edge.source in distance and edge.target in distance
        ]
        near = {iri: o for iri, o in network.organisations.items() if iri in distance}
        return replace(network, organisations=near, edges=edges)
    reader = _reader(store, filters, details)
    edges = reader.all_edges()
    joined = _ends(edges)
    organisations = reader.organisations(None if filters == Filters() else joined)
    return Network(_with_ends(organisations, joined), edges, filters)


def read_surroundings(store: Store, filters: Filters) -> tuple[Network, dict[str, int]]:
    """Read the organisations within some hops of one, and every relationship that any of them takes part in.

    Returns:
        the network, at whose edge are organisations one hop further out, and the distance of those within.
    """
    reader = _reader(store, filters)
    centre = resolve(store, filters.around or "")
    edges: dict[tuple[str, str, str], Edge] = {}
    distance: dict[str, int] = {}
    frontier = [centre]
    for step in range(filters.hops + 1):
        distance.update(dict.fromkeys(frontier, step))
        found = reader.edges_at(frontier)
        edges.update((_order(edge), edge) for edge in found)
        reached = {iri for edge in found for iri in _beyond(edge, distance, step)}
        frontier = sorted(reached - distance.keys())
    outer = _ends(list(edges.values())) | {centre}
    organisations = _with_ends(reader.organisations(outer), outer)
    return Network(organisations, [edges[key] for key in sorted(edges)], filters), distance


def _ends(edges: Sequence[Edge]) -> set[str]:
    """Return who is joined by edges, of which none may be a blank node."""
    ends = {*map(attrgetter("source"), edges), *map(attrgetter("target"), edges)}
    _check_named(chain(ends, map(attrgetter("relationship"), edges)))
    return ends


def _with_ends(organisations: dict[str, Organisation], ends: set[str]) -> dict[str, Organisation]:
    """Add the ends that are not described, under their IRIs: what is said of others is not lost for one that is missing."""
    missing = {iri: Organisation(iri, shorten(iri)) for iri in ends - organisations.keys()}
    return dict(sorted((organisations | missing).items())) if missing else organisations


def _beyond(edge: Edge, distance: dict[str, int], step: int) -> list[str]:
    """Return the ends that a step leads to; a relationship's edges between others come along, but lead nowhere yet."""
    pairs = ((edge.source, edge.target), (edge.target, edge.source))
    return [there for here, there in pairs if distance.get(here) == step]


def _reader(store: Store, filters: Filters, details: bool = True) -> _Reader:
    kinds, statuses = read_kinds(store), read_statuses(store)
    check_notations(dict(kinds), filters.kinds, "kind of relationship")
    check_notations(dict(statuses), filters.statuses, "status")
    states = tuple(statuses[s].iri for s in filters.statuses)
    return _Reader(store, filters, tuple(kinds[k] for k in filters.kinds or kinds), states, details)


def _with_sources(edges: list[Edge], rows: list[tuple[Any, ...]]) -> list[Edge]:
    """Add the documents of each relationship, and the latest day on which one that supports it can have been issued."""
    documents: dict[str, set[str]] = defaultdict(set)
    attested: dict[str, str] = {}
    for relationship, source, stance, issued, latest in rows:
        documents[relationship.value].add(source.value)
        day = _text(issued) or _text(latest)
        if day and not (stance and stance.value.endswith("#contradicts")):
            attested[relationship.value] = max(day, attested.get(relationship.value, day))
    return [
        edge._replace(
            documents=tuple(sorted(documents[edge.relationship])),
            attested=attested.get(edge.relationship),
        )
        for edge in edges
    ]


def _merged(rows: Iterable[tuple[Any, ...]], keys: int) -> list[list[Any]]:
    """Return one row of texts for each value of the first columns, in their order, with the least in the others.

    A property with two values, such as a label in two languages, makes two rows of one.
    """
    found: dict[tuple[str, ...], list[Any]] = {}
    for row in rows:
        values = [*map(_text, row)]
        known = found.setdefault(tuple(map(str, values[:keys])), values)
        if known is not values:
            known[:] = [
                min(filter(None, pair), default=None) for pair in zip(known, values, strict=True)
            ]
    return [found[key] for key in sorted(found)]


def _order(edge: Edge) -> tuple[str, str, str]:
    return edge.relationship, edge.source, edge.target


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _check_named(iris: Iterable[str]) -> None:
    """Refuse blank nodes, whose names, unlike IRIs, have no colon."""
    if not all(map(contains, iris, repeat(":"))):
        raise StoreError(
            "a relationship, or who takes part in it, is a blank node ([ … ]), which nothing can refer to:"
            " `kg check` says where; give it an IRI"
        )


def _iris(iris: Sequence[str], between: str = " ") -> str:
    _check_named(iris)
    return between.join(str(ox.NamedNode(iri)) for iri in sorted(iris))


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
