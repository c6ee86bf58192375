"""IRIs that people can read, made from names.

Beside each other in the space that the dataset describes.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from itertools import count

from kg.errors import ParameterError
from kg.model.terms import text
from kg.store.base import Store
from kg.store.query import select

MAX_WORDS = 8
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TELLING = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "&": " and ",
    }
)


@dataclass(frozen=True, slots=True)
class Space:
    """Where a dataset mints: `id/` for organisations, and beside it the others."""

    organisations: str

    @property
    def _parent(self) -> str:
        return re.sub("/id/$", "/", self.organisations)

    @property
    def relationships(self) -> str:
        """Namespace of relationships."""
        return f"{self._parent}relationship/"

    @property
    def evidence(self) -> str:
        """Namespace of evidence and its selectors."""
        return f"{self._parent}evidence/"

    @property
    def sources(self) -> str:
        """Namespace of sources."""
        return f"{self._parent}source/"


def read_space(store: Store) -> Space:
    """Return the space that the dataset's `void:uriSpace` names.

    Raises:
        ParameterError: it names none, or none that ends with / or #.
    """
    rows = select(
        store,
        "SELECT ?space WHERE { ?d a dcat:Dataset ; void:uriSpace ?space } ORDER BY ?space",
    )
    found = text(rows[0][0]) if rows else ""
    if not found.endswith(("/", "#")):
        raise ParameterError(
            "data/dataset.ttl does not say where new IRIs go;"
            " give it a void:uriSpace that ends with /id/"
        )
    return Space(found)


def slug(name: str) -> str:
    """Return a name as lower-case ASCII words joined by hyphens.

    Returns:
        at most MAX_WORDS words; nothing if the name has no Latin letter or digit.
    """
    spelt = name.casefold().translate(_TELLING)
    letters = unicodedata.normalize("NFKD", spelt)
    plain = letters.encode("ascii", "ignore").decode()
    without_apostrophes = plain.replace("'", "")
    words = re.findall(r"[a-z0-9]+", without_apostrophes)
    return "-".join(words[:MAX_WORDS])


def mint(
    namespace: str, name: str, chosen: str | None, taken: Container[str]
) -> str:
    """Return a new IRI: from the slug that was chosen, else from a name.

    Raises:
        ParameterError: the choice is no slug, the name yields none, or the IRI is taken.
    """
    last = chosen if chosen is not None else slug(name)
    if not _SLUG.fullmatch(last):
        reason = f"{name!r} has no Latin letters for an IRI"
        if chosen:
            reason = f"{chosen!r} cannot be the last part of an IRI"
        raise ParameterError(
            f"{reason}; give --id in lower-case letters, digits and hyphens"
        )
    iri = namespace + last
    if iri in taken:
        raise ParameterError(
            f"<{iri}> is taken already; use it if it is the same, else give --id"
        )
    return iri


def first_free(iri: str, taken: Container[str], appended: str) -> str:
    """Return an IRI, or the first of `…-2`, `…-3` …, that is not taken.

    Neither is it taken with the appended text.
    """
    numbered = (
        iri if number == 1 else f"{iri}-{number}" for number in count(1)
    )
    return next(
        free
        for free in numbered
        if free not in taken and free + appended not in taken
    )
