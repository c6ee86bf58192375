"""What the ontology says of kinds, statuses and types: data that everything after it reads."""

from dataclasses import dataclass

from kg.diagnosis import nearest
from kg.errors import NameNotFound, OntologyError
from kg.query import select
from kg.store import Store

_KINDS = """
SELECT ?class ?notation ?label ?from ?to ?shortcut ?directed ?colour ?shortcutLabel ?inverseLabel WHERE {
  ?class kg:shortcut ?shortcut .
  OPTIONAL { ?class skos:notation ?notation }
  OPTIONAL { ?class rdfs:label ?label }
  OPTIONAL { ?class kg:fromRole ?from }
  OPTIONAL { ?class kg:toRole ?to }
  OPTIONAL { ?class kg:directed ?directed }
  OPTIONAL { ?class kg:colour ?colour }
  OPTIONAL { ?shortcut rdfs:label ?shortcutLabel }
  OPTIONAL { ?shortcut (owl:inverseOf|^owl:inverseOf)/rdfs:label ?inverseLabel }
} ORDER BY ?notation ?class"""
_STATUSES = """
SELECT ?iri ?notation ?label ?line
WHERE { ?iri kg:linePattern ?line ; skos:notation ?notation ; skos:prefLabel ?label } ORDER BY ?notation"""
_TYPES = """
SELECT ?iri ?notation ?label ?wider ?widerLabel ?shape WHERE {
  ?iri skos:broader* ?top ; skos:notation ?notation ; skos:prefLabel ?label .
  ?top kg:shape ?shape ; skos:notation ?wider ; skos:prefLabel ?widerLabel .
} ORDER BY ?wider ?notation"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of relationship, as its class in the ontology describes it."""

    iri: str
    notation: str
    label: str
    from_role: str
    to_role: str
    shortcut: str
    directed: bool
    colour: str
    shortcut_label: str
    inverse_label: str
    """The kind as read from the to-role: as from the from-role where the shortcut is symmetric, and with an arrow towards
    the reader where it has no inverse."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status of relationships."""

    iri: str
    notation: str
    label: str
    line: str


@dataclass(frozen=True, slots=True)
class OrganisationType:
    """A type of organisation, with the wider type whose shape it is drawn in."""

    iri: str
    notation: str
    label: str
    wider: str
    wider_label: str
    shape: str


def read_kinds(store: Store) -> dict[str, Kind]:
    """Return the kinds by notation.

    Raises:
        OntologyError: a kind lacks one of the properties that describe it.
    """
    kinds = {}
    for row in select(store, _KINDS):
        values = ["" if term is None else term.value for term in row]  # type: ignore[union-attr]
        iri, notation, label, from_role, to_role, shortcut, directed, colour, forth, back = values
        one_way = directed in ("true", "1")
        if not all((notation, label, from_role, to_role, directed, colour)):
            raise OntologyError(
                f"the kind <{iri}> is incomplete: it needs skos:notation, rdfs:label, kg:fromRole, kg:toRole,"
                " kg:directed and kg:colour"
            )
        kinds[notation] = Kind(
            iri, notation, label, from_role, to_role, shortcut, one_way, colour,
            forth or notation, back or ("← " if one_way else "") + (forth or notation),
        )  # fmt: skip
    return kinds


def read_statuses(store: Store) -> dict[str, Status]:
    """Return the statuses by notation."""
    return {row.notation: row for row in (Status(*_values(terms)) for terms in select(store, _STATUSES))}


def read_types(store: Store) -> dict[str, OrganisationType]:
    """Return the types of organisation by notation."""
    return {row.notation: row for row in (OrganisationType(*_values(terms)) for terms in select(store, _TYPES))}


def check_notations(known: dict[str, object], chosen: tuple[str, ...], what: str) -> None:
    """Raise NameNotFound, with near names, for a notation that the ontology does not have."""
    for notation in chosen:
        if notation not in known:
            told = f"known are {', '.join(known)}" if known else "the graph holds no ontology that names any"
            raise NameNotFound(what, notation, nearest(notation, known, 50), told)


def _values(terms: tuple[object, ...]) -> list[str]:
    return [str(term.value) for term in terms]  # type: ignore[attr-defined]
