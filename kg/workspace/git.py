"""A revision of a git repository as files: what `kg diff HEAD~1: .` compares with."""

import os
import re
import subprocess
from pathlib import Path, PurePosixPath

from kg.errors import WorkspaceError

_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_REVISION = re.compile(r"[^\x00-\x20\x7f-][^\x00-\x20\x7f]*")
_LINK = "120000"
"""The mode by which git tells a symbolic link."""


def read_revision(spec: str, here: Path, target: Path) -> Path:
    """Write the Turtle files of `REV:` or `REV:path` below a folder.

    Args:
        spec: a revision and a path from the top of the repository; without a path, the folder `here`.
        target: an empty folder.

    Returns:
        the file, or the folder that holds what the path holds.

    Raises:
        WorkspaceError: no git, no repository, no such revision, no Turtle there.
    """
    revision, _, path = spec.partition(":")
    if not _REVISION.fullmatch(revision):
        raise WorkspaceError(
            f"{revision!r} is no git revision; write for example HEAD~1: or v1.0:"
        )
    top = Path(_git(here, "rev-parse", "--show-toplevel").decode().strip())
    commit = (
        _git(
            here,
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{revision}^{{commit}}",
            fault=f"{revision!r} is no revision of the repository {top}",
        )
        .decode()
        .strip()
    )
    wanted = path or here.resolve().relative_to(top.resolve()).as_posix()
    inside = PurePosixPath(wanted)
    if inside.is_absolute() or ".." in inside.parts:
        raise WorkspaceError(
            f"{spec}: the path must lead down from the top of the repository {top}"
        )
    listed = os.fsdecode(
        _git(top, "ls-tree", "-r", "-z", commit, "--", str(inside))
    )
    modes = {
        name: told.partition(" ")[0]
        for told, _, name in (
            entry.partition("\t") for entry in listed.split("\0")
        )
    }
    names = [
        name
        for name in modes
        if name.endswith(".ttl") and _belongs(PurePosixPath(name), inside)
    ]
    for name in names:
        if modes[name] == _LINK:
            raise WorkspaceError(
                f"{revision}: {name} is a link, which is not followed in a revision; compare folders"
            )
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_git(top, "cat-file", "blob", f"{commit}:{name}"))
    if not names:
        raise WorkspaceError(
            f"{spec}: revision {revision} has no Turtle file in {inside}"
        )
    return target / inside


def _belongs(name: PurePosixPath, inside: PurePosixPath) -> bool:
    """Whether a file is the one wanted, or is one of the folders of a workspace that make up its graph."""
    return name == inside or name.relative_to(inside).parts[0] in (
        "data",
        "ontology",
    )


def _environment() -> dict[str, str]:
    """Return the environment without what git tells its hooks of one repository, which need not be the one asked for."""
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
