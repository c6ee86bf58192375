"""What the commands share: the session, the filters, the output, and the way from an error to an exit code."""

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.errors import ExportError, KgError, ParameterError

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.model.terms import Table
    from kg.network.edges import Filters
    from kg.workspace.folders import Workspace

USAGE, FAILURE, INTERRUPTED = 2, 3, 130
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)
"""What a write to stdout meets when the disk behind it is full."""


_ANYWHERE = {"--data": 1, "--store": 1, "--verbose": 0}
"""Global options that may stand behind the command, too, and how many values each takes."""


class KgGroup(TyperGroup):
    """Turns a KgError into one message on stderr and its exit code, for every command at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the global options from wherever they stand."""
        if odd := next((word for word in args if not _is_text(word)), None):
            _fail(f"{odd} is not UTF-8; write it anew", USAGE)
        return super().parse_args(ctx, _hoist(args) if ctx.parent is None else args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        from kg.cli.interrupt import interruptible

        try:
            with interruptible():
                return super().invoke(ctx)
        except ParameterError as error:
            _fail(str(error), USAGE)
        except KgError as error:
            _fail(str(error), FAILURE)
        except KeyboardInterrupt as interrupt:
            _fail(str(interrupt) or "interrupted; nothing was left half-written", INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno not in _FULL:
                raise
            _silence_stdout()
            _fail(f"the output cannot be written: {error.strerror}", FAILURE)


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _silence_stdout() -> None:
    """Let what is still waiting to be written go nowhere, so that the interpreter's own attempt at exit does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _hoist(arguments: list[str]) -> list[str]:
    """Move global options to the front; what stands behind `--` stays."""
    ahead: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*ahead, *rest, word, *words]
        name, equals, _ = word.partition("=")
        if name not in _ANYWHERE:
            rest.append(word)
            continue
        ahead.append(word)
        if _ANYWHERE[name] and not equals:
            value = next(words, None)
            if value is None:
                raise typer.BadParameter(f"{name} needs a value")
            ahead.append(value)
    return [*ahead, *rest]


def _fail(message: str, code: int) -> None:
    typer.echo(f"kg: {printable(message)}", err=True)
    raise typer.Exit(code)


def printable(message: str) -> str:
    """Return a message whose control characters cannot reach the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in message)


def note(message: str) -> None:
    """Say something on stderr."""
    typer.echo(printable(message), err=True)


@dataclass(slots=True)
class Session:
    """The global options of one run."""

    data: Path | None = None
    verbose: bool = False
    store: str | None = None

    def workspace(self) -> "Workspace":
        """Return the workspace whose files are to be changed.

        Raises:
            ParameterError: a store was named, which has no files.
        """
        from kg.workspace.folders import find_workspace

        if self.store or os.environ.get("KG_STORE"):
            raise ParameterError(
                "kg add changes the files of a workspace; name it with --data, not a store"
            )
        workspace = find_workspace(self.data)
        if self.verbose:
            note(f"workspace {workspace.root} ({workspace.origin})")
        return workspace

    def open(self) -> "KnowledgeGraph":
        """Load the workspace, or open the store that was named."""
        from kg.graph import KnowledgeGraph

        graph = KnowledgeGraph.open(self.data, self.store)
        if self.verbose:
            note(f"workspace {graph.workspace.root} ({graph.workspace.origin})")
            note(f"store {graph.store.place}")
        return graph


Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of stdout; - is stdout."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="F",
        help="table (default on a terminal), csv (default elsewhere), tsv, json, md.",
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="K", help="Only this kind, such as member-of; repeatable."),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="S", help="Only this status, such as in-force; repeatable."),
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="Only what stands on this day (YYYY-MM-DD)."),
]
PossibleOption = Annotated[
    bool, typer.Option("--possible", help="With --on: also what may stand on that day.")
]
AroundOption = Annotated[
    str | None,
    typer.Option("--around", metavar="ORG", help="Only the neighbourhood of this organisation."),
]
HopsOption = Annotated[
    int | None,
    typer.Option("--hops", metavar="N", min=0, help="How far it reaches around; 1 if not given."),
]

TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        metavar="DIR",
        help="Folder of the documents. Default: KG_TEXTS, else texts/ of the workspace.",
    ),
]


def texts_folder(given: Path | None, workspace: Path) -> Path:
    """Return the folder in which the documents are looked for."""
    named = os.environ.get("KG_TEXTS")
    return given or (Path(named) if named else workspace / "texts")


def make_filters(
    kinds: list[str] | None,
    statuses: list[str] | None,
    on: str | None,
    possible: bool,
    around: str | None = None,
    hops: int | None = None,
) -> "Filters":
    """Return the filters that the options describe.

    Raises:
        ParameterError: an option is given without the one that it belongs to, or the day is none.
    """
    from kg.network.edges import Filters

    if possible and on is None:
        raise ParameterError("--possible goes with --on DATE; give a day")
    if hops is not None and around is None:
        raise ParameterError("--hops goes with --around ORG; say around what")
    return Filters(
        tuple(kinds or ()), tuple(statuses or ()), on, possible, around, 1 if hops is None else hops
    )


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
        note(f"not shown for want of room: {', '.join(left_out)}; --format csv has everything")


def terminal_width() -> int:
    """Return the terminal's width, 100 columns where there is none."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
