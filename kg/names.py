"""From a name, in any case and language, to the resource it means."""

from kg.errors import AmbiguousName, NameNotFound
from kg.query import select
from kg.store import Store
from kg.vocabulary import expand, shorten

ORGANISATION_CLASSES = "VALUES ?class { org:FormalOrganization org:OrganizationalUnit org:OrganizationalCollaboration }"
_NAMED = {
    "organisation": f"{ORGANISATION_CLASSES} ?iri a ?class ; skos:prefLabel ?label ; skos:prefLabel|skos:altLabel ?name",
    "source": "?iri kg:textSHA256 ?hash ; dcterms:title ?label ; dcterms:title|dcterms:identifier ?name",
    "relationship": "?iri adms:status ?state ; rdfs:label ?label ; rdfs:label ?name",
}


def resolve(store: Store, name: str, what: str = "organisation") -> str:
    """Return the IRI of the organisation (or source, or relationship) that a name means.

    Args:
        name: an IRI, a CURIE, the last part of the IRI, a label or an alias; case is ignored.
        what: `organisation`, `source` or `relationship`.

    Raises:
        NameNotFound: nothing is called that; with near names.
        AmbiguousName: several things are.
    """
    wanted = name.strip()
    iri = expand(wanted)
    rows = _named(store, what)
    last = "/" + wanted.casefold()
    found = {row[0] for row in rows if row[0] == iri or row[0].endswith(last)}
    found = found or {row[0] for row in rows if row[2].casefold() == wanted.casefold()}
    if len(found) == 1:
        return found.pop()
    if found:
        labels = {row[0]: row[1] for row in rows}
        raise AmbiguousName(name, sorted(f"{labels[iri]} ({shorten(iri)})" for iri in found))
    from kg.diagnosis import nearest

    raise NameNotFound(what, name, nearest(wanted, sorted({row[2] for row in rows})), "`kg ask organisations` lists them")


def _named(store: Store, what: str) -> list[tuple[str, str, str]]:
    """Return IRI, label and name, a row per name."""
    query = f"SELECT DISTINCT ?iri ?label ?name WHERE {{ {_NAMED[what]} }}"
    return sorted((str(iri)[1:-1], label.value, name.value) for iri, label, name in select(store, query))  # type: ignore[union-attr]
