"""Terms of RDF and tables of them, as values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.model.vocabulary import node

LABELS = tuple(
    node(name) for name in ("skos:prefLabel", "rdfs:label", "dcterms:title")
)
"""What names a resource, the best first."""
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
"""Every sort of term.

A triple term (RDF 1.2) is legal wherever an object is: nothing may count on another sort.
"""
_WITH_VALUE = (ox.NamedNode, ox.Literal)
CAN_BE_SUBJECT = (ox.NamedNode, ox.BlankNode)
"""Sorts of terms that statements are about, in RDF 1.2 as well."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of terms; None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


def text(term: Term | None) -> str:
    """Return a term of any sort as text.

    Returns:
        the IRI of a named node, the value of a literal, `_:label` of a blank
        node, `<<( s p o )>>` of a triple term, and nothing for None, which
        stands for an unbound variable.
    """
    if term is None:
        return ""
    if isinstance(term, _WITH_VALUE):
        return term.value
    if isinstance(term, ox.Triple):
        return f"<<( {term} )>>"
    return str(term)


def as_literal(term: Term) -> ox.Literal:
    """Return a term as a literal: itself, or its text if it is of another sort."""
    return term if isinstance(term, ox.Literal) else ox.Literal(text(term))


def make_triples(rows: Iterable[Sequence[Term | None]]) -> Iterator[ox.Triple]:
    """Yield a triple for each row of three terms.

    A row that cannot be one is left out: its subject is a literal, or its predicate is not an IRI.
    """
    for subject, predicate, value in rows:
        if not isinstance(subject, CAN_BE_SUBJECT) or not isinstance(
            predicate, ox.NamedNode
        ):
            continue
        if value is not None:
            yield ox.Triple(subject, predicate, value)


def as_resource(name: str) -> ox.NamedNode | ox.BlankNode:
    """Return the named node or blank node that `text` gave this text for."""
    if name.startswith("_:"):
        return ox.BlankNode(name.removeprefix("_:"))
    return ox.NamedNode(name)


def english_first(term: object) -> tuple[bool, str, str]:
    """Return what labels are sorted by: the English one is the first, then by language."""
    language = (isinstance(term, ox.Literal) and term.language) or ""
    return language != "en", language, str(term)
