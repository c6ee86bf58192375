"""Answers on their way out: to stdout or to a file, in the format that was asked for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.messages import note
from kg.cli.options import TableOptions
from kg.errors import ExportError, ParameterError

if TYPE_CHECKING:
    from kg.model.terms import Table

_BY_EXTENSION = {"": "csv", ".txt": "table"}
"""Formats of files that are not named after their format."""


def emit(answer: str | bytes, output: Path | None) -> None:
    """Write an answer to a file, whole or not at all, or to stdout."""
    content = answer.encode("utf-8") if isinstance(answer, str) else answer
    if output is None or is_stdout(output):
        _write_to_stdout(content)
    else:
        from kg.workspace.files import write_file

        write_file(output, content)
        note(f"wrote {output}")


def emit_line(line: str) -> None:
    """Write a line to stdout, in UTF-8 whatever the terminal's encoding is.

    Without a stdout it is lost: the command has done its work.
    """
    if sys.stdout is not None:
        emit(line + "\n", None)


def is_stdout(output: Path | None) -> bool:
    """Whether an output is stdout: - or nothing names it."""
    return output is None or str(output) == "-"


def _write_to_stdout(content: bytes) -> None:
    if sys.stdout is None:  # closed by the shell
        raise ExportError(
            "there is no stdout to write to; name a file with --output"
        )
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def emit_table(
    table: "Table",
    options: TableOptions,
    *,
    labelled: bool = False,
    above: "Table | None" = None,
) -> None:
    """Write a table, perhaps with another one above it.

    Args:
        labelled: whether each row also has labels: then columns of IRIs, and empty ones, are left
            out where a terminal is too narrow.
        above: written in the same format, with an empty line below it.
    """
    from kg.ask.tables import fitted, write_table

    form = choose_format(options)
    width = terminal_width()
    left_out: list[str] = []
    if labelled and form == "table":
        table, left_out = fitted(table, width)
    head = "" if above is None else write_table(above, form, width) + "\n"
    emit(head + write_table(table, form, width), options.output)
    if left_out:
        note(
            f"columns left out to fit the terminal: {', '.join(left_out)}; --format csv has them"
        )


def choose_format(options: TableOptions) -> str:
    """Return the format of a table: as asked for, by the extension of the file, or by the terminal.

    Raises:
        ParameterError: the format or the extension is not known.
    """
    from kg.ask.tables import FORMATS

    if options.form is None:
        return _usual_format(options.output)
    if options.form not in FORMATS:
        raise ParameterError(
            f"unknown format {options.form!r}; known are {', '.join(FORMATS)}"
        )
    return options.form


def _usual_format(output: Path | None) -> str:
    from kg.ask.tables import FORMATS

    if output is None or is_stdout(output):
        return "table" if sys.stdout and sys.stdout.isatty() else "csv"
    form = _BY_EXTENSION.get(output.suffix, output.suffix.removeprefix("."))
    if form not in FORMATS:
        extensions = ", ".join(f".{known}" for known in FORMATS[1:])
        raise ParameterError(
            f"{output}: no format is known for {output.suffix!r}; use {extensions} or --format"
        )
    return form


def terminal_width() -> int:
    """Return the terminal's width, 100 columns where there is none."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
