"""Running a case with an installed `kg`, and keeping everything it writes."""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.outputs.cases import Case

LIMIT = 600
"""Seconds after which a command is stopped, and with it the whole run."""
STORE = "store"
"""Ending of the names of folders that hold a store; their bytes differ from run to run."""
PASSED_ON = ("PATH", "PYTHONPATH", "TMPDIR")
"""Variables that commands get from the environment."""
_LOADED = re.compile(rb"^loaded .*", re.M)
_MEASURED = re.compile(rb"\d[\d.]* (s|[kMG]?B/s)(?![\w/])")
_EMBEDDED = re.compile(rb"<(script|style)\b([^>]*)>(.*?)</\1>", re.S)
_JSON = b"application/json"


@dataclass(frozen=True, slots=True)
class Kg:
    """An installed `kg`, and the folder with its inputs."""

    command: Path
    scratch: Path
    bundled: Path
    """Folder of the data that this version brings along."""

    def without_paths(self, content: bytes) -> bytes:
        """Replace the absolute paths that differ between runs and between installations."""
        scratch = os.fsencode(self.scratch)
        bundled = os.fsencode(self.bundled)
        content = content.replace(scratch, b"SCRATCH")
        return content.replace(bundled, b"BUNDLED")


def run_case(
    case: Case,
    kg: Kg,
    target: Path,
) -> None:
    """Run the commands of a case in a new folder; write what they wrote into another."""
    folder = kg.scratch / "run" / case.name
    _make_folder(case, kg, folder)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    step = ""
    for number, line in enumerate(case.lines, 1):
        if len(case.lines) > 1:
            step = f"{number:02}-"
        whole = f"{case.options} {line}".strip()
        outcome = _outcome(whole, kg, folder)
        for name in outcome:
            path = target / f"{step}{name}"
            content = outcome[name]
            path.write_bytes(content)
    _keep_files(folder, kg, target / "files")
    shutil.rmtree(folder)


def _make_folder(
    case: Case,
    kg: Kg,
    folder: Path,
) -> None:
    folder.mkdir(parents=True)
    if case.copied:
        workspace = kg.scratch / case.copied
        shutil.copytree(workspace, folder / "w")
    for name, content in case.files.items():
        path = folder / name
        path.write_text(content, "utf-8")


def start(
    command: Path,
    words: list[str],
    folder: Path,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder; a word `<` at the end is followed by the file for its stdin."""
    content = b""
    if words[-2:-1] == ["<"]:
        path = folder / words[-1]
        content = path.read_bytes()
        words = words[:-2]
    environment = {
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "HOME": str(folder),
    }
    for name in PASSED_ON:
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run(
        [str(command), *words],
        cwd=folder,
        input=content,
        capture_output=True,
        check=False,
        timeout=LIMIT,
        env=environment,
    )


def _outcome(
    line: str,
    kg: Kg,
    folder: Path,
) -> dict[str, bytes]:
    """Run a command line; return what it wrote and its exit code, by name of the file for it."""
    words = shlex.split(line)
    done = start(kg.command, words, folder)
    ended = f"kg {line}\n{done.returncode}\n"
    outcome = {
        "stdout": done.stdout,
        "stderr": _LOADED.sub(_without_times, done.stderr),
        "exit": ended.encode(),
    }
    for name, content in outcome.items():
        outcome[name] = kg.without_paths(content)
    return outcome


def _without_times(line: re.Match[bytes]) -> bytes:
    """Replace the seconds and rates in what `kg load` reports."""
    return _MEASURED.sub(rb"N \1", line[0])


def _keep_files(
    folder: Path,
    kg: Kg,
    target: Path,
) -> None:
    """Keep all files of a folder but those of stores."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        stored = any(part.endswith(STORE) for part in inside.parts)
        if stored or path.is_dir():
            continue
        kept = target / inside
        kept.parent.mkdir(parents=True, exist_ok=True)
        content = kg.without_paths(path.read_bytes())
        kept.write_bytes(content)
        if kept.suffix == ".html":
            _keep_parts(kept, content)


def _keep_parts(page: Path, content: bytes) -> None:
    """Write the data and the markup of a page beside it.

    They stay the same when only its program or its style changes, which every page holds.
    """
    data: list[bytes] = []
    for found in _EMBEDDED.finditer(content):
        attributes = found[2]
        if _JSON in attributes:
            data.append(attributes.strip())
            data.append(found[3].strip())
    beside = page.with_name(f"{page.name}.data")
    beside.write_bytes(b"\n".join(data))
    markup = _EMBEDDED.sub(rb"<\1\2>", content)
    beside = page.with_name(f"{page.name}.markup")
    beside.write_bytes(markup)
