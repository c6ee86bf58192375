"""From a store to the network: a few queries, which ask for no more than the filters keep.

A store on a server is asked in pages. A page is a set of whole relationships, in the order of their IRIs, and the next one
begins after the last of this one (keyset paging): nothing is left out or doubled, whatever the server's limit on rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from kg.columns import read_edges, read_organisations
from kg.names import ORGANISATION_CLASSES, resolve
from kg.network import Edge, Filters, Network, Organisation
from kg.ontology import Kind, check_notations, read_kinds, read_statuses
from kg.query import select
from kg.standing import CERTAIN, Bounds, standing
from kg.store import Store

BATCH = 500
"""Resources named in one query."""
NAMED = 10 * BATCH
"""Organisations up to which each is looked up. Beyond, all are read through, which costs less than half for each."""
_ORGANISATIONS = """
SELECT ?iri ?label ?type ?typeLabel ?country WHERE {{
  {wanted}
  {classes}
  ?iri skos:prefLabel ?label .
  OPTIONAL {{ ?iri org:classification ?concept . ?concept skos:notation ?type ; skos:prefLabel ?typeLabel }}
  OPTIONAL {{ ?iri schema:addressCountry ?country }}
}} ORDER BY ?iri ?type ?country"""
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
  OPTIONAL {{ ?relationship org:role/skos:prefLabel ?role }}
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
        states = f"VALUES ?state {{ {_iris(self.states)} }} ?relationship adms:status ?state ." if self.states else ""
        return f"{states} ?relationship a <{kind.iri}> ."

    def all_edges(self) -> list[Edge]:
        """Return every edge that the filters keep. A store on this machine is read through: its filters cost more."""
        if self.store.page is None:
            dates = self.details or self.filters.on is not None
            edges = read_edges(self.store, self.kinds, self.filters.statuses, details=self.details, dates=dates)
            return self._standing(edges)
        found = [edge for kind in self.kinds for page in self._pages(kind) for edge in self._edges(kind, page)]
        return sorted(found, key=_order)

    def edges_at(self, organisations: Sequence[str]) -> list[Edge]:
        """Return the edges that the filters keep of the relationships that these organisations take part in."""
        found: dict[tuple[str, str, str], Edge] = {}
        for kind in self.kinds:
            for batch in _batches(self._relationships_at(kind, organisations)):
                page = f"VALUES ?relationship {{ {_iris(batch)} }}"
                found.update((_order(edge), edge) for edge in self._edges(kind, page))
        return [found[key] for key in sorted(found)]

    def _relationships_at(self, kind: Kind, organisations: Sequence[str]) -> list[str]:
        """Return the relationships of a kind in which any of these organisations has a role.

        A pattern for each role: with two VALUES blocks, Oxigraph would join all relationships with all organisations.
        """
        roles = " UNION ".join(f"{{ ?relationship <{role}> ?near }}" for role in sorted({kind.from_role, kind.to_role}))
        found: set[str] = set()
        for batch in _batches(organisations):
            near = f"VALUES ?near {{ {_iris(batch)} }} {roles} ?relationship a <{kind.iri}> ."
            state = "?relationship adms:status ?state ." if self.states else ""
            rows = select(self.store, f"SELECT DISTINCT ?relationship ?state WHERE {{ {near} {state} }}")
            found.update(_value(r) for r, state in rows if not self.states or _value(state) in self.states)
        return sorted(found)

    def _pages(self, kind: Kind) -> Iterator[str]:
        """Yield a pattern for each page of the relationships of a kind."""
        size = self.store.page
        if size is None:
            yield self.wanted(kind)
            return
        after = ""
        while True:
            later = f"FILTER (STR(?relationship) > {ox.Literal(after)})" if after else ""
            query = f"SELECT DISTINCT ?relationship WHERE {{ {self.wanted(kind)} {later} }} ORDER BY STR(?relationship)"
            page = [_value(row[0]) for row in select(self.store, f"{query} LIMIT {size}")]
            for batch in _batches(page):
                yield f"VALUES ?relationship {{ {_iris(batch)} }}"
            if len(page) < size:
                return
            after = page[-1]

    def _edges(self, kind: Kind, wanted: str) -> list[Edge]:
        pair = "?from != ?to" if kind.from_role != kind.to_role else "STR(?from) < STR(?to)"
        edges = []
        for row in select(self.store, _EDGES.format(kind=kind, wanted=wanted, pair=pair)):
            relationship, source, target, label, status, start, start_by, end, end_by, signed, role = map(_text, row)
            bounds = Bounds(start, start_by, end, end_by)
            edges.append(
                Edge(relationship or "", source or "", target or "", kind, label or "", status or "", bounds, signed, role)
            )
        if not edges:
            return []
        return self._standing(_with_sources(edges, select(self.store, _SOURCES.format(wanted=wanted))))

    def _standing(self, edges: list[Edge]) -> list[Edge]:
        """Keep what stands on the day of the filters, and say how."""
        day = self.filters.on
        if day is None:
            return edges
        allowed = CERTAIN | {"possible"} if self.filters.possible else CERTAIN
        judged = (replace(e, standing=standing(e.status, e.bounds, e.attested, day)) for e in edges)
        return [edge for edge in judged if edge.standing in allowed]

    def organisations(self, wanted: Iterable[str] | None) -> dict[str, Organisation]:
        """Return these organisations, or all, in the order of their IRIs."""
        if self.store.page is None and (wanted is None or len(set(wanted)) > NAMED):
            everyone = read_organisations(self.store, details=self.details)
            return everyone if wanted is None else {iri: everyone[iri] for iri in sorted(set(wanted) & everyone.keys())}
        if wanted is not None:
            patterns: Iterable[str] = (f"VALUES ?iri {{ {_iris(batch)} }}" for batch in _batches(sorted(wanted)))
        else:
            assert self.store.page is not None
            patterns = (f"VALUES ?iri {{ {_iris(batch)} }}" for batch in _batches(self._all_organisations(self.store.page)))
        found: dict[str, Organisation] = {}
        for pattern in patterns:
            classes = (
                "" if pattern else f"{ORGANISATION_CLASSES} ?iri a ?class ."
            )  # of those that are named, the class is known
            query = _ORGANISATIONS.format(wanted=pattern, classes=classes)
            for iri, label, type_, type_label, country in select(self.store, query):
                key = _value(iri)
                found.setdefault(
                    key, Organisation(key, _text(label) or key, _text(type_), _text(type_label), _text(country))
                )
        return {iri: found[iri] for iri in sorted(found)}

    def _all_organisations(self, size: int) -> list[str]:
        found: list[str] = []
        while True:
            later = f"FILTER (STR(?iri) > {ox.Literal(found[-1])})" if found else ""
            query = f"SELECT DISTINCT ?iri WHERE {{ {ORGANISATION_CLASSES} ?iri a ?class {later} }} ORDER BY STR(?iri)"
            page = [_value(row[0]) for row in select(self.store, f"{query} LIMIT {size}")]
            found += page
            if len(page) < size:
                return found


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
        edges = [edge for edge in network.edges if edge.source in distance and edge.target in distance]
        near = {iri: o for iri, o in network.organisations.items() if iri in distance}
        return replace(network, organisations=near, edges=edges)
    reader = _reader(store, filters, details)
    edges = reader.all_edges()
    joined = None if filters == Filters() else {iri for edge in edges for iri in (edge.source, edge.target)}
    return Network(reader.organisations(joined), edges, filters)


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
    outer = {iri for key in edges for iri in key[1:]} | {centre}
    return Network(reader.organisations(outer), [edges[key] for key in sorted(edges)], filters), distance


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
        replace(edge, documents=tuple(sorted(documents[edge.relationship])), attested=attested.get(edge.relationship))
        for edge in edges
    ]


def _order(edge: Edge) -> tuple[str, str, str]:
    return edge.relationship, edge.source, edge.target


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _iris(iris: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(iri)) for iri in sorted(iris))


def _value(term: Any) -> str:
    return str(term.value)


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
