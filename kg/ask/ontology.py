"""The kinds, statuses and types that an ontology in a store describes."""

from kg.errors import NameNotFound, OntologyError
from kg.model.kinds import Kind, OrganisationType, Status
from kg.model.near import nearest
from kg.model.terms import Term, text
from kg.sparql.labels import DEFAULT_LANGUAGE, best_label
from kg.store.base import Store
from kg.store.query import select


def _kinds_query(language: str) -> str:
    return f"""
SELECT ?class ?notation ?label ?from ?to ?shortcut ?directed ?colour
  ?shortcutLabel ?inverseLabel WHERE {{
  ?class kg:shortcut ?shortcut .
  OPTIONAL {{ ?class skos:notation ?notation }}
  OPTIONAL {{ {best_label("?class", "rdfs:label", "?label", language)} }}
  OPTIONAL {{ ?class kg:fromRole ?from }}
  OPTIONAL {{ ?class kg:toRole ?to }}
  OPTIONAL {{ ?class kg:directed ?directed }}
  OPTIONAL {{ ?class kg:colour ?colour }}
  OPTIONAL {{ {best_label("?shortcut", "rdfs:label", "?shortcutLabel", language)} }}
  OPTIONAL {{
    ?shortcut owl:inverseOf|^owl:inverseOf ?inverse .
    {best_label("?inverse", "rdfs:label", "?inverseLabel", language)}
  }}
}} ORDER BY ?notation ?class"""


def _statuses_query(language: str) -> str:
    return f"""
SELECT ?iri ?notation (COALESCE(?name, STR(?iri)) AS ?label) ?line WHERE {{
  ?iri kg:linePattern ?line ; skos:notation ?notation .
  OPTIONAL {{ {best_label("?iri", "skos:prefLabel", "?name", language)} }}
}} ORDER BY ?notation"""


def _types_query(language: str) -> str:
    return f"""
SELECT ?iri ?notation (COALESCE(?name, STR(?iri)) AS ?label) ?wider
  (COALESCE(?top_name, STR(?top)) AS ?widerLabel) ?shape WHERE {{
  ?iri skos:broader* ?top ; skos:notation ?notation .
  ?top kg:shape ?shape ; skos:notation ?wider .
  OPTIONAL {{ {best_label("?iri", "skos:prefLabel", "?name", language)} }}
  OPTIONAL {{ {best_label("?top", "skos:prefLabel", "?top_name", language)} }}
}} ORDER BY ?wider ?notation"""


ORGANISATION_CLASSES = "?class rdfs:subClassOf* org:Organization ."
"""A pattern that finds the classes of organisation."""
_CLASSES = f"""
SELECT ?class ?notation WHERE {{
  {ORGANISATION_CLASSES}
  OPTIONAL {{ ?class skos:notation ?notation }}
}} ORDER BY ?notation ?class"""


def read_organisation_classes(store: Store) -> dict[str, str]:
    """Return the notation of each class of organisation, empty if it has none."""
    found: dict[str, str] = {}
    for class_, notation in select(store, _CLASSES):
        found.setdefault(text(class_), text(notation))
    return found


def read_kinds(
    store: Store, language: str = DEFAULT_LANGUAGE
) -> dict[str, Kind]:
    """Return the kinds by notation.

    Raises:
        OntologyError: a kind lacks one of the properties that describe it.
    """
    kinds = {}
    for row in select(store, _kinds_query(language)):
        values = [text(term) for term in row]
        (
            iri,
            notation,
            label,
            from_role,
            to_role,
            shortcut,
            directed,
            colour,
            forth,
            back,
        ) = values
        one_way = directed in ("true", "1")
        if not all((notation, label, from_role, to_role, directed, colour)):
            raise OntologyError(
                f"the kind <{iri}> is incomplete: it needs skos:notation,"
                " rdfs:label, kg:fromRole, kg:toRole,"
                " kg:directed and kg:colour"
            )
        kinds[notation] = Kind(
            iri,
            notation,
            label,
            from_role,
            to_role,
            shortcut,
            one_way,
            colour,
            forth or notation,
            back or ("← " if one_way else "") + (forth or notation),
        )
    return kinds


def read_statuses(
    store: Store, language: str = DEFAULT_LANGUAGE
) -> dict[str, Status]:
    """Return the statuses by notation."""
    return {
        row.notation: row
        for row in (
            Status(*_values(terms))
            for terms in select(store, _statuses_query(language))
        )
    }


def read_types(
    store: Store, language: str = DEFAULT_LANGUAGE
) -> dict[str, OrganisationType]:
    """Return the types of organisation by notation."""
    return {
        row.notation: row
        for row in (
            OrganisationType(*_values(terms))
            for terms in select(store, _types_query(language))
        )
    }


def check_notations(
    known: dict[str, object], chosen: tuple[str, ...], what: str
) -> None:
    """Raise NameNotFound, with near names, for a notation that the ontology does not have."""
    for notation in chosen:
        if notation not in known:
            told = (
                f"known are {', '.join(known)}"
                if known
                else "the graph holds no ontology that names any"
            )
            raise NameNotFound(
                what, notation, nearest(notation, known, 50), told
            )


def _values(terms: tuple[Term | None, ...]) -> list[str]:
    return [text(term) for term in terms]
