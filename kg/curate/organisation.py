"""An organisation that a curator records, as a draft."""

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.ask.names import resolve
from kg.ask.ontology import check_notations, read_types
from kg.curate.draft import Draft, Statements, english, refuse_odd, taken_iris
from kg.curate.iris import mint, read_space
from kg.errors import AmbiguousName, NameNotFound, ParameterError
from kg.model.vocabulary import node, shorten
from kg.store.base import MemoryStore

_CLASSES = {
    "organisation": "org:FormalOrganization",
    "unit": "org:OrganizationalUnit",
    "collaboration": "org:OrganizationalCollaboration",
}
CLASSES = tuple(_CLASSES)


def draft_organisation(
    store: MemoryStore,
    name: str,
    aliases: Sequence[str],
    class_: str,
    type_: str | None,
    country: str | None,
    matches: Iterable[str],
    chosen: str | None,
) -> Draft:
    """Return an organisation.

    Raises:
        ParameterError: one of its names is another's, or the country or class is unknown.
        NameNotFound: the ontology has no such type.
    """
    names = [refuse_odd("the name", name), *(refuse_odd("an alias", alias) for alias in aliases)]
    for own in names:
        _refuse_known(store, own)
    if class_ not in _CLASSES:
        raise ParameterError(
            f"{class_!r} is no class of organisation; known are {', '.join(_CLASSES)}"
        )
    types = read_types(store)
    check_notations(dict(types), (type_,) if type_ else (), "type of organisation")
    if country is not None and not re.fullmatch(r"[A-Za-z]{2}", country):
        raise ParameterError(
            f"{country!r} is no country code; give the two letters of ISO 3166, such as LU"
        )
    iri = mint(read_space(store).organisations, names[0], chosen, taken_iris(store))
    told = Statements()
    told.say(iri, "a", node(_CLASSES[class_]))
    told.say(iri, "skos:prefLabel", english(names[0]))
    for alias in names[1:]:
        told.say(iri, "skos:altLabel", alias)
    told.say(iri, "org:classification", ox.NamedNode(types[type_].iri) if type_ else None)
    told.say(iri, "schema:addressCountry", country.upper() if country else None)
    for match in matches:
        told.say(iri, "skos:exactMatch", ox.NamedNode(match))
    return Draft("data/organisations.ttl", iri, tuple(told.found))


def _refuse_known(store: MemoryStore, name: str) -> None:
    try:
        iri = resolve(store, name)
    except NameNotFound:
        return
    except AmbiguousName as error:
        raise ParameterError(f"{error}; a third would not be told apart") from error
    raise ParameterError(
        f"{name!r} is a name of {shorten(iri)} already; use that one, or give a name that tells this organisation apart"
    )


def ror_iri(text: str) -> str:
    """Return the IRI of a ROR identifier.

    Raises:
        ParameterError: it is none.
    """
    last = text.strip().removeprefix("https://").removeprefix("ror.org/")
    if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}\d\d", last):
        raise ParameterError(
            f"{text!r} is no ROR identifier; it looks like https://ror.org/036x5ad56"
        )
    return f"https://ror.org/{last}"
