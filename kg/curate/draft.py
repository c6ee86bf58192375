"""A draft: the triples that a curator wants to add to a file of the workspace.

Nothing is written here.
"""

import unicodedata
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.ask.tables import JOINER
from kg.errors import ParameterError
from kg.model.vocabulary import RDF_TYPE, XSD_DATE, node
from kg.store.base import MemoryStore

Period = tuple[str | None, str | None]
"""First and last day of something; None where unknown."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Triples to add to a file of the workspace, and the resource they are about."""

    file: str
    """Path from the workspace's root."""
    iri: str
    triples: tuple[ox.Triple, ...]


@dataclass(slots=True)
class Statements:
    """Collects triples; what has no value is left out."""

    found: list[ox.Triple] = field(default_factory=list)

    def say(
        self,
        subject: str,
        predicate: str,
        value: str | ox.NamedNode | ox.Literal | None,
    ) -> None:
        """Add a triple; a str is a plain literal."""
        if value is None or value == "":
            return
        property_ = RDF_TYPE if predicate == "a" else node(predicate)
        term = ox.Literal(value) if isinstance(value, str) else value
        self.found.append(ox.Triple(ox.NamedNode(subject), property_, term))


def refuse_odd(what: str, text: str) -> str:
    """Return a text in composed letters and with single spaces.

    Raises:
        ParameterError: it is empty, or has a control or formatting character, which would
            not be seen.
    """
    spaced = "".join(
        " " if unicodedata.category(c) == "Zs" else c for c in text
    )
    text = unicodedata.normalize("NFC", spaced)
    odd = next((c for c in JOINER.sub("", text) if not c.isprintable()), None)
    if odd is not None:
        raise ParameterError(
            f"{what} has the character U+{ord(odd):04X}, which does not show; take it out"
        )
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
        raise ParameterError(
            f"{language!r} is no language; write it as in en, de or de-LU"
        ) from error


def day_literal(text: str | None) -> ox.Literal | None:
    """Return a day as xsd:date, None where there is none."""
    return ox.Literal(text, datatype=XSD_DATE) if text else None


@dataclass(frozen=True, slots=True)
class Taken:
    """The IRIs that a store describes already: a new one is none of them."""

    store: MemoryStore

    def __contains__(self, iri: object) -> bool:
        """Whether there is a statement about an IRI."""
        subject = ox.NamedNode(str(iri))
        about = self.store.inner.quads_for_pattern(
            subject, None, None, ox.DefaultGraph()
        )
        return next(about, None) is not None
