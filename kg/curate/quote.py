"""The place in a text of the words that a curator quotes."""

import re

from kg.errors import EvidenceError
from kg.trust.passages import Span


def find_words(text: str, words: str, name: str) -> Span:
    """Return where the words of a passage stand in a text, whatever its white space.

    Raises:
        EvidenceError: they stand nowhere, or in several places.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = (
        [match.span() for match in re.finditer(pattern, text)]
        if pattern
        else []
    )
    if len(found) == 1:
        return Span(*found[0])
    if found:
        places = "".join(
            f"\n  --span {a}:{b}  {_shown(text, a, b)}" for a, b in found[:5]
        )
        raise EvidenceError(
            f"{name}: these words stand in {len(found)} places;"
            f" give more of them, or one of{places}"
        )
    from rapidfuzz import fuzz

    near = fuzz.partial_ratio_alignment(words, text, score_cutoff=70)
    if near is None:
        raise EvidenceError(
            f"{name}: these words are not in the text;"
            " copy some words of it, or give --span START:END"
        )
    start, end = _whole_words(text, near.dest_start, near.dest_end)
    raise EvidenceError(
        f"{name}: these words are not in the text; the nearest is\n"
        f"  --span {start}:{end}  {_shown(text, start, end)}"
    )


def _whole_words(text: str, start: int, end: int) -> Span:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Span(start, end)


def _shown(text: str, start: int, end: int) -> str:
    """Return a passage in brackets, with some of the text around it."""
    before = text[max(0, start - 30) : start]
    passage = text[start:end]
    after = text[end : end + 30]
    return " ".join(f"…{before}[{passage}]{after}…".split())


def check_span(text: str, span: Span, name: str) -> Span:
    """Return a span that lies in a text and is not empty.

    Raises:
        EvidenceError: it does not, or is.
    """
    start, end = span
    if not 0 <= start < end <= len(text):
        raise EvidenceError(
            f"{name}: the span {start}:{end} does not fit;"
            f" the text has {len(text)} characters, counted from 0"
        )
    if not text[start:end].strip():
        raise EvidenceError(
            f"{name}: the span {start}:{end} holds only white space"
        )
    return span
