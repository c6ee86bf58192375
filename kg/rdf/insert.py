"""Adding triples to a canonical Turtle file as text.

Only the blocks of their subjects are written. To read a large file as triples,
sort them and write them again takes far longer than to add three lines to it.
A test compares the result with that of writing the whole file.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from kg.rdf.syntaxes import TURTLE
from kg.rdf.turtle import in_order, prefixes_for, with_prefixes, write_lines

_HEAD = re.compile(rb"(?:@prefix +[^\s:]*: +<[^<>\s]*> \.\n)*")
_PREFIX = re.compile(rb"@prefix +([^\s:]*): +<([^<>\s]*)> \.\n")
_CLOSED = re.compile(rb'"(?:[^"\\\n]|\\.)*"|<[^<>\n]*>')
"""Literals and IRIs on a line, inside which nothing is punctuation."""
_LONG_QUOTES = (b'"""', b"'''")
_BETWEEN = b"\n\n"
_END = b" ."


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A canonical file: its prefixes, and a block for each subject, in order."""

    prefixes: dict[str, str]
    keys: list[str]
    """The subjects in N-Triples, by which the blocks are sorted."""
    blocks: list[bytes]


def insert(content: bytes, triples: Iterable[ox.Triple]) -> bytes | None:
    """Return a Turtle file with triples added.

    The bytes are the same as if the whole file were written.

    Args:
        content: the file; well-formed.
        triples: without blank nodes.

    Returns:
        None if the file is not laid out as canonical Turtle or has a comment:
        it must be written whole.
    """
    file = _read_blocks(content)
    if file is None:
        return None
    added: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        added[str(triple.subject)].append(triple)
    prefixes = prefixes_for(file.prefixes)
    for key, new in added.items():
        place = bisect_left(file.keys, key)
        if file.keys[place : place + 1] == [key]:
            old = _triples_of(file.blocks[place], file.prefixes)
            file.blocks[place] = _block({*old, *new}, prefixes)
        else:
            file.keys.insert(place, key)
            file.blocks.insert(place, _block(new, prefixes))
    body = _BETWEEN.join(file.blocks) + b"\n"
    return with_prefixes(body, prefixes)


@dataclass(frozen=True, slots=True)
class Block:
    """The statements of a file about one subject."""

    content: bytes
    """Turtle, with the prefixes."""
    lines_above: int
    """How many more lines are above the statements in the file than here."""


def find_block(content: bytes, subject: str) -> Block | None:
    """Return the block of a subject in a canonical file.

    Args:
        subject: an IRI.

    Returns:
        None if the file is not canonical or does not describe the subject.
    """
    file = _read_blocks(content)
    if file is None or f"<{subject}>" not in file.keys:
        return None
    place = file.keys.index(f"<{subject}>")
    head = _head(file.prefixes)
    above = sum(block.count(b"\n") + 2 for block in file.blocks[:place])
    between = 1 if file.prefixes else 0
    return Block(head + file.blocks[place], above + between)


def _read_blocks(content: bytes) -> _Blocks | None:
    """Split a file into blocks without parsing it.

    Returns:
        None if it is not laid out as `write_turtle` does, or has a comment.
    """
    if not content.endswith(_END + b"\n"):
        return None
    if any(quotes in content for quotes in _LONG_QUOTES):
        return None
    head = _HEAD.match(content)
    end = head.end() if head else 0
    declared = {
        prefix.decode(): iri.decode()
        for prefix, iri in _PREFIX.findall(content[:end])
    }
    has_gap = content[end : end + 1] == b"\n"
    if declared and not has_gap:
        return None
    body = content[end:].removeprefix(b"\n").removesuffix(b"\n")
    if _has_comment(body):
        return None
    blocks = body.split(_BETWEEN)
    keys: list[str] = []
    for block in blocks:
        key = _key(block, declared)
        if key is None:
            return None
        keys.append(key)
    return _Blocks(declared, keys, blocks) if _ascend(keys) else None


def _key(block: bytes, prefixes: Mapping[str, str]) -> str | None:
    """Return the subject of a block in N-Triples, None unless it is an IRI."""
    if not block.endswith(_END) or block[:1].isspace():
        return None
    subject = block.partition(b" ")[0].decode("utf-8")
    if subject.startswith("<"):
        return subject
    prefix, colon, local = subject.partition(":")
    if not colon or prefix not in prefixes or "\\" in local:
        return None
    return f"<{prefixes[prefix]}{local}>"


def _ascend(keys: list[str]) -> bool:
    return all(one < other for one, other in pairwise(keys))


def _has_comment(body: bytes) -> bool:
    """Return whether there is a # outside of literals and IRIs."""
    if b"#" not in body:
        return False
    lines = [line for line in body.split(b"\n") if b"#" in line]
    return any(b"#" in _CLOSED.sub(b"", line) for line in lines)


def _triples_of(block: bytes, prefixes: Mapping[str, str]) -> list[ox.Triple]:
    quads = ox.parse(_head(prefixes) + block, format=TURTLE.format)
    return [quad.triple for quad in quads]


def _head(prefixes: Mapping[str, str]) -> bytes:
    lines = [
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items()
    ]
    return "".join(lines).encode()


def _block(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    lines = write_lines(in_order(triples), prefixes)
    return "\n".join(lines).replace("\n\t", "\n    ").rstrip("\n").encode()
