"""Guards that refuse files before a parser reads them.

They refuse input that would exhaust the parser's stack, its memory or the
user's patience. Measured on Oxigraph 0.5: entities of RDF/XML are expanded
without limit; elements of RDF/XML and objects of JSON-LD nested ten thousand
deep take quadratic time or memory; triple terms nested five thousand deep end
the process. Blank nodes and lists of Turtle nest a hundred thousand deep
without harm.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from kg.errors import TurtleError

MAX_DEPTH = 200
MAX_LITERAL = 1 << 24
"""Characters in a literal; Oxigraph's own limit (16 MiB) where it has one."""
_CHUNK = 1 << 20
_MARKS = re.compile(rb'<<\(|\)>>|"(?:[^"\\\r\n]|\\.)*+"|<[^<>\s]*+>|#[^\r\n]*+')
"""Marks of triple terms, and texts, IRIs and comments, which can contain them."""
_JSON_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def refuse_triple_terms(path: Path | str, stream: BinaryIO) -> None:
    """Read a file of Turtle or N-Triples once, in bounded memory.

    Raises:
        TurtleError: its triple terms nest deeper than MAX_DEPTH.
    """
    _refuse_depth(path, _triple_terms(stream))


def refuse_json(path: Path | str, stream: BinaryIO) -> None:
    """Read a JSON file whole.

    Raises:
        TurtleError: it nests deeper than MAX_DEPTH.
    """
    pieces = iter(lambda: stream.read(_CHUNK), b"")
    content = b"".join(pieces)
    brackets = _JSON_STRING.sub(b"", content).translate(None, _NOT_BRACKETS)
    _refuse_depth(path, (1 if bracket in b"[{" else -1 for bracket in brackets))


def refuse_xml(path: Path | str, stream: BinaryIO) -> None:
    """Read an XML file once, in bounded memory.

    Raises:
        TurtleError: it is not XML, declares entities, nests deeper than
            MAX_DEPTH, or has a literal longer than MAX_LITERAL.
    """
    outline = _Outline(path)
    try:
        while chunk := stream.read(_CHUNK):
            outline.parser.Parse(chunk)
        outline.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise TurtleError(
            path,
            expat.ErrorString(error.code) or "not XML",
            error.lineno,
            error.offset + 1,
        ) from error


def too_long(path: Path | str) -> TurtleError:
    """Return the error for a literal that is refused for its length."""
    return TurtleError(
        path,
        f"a literal, IRI or line is longer than {MAX_LITERAL >> 20} MiB;"
        " keep texts in files of their own",
    )


def _triple_terms(stream: BinaryIO) -> Iterator[int]:
    """Yield how much deeper each mark leads.

    Every mark that could open a triple term counts, and every mark that
    certainly closes one.
    """
    for lines in _whole_lines(stream):
        if b"<<(" not in lines and b")>>" not in lines:
            continue
        for found in _MARKS.finditer(lines):
            mark = found.group()
            yield -1 if mark == b")>>" else mark.count(b"<<(")


def _whole_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces that end with a line.

    A line that is longer than a piece is cut.
    """
    rest = b""
    while chunk := stream.read(_CHUNK):
        window = rest + chunk
        end = max(window.rfind(b"\n"), window.rfind(b"\r")) + 1
        if len(window) - end >= _CHUNK:
            end = len(window)
        yield window[:end]
        rest = window[end:]
    yield rest


def _refuse_depth(path: Path | str, steps: Iterable[int]) -> None:
    depth = 0
    for step in steps:
        depth = max(0, depth + step)
        if depth > MAX_DEPTH:
            raise _too_deep(path)


def _too_deep(path: Path | str, line: int | None = None) -> TurtleError:
    return TurtleError(
        path,
        f"nests more than {MAX_DEPTH} deep; no data needs that, it is not read",
        line,
    )


class _Outline:
    """Follows an XML file without building anything."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self.depth = 0
        self.length = 0
        """Characters of the text since the last tag."""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.entity

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.length = 0
        if self.depth > MAX_DEPTH:
            raise _too_deep(self.path, self.parser.CurrentLineNumber)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.length = 0

    def text(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_LITERAL:
            raise too_long(self.path)

    def entity(self, name: str, *_: object) -> None:
        raise TurtleError(
            self.path,
            f"declares the entity {name!r}; entities are not expanded,"
            " write the text itself",
            self.parser.CurrentLineNumber,
        )
