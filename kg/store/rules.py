"""Rules: CONSTRUCT queries in `queries/rules/`, applied in order of their names.

The number that a name starts with is a step: a rule sees what earlier steps
have derived, and rules of the same step do not use each other's results.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.model.vocabulary import PREFIXES
from kg.sparql.anatomy import QueryText
from kg.sparql.decorators import read_query
from kg.sparql.refuse import refuse

REPEAT = "#+ repeat: true"
"""Decorator of a rule that is applied until it yields nothing new."""
_LIST: Final = 80
"""Characters from which the parser's list of what it expected is no help."""


def apply_rules(store: ox.Store, rules: Iterable[Path]) -> None:
    """Add to a store what the rules derive from it.

    Raises:
        QueryError: a rule is not a CONSTRUCT query with a template.
    """
    for path in rules:
        text = read_query(path)
        rule = check_rule(path, text)
        if REPEAT in text:
            saturate(store, text)
        else:
            carry_out(store, path, rule)


def check_rule(path: Path, text: str) -> QueryText:
    """Return the anatomy of a rule, which has been parsed as a query.

    A text that is one query cannot become more than one update.

    Raises:
        QueryError: it is not a CONSTRUCT query.
    """
    try:
        rule = refuse(text)
        ox.Store().query(text, prefixes=PREFIXES)
    except QueryError as error:
        raise QueryError(f"{path}: {error}") from error
    except SyntaxError as error:
        place, _, expected = str(error).partition(": expected")
        reason = str(error) if len(expected) < _LIST else place
        raise QueryError(f"{path}: the rule is not SPARQL: {reason}") from error
    if rule.form != "CONSTRUCT":
        raise QueryError(f"{path}: a rule must be a CONSTRUCT query")
    return rule


def carry_out(store: ox.Store, path: Path, rule: QueryText) -> None:
    """Carry out a rule as `INSERT … WHERE …`.

    No triple passes through Python.
    """
    body = rule.text[len(rule.prologue) + len("CONSTRUCT") :]
    try:
        store.update(f"{rule.prologue}INSERT{body}", prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(
            f"{path}: a rule is written CONSTRUCT {{ … }} WHERE {{ … }},"
            f" without FROM: {error}"
        ) from error


def saturate(store: ox.Store, text: str) -> None:
    """Apply a rule until it yields nothing new."""
    while new := _new_quads(store, text):
        store.bulk_extend(new)


def _new_quads(store: ox.Store, text: str) -> list[ox.Quad]:
    """Return what a rule yields and the store does not hold.

    Each quad is looked up: to compare the size of the store before and after
    would pass over all of it.
    """
    quads = (ox.Quad(*triple) for triple in derive(store, text))
    return [quad for quad in quads if quad not in store]


def derive(store: ox.Store, text: str) -> ox.QueryTriples:
    """Return the triples that a rule yields."""
    return cast("ox.QueryTriples", store.query(text, prefixes=PREFIXES))
