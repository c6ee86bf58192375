"""Answers as text: a table to read, and csv, tsv, json, md for machines, which never wrap or shorten."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from kg.query import Table
from kg.store import Term
from kg.vocabulary import shorten

FORMATS = ("table", "csv", "tsv", "json", "md")


def make_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Return a table of plain Python values: str, int, float, bool, None, or an IRI as `ox.NamedNode`."""
    return Table(tuple(columns), [tuple(_term(value) for value in row) for row in rows])


def write_table(table: Table, form: str, width: int = 100) -> str:
    """Return a table in one of FORMATS; csv, tsv and json are those of the SPARQL 1.1 recommendation.

    Args:
        width: columns of the terminal that `table` is laid out for.
    """
    match form:
        case "csv":
            return _csv(table)
        case "tsv":
            lines = ["\t".join(f"?{c}" for c in table.columns)]
            return "\n".join(lines + ["\t".join(_turtle(t) for t in row) for row in table.rows]) + "\n"
        case "json":
            return _json(table)
        case "md":
            return _markdown(table)
        case _:
            return _laid_out(table, width)


def write_boolean(value: bool, form: str) -> str:
    """Return the answer to an ASK query."""
    return json.dumps({"head": {}, "boolean": value}) + "\n" if form == "json" else f"{str(value).lower()}\n"


def display(term: Term | None) -> str:
    """Return a term as a reader wants it: a literal's text, an IRI's CURIE, nothing for unbound."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _term(value: Any) -> Term | None:
    if value is None or isinstance(value, ox.NamedNode | ox.Literal | ox.BlankNode):
        return value
    if isinstance(value, float):
        return ox.Literal(f"{value:.4f}", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    return ox.Literal(value)


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([["" if t is None else _plain(t) for t in row] for row in table.rows])
    return out.getvalue()


def _plain(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _turtle(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")


def _json(table: Table) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    ]
    answer = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        found["datatype"] = term.datatype.value
    return found


def _markdown(table: Table) -> str:
    def line(cells: Sequence[str]) -> str:
        safe = (" ".join(c.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for c in cells)
        return f"| {' | '.join(safe)} |"

    rule = "|" + " --- |" * len(table.columns)
    return "\n".join([line(table.columns), rule, *(line([display(t) for t in row]) for row in table.rows)]) + "\n"


def _laid_out(table: Table, width: int) -> str:
    """Lay a table out for a terminal: cells wrap, columns are never dropped."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    numeric = {i for i in range(len(table.columns)) if table.rows and all(_is_number(row[i]) for row in table.rows)}
    cells = [[_visible(display(term)) for term in row] for row in table.rows]
    widths = _least_widths(table, cells, width)
    for i, name in enumerate(table.columns):
        laid.add_column(name.replace("_", " "), overflow="fold", min_width=widths[i])
        laid.columns[i].justify = "right" if i in numeric else "left"
    for row in cells:
        laid.add_row(*map(Text, row))
    console = Console(width=width, file=io.StringIO(), color_system=None, highlight=False, legacy_windows=False)
    console.print(laid)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _least_widths(table: Table, cells: list[list[str]], width: int) -> list[int | None]:
    """Return how wide each column must be for its longest word not to be broken, if there is room for that.

    Only IRIs, which have no words, may be broken.
    """
    longest = []
    for i in range(len(table.columns)):
        named = any(isinstance(row[i], ox.NamedNode) for row in table.rows)
        words = [] if named else [word for row in cells for word in row[i].split()]
        longest.append(max(map(len, words), default=8))
    fits = sum(longest) + 3 * len(longest) <= width
    return [*longest] if fits else [None] * len(longest)


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.rpartition("#")[2] in ("integer", "decimal", "double")


def _visible(text: str) -> str:
    """Show control characters instead of sending them to the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
