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
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
"""The words of which a query has one outside its groups."""


class Token(NamedTuple):
    """A piece of a query: what it is, its text, and where it starts (code points from 0)."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query without comments and white space; characters that fit nowhere are marks."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup and match.lastgroup != "comment":
            yield Token(match.lastgroup, match.group(), match.start())


def first_comment(text: str) -> int | None:
    """Return where the first comment of SPARQL or Turtle text starts, None where it has none."""
    return next(
        (match.start() for match in _TOKEN.finditer(text) if match.lastgroup == "comment"), None
    )


def line_and_column(query: str, offset: int) -> tuple[int, int]:
    """Return the place of a code point as line and column, both from 1."""
    return query.count("\n", 0, offset) + 1, offset - (query.rfind("\n", 0, offset) + 1) + 1
