"""What follows from what is asserted: the CONSTRUCT rules in `queries/rules/`, in the order of their names."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.lexer import tokens
from kg.vocabulary import PREFIXES

REPEAT = "#+ repeat: true"
"""Decorator of a rule that feeds on its own results and is applied until it yields nothing new."""


def apply_rules(store: ox.Store, rules: Iterable[Path]) -> None:
    """Add to a store what the rules derive from it.

    A rule sees what the rules before it have derived, so that one pass in order of names suffices.

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
        derived = store.query(text, prefixes=PREFIXES)
        assert isinstance(derived, ox.QueryTriples)
        new = [quad for quad in (ox.Quad(*triple) for triple in derived) if quad not in store]
        store.extend(new)
