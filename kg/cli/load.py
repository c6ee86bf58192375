"""The command that scales: load."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.session import Session, note
from kg.errors import ParameterError
from kg.rdf.syntaxes import BY_EXTENSION, BY_NAME, SYNTAXES

if TYPE_CHECKING:
    from kg.store.load import Input
    from kg.workspace.folders import Workspace

_LABELS = [syntax.label for syntax in SYNTAXES]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(load)


def load(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help=f"{', '.join(_LABELS[:-1])} or {_LABELS[-1]} by extension"
            f" ({' '.join(BY_EXTENSION)}), each also with .gz; - is stdin.",
        ),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help=f"{', '.join(BY_NAME)}; for stdin and names that do not tell.",
        ),
    ] = None,
    update: Annotated[
        str | None,
        typer.Option(
            "--update",
            metavar="URL",
            help="Endpoint: where it takes updates, if the address of --store does not tell.",
        ),
    ] = None,
    resume: Annotated[
        int,
        typer.Option(
            "--resume",
            metavar="N",
            min=0,
            help="Endpoint: leave out the first N triples, which an interrupted load has sent.",
        ),
    ] = 0,
) -> None:
    """Load files into a folder or a server.

    --store DIR or --store URL says which. A folder takes all files or none, with the ontology and what the rules derive,
    and adds them to what it holds. A server is sent the same in batches.
    """
    from kg.store.load import find_sources
    from kg.workspace.folders import find_workspace

    session: Session = context.obj
    place = session.store or os.environ.get("KG_STORE")
    if not place:
        raise ParameterError("say where to load into: --store DIR or --store URL")
    sources = find_sources(files, form)
    workspace = find_workspace(session.data)
    if "://" in place:
        _send(place, update, sources, workspace, resume)
    elif update or resume:
        raise ParameterError(f"--update and --resume are for servers; {place} is a folder")
    else:
        _load_folder(Path(place), sources, workspace)


def _load_folder(folder: Path, sources: "list[Input]", workspace: "Workspace") -> None:
    from kg.store.load import load_folder

    size = sum(source.size for source in sources)
    began = time.perf_counter()
    starts: dict[str, float] = {}

    with _byte_bar(size) as show:

        def report(told: dict[str, Any]) -> None:
            for step in told:
                starts.setdefault(step, time.perf_counter())
            show(told)

        loaded = load_folder(folder, sources, workspace, report)
    counting = starts.get("counting", time.perf_counter())
    merging = starts.get("merging", counting)
    rules = starts.get("rule", merging)
    settling = starts.get("settling", rules)
    taken = settling - began
    after = f"settled in {rules - settling + counting - merging:.1f} s, rules in {merging - rules:.1f} s"
    new = loaded.triples - loaded.before
    files = f"{len(sources)} file{'s' if len(sources) > 1 else ''}"
    rate = f", {_bytes(size)} at {_bytes(size / taken)}/s" if size else ""
    note(f"loaded {files} into {folder} in {taken:.1f} s{rate}; {after}")
    note(
        f"{folder} holds {loaded.triples:,} triples with the ontology and what the rules derive, {new:,} of them new"
    )


def _send(
    place: str, update: str | None, sources: "list[Input]", workspace: "Workspace", resume: int
) -> None:
    from kg.store.address import without_key
    from kg.store.upload import send

    began = time.perf_counter()
    with _byte_bar(sum(source.size for source in sources)) as report:
        sent = send(place, update, sources, workspace, report, resume=resume)
    taken = time.perf_counter() - began
    note(
        f"sent {sent:,} triples to {without_key(place)} in {taken:.1f} s, with the ontology and what the rules derive"
    )


@contextmanager
def _byte_bar(total: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Show how many bytes have been read and how fast, then which rule is applied, where stderr is a terminal."""
    from kg.cli.progress import is_watched

    if not is_watched():
        yield lambda told: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=total or None)

        def report(told: dict[str, Any]) -> None:
            bar.update(task, advance=told.get("bytes", 0))
            for key in ("file", "settling", "rule", "merging", "counting", "sent"):
                if key in told:
                    bar.update(task, description=f"{key} {Path(str(told[key])).name:<24.24}")

        yield report


def _bytes(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
