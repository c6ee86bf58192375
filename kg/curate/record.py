"""A draft into its file: examined first in memory, then written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.curate.draft import Draft
from kg.curate.examine import Edit, examine
from kg.errors import WorkspaceError
from kg.rdf.canonical import canonical_file
from kg.rdf.insert import insert
from kg.rdf.read import load_files, read_turtle
from kg.rdf.turtle import write_turtle
from kg.store.base import MemoryStore
from kg.trust.findings import Finding
from kg.workspace.files import alone_in, make_folder, write_file
from kg.workspace.folders import Workspace, refuse_installed


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written where, and the warnings that the curator should read."""

    path: Path
    iri: str
    warnings: tuple[Finding, ...]


@contextmanager
def editing(workspace: Workspace) -> Iterator[MemoryStore]:
    """Yield what a workspace asserts, with its ontology.

    Meanwhile no other program of ours changes its files.

    Rules are not applied: a draft rests on what is asserted.

    Raises:
        WorkspaceError: the workspace belongs to the installed program.
        TurtleError: a file is not well-formed; with line and column.
    """
    refuse_installed(workspace.root)
    with alone_in(workspace.root / "data"):
        yield MemoryStore(
            load_files([*workspace.ontology_files(), *workspace.data_files()])
        )


def record(
    workspace: Workspace, store: MemoryStore, draft: Draft, texts: Path | None
) -> Recorded:
    """Add a draft to its file in canonical form, if check and verify find no fault in it.

    Else change nothing.

    Args:
        store: that of `editing`; holds the draft afterwards.
        texts: the folder of the documents; None if the draft has no evidence.

    Raises:
        KgError: a fault was found, the file has comments, changed meanwhile, or cannot be written.
    """
    path = workspace.root / draft.file
    before = path.read_bytes() if path.exists() else b""
    content = _with_draft(path, before, draft)
    warnings = examine(
        workspace, store.inner, Edit(draft, path, content), texts
    )
    if (path.read_bytes() if path.exists() else b"") != before:
        raise WorkspaceError(
            f"{path}: was changed by another program meanwhile; nothing was written, run it again"
        )
    make_folder(path.parent)
    write_file(path, content)
    return Recorded(path, draft.iri, warnings)


def _with_draft(path: Path, before: bytes, draft: Draft) -> bytes:
    """Return a file with a draft in it.

    Only the blocks of the draft change where the file is canonical.

    Raises:
        TurtleError: the file has a comment, which canonical Turtle cannot keep.
    """
    if not before:
        return write_turtle(draft.triples)
    inserted = insert(before, draft.triples)
    if inserted is not None:
        return inserted
    canonical_file(path)
    _, triples, prefixes = read_turtle(path)
    return write_turtle([*triples, *draft.triples], prefixes)
