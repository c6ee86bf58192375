"""Answers on their way out: to stdout or to a file, in the format that was asked for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.session import note
from kg.errors import ExportError, ParameterError

if TYPE_CHECKING:
    from kg.model.terms import Table


def choose_format(form: str | None, output: Path | None) -> str:
    """Return the format of a table: as asked for, by the file's extension, or by whether stdout is a terminal."""
    from kg.ask.tables import FORMATS

    if form is None:
        if output is not None and str(output) != "-":
            extension = {"": "csv", ".txt": "table"}.get(
                output.suffix, output.suffix.removeprefix(".")
            )
            if extension not in FORMATS:
                raise ParameterError(
                    f"{output}: no format is known for {output.suffix!r}; use"
                    f" {', '.join(f'.{known}' for known in FORMATS[1:])} or --format"
                )
            return extension
        return "table" if sys.stdout and sys.stdout.isatty() else "csv"
    if form not in FORMATS:
        raise ParameterError(f"unknown format {form!r}; known are {', '.join(FORMATS)}")
    return form


def emit(text: str | bytes, output: Path | None) -> None:
    """Write an answer to a file, whole or not at all, or to stdout."""
    content = text.encode("utf-8") if isinstance(text, str) else text
    if output is None or str(output) == "-":
        if sys.stdout is None:  # closed by the shell
            raise ExportError("there is no stdout to write to; name a file with --output")
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    from kg.workspace.files import write_file

    write_file(output, content)
    note(f"wrote {output}")


def emit_table(
    table: "Table",
    form: str | None,
    output: Path | None,
    *,
    labelled: bool = False,
    above: "Table | None" = None,
) -> None:
    """Write a table in the chosen format, perhaps with another one above it.

    A labelled one that is too wide for the terminal is written without what can be spared.
    """
    from kg.ask.tables import fitted, write_table

    chosen, width = choose_format(form, output), terminal_width()
    left_out: list[str] = []
    if labelled and chosen == "table":
        table, left_out = fitted(table, width)
    head = "" if above is None else write_table(above, chosen, width) + "\n"
    emit(head + write_table(table, chosen, width), output)
    if left_out:
        note(f"not enough room for: {', '.join(left_out)}; --format csv has everything")


def terminal_width() -> int:
    """Return the terminal's width, 100 columns where there is none."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
