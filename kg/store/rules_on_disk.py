"""Rules applied to a store in a folder, each by one bulk load of its results."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple, cast

import pyoxigraph as ox

from kg.model.vocabulary import PREFIXES
from kg.rdf.syntaxes import N_TRIPLES
from kg.sparql.anatomy import QueryText
from kg.sparql.decorators import read_query
from kg.store.rules import REPEAT, carry_out, check_rule, derive, saturate

SIDE_BY_SIDE: Final = 2
"""Rules of a step that are carried out at the same time.

While the results of one are loaded, the query of the other runs.
"""
_CHUNK: Final = 1 << 22
"""Bytes of rows that are written as triples at a time."""


class _Rows(NamedTuple):
    """A rule of one triple as a SELECT."""

    select: str
    """Of subject, property and object, or of subject and object."""
    columns: int
    between: bytes
    """The property, where it is the same in all rows."""


def apply_rules_in_bulk(
    store: ox.Store,
    rules: Iterable[Path],
    scratch: Path,
    report: Callable[[str], None],
) -> None:
    """Add to a store on disk what the rules derive, each by one bulk load.

    Triples of IRIs pass from the query to the load through a file, as rows: as
    Python objects they would cost more than the query, CONSTRUCT remembers
    every triple that it has made, and an update on disk is slower still.

    Args:
        scratch: a folder for these files, which are removed again.
        report: receives the name of each rule when its turn comes.

    Raises:
        QueryError: a rule is not a CONSTRUCT query with a template.
    """

    def apply(path: Path) -> None:
        report(path.stem)
        _carry_out_in_bulk(store, path, scratch / f"{path.stem}.nt")

    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        for _, step in groupby(rules, _step):
            applied = threads.map(apply, step)
            list(applied)  # waits for all of them, and raises their errors


def _step(rule: Path) -> str:
    """Return the number that the name of a rule starts with."""
    number, _, _ = rule.stem.partition("-")
    return number


def _carry_out_in_bulk(store: ox.Store, path: Path, results: Path) -> None:
    text = read_query(path)
    rule = check_rule(path, text)
    if REPEAT in text:
        saturate(store, text)
        return
    carry_out(ox.Store(), path, rule)  # to refuse what is refused in memory
    rows = _as_rows(rule)
    if rows is None or not _load_rows(store, rows, results):
        store.bulk_extend(ox.Quad(*triple) for triple in derive(store, text))


def _as_rows(rule: QueryText) -> _Rows | None:
    """Return a rule as a SELECT, None if it cannot be one.

    It can if its template is a single triple of terms that rows can carry.
    """
    template = rule.template
    if template is None:
        return None
    terms = [token for token in template.tokens if token.text != "."]
    if len(terms) != 3:
        return None
    subject, predicate, value = terms
    if subject.kind != "variable" or value.kind != "variable":
        return None
    if predicate.kind == "word":
        return None
    variables = [
        f"?{token.text[1:]}" for token in terms if token.kind == "variable"
    ]
    if len(set(variables)) < len(variables):
        return None
    pattern = rule.text[template.end + 1 :]
    select = f"{rule.prologue}SELECT {' '.join(variables)} {pattern}"
    if predicate.kind == "variable":
        return _Rows(select, columns=3, between=b"")
    iri = _expand(f"{rule.prologue}SELECT ({predicate.text} AS ?p) WHERE {{}}")
    return _Rows(select, columns=2, between=iri.encode())


def _expand(query: str) -> str:
    """Return the only value of a SELECT of a constant, in N-Triples."""
    (row,) = _select(ox.Store(), query)
    (value,) = row
    return str(value)


def _select(store: ox.Store, query: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES))


def _load_rows(store: ox.Store, rows: _Rows, results: Path) -> bool:
    """Load what a rule derives if all of it is IRIs.

    Blank nodes would become new ones when they are loaded.

    Returns:
        whether the results have been loaded.
    """
    table = results.with_suffix(".tsv")
    try:
        solutions = _select(store, rows.select)
        solutions.serialize(str(table), format=ox.QueryResultsFormat.TSV)
        if not _write_triples(table, rows, results):
            return False
        store.bulk_load(path=str(results), format=N_TRIPLES.format)
    finally:
        table.unlink(missing_ok=True)
        results.unlink(missing_ok=True)
    return True


def _write_triples(table: Path, rows: _Rows, results: Path) -> bool:
    """Write a table as N-Triples, and return whether all of it is IRIs."""
    between = b"> " + rows.between + b" <"
    with table.open("rb") as source, results.open("wb") as target:
        source.readline()  # the names of the columns
        while chunk := source.read(_CHUNK):
            lines = chunk + source.readline()
            if not _are_iris(lines, rows.columns):
                return False
            triples = lines.replace(b">\t<", between)
            target.write(triples.replace(b"\n", b" .\n"))
    return True


def _are_iris(lines: bytes, columns: int) -> bool:
    """Return whether every field is `<…>`.

    Then none is empty, a literal (tabs in it are escaped), a blank node or a
    triple.
    """
    count = lines.count(b"\n")
    tabs = count * (columns - 1)
    if lines.count(b"\t") != tabs or lines.count(b">\t<") != tabs:
        return False
    if lines.count(b">\n") != count:
        return False
    starts = (b"\n" + lines).count(b"\n<")
    return starts == count and b"<<" not in lines
