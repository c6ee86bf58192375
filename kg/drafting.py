"""What a curator wants to record, as triples and the file they belong in. Nothing is written here."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import AmbiguousName, EvidenceError, NameNotFound, ParameterError
from kg.minting import mint, read_space
from kg.names import resolve
from kg.ontology import check_notations, read_types
from kg.passages import digest
from kg.query import select
from kg.store import MemoryStore
from kg.tables import JOINER
from kg.vocabulary import RDF_TYPE, XSD_DATE, node, shorten

Period = tuple[str | None, str | None]
"""First and last day of something; None where unknown."""
_CLASSES = {"organisation": "org:FormalOrganization", "unit": "org:OrganizationalUnit",
            "collaboration": "org:OrganizationalCollaboration"}  # fmt: skip
CLASSES = tuple(_CLASSES)


@dataclass(frozen=True, slots=True)
class Draft:
    """Triples to add to a file of the workspace, and the resource they are about."""

    file: str
    """Path from the workspace's root."""
    iri: str
    triples: tuple[ox.Triple, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A source's document."""

    name: str
    content: bytes

    def decoded(self) -> str:
        """Return the text.

        Raises:
            EvidenceError: it is not UTF-8.
        """
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise EvidenceError(f"{self.name}: is not UTF-8 (byte {error.start}); save the text as UTF-8") from error


@dataclass(slots=True)
class Statements:
    """Collects triples; what has no value is left out."""

    found: list[ox.Triple] = field(default_factory=list)

    def say(self, subject: str, predicate: str, value: str | ox.NamedNode | ox.Literal | None) -> None:
        """Add a triple; a str is a plain literal."""
        if value is not None and value != "":
            term = ox.Literal(value) if isinstance(value, str) else value
            self.found.append(ox.Triple(ox.NamedNode(subject), node(predicate) if predicate != "a" else RDF_TYPE, term))


def refuse_odd(what: str, text: str) -> str:
    """Return a text in composed letters and with single blanks; refuse one that is empty or has what does not show.

    Raises:
        ParameterError: it is empty, or has a control or formatting character.
    """
    text = unicodedata.normalize("NFC", "".join(" " if unicodedata.category(c) == "Zs" else c for c in text))
    odd = next((c for c in JOINER.sub("", text) if not c.isprintable()), None)
    if odd is not None:
        raise ParameterError(f"{what} has the character U+{ord(odd):04X}, which does not show; take it out")
    if not text.strip():
        raise ParameterError(f"{what} is empty; say something")
    return " ".join(text.split())


def english(text: str, language: str = "en") -> ox.Literal:
    """Return a text with its language.

    Raises:
        ParameterError: there is no such language.
    """
    try:
        return ox.Literal(text, language=language)
    except ValueError as error:
        raise ParameterError(f"{language!r} is no language; write it as in en, de or de-LU") from error


def day_literal(text: str | None) -> ox.Literal | None:
    """Return a day as xsd:date, None where there is none."""
    return ox.Literal(text, datatype=XSD_DATE) if text else None


def draft_source(
    store: MemoryStore, text: Text, title: str, issued: str | None, between: Period, language: str, note: str | None,
    chosen: str | None,
) -> Draft:  # fmt: skip
    """Return a source: its file name, title, language, hash and dating.

    Raises:
        ParameterError: the text or its name is known already.
        EvidenceError: it is empty or not UTF-8.
    """
    title = refuse_odd("the title", title)
    if not text.decoded().strip():
        raise EvidenceError(f"{text.name}: is empty; a source has words")
    known = "SELECT ?iri ?title WHERE { ?iri kg:textSHA256 ?hash ; dcterms:title ?title ; dcterms:identifier ?name }"
    for bound, value in (("hash", digest(text.content)), ("name", text.name)):
        for found, other in select(store, known, {bound: ox.Literal(value)}):
            same = "this text" if bound == "hash" else f"a file called {text.name}"
            raise ParameterError(f"{same} is known as {shorten(found.value)} ({other.value}); use that source")  # type: ignore[union-attr]
    iri = mint(read_space(store).sources, title, chosen, taken_iris(store))
    told = Statements()
    told.say(iri, "a", node("schema:CreativeWork"))
    told.say(iri, "dcterms:title", english(title, language))
    told.say(iri, "dcterms:identifier", text.name)
    told.say(iri, "dcterms:language", language)
    told.say(iri, "kg:textSHA256", digest(text.content))
    told.say(iri, "dcterms:issued", day_literal(issued))
    told.say(iri, "kg:issuedEarliest", day_literal(between[0]))
    told.say(iri, "kg:issuedLatest", day_literal(between[1]))
    told.say(iri, "skos:editorialNote", english(refuse_odd("the note", note)) if note else None)
    return Draft("data/sources.ttl", iri, tuple(told.found))


def draft_organisation(
    store: MemoryStore, name: str, aliases: Sequence[str], class_: str, type_: str | None, country: str | None,
    matches: Iterable[str], chosen: str | None,
) -> Draft:  # fmt: skip
    """Return an organisation.

    Raises:
        ParameterError: one of its names is another's, or the country or class is unknown.
        NameNotFound: the ontology has no such type.
    """
    names = [refuse_odd("the name", name), *(refuse_odd("an alias", alias) for alias in aliases)]
    for own in names:
        _refuse_known(store, own)
    if class_ not in _CLASSES:
        raise ParameterError(f"{class_!r} is no class of organisation; known are {', '.join(_CLASSES)}")
    types = read_types(store)
    check_notations(dict(types), (type_,) if type_ else (), "type of organisation")
    if country is not None and not re.fullmatch(r"[A-Za-z]{2}", country):
        raise ParameterError(f"{country!r} is no country code; give the two letters of ISO 3166, such as LU")
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
        raise ParameterError(f"{text!r} is no ROR identifier; it looks like https://ror.org/036x5ad56")
    return f"https://ror.org/{last}"


def taken_iris(store: MemoryStore) -> set[str]:
    """Return every IRI that is described already."""
    return {iri.value for (iri,) in select(store, "SELECT DISTINCT ?s WHERE { ?s ?p ?o }")}  # type: ignore[union-attr]
