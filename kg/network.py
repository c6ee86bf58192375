"""The network: one projection of dated relationships to edges between organisations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg.names import ORGANISATION_CLASSES, resolve
from kg.ontology import Kind, check_notations, read_kinds, read_statuses
from kg.query import select
from kg.standing import CERTAIN, Bounds, Standing, standing
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx

_ORGANISATIONS = f"""
SELECT ?iri ?label ?class ?type ?typeLabel ?country WHERE {{
  {ORGANISATION_CLASSES}
  ?iri a ?class ; skos:prefLabel ?label .
  OPTIONAL {{ ?iri org:classification ?concept . ?concept skos:notation ?type ; skos:prefLabel ?typeLabel }}
  OPTIONAL {{ ?iri schema:addressCountry ?country }}
}} ORDER BY ?iri ?type ?country"""
_EDGES = """
SELECT ?relationship ?from ?to ?label ?status ?startEarliest ?startLatest ?endEarliest ?endLatest ?signedOn ?role WHERE {{
  {statuses}
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
SELECT DISTINCT ?relationship ?source ?stance ?issued ?latest WHERE {
  ?relationship prov:wasDerivedFrom ?evidence .
  ?evidence oa:hasSource ?source .
  OPTIONAL { ?evidence kg:stance ?stance }
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?source kg:issuedLatest ?latest }
}"""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A node: an organisation with what a picture or a measure tells of it."""

    iri: str
    label: str
    type: str | None = None
    type_label: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair of organisations joined by a relationship. A relationship of n parties has n(n-1)/2 edges."""

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

    def attributes(self) -> dict[str, Any]:
        """Return what is known of the edge, under the ontology's names; nothing is None."""
        known = {
            "relationship": self.relationship,
            "kind": self.kind.notation,
            "label": self.label,
            "status": self.status,
            "directed": self.kind.directed,
            "startEarliest": self.bounds.start_earliest,
            "startLatest": self.bounds.start_latest,
            "endEarliest": self.bounds.end_earliest,
            "endLatest": self.bounds.end_latest,
            "signedOn": self.signed,
            "role": self.role,
            "sources": " ".join(self.documents),
            "standing": self.standing,
        }
        return {name: value for name, value in known.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of the network is wanted; empty means all of it."""

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    on: str | None = None
    possible: bool = False
    around: str | None = None
    hops: int = 1


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
        """Return the organisations up to so many hops from one, with their distance."""
        joined, distance, frontier = self.neighbours(), {centre: 0}, [centre]
        for step in range(1, hops + 1):
            frontier = sorted({n for iri in frontier for n in joined[iri]} - distance.keys())
            distance.update(dict.fromkeys(frontier, step))
        return distance

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return the network as a MultiDiGraph keyed by relationship IRI.

        Nodes carry label, type and country; edges what `Edge.attributes` lists. A symmetric relationship is one edge
        with `directed=False`, from the lesser IRI to the greater. No attribute is None.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.organisations.values():
            known = {"label": node.label, "type": node.type, "country": node.country}
            graph.add_node(node.iri, **{name: value for name, value in known.items() if value})
        for edge in self.edges:
            graph.add_edge(edge.source, edge.target, edge.relationship, **edge.attributes())
        return graph


def read_network(store: Store, filters: Filters | None = None) -> Network:
    """Project the relationships of a store, or the part that the filters keep.

    Raises:
        NameNotFound: a kind, status or organisation in the filters is not known.
        AmbiguousName: the organisation in the filters is the name of several.
    """
    filters = filters or Filters()
    kinds = read_kinds(store)
    check_notations(dict(kinds), filters.kinds, "kind of relationship")
    check_notations(dict(read_statuses(store)), filters.statuses, "status")
    edges = _read_edges(store, [kinds[k] for k in filters.kinds or kinds], filters.statuses)
    edges = _with_sources(edges, select(store, _SOURCES))
    if filters.on:
        edges = list(_standing_on(edges, filters.on, filters.possible))
    network = Network(_read_organisations(store), edges, filters)
    if filters.around:
        return _around(network, resolve(store, filters.around), filters.hops)
    return _only_joined(network) if filters != Filters() else network


def _read_organisations(store: Store) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for iri, label, _, type_, type_label, country in select(store, _ORGANISATIONS):
        key = _text(iri) or ""
        found.setdefault(key, Organisation(key, _text(label) or key, _text(type_), _text(type_label), _text(country)))
    return found


def _read_edges(store: Store, kinds: Iterable[Kind], statuses: tuple[str, ...]) -> list[Edge]:
    literals = " ".join(f'"{status}"' for status in statuses)
    values = f"VALUES ?status {{ {literals} }}" if statuses else ""
    edges = []
    for kind in kinds:
        pair = "?from != ?to" if kind.from_role != kind.to_role else "STR(?from) < STR(?to)"
        for row in select(store, _EDGES.format(kind=kind, statuses=values, pair=pair)):
            relationship, source, target, label, status, start, start_by, end, end_by, signed, role = map(_text, row)
            bounds = Bounds(start, start_by, end, end_by)
            edges.append(
                Edge(relationship or "", source or "", target or "", kind, label or "", status or "", bounds, signed, role)
            )
    return sorted(edges, key=lambda e: (e.relationship, e.source, e.target))


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


def _standing_on(edges: Iterable[Edge], day: str, possible: bool) -> Iterable[Edge]:
    for edge in edges:
        verdict = standing(edge.status, edge.bounds, edge.attested, day)
        if verdict in CERTAIN or (possible and verdict == "possible"):
            yield replace(edge, standing=verdict)


def _only_joined(network: Network) -> Network:
    joined = network.neighbours()
    return replace(network, organisations={iri: o for iri, o in network.organisations.items() if iri in joined})


def _around(network: Network, centre: str, hops: int) -> Network:
    near = network.within(centre, hops)
    organisations = {iri: o for iri, o in network.organisations.items() if iri in near}
    edges = [edge for edge in network.edges if edge.source in near and edge.target in near]
    return replace(network, organisations=organisations, edges=edges)


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
