"""Why a query failed or found nothing, in words that help: where, and what was probably meant."""

import re
from itertools import pairwise

from kg.errors import QueryError
from kg.model.near import nearest
from kg.model.vocabulary import PREFIXES
from kg.sparql.tokens import Token, line_and_column, tokens

KEYWORDS = frozenset(
    """
    SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED OPTIONAL FILTER UNION MINUS GRAPH SERVICE
    SILENT BIND VALUES UNDEF GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS IN NOT EXISTS COUNT SUM MIN MAX AVG SAMPLE
    GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE
    LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW
    UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC
    REGEX SUBSTR REPLACE A TRUE FALSE
    """.split()  # noqa: SIM905 - a list of 100 quoted words is harder to read
)
_AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())  # noqa: SIM905
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE".split())  # noqa: SIM905
_UNBOUND = "contains a variable that is unbound"
_PLACE = re.compile(r"error at (\d+):(\d+)")


def explain(text: str, message: str) -> QueryError:
    """Turn an engine's syntax error into one that shows the line, a caret and one hint.

    `message` is Oxigraph's: its list of expected tokens is often misleading and is not repeated.
    """
    found = list(tokens(text))
    token, hint = _suspect(found) or _ungrouped(found, message) or (None, "")
    offset = token.start if token else _second_opinion(text, message)
    line, column = line_and_column(text, offset)
    source = text.splitlines()[line - 1] if text.splitlines()[line - 1 :] else ""
    head = f"query, line {line}, column {column}: {hint or 'not valid SPARQL here; look for a missing dot or bracket'}"
    return QueryError(f"{head}\n  {source}\n  {' ' * (column - 1)}^", line, column)


def _ungrouped(found: list[Token], message: str) -> tuple[Token, str] | None:
    """Find in the outermost SELECT an aggregate without a name, or a variable beside one by which nothing is grouped."""
    words = [token.text.upper() for token in found]
    chosen = found[: words.index("{")] if "{" in words else []
    counted = next((token for token in chosen if token.text.upper() in _AGGREGATES), None)
    if counted is None:
        return None
    if "AS" not in words[: len(chosen)]:
        return (
            counted,
            f"an aggregate needs brackets and a name; write ({counted.text}(…) AS ?name)",
        )
    grouped = {token.text for token in found[words.index("GROUP") :]} if "GROUP" in words else set()
    depth = 0
    for token in chosen:
        depth += (token.text == "(") - (token.text == ")")
        if (
            token.kind == "variable"
            and not depth
            and token.text not in grouped
            and _UNBOUND in message
        ):
            return (
                token,
                f"{token.text} stands beside an aggregate; add GROUP BY {token.text} at the end",
            )
    return None


def _suspect(found: list[Token]) -> tuple[Token, str] | None:
    """Find the first undeclared prefix, word of an update, or unknown keyword."""
    declared = set(PREFIXES) | {
        after.text.removesuffix(":")
        for token, after in pairwise(found)
        if token.text.upper() == "PREFIX"
    }
    for token in found:
        if token.kind == "curie" and (prefix := token.text.partition(":")[0]) not in declared:
            near = nearest(prefix, sorted(declared))
            return token, f"unknown prefix {prefix + ':'!r}; " + (
                f"did you mean {near[0]}:?" if near else "declare it"
            )
        if token.kind == "word" and token.text.upper() in _UPDATES:
            return (
                token,
                f"{token.text.upper()} changes a graph, and a query only reads; change the files, or use kg add",
            )
        if token.kind == "word" and token.text.upper() not in KEYWORDS:
            near = nearest(token.text, sorted(KEYWORDS))
            return token, f"unknown keyword {token.text!r}" + (
                f"; did you mean {near[0]}?" if near else ""
            )
    return None


def _second_opinion(text: str, message: str) -> int:
    """Return where rdflib's parser stops, which for a missing dot or bracket is nearer than Oxigraph's place."""
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
    return min(sum(map(len, lines)) + int(place[2]) - 1, len(text))
