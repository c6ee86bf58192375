"""What a query may not say, whoever wrote it: refused before an engine sees it, for it would fetch or end the process.

Measured on Oxigraph 0.5: its parser and its evaluation are recursive. About 2,000 brackets inside each other, or 3,000
operators or patterns beside each other, are more than the stack of a process holds.
"""

import re
from itertools import pairwise

import pyoxigraph as ox

from kg.errors import QueryError
from kg.model.vocabulary import PREFIXES
from kg.sparql.tokens import Token, line_and_column, tokens

MAX_DEPTH = 200
"""Brackets inside each other."""
MAX_PIECES = 2000
"""Operators and patterns."""
MAX_TRIPLE_TERMS = 20
"""`<<` in a query; the time to parse them inside each other doubles with every few."""
_PIECES = {
    *"|&+-*/^!{.;",
    "UNION",
    "MINUS",
    "OPTIONAL",
    "BIND",
    "FILTER",
    "GRAPH",
    "VALUES",
    "LATERAL",
    "AS",
}
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)


def refuse(text: str, *, allow_network: bool = False) -> list[Token]:
    """Return the tokens of a query.

    Raises:
        QueryError: it is empty, asks for what would be fetched, or would exhaust the stack.
        SyntaxError: it is malformed; looked at only where it might ask another server.
    """
    found = list(tokens(text))
    if not found:
        raise QueryError(
            "the query is empty; write one, for example: SELECT ?o WHERE { ?o a org:FormalOrganization }"
        )
    _refuse_fetching(text, found, allow_network)
    _refuse_size(found)
    if not allow_network and _SERVICE.search(text):
        # Only where the word is part of a comment, text or name is the query still one with another word in its place.
        ox.Store().query(_SERVICE.sub("SERVICX", text), prefixes=PREFIXES)
    return found


def at(text: str, token: Token, message: str) -> QueryError:
    """Return the error that tells where in a query something is wrong."""
    line, column = line_and_column(text, token.start)
    return QueryError(f"query, line {line}, column {column}: {message}", line, column)


def _refuse_fetching(text: str, found: list[Token], allow_network: bool) -> None:
    for token in found:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SERVICE" and not allow_network:
            raise at(
                text,
                token,
                "SERVICE asks another server, which is refused; kg query allows it with --allow-network",
            )
        if word == "FROM":
            raise at(
                text,
                token,
                "FROM names a graph that this store does not hold (a query fetches nothing);"
                " leave it out, everything is in the default graph",
            )


def _refuse_size(found: list[Token]) -> None:
    depth = deepest = 0
    for token in found:
        depth += (token.text in "({[") - (token.text in ")}]") if token.kind == "mark" else 0
        deepest = max(deepest, depth)
    pieces = _pieces(found)
    if deepest > MAX_DEPTH or pieces > MAX_PIECES:
        raise QueryError(
            f"the query nests {deepest} deep and has {pieces} operators and patterns; at most {MAX_DEPTH} and {MAX_PIECES}"
            " are answered; bind the values with VALUES instead"
        )
    if (
        sum(a.text == b.text == "<" and b.start == a.start + 1 for a, b in pairwise(found))
        > MAX_TRIPLE_TERMS
    ):
        raise QueryError(
            f"the query has more than {MAX_TRIPLE_TERMS} triple terms (<<); name the triples by variables"
        )


def _pieces(found: list[Token]) -> int:
    """Count operators and what parts patterns, but nothing of the data of VALUES, nor the arguments of functions."""
    count, data = 0, False
    brackets: list[str] = []
    for before, token in pairwise([found[0], *found]):
        mark = token.text if token.kind == "mark" else ""
        if mark and mark in "({[":
            brackets.append(mark)
        elif mark and mark in ")}]" and brackets:
            brackets.pop()
        if data:
            data = mark != "}"
        elif mark == ",":
            count += brackets[-1:] != ["("]
        elif token.text.upper() in _PIECES and not (mark == "^" and before.text == "^"):
            count, data = count + 1, token.text.upper() == "VALUES"
    return count
