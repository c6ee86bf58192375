"""Passages of texts: cut out by span, fixed by hash, found again, and searched for names and cues.

A position counts Unicode code points of the text as the file spells it: no newline is translated.
"""

import re
import unicodedata
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
    wanted, there = _plain(name), _plain(text)
    if not _is_acronym(name):
        wanted, there = wanted.casefold(), there.casefold()
    before = r"(?<!\w)" if _has_case(wanted[:1]) else ""
    after = r"(?!\w)" if _has_case(wanted[-1:]) else ""
    return bool(wanted) and re.search(before + re.escape(wanted) + after, there) is not None


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """Return a text without accents, with one kind of dash and apostrophe and single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _is_acronym(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return " " not in name.strip() and len(letters) <= _ACRONYM and sum(c.isupper() for c in letters) > 1


def _has_case(character: str) -> bool:
    """Whether words are parted from this character by spaces: true of scripts with case, and of digits."""
    return character.lower() != character.upper() or character.isdigit()
