"""The work of a load, in a process of its own: files and rules into an Oxigraph folder.

Oxigraph does not react to Ctrl-C before a load ends, and hostile RDF/XML can
end the process it is parsed in; both are harmless when the process is a child
that can be stopped. It is started as `python -m kg.store.load_worker JOB
PARENT`, and reports in lines of JSON on stdout.
"""

import gzip
import io
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Final, cast

import pyoxigraph as ox

from kg.crash import describe_crash
from kg.errors import KgError, QueryError, StoreError, TurtleError
from kg.rdf.read import load_file, place_in, read_merged
from kg.rdf.syntaxes import BY_NAME, SYNTAXES, Syntax
from kg.store.rules_on_disk import apply_rules_in_bulk

STEP: Final = 1 << 20
"""Bytes between two reports."""
EVERY: Final = 0.5
"""Seconds between two reports."""
MAX_RATIO: Final = 200
"""Gzip that unpacks to more than so many times its size is a bomb.

RDF shrinks to a tenth, or to a fortieth at best.
"""
FREE: Final = 100 * STEP
"""Bytes that gzip may unpack to before its ratio counts."""
_STARTS = (
    (b"\x1f\x8b", "gzip (unpack it, or end its name in .gz)"),
    (b"pk\x03\x04", "a zip archive (unpack it)"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
"""The first bytes, in lower case, of files that are not RDF, and their names."""


class _Stream:
    """A file that reports how far it has been read, and refuses to unpack without end."""

    def __init__(
        self,
        name: str,
        raw: IO[bytes],
        packed: bool,
        report: Callable[[int], None],
    ) -> None:
        self.name = name
        self._raw = raw
        self._packed = packed
        self._report = report
        self._inner = gzip.GzipFile(fileobj=raw) if packed else raw
        self._read = 0
        self._due = STEP
        self._reported = 0
        start = self._inner.read(STEP)
        first = start.removeprefix(BOM_UTF8)
        self._first = io.BytesIO(first)
        self.head = first[:200]
        is_whole = len(first) < STEP
        self.empty = is_whole and not first.strip()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        chunk = self._first.read(size) or self._inner.read(size)
        self._read += len(chunk)
        if self._read >= self._due or not chunk:
            self._due = self._read + STEP
            self._report_progress()
        return chunk

    def _report_progress(self) -> None:
        position = self._read
        if self._packed:
            position = self._raw.tell()
            if self._read > max(FREE, MAX_RATIO * position):
                raise TurtleError(
                    self.name,
                    f"unpacks to more than {MAX_RATIO} times its size;"
                    " unpack it yourself to load it",
                )
        self._report(position - self._reported)
        self._reported = position


def load_stream(
    store: ox.Store,
    name: str,
    raw: IO[bytes],
    syntax: Syntax,
    packed: bool,
    report: Callable[[int], None],
) -> None:
    """Load one file in bulk.

    Args:
        packed: whether the bytes are gzip.
        report: receives the number of bytes read since the last time; those of
            the packed file if it is packed.

    Raises:
        TurtleError: the file is empty, unreadable, or not in the syntax given;
            with line and column.
    """
    head = b""
    try:
        if syntax.guarded_in_bulk:
            raw = _examined(name, raw, packed, syntax)
        stream = _Stream(name, raw, packed, report)
        head = stream.head
        if stream.empty:
            raise TurtleError(
                name, "is empty; a data file holds at least one triple"
            )
        _load(store, stream, syntax)
    except SyntaxError as error:
        message, line, column = place_in(error)
        raise TurtleError(
            name, message + _suspicion(head, syntax), line, column
        ) from error
    except EOFError as error:
        raise TurtleError(name, "the gzip file is cut off") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise TurtleError(name, "is not gzip, or is damaged") from error
    except MemoryError as error:
        raise TurtleError(
            name, "holds a literal of more than 16 MiB, which no store takes"
        ) from error
    except ValueError as error:
        raise TurtleError(name, str(error)) from error
    except RuntimeError as error:
        raise StoreError(f"while loading {name}: {error}") from error


def _load(store: ox.Store, stream: _Stream, syntax: Syntax) -> None:
    file = cast("IO[bytes]", stream)
    if syntax.format.supports_datasets:
        store.bulk_extend(read_merged(stream.name, file, syntax))
    else:
        graph = ox.DefaultGraph()
        store.bulk_load(file, format=syntax.format, to_graph=graph)


def _examined(
    name: str, raw: IO[bytes], packed: bool, syntax: Syntax
) -> IO[bytes]:
    """Return a file that the guard of its syntax has let pass.

    The guard refuses files on which Oxigraph would spend endless memory.
    """
    if not raw.seekable():
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the load
        shutil.copyfileobj(raw, spool)
        spool.seek(0)
        raw = spool
    stream = _Stream(name, raw, packed, lambda read: None)
    syntax.guard(name, cast("BinaryIO", stream))
    raw.seek(0)
    return raw


def _suspicion(head: bytes, syntax: Syntax) -> str:
    """Name the syntax that a file seems to have in place of the one given."""
    start = head.lstrip().lower()
    for mark, what in _STARTS:
        if start.startswith(mark):
            return f"; it looks like {what}"
    for other in SYNTAXES:
        if other != syntax and start.startswith(other.starts):
            return f"; it looks like {other.label} (--format {other.name})"
    return ""


def _carry_out(job: dict[str, Any]) -> None:
    store = ox.Store(job["database"])
    for path in job["ontology"]:
        load_file(store, Path(path))
    for name, syntax_name, packed in job["files"]:
        _report(file=name)
        syntax = BY_NAME[syntax_name]
        if name == "-":
            _load_stdin(store, syntax, packed)
        else:
            _load_path(store, Path(name), syntax, packed)
    if job["rules"]:
        _apply_rules(store, map(Path, job["rules"]), Path(job["scratch"]))
    _report(counting="triples")
    store.flush()
    _report(triples=len(store))


def _load_stdin(store: ox.Store, syntax: Syntax, packed: bool) -> None:
    if sys.stdin is None:
        raise TurtleError(
            "stdin", "is closed; give the triples on it, or name a file"
        )
    raw = sys.stdin.buffer
    load_stream(store, "stdin", raw, syntax, packed, _report_bytes)


def _load_path(
    store: ox.Store, path: Path, syntax: Syntax, packed: bool
) -> None:
    name = str(path)
    try:
        with path.open("rb") as raw:
            load_stream(store, name, raw, syntax, packed, _report_bytes)
    except OSError as error:
        if error.filename == name:
            raise TurtleError(
                name, f"cannot be read: {error.strerror}"
            ) from error
        # the disk cannot be written to
        raise StoreError(f"while loading {name}: {error}") from error


def _apply_rules(store: ox.Store, rules: Iterable[Path], scratch: Path) -> None:
    """Apply the rules to a store, and merge its files before and after.

    The rules look up millions of terms, which costs less in a merged store, and
    so does everything that reads the store afterwards.
    """
    _report(settling="store")
    store.optimize()
    apply_rules_in_bulk(
        store, rules, scratch, report=lambda name: _report(rule=name)
    )
    _report(merging="results")
    store.optimize()


def _report_bytes(number: int) -> None:
    _report(bytes=number)


def _report(**event: object) -> None:
    """Write a line of JSON, or end this process if nobody reads it."""
    try:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)  # the process that started this one is gone


def _end_with(parent: int) -> None:
    """End this process once the one that started it is gone.

    Nobody could use the result.
    """
    while os.getppid() == parent:
        time.sleep(EVERY)
    os._exit(1)


def main() -> None:
    """Carry out the job in the file that is the first argument.

    The second argument is the id of the process that started this one.
    """
    job_file = Path(sys.argv[1])
    parent = int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.excepthook = _report_crash
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        _answer(json.loads(job_file.read_text("utf-8")))
    except FileNotFoundError:
        # The process that started this one was interrupted and has cleaned up.
        os._exit(1)


def _report_crash(
    _: type[BaseException],
    error: BaseException,
    __: TracebackType | None = None,
) -> None:
    """Report an unforeseen exception to the process that started this one."""
    if isinstance(error, MemoryError):
        _report(fault="out of memory")
    else:
        _report(crash=asdict(describe_crash(error)))


def _answer(job: dict[str, Any]) -> None:
    try:
        _carry_out(job)
    except TurtleError as error:
        _report(
            fault=str(error),
            path=str(error.path),
            line=error.line,
            column=error.column,
        )
    except QueryError as error:
        _report(fault=str(error), rule_at_fault=True)
    except (KgError, OSError) as error:
        _report(fault=str(error))


if __name__ == "__main__":
    main()
