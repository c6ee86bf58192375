"""The work of a load, in a process of its own: files and rules into an Oxigraph folder.

Oxigraph ends a load before it hears Ctrl-C, and hostile RDF/XML can end the process it is parsed in; both are harmless when
the process is a child that can be stopped. It is started as `python -m kg.store.load_worker JOB PARENT`, and reports in
lines of JSON on stdout.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, cast

import pyoxigraph as ox

from kg.crash import describe_crash
from kg.errors import KgError, QueryError, StoreError, TurtleError
from kg.rdf.read import load_file, place_in, read_merged
from kg.rdf.syntaxes import BY_NAME, SYNTAXES, Syntax
from kg.store.rules_on_disk import apply_rules_in_bulk

STEP, EVERY = 1 << 20, 0.5
"""Bytes, or seconds, between two reports."""
MAX_RATIO, FREE = 200, 100 * STEP
"""Gzip that unpacks to more than so many times its size, past the first bytes, is a bomb: RDF packs 10 to 40 times."""
_STARTS = (
    (b"\x1f\x8b", "gzip (unpack it, or end its name in .gz)"),
    (b"PK\x03\x04", "a zip archive (unpack it)"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
"""How files begin that are not RDF as it is, in lower case, and what they are."""


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
        self._raw, self._report = raw, report
        self._inner = gzip.GzipFile(fileobj=raw) if packed else raw
        self._packed, self._read, self._due, self._told = packed, 0, STEP, 0
        start = self._inner.read(STEP)
        first = start.removeprefix(BOM_UTF8)
        self._first, self.as_it_is = (
            io.BytesIO(first),
            first is start and not packed,
        )
        self.head, self.empty = (
            first[:200],
            len(first) < STEP and not first.strip(),
        )

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        chunk = self._first.read(size) or self._inner.read(size)
        self._read += len(chunk)
        if self._read >= self._due or not chunk:
            self._due = self._read + STEP
            self._tell()
        return chunk

    def _tell(self) -> None:
        position = self._raw.tell() if self._packed else self._read
        if (
            self._packed
            and self._read > FREE
            and self._read > MAX_RATIO * position
        ):
            raise TurtleError(
                self.name,
                f"unpacks to more than {MAX_RATIO} times its size; unpack it yourself to load it",
            )
        self._report(position - self._told)
        self._told = position


@contextmanager
def _watched(path: Path, report: Callable[[int], None]) -> Iterator[None]:
    """Report how far a file has been read that Oxigraph opens itself; reading in Python would cost a tenth more."""
    done, told = threading.Event(), 0

    def tell(position: int) -> None:
        nonlocal told
        report(max(position - told, 0))
        told = max(position, told)

    def watch() -> None:
        while not done.wait(EVERY):
            tell(_position(str(path.resolve())))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    tell(path.stat().st_size)


def _position(path: str) -> int:
    """Return how many bytes of a file this process has read.

    Linux knows it; the answer is 0 elsewhere. If the file is open more than
    once, the furthest position counts.
    """
    if sys.platform != "linux":
        return 0
    furthest = 0
    for opened in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # a file can be closed while we look
            if str(opened.readlink()) != path:
                continue
            info = Path("/proc/self/fdinfo", opened.name).read_text("ascii")
            position = int(info.split()[1])
            furthest = max(furthest, position)
    return furthest


def load_stream(
    store: ox.Store,
    name: str,
    raw: IO[bytes],
    syntax: Syntax,
    packed: bool,
    report: Callable[[int], None],
    path: Path | None = None,
) -> None:
    """Load one file in bulk.

    Args:
        packed: whether the bytes are gzip.
        report: is told the number of bytes read since the last time, of the packed file where it is one.
        path: where the bytes are, if they are a file's.

    Raises:
        TurtleError: the file is empty, unreadable, or not what it is said to be; with line and column.
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
        _load(
            store,
            stream,
            syntax,
            path if stream.as_it_is and not syntax.guarded_in_bulk else None,
            report,
        )
    except SyntaxError as error:
        message, line, column = place_in(error)
        raise TurtleError(
            name, message + _suspicion(head, syntax), line, column
        ) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        cut = isinstance(error, EOFError)
        raise TurtleError(
            name,
            "the gzip file is cut off" if cut else "is not gzip, or is damaged",
        ) from error
    except MemoryError as error:
        raise TurtleError(
            name, "holds a literal of more than 16 MiB, which no store takes"
        ) from error
    except ValueError as error:
        raise TurtleError(name, str(error)) from error
    except RuntimeError as error:
        raise StoreError(f"while loading {name}: {error}") from error


