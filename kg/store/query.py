"""Ask a store a SPARQL query, safely, and take the answer as a value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import AnswerCutOff, StoreError
from kg.model.terms import Table, Term, text
from kg.sparql.anatomy import QueryText
from kg.sparql.bind import bind
from kg.sparql.refuse import at, refuse
from kg.store.base import MemoryStore, Solutions, Store

Found = TypeVar("Found")
Answer = Table | bool | list[ox.Triple]


def ask_store(
    store: Store,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    *,
    allow_network: bool = False,
) -> Answer:
    """Answer a query that may come from anyone.

    Returns:
        a Table for SELECT, a bool for ASK, triples for CONSTRUCT and DESCRIBE.

    Raises:
        QueryError: the query is malformed (with line and column), is refused,
            or selects a variable that nothing binds.
        StoreError: a server that the query asks does not answer.
    """
    try:
        _refuse_unbound(refuse(text, allow_network=allow_network))
        answer = store.query(bind(text, bindings or {}))
    except SyntaxError as error:
        from kg.sparql.explain import explain

        raise explain(text, str(error)) from error
    except OSError as error:
        raise broken_off(store, error) from error
    return _materialise(store, answer)


def select(
    store: Store, query: str, bindings: Mapping[str, Term] | None = None
) -> list[tuple[Term | None, ...]]:
    """Return the rows of one of our own SELECT queries, without safeguards."""
    solutions = _solutions(store, bind(query, bindings or {}))
    try:
        return [tuple(row) for row in solutions]
    except (SyntaxError, OSError, RuntimeError) as error:
        raise broken_off(store, error) from error


def select_pairs(store: Store, query: str) -> list[tuple[str, str]]:
    """Return the rows of one of our own SELECT queries as pairs of plain text.

    The query selects two variables that are always bound. The text of a blank
    node is its label, so that it is never taken for an IRI.
    """
    try:
        return [(one.value, two.value) for one, two in _solutions(store, query)]
    except AttributeError:  # a triple term has no value
        return [
            (_plain(one), _plain(two)) for one, two in _solutions(store, query)
        ]
    except (SyntaxError, OSError, RuntimeError) as error:
        raise broken_off(store, error) from error


def _plain(term: Any) -> str:
    return text(term) if isinstance(term, ox.Triple) else str(term.value)


def _solutions(store: Store, query: str) -> Iterator[Any]:
    """Return the rows of one of our own SELECT queries, as they come."""
    answer = store.query(query)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError(f"not a SELECT query: {query}")
    return answer


def _materialise(store: Store, answer: Solutions) -> Answer:
    """Read an answer to its end.

    A damaged disk or a lost connection can end it anywhere.
    """
    try:
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QuerySolutions):
            columns = tuple(variable.value for variable in answer.variables)
            return Table(columns, [tuple(row) for row in answer])
        return sorted(set(answer), key=str)
    except (SyntaxError, OSError, RuntimeError) as error:
        raise broken_off(store, error) from error


@contextmanager
def reading(store: Store) -> Iterator[None]:
    """Raise StoreError for what goes wrong while a store is iterated over."""
    try:
        yield
    except (SyntaxError, OSError, RuntimeError) as error:
        raise broken_off(store, error) from error


def pages(store: Store, variable: str, pattern: str) -> Iterator[list[str]]:
    """Yield the IRIs that a pattern binds to a variable, in order and in pages.

    A page begins after the last IRI of the one before (keyset paging): nothing
    is left out or doubled. Only an empty page is the end, as a server may give
    fewer rows than it is asked for. A server that says that it cut off an
    answer is asked for half as many.

    Raises:
        AnswerCutOff: the server does not give a single row.
    """
    size = store.page
    after = ""
    while True:
        query = _page_query(variable, pattern, after, size)
        try:
            page = [text(found) for (found,) in select(store, query)]
        except AnswerCutOff:
            if size is None or size < 2:
                raise
            size //= 2
            continue
        if page:
            yield page
        if not page or size is None:
            return
        after = page[-1]


def _page_query(
    variable: str, pattern: str, after: str, size: int | None
) -> str:
    later = f"FILTER (STR(?{variable}) > {ox.Literal(after)})" if after else ""
    limit = f"LIMIT {size}" if size is not None else ""
    return f"""
    SELECT DISTINCT ?{variable} WHERE {{ {pattern} {later} }}
    ORDER BY STR(?{variable}) {limit}"""


def in_parts(
    ask: Callable[[Sequence[str]], list[Found]], items: Sequence[str]
) -> list[Found]:
    """Ask about items, about half of them at a time where an answer is cut off."""
    try:
        return ask(items)
    except AnswerCutOff:
        if len(items) < 2:
            raise
        half = len(items) // 2
        return in_parts(ask, items[:half]) + in_parts(ask, items[half:])


def broken_off(store: Store, error: Exception) -> StoreError:
    """Say why there is no answer: in memory only another server can be missing."""
    if isinstance(store, MemoryStore):
        return StoreError(
            f"a server that the query asks (SERVICE) does not answer: {error}"
        )
    return StoreError(
        f"{store.place}: the answer breaks off or is damaged: {error}"
    )


def _refuse_unbound(query: QueryText) -> None:
    """Refuse a SELECT of a variable that occurs nowhere else in the query.

    It is a typing error, and would be an empty column.
    """
    projection = query.projection
    if projection is None:
        return
    variables = [token for token in projection.body if token.kind == "variable"]
    bound = {token.text[1:] for token in variables}
    for token in projection.variables:
        name = token.text[1:]
        if name not in bound:
            raise at(
                query,
                token,
                f"?{name} is selected, but nothing in the query binds it;"
                f" {_hint(name, sorted(bound))}",
            )


def _hint(name: str, bound: Sequence[str]) -> str:
    """Name the variable that was meant, or all that are bound."""
    from kg.model.near import nearest

    near = nearest(name, bound)
    if near:
        return f"did you mean ?{near[0]}?"
    others = ", ".join([f"?{other}" for other in bound]) or "none"
    return f"bound are: {others}"
