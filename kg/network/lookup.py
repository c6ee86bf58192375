"""Relationships and organisations looked up by their IRIs, a batch at a time.

A store on a server is asked in pages. A page is a set of whole relationships, in the order of their
IRIs, and the next one begins after the last of this one (keyset paging): nothing is left out or
doubled, whatever the server's limit on rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

import pyoxigraph as ox

from kg.ask.ontology import ORGANISATION_CLASSES
from kg.errors import StoreError
from kg.model.dates import Bounds, plain_day
from kg.model.kinds import Kind
from kg.model.terms import Term, text
from kg.model.vocabulary import node
from kg.network.edges import Edge, Organisation
from kg.sparql.labels import DEFAULT_LANGUAGE, best_label
from kg.store.base import Store
from kg.store.query import in_parts, pages, select

BATCH = 500
"""Resources named in one query."""
Found = TypeVar("Found")
Record = dict[str, str]
"""The values of a row by variable, without the variables that are unbound."""

_ORGANISATION = ("iri", "label", "concept", "type", "typeLabel", "country")
_EDGE_KEY = ("relationship", "from", "to")
_EDGE = (
    *_EDGE_KEY,
    "label",
    "state",
    "status",
    "startEarliest",
    "startLatest",
    "endEarliest",
    "endLatest",
    "signedOn",
    "concept",
    "role",
)
_CONTRADICTS = node("kg:contradicts")


@dataclass(frozen=True, slots=True)
class _Cited:
    """The documents that relationships rest on, by relationship."""

    documents: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )
    attested: dict[str, str] = field(default_factory=dict)
    """The latest day on which a supporting document can have been issued."""


def relationships_of(
    store: Store, kind: Kind, states: Sequence[str]
) -> Iterator[list[str]]:
    """Yield the relationships of a kind in pages.

    Args:
        states: IRIs of the statuses wanted; none for all.
    """
    wanted = f"?relationship a <{kind.iri}> ."
    if states:
        values = f"VALUES ?state {{ {as_values(states)} }}"
        wanted = f"{values} ?relationship adms:status ?state . {wanted}"
    return pages(store, "relationship", wanted)


def relationships_at(
    store: Store,
    kind: Kind,
    states: Sequence[str],
    organisations: Sequence[str],
) -> list[str]:
    """Return the relationships of a kind in which any of these organisations has a role.

    A pattern for each role: with two VALUES blocks, Oxigraph would join all relationships with all
    organisations.

    Args:
        states: IRIs of the statuses wanted; none for all.
    """
    roles = sorted({kind.from_role, kind.to_role})
    taking_part = " UNION ".join(
        f"{{ ?relationship <{role}> ?near }}" for role in roles
    )
    wanted = f"{taking_part} ?relationship a <{kind.iri}> ."
    if states:
        listed = as_values(states, between=", ")
        wanted += (
            f" ?relationship adms:status ?state . FILTER (?state IN ({listed}))"
        )
    found: set[str] = set()
    for batch in batches(organisations):
        near = f"VALUES ?near {{ {as_values(batch)} }} {wanted}"
        found.update(*pages(store, "relationship", near))
    return sorted(found)


def look_up_edges(
    store: Store,
    kind: Kind,
    relationships: Sequence[str],
    language: str = DEFAULT_LANGUAGE,
) -> list[Edge]:
    """Return the edges of relationships of a kind.

    Those of one batch are in the order of relationship, source and target.
    """

    def ask(batch: Sequence[str]) -> list[Edge]:
        wanted = f"VALUES ?relationship {{ {as_values(batch)} }}"
        query = _edges_query(kind, wanted, language)
        records = _read_records(store, query, _EDGE, _EDGE_KEY)
        if not records:
            return []
        cited = _read_cited(store, wanted)
        return [_edge(kind, record, cited) for record in records]

    return _in_batches(ask, relationships)


def look_up_organisations(
    store: Store, iris: Iterable[str], language: str = DEFAULT_LANGUAGE
) -> dict[str, Organisation]:
    """Return these organisations in the order of their IRIs."""

    def ask(batch: Sequence[str]) -> list[Record]:
        wanted = f"VALUES ?iri {{ {as_values(batch)} }}"
        query = _organisations_query(wanted, language)
        return _read_records(store, query, _ORGANISATION, ("iri",))

    return {
        record["iri"]: _organisation(record)
        for record in _in_batches(ask, sorted(iris))
    }


def described_organisations(store: Store) -> set[str]:
    """Return the IRIs of what is described as an organisation."""
    everyone = f"{ORGANISATION_CLASSES} ?iri a ?class ."
    return set(chain.from_iterable(pages(store, "iri", everyone)))


def select_about(
    store: Store,
    query: str,
    variable: str,
    iris: Iterable[str],
) -> list[tuple[Term | None, ...]]:
    """Return the rows of a query about some resources, asked for a batch at a time.

    What is no IRI has no row: a blank node cannot be asked for, and a literal is no resource.

    Args:
        variable: the one that stands for the resources.
    """
    named = [iri for iri in sorted(iris) if _is_iri(iri)]
    rows: list[tuple[Term | None, ...]] = []
    for batch in batches(named):
        values = f"VALUES ?{variable} {{ {as_values(batch)} }}"
        limited = query.replace("WHERE {", f"WHERE {{ {values}", 1)
        rows += select(store, limited)
    return rows


def batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield items so many at a time as one query names."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def as_values(iris: Iterable[str], between: str = " ") -> str:
    """Return IRIs as a query spells them.

    Raises:
        StoreError: one of them is no IRI.
    """
    return between.join([str(named_node(iri)) for iri in sorted(iris)])


def named_node(iri: str) -> ox.NamedNode:
    """Return the named node with an IRI that a relationship or one of its parties should have.

    Raises:
        StoreError: it is no IRI, since the data has a term of another sort in its place.
    """
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise StoreError(
            "a relationship, or who takes part in it, is not an IRI but a blank node ([ … ]),"
            " a literal or a triple term: `kg check` says where; give it an IRI"
        ) from error


def _is_iri(name: str) -> bool:
    try:
        ox.NamedNode(name)
    except ValueError:
        return False
    return True


def _in_batches(
    ask: Callable[[Sequence[str]], list[Found]], items: Sequence[str]
) -> list[Found]:
    """Ask about items in batches, which are halved if an answer is cut off."""
    found: list[Found] = []
    for batch in batches(items):
        found += in_parts(ask, batch)
    return found


def _edges_query(kind: Kind, wanted: str, language: str) -> str:
    pair = (
        "?from != ?to"
        if kind.from_role != kind.to_role
        else "STR(?from) < STR(?to)"
    )
    return f"""
    SELECT {_variables(_EDGE)} WHERE {{
      {wanted}
      ?relationship a <{kind.iri}> ; <{kind.from_role}> ?from ; <{kind.to_role}> ?to .
      ?relationship adms:status ?state .
      FILTER ({pair})
      OPTIONAL {{ ?state skos:notation ?status }}
      OPTIONAL {{ {best_label("?relationship", "rdfs:label", "?label", language)} }}
      OPTIONAL {{ ?relationship kg:startEarliest ?startEarliest }}
      OPTIONAL {{ ?relationship kg:startLatest ?startLatest }}
      OPTIONAL {{ ?relationship kg:endEarliest ?endEarliest }}
      OPTIONAL {{ ?relationship kg:endLatest ?endLatest }}
      OPTIONAL {{ ?relationship kg:signedOn ?signedOn }}
      OPTIONAL {{
        ?relationship org:role ?concept .
        FILTER NOT EXISTS {{ ?relationship org:role ?less . FILTER (STR(?less) < STR(?concept)) }}
      }}
      OPTIONAL {{
        ?relationship org:role ?concept .
        {best_label("?concept", "skos:prefLabel", "?role", language)}
      }}
    }}"""


def _organisations_query(wanted: str, language: str) -> str:
    return f"""
    SELECT {_variables(_ORGANISATION)} WHERE {{
      {wanted}
      OPTIONAL {{ {best_label("?iri", "skos:prefLabel", "?label", language)} }}
      OPTIONAL {{
        ?iri org:classification ?concept .
        FILTER NOT EXISTS {{ ?iri org:classification ?less . FILTER (STR(?less) < STR(?concept)) }}
      }}
      OPTIONAL {{ ?iri org:classification ?concept . ?concept skos:notation ?type }}
      OPTIONAL {{
        ?iri org:classification ?concept .
        {best_label("?concept", "skos:prefLabel", "?typeLabel", language)}
      }}
      OPTIONAL {{ ?iri schema:addressCountry ?country }}
    }}"""


def _variables(names: Iterable[str]) -> str:
    return " ".join([f"?{name}" for name in names])


def _read_records(
    store: Store, query: str, variables: Sequence[str], key: Sequence[str]
) -> list[Record]:
    """Return a record for each value of the key, in order, with the least of the other values.

    A property with two values, such as a label in two languages, makes two rows of one.

    Args:
        variables: those that the query selects.
        key: those of them that are always bound and tell one record from another.
    """
    found: dict[tuple[str, ...], Record] = {}
    for row in select(store, query):
        record: Record = {}
        for variable, term in zip(variables, row, strict=True):
            if term is not None:
                record[variable] = text(term)
        values = tuple([record[variable] for variable in key])
        known = found.setdefault(values, record)
        if known is not record:
            _keep_least(known, record)
    return [found[values] for values in sorted(found)]


def _keep_least(known: Record, other: Record) -> None:
    for variable, value in other.items():
        if value:
            known[variable] = min(value, known.get(variable) or value)


def _read_cited(store: Store, wanted: str) -> _Cited:
    query = f"""
    SELECT DISTINCT ?relationship ?source ?stance ?issued ?latest WHERE {{
      {wanted}
      ?relationship prov:wasDerivedFrom ?evidence .
      ?evidence oa:hasSource ?source .
      OPTIONAL {{ ?evidence kg:stance ?stance }}
      OPTIONAL {{ ?source dcterms:issued ?issued }}
      OPTIONAL {{ ?source kg:issuedLatest ?latest }}
    }}"""
    cited = _Cited()
    for relationship, source, stance, issued, latest in select(store, query):
        iri = text(relationship)
        cited.documents[iri].add(text(source))
        day = plain_day(text(issued) or text(latest))
        if day and stance != _CONTRADICTS:
            cited.attested[iri] = max(day, cited.attested.get(iri, day))
    return cited


def _edge(kind: Kind, record: Record, cited: _Cited) -> Edge:
    relationship = record["relationship"]
    bounds = Bounds(
        record.get("startEarliest"),
        record.get("startLatest"),
        record.get("endEarliest"),
        record.get("endLatest"),
    )
    return Edge(
        relationship=relationship,
        source=record["from"],
        target=record["to"],
        kind=kind,
        label=record.get("label", relationship),
        status=record.get("status", record["state"]),
        bounds=bounds,
        signed=record.get("signedOn"),
        role=record.get("role", record.get("concept")),
        documents=tuple(sorted(cited.documents.get(relationship, ()))),
        attested=cited.attested.get(relationship),
    )


def _organisation(record: Record) -> Organisation:
    return Organisation(
        iri=record["iri"],
        label=record.get("label", record["iri"]),
        type=record.get("type"),
        type_label=record.get("typeLabel", record.get("concept")),
        country=record.get("country"),
    )
