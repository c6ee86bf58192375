"""A draft into its file: examined first in a copy of the workspace, then written whole or not at all."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.curate.draft import Draft
from kg.errors import EvidenceError, KgError, WorkspaceError
from kg.rdf.canonical import canonical_file
from kg.rdf.read import read_turtle
from kg.rdf.turtle import write_turtle
from kg.trust.asserted import read_workspace
from kg.trust.check import check, check_workspace
from kg.trust.findings import Finding, findings_lines
from kg.trust.verify import verify
from kg.workspace.files import alone_in, make_folder, write_file
from kg.workspace.folders import Workspace, refuse_installed


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written where, and the warnings that the curator should read."""

    path: Path
    iri: str
    warnings: tuple[Finding, ...]


def record(workspace: Workspace, draft: Draft, texts: Path | None) -> Recorded:
    """Add a draft to its file in canonical form, if check and verify find no fault in it; else change nothing.

    Args:
        texts: the folder of the documents; None if the draft has no evidence.

    Raises:
        KgError: a fault was found, the file has comments, changed meanwhile, or cannot be written.
    """
    refuse_installed(workspace.root)
    with alone_in(workspace.root / "data"):
        return _record(workspace, draft, texts)


def _record(workspace: Workspace, draft: Draft, texts: Path | None) -> Recorded:
    path = workspace.root / draft.file
    before = b""
    triples: list[ox.Triple] = []
    prefixes: dict[str, str] = {}
    if path.exists():
        before, _ = canonical_file(path)
        _, triples, prefixes = read_turtle(path)
    content = write_turtle([*triples, *draft.triples], prefixes)
    with tempfile.TemporaryDirectory() as folder:
        warnings = _examine(
            workspace,
            _copy(workspace, Path(folder) / "workspace", draft.file, content),
            draft,
            texts,
        )
    if (path.read_bytes() if path.exists() else b"") != before:
        raise WorkspaceError(
            f"{path}: was changed by another program meanwhile; nothing was written, run it again"
        )
    make_folder(path.parent)
    write_file(path, content)
    return Recorded(path, draft.iri, warnings)


def _copy(workspace: Workspace, target: Path, file: str, content: bytes) -> Workspace:
    """Copy what check and verify read, with the draft in it."""
    try:
        for folder in ("data", "ontology", "queries"):
            if (workspace.root / folder).is_dir():
                shutil.copytree(workspace.root / folder, target / folder)
        (target / file).parent.mkdir(exist_ok=True)
        (target / file).write_bytes(content)
    except shutil.Error as error:
        raise WorkspaceError(
            f"a copy to examine cannot be written: {error.args[0][0][2]}; nothing was changed"
        ) from error
    except OSError as error:
        raise WorkspaceError(
            f"a copy to examine cannot be written: {error.strerror}; nothing was changed"
        ) from error
    return Workspace(target, workspace.origin)


def _examine(
    workspace: Workspace, copy: Workspace, draft: Draft, texts: Path | None
) -> tuple[Finding, ...]:
    """Return the warnings about a draft that is in a copy of its workspace.

    Raises:
        KgError: there are violations.
    """
    new = {t.subject.value for t in draft.triples if isinstance(t.subject, ox.NamedNode)}
    asserted = read_workspace(copy)
    found = [*check(copy, asserted, new).findings]
    if texts is not None:
        verification = verify(copy, asserted, texts, about=new)
        unproven = [r for r in verification.results if r.evidence.iri in new and r.verdict != "ok"]
        if unproven:
            raise EvidenceError(
                f"nothing was written: {unproven[0].verdict}: {unproven[0].note or draft.iri}"
            )
        found += verification.warnings
    own = [finding for finding in found if finding.resource in new]
    others = [
        finding
        for finding in found
        if finding.severity == "violation" and finding.resource not in new
    ]
    if others:  # of two that do not go together, a check may name the one that was there before
        known = {(f.rule, f.resource, f.message) for f in check_workspace(workspace).findings}
        own += [f for f in others if (f.rule, f.resource, f.message) not in known]
    faults = tuple(finding for finding in own if finding.severity == "violation")
    if faults:
        raise KgError(
            "nothing was written, for kg check would find:\n" + findings_lines(faults).rstrip()
        )
    return tuple(own)
