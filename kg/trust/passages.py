"""Passages of texts: cut out by span, fixed by hash, found again, and searched for names and cues.

A position counts Unicode code points of the text as the file spells it: no newline is translated.
"""

from collections.abc import Iterable
from functools import lru_cache

Span = tuple[int, int]
WINDOW = 200
"""Code points on either side of a passage in which the names of the parties are looked for."""
_REACH = 5000
"""How far from a recorded start or end its other end is looked for, in code points."""
_ACRONYM = 5
"""A word with capitals is an acronym up to this many letters, and then keeps its case: LIST is not list."""
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal."""
    from hashlib import sha256  # here, so that `kg --help` does not load OpenSSL

    return sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


def holds(text: str, span: Span, wanted: str) -> bool:
    """Whether a span lies inside a text, is not empty, and has this hash."""
    start, end = span
    return 0 <= start < end <= len(text) and digest(text[start:end]) == wanted


def find_passage(text: str, span: Span, wanted: str, shifts: Iterable[int] = ()) -> Span | None:
    """Find by its hash a passage that is no longer at its span: elsewhere, or with one of its ends elsewhere.

    Args:
        shifts: how far other passages of this text have moved; tried first, as whole parts of a text move together.
    """
    start, end = span
    for shift in shifts:
        if holds(text, (start + shift, end + shift), wanted):
            return start + shift, end + shift
    length = end - start
    if start < 0 or length < 1:
        return None
    found = [i for i in range(len(text) - length + 1) if digest(text[i : i + length]) == wanted]
    if found:
        nearest = min(found, key=lambda i: (abs(i - start), i))
        return nearest, nearest + length
    return _other_end(text, start, wanted) or _other_start(text, end, wanted)


def _other_end(text: str, start: int, wanted: str) -> Span | None:
    from hashlib import sha256

    hashed = sha256()
    for end in range(start, min(len(text), start + _REACH)):
        hashed.update(text[end].encode("utf-8"))
        if hashed.copy().hexdigest() == wanted:
            return start, end + 1
    return None


def _other_start(text: str, end: int, wanted: str) -> Span | None:
    starts = range(min(end, len(text)) - 1, max(-1, end - _REACH), -1)
    return next(((start, end) for start in starts if holds(text, (start, end), wanted)), None)


def around(text: str, span: Span, window: int) -> str:
    """Return a passage with what stands around it."""
    return text[max(0, span[0] - window) : span[1] + window]


def occurs(name: str, text: str) -> bool:
    """Whether a name occurs in a text as whole words, whatever its accents, kinds of dash and line breaks.

    Case is ignored, but not of acronyms.
    """
    wanted, keeps_case = _sought(name)
    there = _plain(text) if keeps_case else _folded(text)
    start = there.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if not (
            _goes_on(there[start - 1 : start], wanted[0])
            or _goes_on(there[end : end + 1], wanted[-1])
        ):
            return True
        start = there.find(wanted, start + 1)
    return False


def _goes_on(beside: str, edge: str) -> bool:
    """Whether a word goes on beyond its first or last character, by what stands beside this."""
    return _has_case(edge) and (beside.isalnum() or beside == "_")


@lru_cache(maxsize=1024)
def _sought(name: str) -> tuple[str, bool]:
    """Return what to look for, and whether in the case that it is written in."""
    keeps_case = _is_acronym(name)
    return _plain(name) if keeps_case else _folded(name), keeps_case


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
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _is_acronym(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return (
        " " not in name.strip()
        and len(letters) <= _ACRONYM
        and sum(c.isupper() for c in letters) > 1
    )


def _has_case(character: str) -> bool:
    """Whether words are parted from this character by spaces: true of scripts with case, and of digits."""
    return character.lower() != character.upper() or character.isdigit()
