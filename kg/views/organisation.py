"""One organisation: its names, type and identifiers, and its relationships."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ask.tables import make_table
from kg.model.dates import in_words, period
from kg.model.terms import Table, Term, text
from kg.model.vocabulary import shorten
from kg.network.edges import Edge, Filters
from kg.network.read import read_surroundings
from kg.sparql.labels import DEFAULT_LANGUAGE, best_label
from kg.store.base import Store
from kg.store.query import select


@dataclass(frozen=True, slots=True)
class _Seen:
    """A relationship as seen from one of its parties."""

    iri: str
    """The party."""
    edges: list[Edge]
    """An edge for each of the other parties."""
    names: dict[str, str]
    against: set[tuple[str, str]]
    """Relationships and the documents that contradict them."""
    day: str | None

    @property
    def edge(self) -> Edge:
        """One of the edges, as all of them say the same of the relationship."""
        return self.edges[0]

    def relation(self) -> str:
        """Return the kind as read from the party, with its role."""
        kind = self.edge.kind
        is_source = self.edge.source == self.iri
        label = kind.shortcut_label if is_source else kind.inverse_label
        return f"{label} ({self.edge.role})" if self.edge.role else label

    def others(self) -> str:
        """Return the names of the other parties."""
        names: list[str] = []
        for edge in self.edges:
            is_source = edge.source == self.iri
            other = edge.target if is_source else edge.source
            names.append(self.names[other])
        return ", ".join(sorted(names))

    def dates(self) -> str:
        """Return the dates in words."""
        parts = [period(self.edge.bounds)]
        signed = self.edge.signed
        if signed:
            parts.append(f"signed {in_words(signed, signed)}")
        return "; ".join([part for part in parts if part])

    def status(self) -> str:
        """Return the notation of the status."""
        return self.edge.status

    def standing(self) -> str | None:
        """Return the standing on the day."""
        if self.day is None:
            return None
        return self.edge.standing_on(self.day)

    def documents(self) -> str:
        """Return the sources, and which of them contradict it."""
        shown = [self._document(source) for source in self.edge.documents]
        return ", ".join(shown)

    def _document(self, source: str) -> str:
        name = shorten(source)
        if (self.edge.relationship, source) in self.against:
            return f"{name} (contradicts)"
        return name

    def relationship(self) -> ox.NamedNode:
        """Return the IRI of the relationship."""
        return ox.NamedNode(self.edge.relationship)


Column = Callable[[_Seen], str | Term | None]
_COLUMNS: dict[str, Column] = {
    "relation": _Seen.relation,
    "organisation": _Seen.others,
    "dates": _Seen.dates,
    "status": _Seen.status,
    "standing": _Seen.standing,
    "source": _Seen.documents,
    "relationship": _Seen.relationship,
}
"""The columns of `kg show`: to add one, add it here."""
_OF_A_DAY = ("standing",)
"""Columns that only a day fills."""


def describe_organisation(
    store: Store, iri: str, language: str = DEFAULT_LANGUAGE
) -> Table:
    """Return names, type, country and identifiers, a row each.

    Without a name it has its IRI as one; other official names are among those that it also has.
    """
    rows: list[tuple[str, ox.NamedNode | str]] = [("iri", ox.NamedNode(iri))]
    pattern = best_label("?iri", "skos:prefLabel", "?value", language)
    names = _values(store, iri, pattern) or [iri]
    others = _values(store, iri, "?iri skos:prefLabel|skos:altLabel ?value")
    rows += [("name", name) for name in names]
    rows += [("also", other) for other in others if other not in names]
    for property_, pattern in _facts(language).items():
        rows += [(property_, value) for value in _values(store, iri, pattern)]
    return make_table(["property", "value"], rows)


def _facts(language: str) -> dict[str, str]:
    """Return the pattern of each property but names."""
    label = best_label("?type", "skos:prefLabel", "?label", language)
    return {
        "type": f"""
        ?iri org:classification ?type .
        OPTIONAL {{ {label} }}
        BIND (COALESCE(?label, STR(?type)) AS ?value)""",
        "country": "?iri schema:addressCountry ?value",
        "identifier": "?iri skos:exactMatch ?value",
    }


def _values(store: Store, iri: str, pattern: str) -> list[str]:
    """Return what a pattern finds for an organisation, in order."""
    query = f"SELECT DISTINCT ?value WHERE {{ {pattern} }} ORDER BY ?value"
    rows = select(store, query, {"iri": ox.NamedNode(iri)})
    return [text(value) for (value,) in rows]


def list_relationships(
    store: Store,
    iri: str,
    day: str | None,
    language: str = DEFAULT_LANGUAGE,
) -> Table:
    """Return every relationship of an organisation, a row each.

    Args:
        day: adds the standing of each on this day.
    """
    filters = Filters(around=iri, hops=0)
    network, _ = read_surroundings(store, filters, language)
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in network.edges:
        if iri in (edge.source, edge.target):
            groups[edge.relationship].append(edge)
    names = {o.iri: o.label for o in network.organisations.values()}
    against = _contradicting(store, iri)
    seen = [_Seen(iri, edges, names, against, day) for edges in groups.values()]
    seen.sort(key=_order)
    columns = dict(_COLUMNS)
    if day is None:
        for name in _OF_A_DAY:
            del columns[name]
    rows = [_row(relationship, columns.values()) for relationship in seen]
    return make_table(list(columns), rows)


def _row(seen: _Seen, columns: Iterable[Column]) -> list[str | Term | None]:
    return [column(seen) for column in columns]


def _order(seen: _Seen) -> tuple[str, str]:
    return seen.relation(), seen.others()


def _contradicting(store: Store, iri: str) -> set[tuple[str, str]]:
    """Return relationships of an organisation with documents against them."""
    query = """
    SELECT ?relationship ?document WHERE {
      ?relationship kg:participant ?organisation ; prov:wasDerivedFrom ?evidence .
      ?evidence kg:stance kg:contradicts ; oa:hasSource ?document .
    }"""
    rows = select(store, query, {"organisation": ox.NamedNode(iri)})
    return {(text(one), text(two)) for one, two in rows}
