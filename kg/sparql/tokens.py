"""SPARQL split into tokens: enough to refuse, to bind and to explain a query without parsing it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
                  |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<curie>(?:[^\W\d_][\w.-]*)?:(?:[\w:%~-]++|\\.|\.++(?=[\w:%~\\-]))*+)
      | (?P<word>[^\W\d]\w*)
      | (?P<number>\d[\d.eE]*)
      | (?P<mark>[^\w\s])""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query."""

    kind: str
    """The name of its group in the expression above, such as `word` or `mark`."""
    text: str
    start: int
    """Where it starts, in code points from 0."""
    depth: int = 0
    """How many brackets are around it; a bracket is as deep as its twin."""
    bracket: str = ""
    """The innermost bracket that is open around it."""


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query without comments and white space.

    A character that belongs to no token of SPARQL is a mark.
    """
    brackets = [""]
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup
        if kind is None or kind == "comment":
            continue
        text = match.group()
        is_mark = kind == "mark"
        if is_mark and text in ")]}" and len(brackets) > 1:
            brackets.pop()
        yield Token(kind, text, match.start(), len(brackets) - 1, brackets[-1])
        if is_mark and text in "([{":
            brackets.append(text)


def first_comment(text: str) -> int | None:
    """Return where the first comment of SPARQL or Turtle text starts, None where it has none."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "comment":
            return match.start()
    return None


def line_and_column(query: str, offset: int) -> tuple[int, int]:
    """Return the place of a code point as line and column, both from 1."""
    line = query.count("\n", 0, offset) + 1
    line_start = query.rfind("\n", 0, offset) + 1
    return line, offset - line_start + 1
