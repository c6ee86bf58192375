"""One organisation: what it is called, what it is, and every relationship it has."""

import pyoxigraph as ox

from kg.ask.tables import make_table
from kg.model.dates import in_words, period
from kg.model.standing import standing
from kg.model.terms import Table, text
from kg.model.vocabulary import shorten
from kg.network.edges import Edge, Filters
from kg.network.read import read_surroundings
from kg.sparql.labels import english_label
from kg.store.base import Store
from kg.store.query import select

_FACTS = (
    ("name", "skos:prefLabel ?value"),
    ("also", "skos:altLabel ?value"),
    ("type", "org:classification ?type . " + english_label("?type", "skos:prefLabel", "?value")),
    ("country", "schema:addressCountry ?value"),
    ("identifier", "skos:exactMatch ?value"),
)


def describe_organisation(store: Store, iri: str) -> Table:
    """Return names, type, country and identifiers, a row each."""
    rows: list[tuple[str, ox.NamedNode | str]] = [("iri", ox.NamedNode(iri))]
    for name, pattern in _FACTS:
        found = select(store, f"SELECT ?value WHERE {{ <{iri}> {pattern} }} ORDER BY ?value")
        rows += [(name, text(value)) for (value,) in found]
    return make_table(["property", "value"], rows)


def list_relationships(store: Store, iri: str, day: str | None) -> Table:
    """Return every relationship of an organisation, a row per relationship, with its standing if a day is given."""
    network, _ = read_surroundings(store, Filters(around=iri, hops=0))
    edges: dict[str, list[Edge]] = {}
    for edge in network.edges:
        if iri in (edge.source, edge.target):
            edges.setdefault(edge.relationship, []).append(edge)
    names = {o.iri: o.label for o in network.organisations.values()}
    against = _contradicting(store, iri)
    rows = []
    for group in edges.values():
        edge = group[0]
        others = sorted(names[e.target if e.source == iri else e.source] for e in group)
        verdict = standing(edge.status, edge.bounds, edge.attested, day) if day else None
        dates = "; ".join(
            filter(None, (period(edge.bounds), f"signed {_signed(edge)}" if edge.signed else ""))
        )
        documents = ", ".join(
            shorten(d) + (" (contradicts)" if (edge.relationship, d) in against else "")
            for d in edge.documents
        )
        rows.append(
            [
                _reading(edge, iri),
                ", ".join(others),
                dates,
                edge.status,
                verdict,
                documents,
                ox.NamedNode(edge.relationship),
            ]
        )
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    columns = ["relation", "organisation", "dates", "status", "standing", "source", "relationship"]
    if day is None:
        columns.pop(4)
        rows = [row[:4] + row[5:] for row in rows]
    return make_table(columns, rows)


def _contradicting(store: Store, iri: str) -> set[tuple[str, str]]:
    """Return the relationships of an organisation that a document contradicts, with the document."""
    query = """
    SELECT ?relationship ?document WHERE {
      ?relationship kg:participant ?organisation ; prov:wasDerivedFrom ?evidence .
      ?evidence kg:stance kg:contradicts ; oa:hasSource ?document .
    }"""
    rows = select(store, query, {"organisation": ox.NamedNode(iri)})
    return {(text(one), text(two)) for one, two in rows}


def _reading(edge: Edge, iri: str) -> str:
    """Say the relationship as seen from one end."""
    kind = edge.kind
    seen = kind.shortcut_label if edge.source == iri else kind.inverse_label
    return f"{seen} ({edge.role})" if edge.role else seen


def _signed(edge: Edge) -> str:
    return in_words(edge.signed, edge.signed)
