"""The command that formats: fmt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.exits import FINDINGS
from kg.cli.messages import note
from kg.cli.output import emit_line
from kg.cli.session import Session
from kg.errors import WorkspaceError


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("fmt")(format_files)


def format_files(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            show_default=False,
            help="Turtle files. Default: all in data/ and ontology/ of the workspace.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Change nothing; list the files that would change."
        ),
    ] = False,
    drop_comments: Annotated[
        bool, typer.Option("--drop-comments", help="Allow comments to be lost.")
    ] = False,
) -> None:
    """Write Turtle in canonical form.

    Sorted, aligned, the same triples; a file that is in that form is not touched.

    Exit code 1: with --check, a file is not in canonical form.
    """
    from kg.rdf.canonical import canonical_file
    from kg.workspace.folders import find_workspace, refuse_installed

    session: Session = context.obj
    paths = files or find_workspace(session.data).own_files()
    for path in paths:
        refuse_installed(path)
    changed: list[_Change] = []
    for path in paths:
        before, after = canonical_file(path, drop_comments=drop_comments)
        if before != after:
            changed.append(_Change(path, before, after))
    if check:
        _list(changed, len(paths))
    else:
        _write(changed, len(paths))


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that is not in canonical form."""

    path: Path
    before: bytes
    after: bytes


def _list(changed: list[_Change], examined: int) -> None:
    """List the files that would change; if there are any, end with the exit code of findings."""
    for change in changed:
        emit_line(str(_near(change.path)))
    advice = "; run kg fmt to format them" if changed else ""
    note(
        f"{len(changed)} of {examined} files are not in canonical form{advice}"
    )
    if changed:
        raise typer.Exit(FINDINGS)


def _write(changed: list[_Change], examined: int) -> None:
    """Write the files that change.

    Raises:
        WorkspaceError: another program changed one of them after it was read.
    """
    from kg.workspace.files import write_file

    for change in changed:
        if change.path.read_bytes() != change.before:
            raise WorkspaceError(
                f"{change.path}: was changed by another program meanwhile;"
                " it was left as it is, run the command again"
            )
        write_file(change.path, change.after)
        note(f"formatted {_near(change.path)}")
    note(f"{len(changed)} of {examined} files changed")


def _near(path: Path) -> Path:
    """Return a path as seen from the current folder, where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
