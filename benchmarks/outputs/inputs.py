"""The inputs: workspaces that stay the same from run to run, and others that are made from them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.outputs.cases import Plan

ROOT = Path(__file__).resolve().parents[2]
ORGANISATIONS = 1000
BLANK = "blank-node"
"""Part of the names of broken files with blank nodes."""
AUTHOR = [
    "-c",
    "user.name=outputs",
    "-c",
    "user.email=outputs@example.org",
]


def keep_inputs(folder: Path, organisations: int = ORGANISATIONS) -> None:
    """Write the workspaces of the tests and a generated one into a folder, unless it is there.

    Both versions must read the same bytes, even if tests or generator change between the runs.
    """
    if folder.is_dir():
        return
    beside = folder.parent
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside) as unfinished:
        made = Path(unfinished) / "inputs"
        _write_inputs(made, organisations)
        made.rename(folder)


def make_inputs(scratch: Path, plan: Plan) -> list[str]:
    """Make the other inputs beside copies of these; return the names of the broken workspaces."""
    for name, described in plan["inputs"].items():
        base = scratch / described["base"]
        folder = scratch / name
        shutil.copytree(base, folder)
        edits = described.get("edits", [])
        files = described.get("files", {})
        _edit(folder, edits)
        _write_files(folder, files)
    _write_files(scratch / "queries", plan["queries"])
    _make_revisions(scratch)
    return _make_broken(scratch)


def _write_inputs(made: Path, organisations: int) -> None:
    from benchmarks.generate import write_workspace

    tests = ROOT / "tests"
    shutil.copytree(tests / "fixture", made / "fixture")
    shutil.copytree(tests / "proven", made / "proven")
    shutil.copytree(tests / "checks" / "broken", made / "broken-files")
    sound = [
        tests / "fixture" / "data" / "dataset.ttl",
        ROOT / "ontology" / "examples" / "Partnership.ttl",
    ]
    _copy_files(sound, made / "sound")
    write_workspace(made / "generated", organisations)


def _edit(folder: Path, edits: list[dict[str, str]]) -> None:
    for edit in edits:
        path = folder / edit["file"]
        text = path.read_bytes().decode()
        old = edit["old"]
        new = edit["new"]
        if old not in text:
            raise ValueError(f"{path} does not hold {old!r}")
        text = text.replace(old, new)
        path.write_bytes(text.encode())


def _write_files(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def _copy_files(files: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for path in files:
        shutil.copy(path, folder)


def _make_broken(scratch: Path) -> list[str]:
    """Make a workspace of each broken file and sound ones, and two of broken files together.

    A network with blank nodes is rejected as a whole, so that one of the two is without them.
    """
    folder = scratch / "sound"
    sound = list(folder.iterdir())
    folder = scratch / "broken-files"
    broken = sorted(folder.iterdir())
    for path in broken:
        workspace = scratch / "broken" / path.stem
        _copy_files([*sound, path], workspace / "data")
    together = scratch / "broken-together"
    _copy_files(sound + broken, together / "data")
    readable = [path for path in broken if BLANK not in path.name]
    named = scratch / "broken-named"
    _copy_files(sound + readable, named / "data")
    return [path.stem for path in broken]


def _make_revisions(scratch: Path) -> None:
    """Commit two states of a workspace to a git repository, and change it once more."""
    revised = scratch / "revised"
    shutil.copytree(scratch / "fixture", revised)
    _git(scratch, "init", "-q")
    _commit(revised)
    shutil.copytree(scratch / "changed", revised, dirs_exist_ok=True)
    _commit(revised)
    added = revised / "data" / "facts" / "more.ttl"
    added.unlink()


def _commit(folder: Path) -> None:
    _git(folder, "add", "-A", ".")
    _git(folder, *AUTHOR, "commit", "-q", "-m", "state")


def _git(folder: Path, *words: str) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = ["git", "-C", str(folder), *words]
    subprocess.run(command, check=True, env=environment)
