"""An organisation that a curator records, as a draft."""

import re
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ask.names import called
from kg.ask.ontology import (
    check_notations,
    read_organisation_classes,
    read_types,
)
from kg.curate.draft import Draft, Statements, Taken, english, refuse_odd
from kg.curate.iris import mint, read_space
from kg.errors import AmbiguousName, ParameterError
from kg.model.vocabulary import shorten
from kg.store.base import MemoryStore


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation as a curator describes it."""

    name: str
    aliases: tuple[str, ...] = ()
    class_: str = "organisation"
    type_: str | None = None
    country: str | None = None
    matches: tuple[str, ...] = ()
    """IRIs of the same organisation in registers."""
    slug: str | None = None


def draft_organisation(store: MemoryStore, new: NewOrganisation) -> Draft:
    """Return an organisation.

    Raises:
        ParameterError: one of its names is another's, or the country or class is unknown.
        NameNotFound: the ontology has no such type.
    """
    name = refuse_odd("the name", new.name)
    aliases = [refuse_odd("an alias", alias) for alias in new.aliases]
    for own in (name, *aliases):
        _refuse_known(store, own)
    country = _country_code(new.country)
    class_ = _class_iri(store, new.class_)
    type_ = _type_iri(store, new.type_)
    iri = mint(read_space(store).organisations, name, new.slug, Taken(store))
    statements = Statements()
    statements.say(iri, "a", class_)
    statements.say(iri, "skos:prefLabel", english(name))
    for alias in aliases:
        statements.say(iri, "skos:altLabel", alias)
    statements.say(iri, "org:classification", type_)
    statements.say(iri, "schema:addressCountry", country)
    for match in new.matches:
        statements.say(iri, "skos:exactMatch", ox.NamedNode(match))
    return Draft("data/organisations.ttl", iri, tuple(statements.found))


def _country_code(written: str | None) -> str | None:
    """Return a country code in capitals.

    Raises:
        ParameterError: it does not have two letters.
    """
    if written is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{2}", written):
        raise ParameterError(
            f"{written!r} is no country code; give the two letters of ISO 3166,"
            " such as LU"
        )
    return written.upper()


def _class_iri(store: MemoryStore, notation: str) -> ox.NamedNode:
    known: dict[str, str] = {}
    for iri, own in read_organisation_classes(store).items():
        if own:
            known.setdefault(own, iri)
    if notation not in known:
        raise ParameterError(
            f"{notation!r} is no class of organisation; known are"
            f" {', '.join(known)}"
        )
    return ox.NamedNode(known[notation])


def _type_iri(store: MemoryStore, notation: str | None) -> ox.NamedNode | None:
    if notation is None:
        return None
    types = read_types(store)
    check_notations(dict(types), (notation,), "type of organisation")
    return ox.NamedNode(types[notation].iri)


def _refuse_known(store: MemoryStore, name: str) -> None:
    """Refuse a name that an organisation has already."""
    found = called(store, name)
    if len(found) == 1:
        known = shorten(next(iter(found)))
        raise ParameterError(
            f"{name!r} is a name of {known} already; use that one, or give a name that tells this"
            " organisation apart"
        )
    if found:
        candidates = sorted(
            f"{label} ({shorten(iri)})" for iri, label in found.items()
        )
        error = AmbiguousName("organisation", name, candidates)
        raise ParameterError(f"{error}; a third would not be told apart")


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
