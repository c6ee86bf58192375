"""Commands that curate: fmt, diff, init, add."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.session import Session, note

FINDINGS = 1


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
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
        bool, typer.Option("--check", help="Change nothing; list the files that would change.")
    ] = False,
    drop_comments: Annotated[
        bool, typer.Option("--drop-comments", help="Allow comments to be lost.")
    ] = False,
) -> None:
    """Write Turtle in canonical form.

    Sorted, aligned, the same triples; a file that is in that form is not touched.

    Exit code 1: with --check, a file is not in canonical form.
    """
    from kg.errors import WorkspaceError
    from kg.rdf.canonical import canonical_file
    from kg.workspace.files import write_file
    from kg.workspace.folders import find_workspace, refuse_installed

    session: Session = context.obj
    paths = files or find_workspace(session.data).own_files()
    for path in paths:
        refuse_installed(path)
    found = {path: canonical_file(path, drop_comments=drop_comments) for path in paths}
    changed = [path for path, (before, after) in found.items() if before != after]
    if check:
        for path in changed:
            typer.echo(_near(path))
        note(
            f"{len(changed)} of {len(found)} files are not in canonical form"
            + ("; kg fmt mends them" if changed else "")
        )
        raise typer.Exit(FINDINGS if changed else 0)
    for path in changed:
        if path.read_bytes() != found[path][0]:
            raise WorkspaceError(
                f"{path}: was changed by another program meanwhile; it was left as it is, run it again"
            )
        write_file(path, found[path][1])
        note(f"formatted {_near(path)}")
    note(f"{len(changed)} of {len(found)} files changed")


def _near(path: Path) -> Path:
    """Return a path as seen from the current folder, where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
