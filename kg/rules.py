"""What follows from what is asserted: the CONSTRUCT rules in `queries/rules/`, in the order of their names."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.vocabulary import PREFIXES

REPEAT = "#+ repeat: true"
"""Decorator of a rule that feeds on its own results and is applied until it yields nothing new."""


def apply_rules(store: ox.Store, rules: Iterable[Path]) -> int:
    """Add to a store what the rules derive from it.

    A rule sees what the rules before it have derived, so that one pass in order of names suffices.

    Returns:
        the number of triples that were not there before.

    Raises:
        QueryError: a rule is not a CONSTRUCT query.
    """
    before = len(store)
    for path in rules:
        text = path.read_text("utf-8")
        grown = _apply(store, path, text)
        while grown and REPEAT in text:
            grown = _apply(store, path, text)
    return len(store) - before


def _apply(store: ox.Store, path: Path, text: str) -> int:
    before = len(store)
    try:
        derived = store.query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(f"{path}: the rule is not SPARQL: {error}") from error
    if not isinstance(derived, ox.QueryTriples):
        raise QueryError(f"{path}: a rule must be a CONSTRUCT query")
    store.extend([ox.Quad(t.subject, t.predicate, t.object) for t in derived])
    return len(store) - before
