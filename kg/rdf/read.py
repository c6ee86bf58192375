"""Reading files as triples.

Outside data is parsed by Oxigraph, which opens no file and no connection that
the data names.
"""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import TurtleError
from kg.rdf.guard import too_long
from kg.rdf.syntaxes import BY_EXTENSION, TURTLE, Syntax

_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r"^Parser error (?:at|between) line \d[^:]*: ")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file without a UTF-8 byte-order mark.

    Raises:
        TurtleError: the file is missing or unreadable.
    """
    try:
        return path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise TurtleError(path, f"cannot be read: {error.strerror}") from error


def load_file(store: ox.Store, path: Path) -> None:
    """Add the triples of one file to the default graph of a store, all of them or none.

    Raises:
        TurtleError: the file is missing, empty, or not well-formed; with line and column.
    """
    content, syntax = _content_and_syntax(path)
    with _placed_errors(path):
        if syntax.format.supports_datasets:
            store.extend(list(read_merged(path, io.BytesIO(content), syntax)))
            return
        stream = io.BytesIO(content)
        store.load(stream, format=syntax.format, to_graph=ox.DefaultGraph())


def read_merged(
    name: Path | str, stream: IO[bytes], syntax: Syntax
) -> Iterator[ox.Quad]:
    """Yield the triples of a file with named graphs as quads of the default graph.

    Oxigraph's own loading would leave them in their graphs, which none of our
    queries reads.

    Raises:
        TurtleError: there is no triple, and the syntax takes that for a mistake.
    """
    quad = None
    for quad in ox.parse(stream, format=syntax.format, rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
    if quad is None and syntax.if_without_triples:
        raise TurtleError(name, syntax.if_without_triples)


def read_statements(
    path: Path, content: bytes | None = None
) -> Iterator[tuple[ox.Triple, int]]:
    """Yield the triples of one file as they are written, with line numbers.

    The line is that on which the object ends: the last line that the parser had
    asked for when it yielded the triple. Unlike a store, this keeps literals as
    they are spelt, so that a day that does not exist can be reported.

    Args:
        content: read instead of the content of the file, such as content that
            is about to be written to it.

    Raises:
        TurtleError: the file is missing, empty, or not well-formed; with line
            and column.
    """
    content, syntax = _content_and_syntax(path, content)
    reader = _LineByLine(content)
    with _placed_errors(path):
        for quad in ox.parse(cast(IO[bytes], reader), format=syntax.format):
            yield quad.triple, reader.line


def read_turtle(path: Path) -> tuple[bytes, list[ox.Triple], dict[str, str]]:
    """Return the bytes, triples and prefixes of a Turtle file.

    Raises:
        TurtleError: the file is missing, empty, not Turtle, or not well-formed;
            with line and column.
    """
    content, syntax = _content_and_syntax(path)
    if syntax != TURTLE:
        raise TurtleError(
            path, f"is not {TURTLE.label}; name a {TURTLE.extension} file"
        )
    with _placed_errors(path):
        reader = ox.parse(content, format=syntax.format)
        triples = [quad.triple for quad in reader]
    return content, triples, reader.prefixes


class _LineByLine:
    """A file that is read line by line, and knows the number of the line.

    A long line is read in pieces.
    """

    def __init__(self, content: bytes) -> None:
        self._file = io.BytesIO(content)
        self._ended = True
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        # A piece longer than Oxigraph asked for would end the process.
        piece = self._file.readline(size)
        if piece and self._ended:
            self.line += 1
        self._ended = piece.endswith(b"\n")
        return piece


def _content_and_syntax(
    path: Path, content: bytes | None = None
) -> tuple[bytes, Syntax]:
    if content is None:
        content = read_bytes(path)
    if not content.strip():
        raise TurtleError(
            path, "is empty; a data file holds at least one triple"
        )
    syntax = BY_EXTENSION.get(path.suffix)
    if syntax is None:
        known = ", ".join(BY_EXTENSION)
        raise TurtleError(path, f"unknown extension; known are {known}")
    syntax.guard(path, io.BytesIO(content))
    return content, syntax


@contextmanager
def _placed_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise TurtleError(path, *place_in(error)) from error
    except MemoryError as error:
        raise too_long(path) from error
    except (ValueError, OSError) as error:
        raise TurtleError(path, str(error)) from error


def load_files(paths: Iterable[Path]) -> ox.Store:
    """Return a new store in memory with the triples of all files."""
    store = ox.Store()
    for path in paths:
        load_file(store, path)
    return store


def place_in(error: SyntaxError) -> tuple[str, int | None, int | None]:
    """Return the message, line and column of a parser's error."""
    message = _PLACE.sub("", str(error.msg))
    if "LoadDocumentCallback" in message:
        message = (
            "its @context is another document, and nothing is fetched;"
            " write the context into the file"
        )
    return message, error.lineno, error.offset
