"""Refuse queries that would fetch documents, ask servers or end the process.

Measured on Oxigraph 0.5: its parser and its evaluation are recursive. About 2,000 brackets
inside each other, or 3,000 operators or patterns beside each other, are more than the stack
of a process holds.
"""

import re

import pyoxigraph as ox

from kg.errors import QueryError
from kg.model.vocabulary import PREFIXES
from kg.sparql.anatomy import QueryText, dissect
from kg.sparql.tokens import Token, line_and_column

MAX_DEPTH = 200
"""Brackets inside each other."""
MAX_PIECES = 2000
"""Operators and patterns."""
MAX_TRIPLE_TERMS = 20
"""`<<` in a query; the time to parse them inside each other doubles with every few."""
_EXAMPLE = "SELECT ?o WHERE { ?o a org:FormalOrganization }"
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)


def refuse(text: str, *, allow_network: bool = False) -> QueryText:
    """Return the anatomy of a query that may be asked.

    Raises:
        QueryError: it is empty, asks for what would be fetched, or would exhaust the stack.
        SyntaxError: it is malformed; looked at only where it might ask another server.
    """
    query = dissect(text)
    if not query.tokens:
        raise QueryError(
            f"the query is empty; write one, for example: {_EXAMPLE}"
        )
    _refuse_fetching(query, allow_network)
    _refuse_size(query)
    if not allow_network and _SERVICE.search(text):
        # Only where the word is part of a comment, a literal or a name is this still a query with
        # another word in its place.
        ox.Store().query(_SERVICE.sub("SERVICX", text), prefixes=PREFIXES)
    return query


def at(query: QueryText, token: Token, message: str) -> QueryError:
    """Return the error that says where in a query something is wrong."""
    line, column = line_and_column(query.text, token.start)
    return QueryError(
        f"query, line {line}, column {column}: {message}", line, column
    )


def _refuse_fetching(query: QueryText, allow_network: bool) -> None:
    for token in query.tokens:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SERVICE" and not allow_network:
            raise at(
                query,
                token,
                "SERVICE asks another server, which is refused;"
                " kg query allows it with --allow-network",
            )
        if word == "FROM":
            raise at(
                query,
                token,
                "FROM names a graph that this store does not hold (a query fetches nothing);"
                " leave it out, everything is in the default graph",
            )


def _refuse_size(query: QueryText) -> None:
    depth, pieces = query.depth, query.pieces
    if depth > MAX_DEPTH or pieces > MAX_PIECES:
        raise QueryError(
            f"the query nests {depth} deep and has {pieces} operators and patterns;"
            f" at most {MAX_DEPTH} and {MAX_PIECES} are answered;"
            " bind the values with VALUES instead"
        )
    if query.triple_terms > MAX_TRIPLE_TERMS:
        raise QueryError(
            f"the query has more than {MAX_TRIPLE_TERMS} triple terms (<<);"
            " name the triples by variables"
        )