def _load(
    store: ox.Store,
    stream: _Stream,
    syntax: Syntax,
    path: Path | None,
    report: Callable[[int], None],
) -> None:
    """Load a file by its path where Oxigraph can read it itself, else as the stream that it is."""
    if syntax.format.supports_datasets:
        store.bulk_extend(
            read_merged(stream.name, cast("IO[bytes]", stream), syntax)
        )
        return
    if path is None:
        file = cast("IO[bytes]", stream)
        store.bulk_load(file, format=syntax.format, to_graph=ox.DefaultGraph())
        return
    with _watched(path, report):
        store.bulk_load(
            path=path, format=syntax.format, to_graph=ox.DefaultGraph()
        )


def _examined(
    name: str, raw: IO[bytes], packed: bool, syntax: Syntax
) -> IO[bytes]:
    """Return a file after a look for what no honest one holds, and what Oxigraph would spend endless memory on."""
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
    """Say what a file looks like that is not what its name says."""
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
        syntax = BY_NAME[syntax_name]
        _say(file=name)
        if name == "-":
            if sys.stdin is None:
                raise TurtleError(
                    "stdin", "is closed; give the triples on it, or name a file"
                )
            load_stream(
                store,
                "stdin",
                sys.stdin.buffer,
                syntax,
                packed,
                lambda n: _say(bytes=n),
            )
            continue
        try:
            with Path(name).open("rb") as raw:
                load_stream(
                    store,
                    name,
                    raw,
                    syntax,
                    packed,
                    lambda n: _say(bytes=n),
                    Path(name),
                )
        except OSError as error:
            raise _disk_fault(name, error) from error
    if job["rules"]:
        _say(settling="store")
        store.optimize()  # rules look up millions of terms, which costs less once nothing is left to merge
        apply_rules_in_bulk(
            store,
            map(Path, job["rules"]),
            Path(job["scratch"]),
            lambda name: _say(rule=name),
        )
        _say(merging="results")
        store.optimize()  # and so does whatever reads the store from now on
    _say(counting="triples")
    store.flush()
    _say(triples=len(store))


def _disk_fault(name: str, error: OSError) -> KgError:
    """Tell a file that cannot be read from a disk that cannot be written to."""
    if error.filename == name:
        return TurtleError(name, f"cannot be read: {error.strerror}")
    return StoreError(f"while loading {name}: {error}")


def _say(**what: object) -> None:
    try:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)  # nobody listens: whoever started this is gone


def _end_with(parent: int) -> None:
    """End this process once the one that started it is gone: nobody could make use of what it does."""
    while os.getppid() == parent:
        time.sleep(EVERY)
    os._exit(1)


def main() -> None:
    """Carry out the job in the file that is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.excepthook = _report_crash
    threading.Thread(
        target=_end_with, args=(int(sys.argv[2]),), daemon=True
    ).start()
    try:
        _answer(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    except FileNotFoundError:
        os._exit(1)  # whoever started this was interrupted, and has cleaned up


def _report_crash(
    _: type[BaseException],
    error: BaseException,
    __: TracebackType | None = None,
) -> None:
    """Report an exception that nobody foresaw; the process that started this one passes it on."""
    if isinstance(error, MemoryError):
        _say(fault="out of memory")
    else:
        _say(crash=asdict(describe_crash(error)))


def _answer(job: dict[str, Any]) -> None:
    try:
        _carry_out(job)
    except TurtleError as error:
        _say(
            fault=str(error),
            path=str(error.path),
            line=error.line,
            column=error.column,
        )
    except QueryError as error:
        _say(fault=str(error), rule_at_fault=True)
    except (KgError, OSError) as error:
        _say(fault=str(error))


if __name__ == "__main__":
    main()
