"""What follows from what is asserted: the CONSTRUCT rules in `queries/rules/`, in the order of their names.

The number that a name starts with is a step: a rule sees what earlier steps have derived, and rules of one step do not feed
on each other.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.lexer import tokens
from kg.vocabulary import PREFIXES

REPEAT = "#+ repeat: true"
"""Decorator of a rule that feeds on its own results and is applied until it yields nothing new."""
SIDE_BY_SIDE: Final = 2
"""Rules of a step that are carried out at a time, on disk: while the results of one are loaded, the other is asked."""


def apply_rules(store: ox.Store, rules: Iterable[Path]) -> None:
    """Add to a store what the rules derive from it.

    Raises:
        QueryError: a rule is not a CONSTRUCT query with a template.
    """
    for path in rules:
        text = path.read_text("utf-8")
        update = _as_update(path, text)
        if REPEAT in text:
            _saturate(store, text)
        else:
            _carry_out(store, path, update)


def _as_update(path: Path, text: str) -> str:
    """Return the rule as `INSERT … WHERE …`, which the engine carries out without a triple passing through Python.

    The rule is parsed as a query first: what is a CONSTRUCT query cannot be more than one update.
    """
    try:
        is_construct = isinstance(ox.Store().query(text, prefixes=PREFIXES), ox.QueryTriples)
    except SyntaxError as error:
        raise QueryError(f"{path}: the rule is not SPARQL: {error}") from error
    words = (token for token in tokens(text) if token.kind == "word")
    start = next((word.start for word in words if word.text.upper() == "CONSTRUCT"), None)
    if not is_construct or start is None:
        raise QueryError(f"{path}: a rule must be a CONSTRUCT query")
    return f"{text[:start]}INSERT{text[start + len('CONSTRUCT') :]}"


def _carry_out(store: ox.Store, path: Path, update: str) -> None:
    try:
        store.update(update, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(f"{path}: a rule is written CONSTRUCT {{ … }} WHERE {{ … }}, without FROM: {error}") from error


def _saturate(store: ox.Store, text: str) -> None:
    """Apply a rule until it yields nothing new. Counting a store passes over all of it: ask for each triple instead."""
    new: list[ox.Quad] | None = None
    while new is None or new:
        new = [quad for quad in (ox.Quad(*triple) for triple in _derive(store, text)) if quad not in store]
        store.bulk_extend(new)


def _derive(store: ox.Store, text: str) -> ox.QueryTriples:
    derived = store.query(text, prefixes=PREFIXES)
    assert isinstance(derived, ox.QueryTriples)
    return derived


def apply_rules_in_bulk(store: ox.Store, rules: Iterable[Path], scratch: Path, report: Callable[[str], None]) -> None:
    """Add to a store on disk what the rules derive, each rule's results in one bulk load.

    The triples pass from the query to the load through a file, in Oxigraph's own code: as Python objects they would cost
    more than the query, and an update on disk is slower still.

    Args:
        scratch: a folder for these files, which are removed again.
        report: is told the name of each rule when its turn comes.

    Raises:
        QueryError: a rule is not a CONSTRUCT query.
    """

    def apply(path: Path) -> None:
        report(path.stem)
        _carry_out_in_bulk(store, path, scratch / f"{path.stem}.nt")

    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        for _, step in groupby(rules, lambda path: path.stem.partition("-")[0]):
            list(threads.map(apply, step))


def _carry_out_in_bulk(store: ox.Store, path: Path, results: Path) -> None:
    text = path.read_text("utf-8")
    _as_update(path, text)
    if REPEAT in text:
        _saturate(store, text)
        return
    _derive(store, text).serialize(str(results), format=ox.RdfFormat.N_TRIPLES)
    store.bulk_load(path=str(results), format=ox.RdfFormat.N_TRIPLES)
    results.unlink()
