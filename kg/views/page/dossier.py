"""The answers to "says who?" for a network: names, identifiers, sources, and evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from kg.model.dates import in_words, plain_day
from kg.model.terms import Term, as_literal, text
from kg.network.edges import Network
from kg.network.lookup import select_about
from kg.sparql.labels import DEFAULT_LANGUAGE, best_label
from kg.store.base import Store
from kg.store.query import select
from kg.trust.evidence import Evidence, read_citations, read_cited_evidence

Value = TypeVar("Value")
_NAMES = "SELECT ?iri ?name WHERE { ?iri skos:prefLabel|skos:altLabel ?name }"
_IDENTIFIERS = "SELECT ?iri ?same WHERE { ?iri skos:exactMatch ?same }"


def _statements_query(language: str) -> str:
    label = best_label("?relationship", "rdfs:label", "?label", language)
    about = best_label(
        "?relationship", "dcterms:description", "?about", language
    )
    return f"""
    SELECT ?relationship ?label ?about ?role WHERE {{
      ?relationship adms:status ?status .
      OPTIONAL {{ {label} }}
      OPTIONAL {{ {about} }}
      OPTIONAL {{ ?relationship org:role ?role }}
    }}"""


def _sources_query(language: str) -> str:
    return f"""
    SELECT ?source ?title ?file ?issued ?earliest ?latest ?hash WHERE {{
      OPTIONAL {{ {best_label("?source", "dcterms:title", "?title", language)} }}
      OPTIONAL {{ ?source dcterms:identifier ?file }}
      OPTIONAL {{ ?source dcterms:issued ?issued }}
      OPTIONAL {{ ?source kg:issuedEarliest ?earliest }}
      OPTIONAL {{ ?source kg:issuedLatest ?latest }}
      OPTIONAL {{ ?source kg:textSHA256 ?hash }}
    }}"""


def _roles_query(language: str) -> str:
    return f"""
    SELECT ?role ?label WHERE {{
      ?role rdfs:subPropertyOf+ kg:participant .
      OPTIONAL {{ {best_label("?role", "rdfs:label", "?label", language)} }}
    }} ORDER BY ?role ?label"""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read; what is not recorded is empty."""

    iri: str
    title: str
    file: str = ""
    dated: str = ""
    """Its day of issue in words, as far as it is known."""
    day: str = ""
    """The last day on which it can have been issued."""
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A relationship in its own words, and the evidence that it rests on."""

    label: ox.Literal | None = None
    about: ox.Literal | None = None
    role: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that answers "says who?" for a network, by the IRI of what it is about."""

    names: dict[str, tuple[ox.Literal, ...]]
    identifiers: dict[str, tuple[str, ...]]
    statements: dict[str, Account]
    sources: dict[str, Source]
    roles: dict[str, str]


def read_dossier(
    store: Store, network: Network, language: str = DEFAULT_LANGUAGE
) -> Dossier:
    """Return what a store knows of the organisations and relationships of a network."""
    relationships = {edge.relationship for edge in network.edges}
    evidence = _read_evidence(store, relationships)
    sources: set[str] = set()
    for cited in evidence.values():
        sources.update([each.source for each in cited])
    return Dossier(
        names=_read_names(store, network),
        identifiers=_read_identifiers(store, network),
        statements=_read_statements(store, relationships, evidence, language),
        sources=_read_sources(store, sources, language),
        roles=_read_roles(store, language),
    )


def _read_evidence(store: Store, wanted: set[str]) -> dict[str, list[Evidence]]:
    """Return the evidence of each relationship that names a source."""
    by_iri = {
        evidence.iri: evidence
        for evidence in read_cited_evidence(store, wanted)
    }
    cited: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for citation in read_citations(store, wanted):
        evidence = by_iri.get(citation.evidence)
        if evidence is not None and evidence.source:
            cited[citation.relationship][evidence.iri] = evidence

    in_order: dict[str, list[Evidence]] = {}
    for relationship, found in cited.items():
        iris = sorted(found, key="<{}>".format)
        in_order[relationship] = [found[iri] for iri in iris]
    return in_order


def _read_statements(
    store: Store,
    wanted: set[str],
    evidence: dict[str, list[Evidence]],
    language: str,
) -> dict[str, Account]:
    statements: dict[str, Account] = {}
    for relationship, label, about, role in _rows(
        store, _statements_query(language), "relationship", wanted
    ):
        iri = text(relationship)
        statement = Account(
            label=None if label is None else as_literal(label),
            about=None if about is None else as_literal(about),
            role=text(role),
            evidence=tuple(evidence.get(iri, ())),
        )
        statements.setdefault(iri, statement)
    return statements


def _read_names(
    store: Store, network: Network
) -> dict[str, tuple[ox.Literal, ...]]:
    """Return the labels and aliases of each organisation."""
    names: dict[str, list[ox.Literal]] = {
        iri: [] for iri in network.organisations
    }
    rows = _rows(store, _NAMES, "iri", network.organisations)
    for organisation, name in rows:
        if name is not None:
            names[text(organisation)].append(as_literal(name))
    return {iri: _once(found) for iri, found in names.items()}


def _read_identifiers(
    store: Store, network: Network
) -> dict[str, tuple[str, ...]]:
    """Return the identifiers of each organisation in other registers."""
    identifiers: dict[str, list[str]] = {
        iri: [] for iri in network.organisations
    }
    rows = _rows(store, _IDENTIFIERS, "iri", network.organisations)
    for organisation, same in rows:
        identifiers[text(organisation)].append(text(same))
    return {iri: _once(found) for iri, found in identifiers.items()}


def _read_sources(
    store: Store, wanted: set[str], language: str
) -> dict[str, Source]:
    """Return the sources in their order, at the end those of which nothing is recorded."""
    found: dict[str, Source] = {}
    query = _sources_query(language)
    for row in _rows(store, query, "source", wanted):
        iri, title, file, issued, earliest, latest, hash_ = map(text, row)
        dated = in_words(issued or earliest, issued or latest)
        day = plain_day(issued or latest) or ""
        found.setdefault(
            iri, Source(iri, title or iri, file, dated, day, hash_)
        )

    for iri in sorted(wanted - found.keys()):
        found[iri] = Source(iri, iri)
    return found


def _read_roles(store: Store, language: str) -> dict[str, str]:
    """Return the name of each role."""
    roles: dict[str, str] = {}
    for role, label in select(store, _roles_query(language)):
        roles.setdefault(text(role), text(label) or text(role))
    return roles


def _rows(
    store: Store,
    query: str,
    variable: str,
    iris: Iterable[str],
) -> list[tuple[Term | None, ...]]:
    """Return the rows of a query about some resources, in the order of their text."""
    return sorted(select_about(store, query, variable, iris), key=_as_text)


def _as_text(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple(map(str, row))


def _once(values: list[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
