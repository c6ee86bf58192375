"""A revision of a git repository as files: what `kg diff HEAD~1: .` compares with."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import WorkspaceError

_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_REVISION = re.compile(r"[^\x00-\x20\x7f-][^\x00-\x20\x7f]*")
_LINK = "120000"
"""The mode by which git tells a symbolic link."""


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit of a repository."""

    revision: str
    """What the reader calls it."""
    name: str
    """Its hash."""
    top: Path
    """The folder of the repository."""


def read_revision(spec: str, here: Path, target: Path) -> Path:
    """Write the Turtle files of `REV:` or `REV:path` below a folder.

    Args:
        spec: a revision and a path from the top of the repository; without a path, the
            folder `here`.
        target: an empty folder.

    Returns:
        the file, or the folder that holds what the path holds.

    Raises:
        WorkspaceError: no git, no repository, no such revision, no Turtle there.
    """
    revision, _, path = spec.partition(":")
    commit = _find_commit(revision, here)
    if not path:
        inside_top = here.resolve().relative_to(commit.top.resolve())
        path = inside_top.as_posix()
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts:
        raise WorkspaceError(
            f"{spec}: the path must lead down from the top of the repository"
            f" {commit.top}"
        )
    modes = _list_turtle(commit, inside)
    if not modes:
        raise WorkspaceError(
            f"{spec}: revision {revision} has no Turtle file in {inside}"
        )
    for name, mode in modes.items():
        if mode == _LINK:
            raise WorkspaceError(
                f"{revision}: {name} is a link, which is not followed in a"
                " revision; compare folders"
            )
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(
            _git(commit.top, "cat-file", "blob", f"{commit.name}:{name}")
        )
    return target / inside


def _find_commit(revision: str, here: Path) -> _Commit:
    if not _REVISION.fullmatch(revision):
        raise WorkspaceError(
            f"{revision!r} is no git revision; write for example HEAD~1: or v1.0:"
        )
    top = Path(_git(here, "rev-parse", "--show-toplevel").decode().strip())
    found = _git(
        here,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
        fault=f"{revision!r} is no revision of the repository {top}",
    )
    return _Commit(revision, found.decode().strip(), top)


def _list_turtle(commit: _Commit, inside: PurePosixPath) -> dict[str, str]:
    """Return the mode of each Turtle file at or below a path of a commit."""
    listed = _git(
        commit.top, "ls-tree", "-r", "-z", commit.name, "--", str(inside)
    )
    modes: dict[str, str] = {}
    for entry in os.fsdecode(listed).split("\0"):
        attributes, _, name = entry.partition("\t")
        if name.endswith(".ttl") and _belongs(PurePosixPath(name), inside):
            modes[name] = attributes.partition(" ")[0]
    return modes


def _belongs(name: PurePosixPath, inside: PurePosixPath) -> bool:
    """Return whether a file is the one wanted, or part of a wanted workspace."""
    return name == inside or name.relative_to(inside).parts[0] in (
        "data",
        "ontology",
    )


def _environment() -> dict[str, str]:
    """Return the environment without the variables that git sets for its hooks.

    They name a repository, which need not be the one asked for.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name not in _OF_A_HOOK
    }


def _git(folder: Path, *arguments: str, fault: str = "") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
            env={**_environment(), "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise WorkspaceError(
            "git is not installed, so revisions cannot be read; compare two folders instead"
        ) from error
    except subprocess.CalledProcessError as error:
        said = (
            error.stderr.decode("utf-8", "replace")
            .strip()
            .removeprefix("fatal: ")
            .partition("\n")[0]
        )
        raise WorkspaceError(fault or f"git: {said}") from error
    return done.stdout
