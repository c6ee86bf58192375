"""Files into a store that stays: a folder, which takes all of them or none."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.crash import Crash, CrashInChild
from kg.errors import (
    KgError,
    ParameterError,
    QueryError,
    StoreError,
    TurtleError,
)
from kg.rdf.syntaxes import BY_EXTENSION, BY_NAME, Syntax
from kg.store.folder import DATABASE, JOB, cannot_be_read, replacing
from kg.workspace.folders import Workspace

Reporter = Callable[[dict[str, Any]], None]
"""Receives what goes on, one value at a time.

The values are `{"file": name}`, `{"bytes": read since the last time}`,
`{"rule": name}`, and one each when settling, merging or counting begins.
"""
_CRASHED = (-signal.SIGSEGV, -signal.SIGABRT)
"""Codes of a process that ran out of stack."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to load."""

    path: Path
    """`-` for stdin."""
    syntax: Syntax
    packed: bool
    """Whether it is gzip."""
    size: int
    """In bytes, 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The triples in a store after a load, and before it."""

    triples: int
    before: int


def find_sources(paths: Sequence[Path], form: str | None = None) -> list[Input]:
    """Return what to load, in the order given.

    Args:
        form: the name of a syntax, for all files; by default the extension
            decides. A file whose name ends in .gz is unpacked.

    Raises:
        ParameterError: the format is not known, or stdin is given without one.
        TurtleError: a file is not there, or its extension says nothing.
    """
    if form is not None and form not in BY_NAME:
        known = ", ".join(BY_NAME)
        raise ParameterError(f"unknown format {form!r}; known are {known}")
    syntax = None if form is None else BY_NAME[form]
    try:
        return [_source(path, syntax) for path in paths]
    except OSError as error:
        raise TurtleError(
            error.filename or "", f"cannot be read: {error.strerror}"
        ) from error


def _source(path: Path, given: Syntax | None) -> Input:
    if str(path) == "-":
        if given is None:
            known = ", ".join(BY_NAME)
            raise ParameterError(
                f"stdin has no extension; say --format, one of {known}"
            )
        return Input(path, given, packed=False, size=0)
    if not path.is_file():
        raise TurtleError(path, _not_a_file(path))
    packed = path.suffix == ".gz"
    extension = path.with_suffix("").suffix if packed else path.suffix
    syntax = given or BY_EXTENSION.get(extension)
    if syntax is None:
        known = ", ".join(BY_EXTENSION)
        raise TurtleError(
            path,
            f"unknown extension; known are {known}, each also with .gz;"
            " or say --format",
        )
    return Input(path, syntax, packed, path.stat().st_size)


def _not_a_file(path: Path) -> str:
    if path.is_dir():
        return "is a folder; name the files in it"
    if path.exists():
        return "is no plain file; name - instead, and give it on stdin"
    return "no such file"


def load_folder(
    folder: Path,
    sources: Sequence[Input],
    workspace: Workspace,
    report: Reporter,
) -> Loaded:
    """Add files to a store in a folder, with the ontology of the workspace.

    The rules of the workspace are applied to all of it.

    Raises:
        TurtleError: a file is not well-formed; with line and column.
        StoreError: the folder is no store, is being loaded into, or cannot be written to.
        QueryError: a rule is not a CONSTRUCT query.
    """
    with replacing(folder) as (new, old, lock):
        job = new / JOB
        job.write_text(json.dumps(_job(new, sources, workspace)), "utf-8")
        before = _copy(old, new) if old else 0
        triples = _run(job, report, lock)
    with suppress(OSError):  # the store is complete; the next load removes it
        job.unlink()
    return Loaded(triples, before)


def _copy(old: Path, new: Path) -> int:
    """Copy a database, and return how many triples it has.

    The copy consists of hard links: Oxigraph never changes a file once it is
    written.
    """
    try:
        store = ox.Store.read_only(str(old / DATABASE))
        store.backup(str(new / DATABASE))
        return len(store)
    except (OSError, RuntimeError) as error:
        raise cannot_be_read(old.parent, error) from error


def _job(
    new: Path, sources: Sequence[Input], workspace: Workspace
) -> dict[str, Any]:
    return {
        "database": str(new / DATABASE),
        "scratch": str(new),
        "files": [
            [str(source.path), source.syntax.name, source.packed]
            for source in sources
        ],
        "ontology": [str(path) for path in workspace.ontology_files()],
        "rules": [str(path) for path in workspace.query_files("rules")],
    }


def _run(job: Path, report: Reporter, lock: int) -> int:
    """Run the load in a child process, and return the number of triples.

    The child holds the lock as well.
    """
    last: dict[str, Any] = {}
    file = ""
    child: subprocess.Popen[str] | None = None
    try:
        with _interrupts_kept_from_children():
            child = _start_worker(job, lock)
        for line in child.stdout or ():
            last = json.loads(line)
            file = last.get("file", file)
            report(last)
        child.wait()
    finally:
        if child is not None:
            child.kill()  # does nothing to a process that has ended
            child.communicate()
    if "triples" not in last:
        raise _failure(last, file, child.returncode)
    return int(last["triples"])


def _start_worker(job: Path, lock: int) -> "subprocess.Popen[str]":
    path = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH")
    if inherited:
        path = f"{path}{os.pathsep}{inherited}"
    command = [
        sys.executable,
        "-P",
        "-m",
        "kg.store.load_worker",
        str(job),
        str(os.getpid()),
    ]
    return subprocess.Popen(  # noqa: S603 - this program itself
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
        pass_fds=(lock,),
    )


def _failure(last: dict[str, Any], file: str, code: int) -> Exception:
    """Return why a load failed.

    Args:
        last: the last report of the worker.
        file: the file that was loaded last.
        code: the exit code of the worker.
    """
    if "fault" in last:
        return _fault(last)
    if "crash" in last:
        return CrashInChild(Crash(**last["crash"]))
    was_parsing = last.keys() <= {"file", "bytes"}
    if was_parsing and code in _CRASHED:
        return TurtleError(
            file,
            "nests deeper than the parser can follow, or crashes it otherwise;"
            " nothing was changed",
        )
    return StoreError(
        "the load was ended from outside or ran out of memory"
        f" (code {code}); nothing was changed"
    )


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Let a process that is started in the block inherit a blocked SIGINT.

    A terminal sends Ctrl-C to both processes. This one then ends the child; a
    Python that is just starting would answer with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _fault(reported: dict[str, Any]) -> KgError:
    """Return the error that the worker reports."""
    message = str(reported["fault"])
    if "path" in reported:
        error = TurtleError(
            reported["path"], "", reported["line"], reported["column"]
        )
        error.args = (message,)
        return error
    if "rule_at_fault" in reported:
        return QueryError(message)
    return StoreError(f"{message}; nothing was changed")
