"""Answers as text: a table to read, and csv, tsv, json and md for machines.

Those for machines never wrap or shorten.
"""

import csv
import io
import json
import math
import re
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from kg.model.terms import Table, Term
from kg.model.vocabulary import shorten

FORMATS = ("table", "csv", "tsv", "json", "md")
JOINER = re.compile("(?<=[^\u0000-\u05ff])([\u200c\u200d])")
"""What belongs to the spelling of Persian, of Indic scripts and of emoji."""


def make_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Return a table of plain Python values.

    Str, int, float, bool, None, or an IRI as `ox.NamedNode`.
    """
    return Table(
        tuple(columns), [tuple(_term(value) for value in row) for row in rows]
    )


def write_table(table: Table, form: str, width: int = 100) -> str:
    """Return a table in one of FORMATS.

    Csv, tsv and json are those of the SPARQL 1.1 recommendation.

    Args:
        width: columns of the terminal that `table` is laid out for.
    """
    match form:
        case "csv":
            return _csv(table)
        case "tsv":
            lines = ["\t".join(f"?{c}" for c in table.columns)]
            return (
                "\n".join(
                    lines
                    + ["\t".join(_turtle(t) for t in row) for row in table.rows]
                )
                + "\n"
            )
        case "json":
            return _json(table)
        case "md":
            return _markdown(table)
        case _:
            return _laid_out(table, width)


def write_boolean(value: bool, form: str) -> str:
    """Return the answer to an ASK query."""
    return (
        json.dumps({"head": {}, "boolean": value}) + "\n"
        if form == "json"
        else f"{str(value).lower()}\n"
    )


def display(term: Term | None) -> str:
    """Return a term as a reader wants it: a literal's text, an IRI's CURIE, nothing for unbound.

    Control characters are shown instead of being sent to a terminal.
    """
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    text = term.value if isinstance(term, ox.Literal) else _spelt(term)
    if text.isprintable():
        return text
    spelt = {found.start(1) for found in JOINER.finditer(text)}
    return "".join(
        c if c.isprintable() or c == "\n" or i in spelt else f"\\u{ord(c):04x}"
        for i, c in enumerate(text)
    )


def _term(value: Any) -> Term | None:
    if value is None or isinstance(
        value, ox.NamedNode | ox.Literal | ox.BlankNode
    ):
        return value
    if isinstance(value, float):
        digits = (
            4
            if abs(value) >= 0.01 or not value
            else 3 - math.floor(math.log10(abs(value)))
        )
        return ox.Literal(
            f"{value:.{min(digits, 9)}f}",
            datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"),
        )
    return ox.Literal(value)


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        cells = ["" if term is None else _plain(term) for term in row]
        writer.writerow(cells)
    return out.getvalue()


def _plain(term: Term) -> str:
    return (
        _spelt(term)
        if isinstance(term, ox.BlankNode | ox.Triple)
        else term.value
    )


def _spelt(term: Term) -> str:
    """Return a term as in Turtle; pyoxigraph leaves the brackets of an outer triple term away."""
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def _turtle(term: Term | None) -> str:
    return "" if term is None else _spelt(term).replace("\t", "\\t")


def _json(table: Table) -> str:
    bindings = [
        {
            name: _json_term(term)
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]
    answer = {
        "head": {"vars": list(table.columns)},
        "results": {"bindings": bindings},
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {
            "subject": term.subject,
            "predicate": term.predicate,
            "object": term.object,
        }
        return {
            "type": "triple",
            "value": {name: _json_term(part) for name, part in parts.items()},
        }
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
        if term.direction is not None:
            found["its:dir"] = str(term.direction)
    elif not term.datatype.value.endswith("#string"):
        found["datatype"] = term.datatype.value
    return found


def _markdown(table: Table) -> str:
    def line(cells: Sequence[str]) -> str:
        safe = (
            " ".join(c.split())
            .replace("\\", "\\\\")
            .replace("|", "\\|")
            .replace("<", "&lt;")
            for c in cells
        )
        return f"| {' | '.join(safe)} |"

    rule = "|" + " --- |" * len(table.columns)
    return (
        "\n".join(
            [
                line(table.columns),
                rule,
                *(line([display(t) for t in row]) for row in table.rows),
            ]
        )
        + "\n"
    )


def fitted(table: Table, width: int) -> tuple[Table, list[str]]:
    """Return a table that is too wide without its empty columns, and if need be without its IRIs.

    And what was left out.

    For answers whose rows have labels as well.
    """
    left_out: list[str] = []
    for is_spared in (_is_empty, _has_iris):
        if _widths(table, width) is not None:
            break
        kept = [
            i
            for i in range(len(table.columns))
            if not is_spared([row[i] for row in table.rows])
        ]
        left_out += [
            name for i, name in enumerate(table.columns) if i not in kept
        ]
        table = Table(
            tuple(table.columns[i] for i in kept),
            [tuple(row[i] for i in kept) for row in table.rows],
        )
    return table, left_out


def _is_empty(column: Sequence[Term | None]) -> bool:
    return bool(column) and all(term is None for term in column)


def _has_iris(column: Sequence[Term | None]) -> bool:
    return any(isinstance(term, ox.NamedNode) for term in column)


def _laid_out(table: Table, width: int) -> str:
    """Lay a table out for a terminal: cells wrap between words.

    Where not even words fit, a line per cell.
    """
    widths = _widths(table, width)
    if widths is None:
        return _records(table)
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, name in enumerate(table.columns):
        laid.add_column(
            name.replace("_", " "), overflow="fold", width=widths[i]
        )
        numeric = table.rows and all(_is_number(row[i]) for row in table.rows)
        laid.columns[i].justify = "right" if numeric else "left"
    for row in table.rows:
        laid.add_row(*(Text(display(term)) for term in row))
    console = Console(
        width=width,
        file=io.StringIO(),
        color_system=None,
        highlight=False,
        legacy_windows=False,
    )
    console.print(laid)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in lines) + "\n"


_GAP = 3
"""Blanks between two columns."""


def _widths(table: Table, width: int) -> list[int] | None:
    """Return the width of each column, or None if some word would have to be broken.

    Each column gets what its longest word needs; the room that is left goes to those first
    that lack least.
    """
    least = _least_widths(table)
    room = width - sum(least) + _GAP
    if room < 0:
        return None
    columns = range(len(table.columns))
    natural = [
        max(
            [
                len(table.columns[i]),
                *(len(display(row[i])) for row in table.rows),
            ]
        )
        + _GAP
        for i in columns
    ]
    lacking = [wish - need for wish, need in zip(natural, least, strict=True)]
    widths = [need - _GAP for need in least]
    by_need = sorted(columns, key=lambda i: lacking[i])
    for done, i in enumerate(by_need):
        given = min(lacking[i], room // (len(by_need) - done))
        widths[i] += given
        room -= given
    return widths


def _least_widths(table: Table) -> list[int]:
    """Return how wide each column must be, gap included, to break no word."""
    widths = []
    for i, column in enumerate(table.columns):
        words = column.split("_")
        for row in table.rows:
            words += display(row[i]).split()
        longest = max(map(len, words), default=0)
        widths.append(longest + _GAP)
    return widths


def _records(table: Table) -> str:
    """Write a block per row and a line per cell, with an empty line between rows."""
    names = [name.replace("_", " ") for name in table.columns]
    widest = max(map(len, names), default=0)
    blocks: list[str] = []
    for row in table.rows:
        lines: list[str] = []
        for name, term in zip(names, row, strict=True):
            line = f"{name:{widest}}   {display(term)}"
            lines.append(line.rstrip())
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.rpartition("#")[
        2
    ] in (
        "integer",
        "decimal",
        "double",
    )
