"""The command that makes everything at once: build."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.messages import note
from kg.cli.progress import progress
from kg.cli.session import Session

if TYPE_CHECKING:
    from kg.cli.built_files import BuiltFile


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(build)


def build(
    context: typer.Context,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="The folder; made if it is not there.",
        ),
    ] = Path("build"),
) -> None:
    """Make everything at once.

    graph.ttl, network.html, network.gexf, an answer table per question, and summary.md.
    """
    from kg.cli.built_files import list_files

    session: Session = context.obj
    files = list_files(session.open())
    written = _write(files, output)
    answers = sum(name.startswith("answers/") for name in written)
    missing = len(files) - len(written)
    note(
        f"wrote {len(written)} files to {output}: graph.ttl, network.html, network.gexf,"
        f" summary.md, {answers} answers"
        + (f"; not answered: {missing}, summary.md says why" if missing else "")
    )


def _write(files: "list[BuiltFile]", folder: Path) -> list[str]:
    """Write the files that can be made, and return their names."""
    from kg.workspace.files import make_folder, write_file

    written: list[str] = []
    with progress(len(files), "building") as advance:
        make_folder(folder)
        for file in files:
            target = folder / file.name
            make_folder(target.parent)
            content = file.make()
            if content is None:
                target.unlink(
                    missing_ok=True
                )  # an older answer would be taken for this one
            else:
                write_file(target, content)
                written.append(file.name)
            advance(file.name)
    return written
