"""A source that a curator records, as a draft."""

import pyoxigraph as ox

from kg.curate.draft import Draft, Period, Statements, day_literal, english, refuse_odd, taken_iris
from kg.curate.iris import mint, read_space
from kg.errors import EvidenceError, ParameterError
from kg.model.terms import text
from kg.model.vocabulary import node, shorten
from kg.store.base import MemoryStore
from kg.store.query import select
from kg.trust.passages import digest
from kg.workspace.texts import Text


def draft_source(
    store: MemoryStore, document: Text, title: str, issued: str | None, between: Period, language: str, note: str | None,
    chosen: str | None,
) -> Draft:  # fmt: skip
    """Return a source: its file name, title, language, hash and dating.

    Raises:
        ParameterError: the text or its name is known already.
        EvidenceError: it is empty or not UTF-8.
    """
    title = refuse_odd("the title", title)
    if not document.decoded().strip():
        raise EvidenceError(f"{document.name}: is empty; a source has words")
    known = "SELECT ?iri ?title WHERE { ?iri kg:textSHA256 ?hash ; dcterms:title ?title ; dcterms:identifier ?name }"
    for bound, value in (("hash", digest(document.content)), ("name", document.name)):
        for found, other in select(store, known, {bound: ox.Literal(value)}):
            same = "this text" if bound == "hash" else f"a file called {document.name}"
            raise ParameterError(
                f"{same} is known as {shorten(text(found))} ({text(other)}); use that source"
            )
    iri = mint(read_space(store).sources, title, chosen, taken_iris(store))
    told = Statements()
    told.say(iri, "a", node("schema:CreativeWork"))
    told.say(iri, "dcterms:title", english(title, language))
    told.say(iri, "dcterms:identifier", document.name)
    told.say(iri, "dcterms:language", language)
    told.say(iri, "kg:textSHA256", digest(document.content))
    told.say(iri, "dcterms:issued", day_literal(issued))
    told.say(iri, "kg:issuedEarliest", day_literal(between[0]))
    told.say(iri, "kg:issuedLatest", day_literal(between[1]))
    told.say(iri, "skos:editorialNote", english(refuse_odd("the note", note)) if note else None)
    return Draft("data/sources.ttl", iri, tuple(told.found))
