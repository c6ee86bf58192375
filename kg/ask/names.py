"""From a name, in any case and language, to the resource it means."""

from collections.abc import Iterable
from unicodedata import normalize

import pyoxigraph as ox

from kg.ask.ontology import ORGANISATION_CLASSES
from kg.errors import AmbiguousName, NameNotFound
from kg.model.terms import text
from kg.model.vocabulary import PREFIXES, expand, shorten
from kg.sparql.labels import DEFAULT_LANGUAGE, best_label
from kg.store.base import Store
from kg.store.query import select

_DESCRIBED = {
    "organisation": f"{ORGANISATION_CLASSES} ?iri a ?class .",
    "source": "?iri kg:textSHA256 ?hash .",
    "relationship": "?iri adms:status ?state .",
}
_MENTIONED = {
    "organisation": "?any kg:participant ?iri .",
    "source": "?any oa:hasSource ?iri .",
    "relationship": "?iri adms:status ?state .",
}
"""What an IRI can stand for without being described."""
_LABELS = {
    "organisation": "skos:prefLabel",
    "source": "dcterms:title",
    "relationship": "rdfs:label",
}
_NAMES = {
    "organisation": "skos:prefLabel|skos:altLabel",
    "source": "dcterms:title|dcterms:identifier",
    "relationship": "rdfs:label",
}
_LISTED = {
    "organisation": "organisations",
    "source": "sources",
    "relationship": "corroboration",
}
"""Questions that list them all."""
_NAMESPACES = {"organisation": "id", "source": "src", "relationship": "rel"}


def resolve(store: Store, name: str, what: str = "organisation") -> str:
    """Return the IRI of the organisation (or source, or relationship) that a name means.

    Args:
        name: an IRI, a CURIE, the last part of the IRI, a label or an alias; case is ignored.
        what: `organisation`, `source` or `relationship`.

    Raises:
        NameNotFound: nothing is called that; with near names.
        AmbiguousName: several things are.
    """
    found = called(store, name, what)
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise AmbiguousName(
            what,
            name,
            sorted(f"{label} ({shorten(iri)})" for iri, label in found.items()),
        )
    from kg.model.near import nearest

    raise NameNotFound(
        what,
        name,
        nearest(name.strip(), _like(store, what, name.strip())),
        f"`kg ask {_LISTED[what]}` lists them",
    )


def called(
    store: Store, name: str, what: str = "organisation"
) -> dict[str, str]:
    """Return the label of each resource that a name means, by its IRI.

    The arguments are those of `resolve`.
    """
    wanted = name.strip()
    rows = _by_iri(store, what, wanted) or _by_name(store, what, wanted)
    return {iri: label for iri, label, _ in rows}


def examples(store: Store, what: str, count: int) -> list[str]:
    """Return the first IRIs of organisations (or sources, or relationships), at most so many."""
    rows = select(
        store,
        f"SELECT DISTINCT ?iri WHERE {{ {_DESCRIBED[what]} }} ORDER BY ?iri LIMIT {count}",
    )
    return [text(iri) for (iri,) in rows]


def labels(
    store: Store, iris: Iterable[str], language: str = DEFAULT_LANGUAGE
) -> dict[str, str]:
    """Return the labels of those relationships that have one, by IRI."""
    wanted = " ".join(str(ox.NamedNode(iri)) for iri in sorted(set(iris)))
    label = best_label("?iri", "rdfs:label", "?label", language)
    rows = select(
        store,
        f"SELECT ?iri ?label WHERE {{ VALUES ?iri {{ {wanted} }} {label} }}",
    )
    return {text(iri): text(label) for iri, label in rows}


def read_dataset(store: Store) -> tuple[str, str, str]:
    """Return title, version and licence of the dataset, empty where there is none."""
    query = """
    SELECT ?title ?version ?licence WHERE {
      ?dataset a dcat:Dataset ; dcterms:title ?title .
      OPTIONAL { ?dataset dcat:version ?version }
      OPTIONAL { ?dataset dcterms:license ?licence }
    } ORDER BY ?dataset ?title ?version ?licence LIMIT 1"""
    for row in select(store, query):
        title, version, licence = (text(term) for term in row)
        return title, version, licence
    return "Network of institutions", "", ""


def _by_iri(store: Store, what: str, wanted: str) -> list[tuple[str, str, str]]:
    """Find what has a name as its IRI, as the CURIE of it, or as its last part."""
    iris = []
    for candidate in (
        expand(wanted),
        wanted.removeprefix("<").removesuffix(">"),
        PREFIXES[_NAMESPACES[what]] + wanted.casefold(),
    ):
        try:
            iris.append(str(ox.NamedNode(candidate or "")))
        except ValueError:  # a name with spaces is no part of an IRI
            continue
    if not iris:
        return []
    known = (
        f"EXISTS {{ {_DESCRIBED[what]} }} || EXISTS {{ {_MENTIONED[what]} }}"
    )
    pattern = f"VALUES ?iri {{ {' '.join(iris)} }} FILTER ({known})"
    return _named(store, what, pattern)


def _by_name(
    store: Store, what: str, wanted: str
) -> list[tuple[str, str, str]]:
    """Find what has a name as its label or alias, or as the last part of an IRI in any namespace.

    SPARQL's LCASE differs from Python's folding for a few letters; accents can be written
    as letters of their own.
    """
    written = [normalize(form, wanted) for form in ("NFC", "NFD")]
    forms = dict.fromkeys(
        form
        for name in written
        for form in (name.lower(), name.casefold(), name)
    )
    cases = ", ".join(str(ox.Literal(form)) for form in forms)
    last = ox.Literal("/" + wanted.casefold())
    return _named(
        store,
        what,
        f"""
        {{ {_DESCRIBED[what]} ?iri {_NAMES[what]} ?name . FILTER (LCASE(STR(?name)) IN ({cases})) }}
        UNION
        {{ {_DESCRIBED[what]} FILTER (STRENDS(STR(?iri), {last})) }}""",
    )


def _like(store: Store, what: str, wanted: str) -> list[str]:
    """Return the names among which the right one may be.

    These are all, and from a server those that hold the first letters.
    """
    pattern = f"{_DESCRIBED[what]} ?iri {_NAMES[what]} ?name"
    limit = ""
    if store.page is not None:
        letters = ox.Literal(wanted[:3].lower())
        pattern += f" FILTER (CONTAINS(LCASE(STR(?name)), {letters}))"
        limit = f" LIMIT {store.page}"
    names = {name for _, _, name in _named(store, what, pattern, limit)}
    return sorted(names)


def _named(
    store: Store, what: str, pattern: str, limit: str = ""
) -> list[tuple[str, str, str]]:
    """Return IRI, label (the IRI where there is none) and name, a row per name."""
    label = best_label("?iri", _LABELS[what], "?label")
    query = f"""
    SELECT DISTINCT ?iri ?label ?name WHERE {{ {pattern} OPTIONAL {{ {label} }} }}
    ORDER BY ?iri ?name{limit}"""
    return [
        (text(iri), text(label) or text(iri), text(name))
        for iri, label, name in select(store, query)
    ]


def describe_dataset(store: Store) -> str:
    """Return title, version and licence of the dataset in one line."""
    title, version, licence = read_dataset(store)
    said = [title]
    if version:
        said.append(f"version {version}")
    if licence:
        said.append(licence)
    return ", ".join([part for part in said if part])
