"""A source that a curator records, as a draft."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.curate.draft import (
    Draft,
    Period,
    Statements,
    Taken,
    day_literal,
    english,
    refuse_odd,
)
from kg.curate.iris import mint, read_space
from kg.errors import EvidenceError, ParameterError
from kg.model.terms import text
from kg.model.vocabulary import node, shorten
from kg.store.base import MemoryStore
from kg.store.query import select
from kg.trust.passages import digest
from kg.workspace.texts import Text

_KNOWN = """
SELECT ?iri ?title WHERE {
  ?iri kg:textSHA256 ?hash ; dcterms:title ?title ; dcterms:identifier ?name
} ORDER BY ?iri ?title"""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A document as a curator describes it."""

    document: Text
    title: str
    language: str = "en"
    issued: str | None = None
    """The day it is dated, if it is."""
    between: Period = (None, None)
    """First and last day that an undated document can be of."""
    note: str | None = None
    slug: str | None = None


def draft_source(store: MemoryStore, new: NewSource) -> Draft:
    """Return a source: its file name, title, language, hash and dating.

    Raises:
        ParameterError: the text or its name is known already.
        EvidenceError: it is empty or not UTF-8.
    """
    title = refuse_odd("the title", new.title)
    if not new.document.decoded().strip():
        raise EvidenceError(
            f"{new.document.name}: is empty; a source has words"
        )
    _refuse_known(store, new.document)
    iri = mint(read_space(store).sources, title, new.slug, Taken(store))
    statements = Statements()
    statements.say(iri, "a", node("schema:CreativeWork"))
    statements.say(iri, "dcterms:title", english(title, new.language))
    statements.say(iri, "dcterms:identifier", new.document.name)
    statements.say(iri, "dcterms:language", new.language)
    statements.say(iri, "kg:textSHA256", digest(new.document.content))
    _say_dates(statements, iri, new)
    if new.note:
        note = english(refuse_odd("the note", new.note))
        statements.say(iri, "skos:editorialNote", note)
    return Draft("data/sources.ttl", iri, tuple(statements.found))


def _say_dates(statements: Statements, iri: str, new: NewSource) -> None:
    earliest, latest = new.between
    statements.say(iri, "dcterms:issued", day_literal(new.issued))
    statements.say(iri, "kg:issuedEarliest", day_literal(earliest))
    statements.say(iri, "kg:issuedLatest", day_literal(latest))


def _refuse_known(store: MemoryStore, document: Text) -> None:
    for found, title in select(
        store, _KNOWN, {"hash": ox.Literal(digest(document.content))}
    ):
        _refuse("this text", text(found), text(title))
    for found, title in select(
        store, _KNOWN, {"name": ox.Literal(document.name)}
    ):
        _refuse(f"a file called {document.name}", text(found), text(title))


def _refuse(known: str, iri: str, title: str) -> None:
    raise ParameterError(
        f"{known} is known as {shorten(iri)} ({title}); use that source"
    )
