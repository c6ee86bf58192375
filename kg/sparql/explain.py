"""Why a query is malformed, in words that help: where, and what was probably meant."""

import re
from typing import NamedTuple

from kg.errors import QueryError
from kg.model.near import nearest
from kg.model.vocabulary import PREFIXES
from kg.sparql.anatomy import QueryText, dissect
from kg.sparql.tokens import line_and_column

KEYWORDS = frozenset(
    """
    SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED OPTIONAL FILTER
    UNION MINUS GRAPH SERVICE SILENT BIND VALUES UNDEF GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET
    AS IN NOT EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES
    DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI
    CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ
    NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI
    ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE A TRUE FALSE
    """.split()  # noqa: SIM905 - a list of 100 quoted words is harder to read
)
_AGGREGATES = frozenset(
    ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
)
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE"))
_UNBOUND = "contains a variable that is unbound"
_PLACE = re.compile(r"error at (\d+):(\d+)")


class _Suspicion(NamedTuple):
    """A place in a query where something is probably wrong, and a hint."""

    start: int
    hint: str


def explain(text: str, message: str) -> QueryError:
    """Turn an engine's syntax error into one that shows the line, a caret and one hint.

    `message` is Oxigraph's: its list of expected tokens is often misleading and is not repeated.
    """
    query = dissect(text)
    found = _suspect(query) or _ungrouped(query, message)
    if found is None:
        hint = "not valid SPARQL here; look for a missing dot or bracket"
        found = _Suspicion(_second_opinion(text, message), hint)
    line, column = line_and_column(text, found.start)
    lines = text.splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    caret = " " * (column - 1) + "^"
    head = f"query, line {line}, column {column}: {found.hint}"
    return QueryError(f"{head}\n  {source}\n  {caret}", line, column)


def _suspect(query: QueryText) -> _Suspicion | None:
    """Find the first undeclared prefix, word of an update, or unknown keyword."""
    declared = PREFIXES.keys() | query.declared_prefixes.keys()
    for token in query.tokens:
        hint = None
        if token.kind == "curie":
            prefix, _, _ = token.text.partition(":")
            hint = _prefix_hint(prefix, declared)
        elif token.kind == "word":
            hint = _keyword_hint(token.text)
        if hint:
            return _Suspicion(token.start, hint)
    return None


def _prefix_hint(prefix: str, declared: set[str]) -> str | None:
    if prefix in declared:
        return None
    near = nearest(prefix, sorted(declared))
    advice = f"did you mean {near[0]}:?" if near else "declare it"
    return f"unknown prefix '{prefix}:'; {advice}"


def _keyword_hint(word: str) -> str | None:
    keyword = word.upper()
    if keyword in _UPDATES:
        return f"{keyword} changes a graph, and a query only reads; change the files, or use kg add"
    if keyword in KEYWORDS:
        return None
    near = nearest(word, sorted(KEYWORDS))
    advice = f"; did you mean {near[0]}?" if near else ""
    return f"unknown keyword {word!r}{advice}"


def _ungrouped(query: QueryText, message: str) -> _Suspicion | None:
    """Find an aggregate without a name, or a variable beside one that is not grouped by.

    Both are looked for in the outermost SELECT.
    """
    words = [token.text.upper() for token in query.tokens]
    asked = query.tokens[: words.index("{")] if "{" in words else ()
    aggregate = next(
        (token for token in asked if token.text.upper() in _AGGREGATES), None
    )
    if aggregate is None:
        return None
    if "AS" not in words[: len(asked)]:
        advice = f"write ({aggregate.text}(…) AS ?name)"
        return _Suspicion(
            aggregate.start, f"an aggregate needs brackets and a name; {advice}"
        )
    if _UNBOUND not in message:
        return None
    grouped = _grouped_by(query, words)
    for token in asked:
        if (
            token.kind == "variable"
            and token.depth == 0
            and token.text not in grouped
        ):
            advice = f"add GROUP BY {token.text} at the end"
            return _Suspicion(
                token.start,
                f"{token.text} stands beside an aggregate; {advice}",
            )
    return None


def _grouped_by(query: QueryText, words: list[str]) -> set[str]:
    if "GROUP" not in words:
        return set()
    return {token.text for token in query.tokens[words.index("GROUP") :]}


def _second_opinion(text: str, message: str) -> int:
    """Return where rdflib's parser stops.

    For a missing dot or bracket that is nearer than Oxigraph's place.
    """
    from pyparsing.exceptions import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except ParseBaseException as error:
        return min(int(error.loc), len(text))
    except (RecursionError, ValueError, TypeError):
        pass
    place = _PLACE.search(message)
    if place is None:
        return 0
    lines = text.splitlines(keepends=True)[: int(place[1]) - 1]
    before = sum(len(line) for line in lines)
    return min(before + int(place[2]) - 1, len(text))
