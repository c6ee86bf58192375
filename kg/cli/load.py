"""The command that loads large graphs: load."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.messages import note
from kg.cli.progress import load_progress
from kg.cli.session import Session
from kg.errors import ParameterError
from kg.rdf.syntaxes import BY_EXTENSION, BY_NAME, SYNTAXES

if TYPE_CHECKING:
    from kg.store.load import Input
    from kg.workspace.folders import Workspace

_LABELS = [syntax.label for syntax in SYNTAXES]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
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

    --store DIR or --store URL says which. A folder takes all files or none, with the
    ontology and what the rules derive, and adds them to what it holds. A server is sent the
    same in batches.
    """
    from kg.store.load import find_sources
    from kg.workspace.folders import find_workspace

    session: Session = context.obj
    place = session.place
    if not place:
        raise ParameterError(
            "say where to load into: --store DIR or --store URL"
        )
    sources = find_sources(files, form)
    workspace = find_workspace(session.data)
    if "://" in place:
        _send(place, update, resume, sources, workspace)
    elif update or resume:
        raise ParameterError(
            f"--update and --resume are for servers; {place} is a folder"
        )
    else:
        _load_folder(Path(place), sources, workspace)


def _load_folder(
    folder: Path, sources: "list[Input]", workspace: "Workspace"
) -> None:
    from kg.store.load import load_folder

    size = sum(source.size for source in sources)
    times = _Times()
    with load_progress(size) as show:

        def report(step: dict[str, Any]) -> None:
            times.record(step)
            show(step)

        loaded = load_folder(folder, sources, workspace, report)
    note(
        f"loaded {_count_files(sources)} into {folder} in {times.in_words(size)}"
    )
    note(
        f"{folder} holds {loaded.triples:,} triples with the ontology and what the rules derive,"
        f" {loaded.triples - loaded.before:,} of them new"
    )


@dataclass(frozen=True, slots=True)
class _Times:
    """When a load began, and when each of its steps did, in seconds."""

    began: float = field(default_factory=time.perf_counter)
    starts: dict[str, float] = field(default_factory=dict)

    def record(self, step: dict[str, Any]) -> None:
        """Note the first time that a step is reported."""
        for name in step:
            self.starts.setdefault(name, time.perf_counter())

    def in_words(self, size: int) -> str:
        """Say how long reading, settling and the rules took.

        A step that did not happen took no time.
        """
        counting = self.starts.get("counting", time.perf_counter())
        merging = self.starts.get("merging", counting)
        rules = self.starts.get("rule", merging)
        settling = self.starts.get("settling", rules)

        reading = settling - self.began
        deriving = merging - rules
        settled = (rules - settling) + (counting - merging)
        read = f"{reading:.1f} s"
        if size:
            rate = _bytes(size / reading)
            read += f", {_bytes(size)} at {rate}/s"
        return f"{read}; settled in {settled:.1f} s, rules in {deriving:.1f} s"


def _send(
    place: str,
    update: str | None,
    resume: int,
    sources: "list[Input]",
    workspace: "Workspace",
) -> None:
    from kg.store.address import without_key
    from kg.store.upload import send

    began = time.perf_counter()
    with load_progress(sum(source.size for source in sources)) as report:
        sent = send(place, update, sources, workspace, report, resume=resume)
    taken = time.perf_counter() - began
    note(
        f"sent {sent:,} triples to {without_key(place)} in {taken:.1f} s,"
        " with the ontology and what the rules derive"
    )


def _count_files(sources: "list[Input]") -> str:
    return f"{len(sources)} files" if len(sources) > 1 else "1 file"


def _bytes(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
