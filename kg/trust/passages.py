"""Passages of texts: cut out by span, fixed by hash, found again, and searched for names and cues.

A position counts Unicode code points of the text as the file spells it: no newline is translated.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

WINDOW = 200
"""Code points on either side of a passage in which the names of the parties are looked for."""
_REACH = 5000
"""How far from a recorded start or end its other end is looked for, in code points."""
_ACRONYM = 5
"""A word with capitals is an acronym up to this many letters, and then keeps its case: LIST is not
list."""
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
)


class Span(NamedTuple):
    """Where a passage is in a text: its first code point, counted from 0, and the one after its last."""

    start: int
    end: int

    def shifted(self, shift: int) -> "Span":
        """Return the span of the same length that begins so many code points later."""
        return Span(self.start + shift, self.end + shift)


class _Wanted(NamedTuple):
    """A name in the form in which it is looked for, and whether the case of its letters matters."""

    words: str
    keeps_case: bool


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal."""
    from hashlib import (
        sha256,
    )  # here, so that `kg --help` does not load OpenSSL

    return sha256(
        text.encode("utf-8") if isinstance(text, str) else text
    ).hexdigest()


def holds(text: str, span: Span, wanted: str) -> bool:
    """Whether a span lies inside a text, is not empty, and has this hash."""
    start, end = span
    return 0 <= start < end <= len(text) and digest(text[start:end]) == wanted


def find_passage(
    text: str, span: Span, wanted: str, shifts: Iterable[int] = ()
) -> Span | None:
    """Find by its hash a passage that is no longer at its span: elsewhere, or with one end elsewhere.

    Args:
        shifts: how far other passages of this text have moved; tried first, as whole parts of a
            text move together.
    """
    for shift in shifts:
        moved = span.shifted(shift)
        if holds(text, moved, wanted):
            return moved
    length = span.end - span.start
    if span.start < 0 or length < 1:
        return None
    starts = range(len(text) - length + 1)
    found = [
        start
        for start in starts
        if digest(text[start : start + length]) == wanted
    ]
    if found:
        nearest = min(found, key=lambda start: (abs(start - span.start), start))
        return Span(nearest, nearest + length)
    return _with_other_end(text, span.start, wanted) or _with_other_start(
        text, span.end, wanted
    )


def _with_other_end(text: str, start: int, wanted: str) -> Span | None:
    from hashlib import sha256

    hashed = sha256()
    for end in range(start, min(len(text), start + _REACH)):
        hashed.update(text[end].encode("utf-8"))
        if hashed.copy().hexdigest() == wanted:
            return Span(start, end + 1)
    return None


def _with_other_start(text: str, end: int, wanted: str) -> Span | None:
    last = min(end, len(text)) - 1
    before_first = max(-1, end - _REACH)
    for start in range(last, before_first, -1):
        span = Span(start, end)
        if holds(text, span, wanted):
            return span
    return None


def around(text: str, span: Span, window: int) -> str:
    """Return a passage with the text on both sides of it."""
    return text[max(0, span.start - window) : span.end + window]


def occurs(name: str, text: str) -> bool:
    """Whether a name occurs in a text as whole words, whatever its accents, dashes and line breaks.

    Case is ignored, but not of acronyms.
    """
    words, keeps_case = _sought(name)
    if not words:
        return False
    there = _plain(text) if keeps_case else _folded(text)
    start = there.find(words)
    while start >= 0:
        if _is_whole(there, start, start + len(words)):
            return True
        start = there.find(words, start + 1)
    return False


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a part of a text begins and ends where words do."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (_goes_on(before, text[start]) or _goes_on(after, text[end - 1]))


def _goes_on(beside: str, edge: str) -> bool:
    """Whether a word goes on beyond its first or last character, by the character next to it."""
    return _has_case(edge) and (beside.isalnum() or beside == "_")


@lru_cache(maxsize=1024)
def _sought(name: str) -> _Wanted:
    if _is_acronym(name):
        return _Wanted(_plain(name), keeps_case=True)
    return _Wanted(_folded(name), keeps_case=False)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return _plain(text).casefold()


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """Return a text without accents, with one kind of dash and apostrophe and single spaces."""
    if text.isascii():
        return " ".join(text.split())
    import unicodedata  # not needed by `kg --help`, which imports this module for a number

    decomposed = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


def _is_acronym(name: str) -> bool:
    if " " in name.strip():
        return False
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) <= _ACRONYM and capitals > 1


def _has_case(character: str) -> bool:
    """Whether spaces part words of this character: true of scripts with case, and of digits."""
    return character.lower() != character.upper() or character.isdigit()
