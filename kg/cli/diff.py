"""The command that compares: diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.exits import FINDINGS
from kg.cli.messages import note
from kg.cli.options import TableOptions, grouped
from kg.cli.output import emit_table
from kg.cli.session import Session
from kg.errors import KgError, WorkspaceError

if TYPE_CHECKING:
    from kg.trust.changes import Snapshot
    from kg.workspace.folders import Workspace


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(diff)


@grouped
def diff(
    context: typer.Context,
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="A workspace, a Turtle file, or a git revision: REV: (its workspace), REV:PATH.",
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW", help="The same. Default: the workspace as it is now."
        ),
    ] = "",
    *,
    table: TableOptions,
) -> None:
    """Compare two states in words of the domain.

    Relationships, dates, statuses, parties, evidence, organisations. Exit code 1: there are
    differences.
    """
    from kg.trust.changes import changes_table, compare

    session: Session = context.obj
    changes = compare(_snapshot(session, old), _snapshot(session, new))
    emit_table(changes_table(changes), table)
    note(f"{len(changes)} changes" if changes else "no changes")
    if changes:
        raise typer.Exit(FINDINGS)


def _snapshot(session: Session, spec: str) -> "Snapshot":
    """Read a workspace, a file or a revision."""
    from kg.workspace.folders import find_workspace

    path = Path(spec)
    if not spec:
        return _of_workspace(find_workspace(session.data))
    if path.is_dir():
        return _of_workspace(find_workspace(path))
    if path.is_file():
        return _of_files([path], find_workspace(session.data))
    if ":" in spec:
        return _of_revision(spec, find_workspace(session.data))
    raise WorkspaceError(
        f"{spec}: no such file or folder; a git revision is written with a colon, as in HEAD~1:"
    )


def _of_revision(spec: str, workspace: "Workspace") -> "Snapshot":
    """Read `REV:`, the workspace at a revision, or `REV:PATH`, a file or folder from its top."""
    from tempfile import TemporaryDirectory

    from kg.workspace.folders import BUNDLED, Workspace
    from kg.workspace.git import read_revision

    is_whole = spec.endswith(":")
    if is_whole and workspace.origin == BUNDLED:
        raise WorkspaceError(
            f"{spec} is of no workspace; name one with --data DIR, or give {spec}PATH"
        )
    here = workspace.root if is_whole else Path.cwd()
    with TemporaryDirectory() as folder:
        found = read_revision(spec, here, Path(folder))
        try:
            if found.is_file():
                return _of_files([found], workspace)
            return _of_workspace(Workspace(found, f"revision {spec}"))
        except KgError as error:
            revision = spec.partition(":")[0]
            raise WorkspaceError(
                str(error).replace(folder, revision)
            ) from error


def _of_workspace(workspace: "Workspace") -> "Snapshot":
    return _of_files(workspace.data_files(), workspace)


def _of_files(paths: list[Path], workspace: "Workspace") -> "Snapshot":
    from kg.rdf.read import load_files
    from kg.store.base import MemoryStore
    from kg.trust.asserted import statements
    from kg.trust.changes import take_snapshot

    triples = (statement.triple for statement in statements(paths))
    ontology = MemoryStore(load_files(workspace.ontology_files()))
    return take_snapshot(triples, ontology)
