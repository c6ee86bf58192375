"""What lies behind a network: other names, identifiers, sources, and the evidence of each relationship."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.model.dates import in_words
from kg.network.edges import Network
from kg.network.lookup import BATCH
from kg.sparql.labels import english_label
from kg.store.base import Store
from kg.store.query import select
from kg.trust.evidence import Evidence, read_citations, read_cited_evidence

_NAMES = "SELECT ?iri ?name WHERE { ?iri skos:prefLabel|skos:altLabel ?name }"
_IDENTIFIERS = "SELECT ?iri ?same WHERE { ?iri skos:exactMatch ?same }"
_STATEMENTS = """
SELECT ?relationship ?label ?about ?role WHERE {
  ?relationship adms:status ?status .
  OPTIONAL { ?relationship rdfs:label ?label }
  OPTIONAL { ?relationship dcterms:description ?about }
  OPTIONAL { ?relationship org:role ?role }
}"""
_SOURCES = """
SELECT ?source ?title ?file ?issued ?earliest ?latest ?hash WHERE {
  ?source dcterms:title ?title ; dcterms:identifier ?file .
  OPTIONAL { ?source dcterms:issued ?issued }
  OPTIONAL { ?source kg:issuedEarliest ?earliest }
  OPTIONAL { ?source kg:issuedLatest ?latest }
  OPTIONAL { ?source kg:textSHA256 ?hash }
}"""
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
        found = Statement(label, about, _text(role), tuple(evidence.get(relationship.value, ())))
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
    """Return the evidence of each relationship; what names no source is left out."""
    by_iri = {evidence.iri: evidence for evidence in read_cited_evidence(store, wanted)}
    cited: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for citation in read_citations(store, wanted):
        evidence = by_iri.get(citation.evidence)
        if evidence is not None and evidence.source:
            cited[citation.relationship][evidence.iri] = evidence
    return {
        relationship: [found[iri] for iri in sorted(found, key="<{}>".format)]
        for relationship, found in cited.items()
    }


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


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
