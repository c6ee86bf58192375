"""Passages of texts, which are fixed by a hash and can be found again.

They are also searched for names and cues. A position counts Unicode code points
of the text as it is in the file: no newline is translated.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

WINDOW = 200
"""Code points on either side of a passage in which the names of the parties are looked for."""
_REACH = 5000
"""How far from a recorded start or end its other end is looked for, in code points."""
_ACRONYM = 5
"""A word with capitals is an acronym if it has at most so many letters.

The case of an acronym matters: LIST is not list.
"""
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
)


class Span(NamedTuple):
    """The place of a passage in a text, in code points counted from 0."""

    start: int
    """The first code point."""
    end: int
    """The code point after the last."""

    def shifted(self, shift: int) -> "Span":
        """Return the span of the same length that begins so many code points later."""
        return Span(self.start + shift, self.end + shift)


class _Wanted(NamedTuple):
    """A name in the form in which it is looked for."""

    words: str
    keeps_case: bool


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal."""
    from hashlib import sha256  # loads OpenSSL, which `kg --help` must not

    content = text.encode("utf-8") if isinstance(text, str) else text
    return sha256(content).hexdigest()


def holds(text: str, span: Span, wanted: str) -> bool:
    """Return whether a span is in a text, is not empty, and has this hash."""
    start, end = span
    is_inside = 0 <= start < end <= len(text)
    return is_inside and digest(text[start:end]) == wanted


def find_passage(
    text: str, span: Span, wanted: str, shifts: Iterable[int] = ()
) -> Span | None:
    """Find by its hash a passage that is no longer at its span.

    It is elsewhere, or one of its ends is elsewhere.

    Args:
        shifts: how far other passages of this text have moved; tried first, as
            whole parts of a text move together.
    """
    for shift in shifts:
        moved = span.shifted(shift)
        if holds(text, moved, wanted):
            return moved
    length = span.end - span.start
    if span.start < 0 or length < 1:
        return None
    starts = [
        start
        for start in range(len(text) - length + 1)
        if digest(text[start : start + length]) == wanted
    ]
    if starts:
        # The first of the two if there are two at the same distance.
        nearest = min(starts, key=lambda start: abs(start - span.start))
        return Span(nearest, nearest + length)
    longer_or_shorter = _with_other_end(text, span.start, wanted)
    return longer_or_shorter or _with_other_start(text, span.end, wanted)


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
    """Return whether a name occurs in a text as whole words.

    Accents, the sort of dashes, and line breaks do not matter. Case matters
    only in acronyms.
    """
    words, keeps_case = _sought(name)
    if not words:
        return False
    searched = _plain(text) if keeps_case else _folded(text)
    start = searched.find(words)
    while start >= 0:
        if _is_whole(searched, start, start + len(words)):
            return True
        start = searched.find(words, start + 1)
    return False


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text begins and ends where words do."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if _goes_on(text[start], before):
        return False
    return not _goes_on(text[end - 1], after)


def _goes_on(edge: str, beside: str) -> bool:
    """Return whether a word goes on beyond its first or last character.

    Args:
        edge: the character.
        beside: the character next to it, empty at the end of the text.
    """
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
    import unicodedata  # `kg --help` imports this module and does not need it

    decomposed = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    letters = [c for c in decomposed if not unicodedata.combining(c)]
    return " ".join("".join(letters).split())


def _is_acronym(name: str) -> bool:
    if " " in name.strip():
        return False
    letters = [c for c in name if c.isalpha()]
    capitals = [c for c in letters if c.isupper()]
    return len(letters) <= _ACRONYM and len(capitals) > 1


def _has_case(character: str) -> bool:
    """Return whether words of this character are separated by spaces.

    This is true of scripts with upper and lower case, and of digits.
    """
    return character.lower() != character.upper() or character.isdigit()
