"""What lies behind a network: other names, identifiers, sources, and the evidence of each relationship."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.model.dates import in_words
from kg.network.edges import Network
from kg.network.read import BATCH
from kg.sparql.labels import english_label
from kg.store.base import Store
from kg.store.query import select

_NAMES = "SELECT ?iri ?name WHERE { ?iri skos:prefLabel|skos:altLabel ?name }"
_IDENTIFIERS = "SELECT ?iri ?same WHERE { ?iri skos:exactMatch ?same }"
_STATEMENTS = """
SELECT ?relationship ?label ?about ?role WHERE {
  ?relationship adms:status ?status .
  OPTIONAL { ?relationship rdfs:label ?label }
  OPTIONAL { ?relationship dcterms:description ?about }
  OPTIONAL { ?relationship org:role ?role }
}"""
_EVIDENCE = """
SELECT ?relationship ?evidence ?source ?stance ?says ?hash ?selector ?start ?end ?quote WHERE {
  ?relationship prov:wasDerivedFrom ?evidence .
  ?evidence oa:hasSource ?source .
  OPTIONAL { ?evidence kg:stance ?stance }
  OPTIONAL { ?evidence dcterms:description ?says }
  OPTIONAL { ?evidence kg:passageSHA256 ?hash }
  OPTIONAL { ?evidence oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end }
  OPTIONAL { ?evidence oa:hasSelector/oa:exact ?quote }
}"""
_SOURCES = """
SELECT ?source ?title ?file ?issued ?earliest ?latest ?hash WHERE {
  ?source dcterms:title ?title ; dcterms:identifier ?file .
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?source kg:issuedEarliest ?earliest }
  OPTIONAL { ?source kg:issuedLatest ?latest }
  OPTIONAL { ?source kg:textSHA256 ?hash }
}"""
_DIGITS = 18
"""Of the largest number that is read."""
_ROLES = f"""
SELECT ?role ?label WHERE {{
  ?role rdfs:subPropertyOf+ kg:participant .
  {english_label("?role", "rdfs:label", "?label")}
}} ORDER BY ?role ?label"""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read; `dated` is its day of issue in words, as far as it is known."""

    iri: str
    title: str
    file: str
    dated: str
    text_hash: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that bears on a relationship: characters `start` to `end` of a source's text."""

    iri: str
    source: str
    stance: str | None
    says: ox.Literal | None
    passage_hash: str | None
    selector: str | None
    start: int | None
    end: int | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a relationship says of itself beside its dates, as terms, and the evidence that it rests on."""

    label: ox.Literal | None
    about: ox.Literal | None
    role: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that answers "says who?" for a network, by the IRI of what it is about."""

    names: dict[str, tuple[ox.Literal, ...]]
    identifiers: dict[str, tuple[str, ...]]
    statements: dict[str, Statement]
    sources: dict[str, Source]
    roles: dict[str, str]


def read_dossier(store: Store, network: Network) -> Dossier:
    """Return what a store knows of the organisations and relationships of a network."""
    wanted = sorted({edge.relationship for edge in network.edges})
    evidence = _read_evidence(store, wanted)
    statements: dict[str, Statement] = {}
    for relationship, label, about, role in _rows(store, _STATEMENTS, wanted):
        found = Statement(label, about, _text(role), tuple(evidence[relationship.value]))
        statements.setdefault(relationship.value, found)
    organisations = list(network.organisations)
    names = _gather(_rows(store, _NAMES, organisations), organisations)
    identifiers = _gather(_rows(store, _IDENTIFIERS, organisations), organisations)
    return Dossier(
        {iri: tuple(dict.fromkeys(found)) for iri, found in names.items()},
        {
            iri: tuple(dict.fromkeys(same.value for same in found))
            for iri, found in identifiers.items()
        },
        statements,
        _read_sources(store, {e.source for found in evidence.values() for e in found}),
        {_text(role) or "": _text(label) or "" for role, label in reversed(select(store, _ROLES))},
    )


def _read_evidence(store: Store, wanted: list[str]) -> dict[str, list[Evidence]]:
    found: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for relationship, *terms in _rows(store, _EVIDENCE, wanted):
        found[relationship.value].setdefault(terms[0].value, _read_passage(*terms))
    return defaultdict(list, {iri: list(by_iri.values()) for iri, by_iri in found.items()})


def _read_passage(
    iri: Any,
    source: Any,
    stance: Any,
    says: Any,
    hash_: Any,
    selector: Any,
    start: Any,
    end: Any,
    quote: Any,
) -> Evidence:
    span = _number(start), _number(end)
    return Evidence(
        iri.value,
        source.value,
        _text(stance),
        says,
        _text(hash_),
        _text(selector),
        *span,
        _text(quote),
    )


def _read_sources(store: Store, wanted: set[str]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for iri, title, file, issued, earliest, latest, hash_ in _rows(store, _SOURCES, sorted(wanted)):
        day = _text(issued)
        dated = in_words(day, day) if day else in_words(_text(earliest), _text(latest))
        found.setdefault(iri.value, Source(iri.value, title.value, file.value, dated, _text(hash_)))
    missing = sorted(wanted - found.keys())
    return found | {iri: Source(iri, iri, "", "", None) for iri in missing}


def _rows(store: Store, query: str, about: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows about these resources, asked for in batches, in the order of their text.

    The query's first variable is the resource.
    """
    subject = query.partition("?")[2].partition(" ")[0]
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(about), BATCH):
        iris = " ".join(f"<{iri}>" for iri in about[start : start + BATCH])
        rows += select(
            store, query.replace("WHERE {", f"WHERE {{ VALUES ?{subject} {{ {iris} }}", 1)
        )
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def _gather(rows: Iterable[tuple[Any, ...]], wanted: Iterable[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {iri: [] for iri in wanted}
    for subject, value in rows:
        if subject.value in found:
            found[subject.value].append(value)
    return found


def _number(term: Any) -> int | None:
    text = _text(term)
    return int(text) if text and text.isdecimal() and len(text) <= _DIGITS else None


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
