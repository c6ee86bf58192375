"""Canonical Turtle.

Sorted subjects, predicates and objects, aligned prefixes, blank nodes in place.

Oxigraph writes the terms; what is added here is the order, the alignment, a blank line
between subjects, and the brackets of blank nodes. Literals keep the form they were given.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.model.vocabulary import PREFIXES, RDF_TYPE
from kg.rdf.blank_nodes import (
    FIRST,
    REST,
    blank_nodes,
    contents,
    in_place,
    rename,
    with_lasting_names,
)
from kg.rdf.syntaxes import TURTLE

_BREAK = re.compile(r"(?<= \.\n)(?=[^\t\n])")
_SAMPLE = 1 << 16
_NIL = PREFIXES["rdf"] + "nil"


def in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples by subject, then `rdf:type`, then the other predicates, then object."""
    rdf_type = RDF_TYPE.value
    return sorted(
        triples,
        key=lambda t: (
            str(t.subject),
            t.predicate.value != rdf_type,
            str(t.predicate),
            str(t.object),
        ),
    )


def write_turtle(
    triples: Iterable[ox.Triple], declared: Mapping[str, str] | None = None
) -> bytes:
    """Return RDF 1.1 Turtle of the triples, the same bytes for the same set of triples.

    Args:
        declared: prefixes of the file itself; where they differ from the usual ones, they win.
    """
    prefixes = prefixes_for(declared or {})
    held = set(triples)
    text = (
        _nested(list(held), prefixes)
        if blank_nodes(list(held))
        else _body(in_order(held), prefixes)
    )
    return with_prefixes(text.encode(), prefixes)


def with_prefixes(body: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Return Turtle with the declarations of the prefixes that occur in it, aligned."""
    used = [prefix for prefix in sorted(prefixes) if _is_used(prefix, body)]
    if not used:
        return body
    width = max(map(len, used)) + 1
    head = ""
    for prefix in used:
        name = f"{prefix}:"
        head += f"@prefix {name:{width}} <{prefixes[prefix]}> .\n"
    return head.encode() + b"\n" + body


def _is_used(prefix: str, body: bytes) -> bool:
    """Tell whether a prefix occurs.

    Samples show most of them, which spares a pass over the whole.
    """
    name = re.escape(prefix).encode() + b":"
    pattern = re.compile(
        name + rb"(?<![\w:.-]" + name + b")"
    )  # begins with what is rare, which is fast to look for
    step = max(len(body) // 64, _SAMPLE)
    samples = (
        body[start : start + _SAMPLE] for start in range(0, len(body), step)
    )
    return any(map(pattern.search, samples)) or pattern.search(body) is not None


def prefixes_for(declared: Mapping[str, str]) -> dict[str, str]:
    """Return one prefix per namespace: the usual one, else the file's.

    A name that the file uses otherwise is its own.
    """
    usual = {
        prefix: iri
        for prefix, iri in PREFIXES.items()
        if declared.get(prefix, iri) == iri
    }
    known = set(usual.values())
    return usual | {
        prefix: iri
        for prefix, iri in sorted(declared.items())
        if prefix in usual or iri not in known
    }


def _body(ordered: Sequence[ox.Triple], prefixes: Mapping[str, str]) -> str:
    lines = write_lines(ordered, prefixes)
    return _BREAK.sub("\n", "\n".join(lines)).replace("\n\t", "\n    ")


def write_lines(
    ordered: Sequence[ox.Triple], prefixes: Mapping[str, str]
) -> list[str]:
    """Return what Oxigraph writes, without the prefixes: a line per predicate."""
    written = ox.serialize(
        ordered, format=TURTLE.format, prefixes=dict(prefixes)
    )
    lines = (written or b"").decode("utf-8").split("\n")
    return lines[
        next(
            (
                i
                for i, line in enumerate(lines)
                if not line.startswith("@prefix")
            ),
            len(lines),
        ) :
    ]


def _nested(triples: list[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """Write blank nodes in brackets where they are referred to.

    Those for which that is impossible get names.
    """
    inner = in_place(triples)
    loose = blank_nodes(triples) - set(inner)
    if loose:
        triples = with_lasting_names(triples, loose)
        inner = in_place(triples)
    content_of = contents(triples, inner)
    names = {name: name for name in blank_nodes(triples)}
    mark = _unused_mark(triples)
    width = len(str(len(inner)))
    ordered = sorted(inner, key=lambda name: content_of[name])
    for number, name in enumerate(ordered):
        names[name] = f"{mark}{number:0{width}}"
    renamed = [rename(triple, names) for triple in triples]
    marked = re.compile(rf"_:{mark}\d+")
    cells = {name for name in _cells(renamed) if marked.fullmatch(name)}
    return _fold(write_lines(in_order(renamed), prefixes), marked, cells)


def _cells(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the blank nodes that are nothing but a cell of a list."""
    said: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            name = str(triple.subject)
            said[name].append(triple.predicate.value)
    cells = set()
    for name, predicates in said.items():
        if sorted(predicates) == [FIRST, REST]:
            cells.add(name)
    return cells


def _unused_mark(triples: Iterable[ox.Triple]) -> str:
    """Return a start for blank-node names that occurs nowhere else.

    So replacing them in the text is safe.
    """
    text = "\n".join(map(str, triples))
    mark = "nested"
    while f"_:{mark}" in text:
        mark += "n"
    return mark


def _fold(lines: list[str], mark: re.Pattern[str], cells: set[str]) -> str:
    """Move the block of each marked blank node to the place that refers to it.

    Args:
        lines: Turtle, a predicate on each, without prefixes.
        mark: what the names of the nodes to be moved look like.
        cells: those of them that are cells of a list.
    """
    folding = _Folding(_blocks(lines), mark, cells)
    written: list[str] = []
    for name, block in folding.blocks.items():
        if not mark.fullmatch(name):
            said = [folding.write(predicate, "    ") for predicate in block]
            written.append(f"{name} " + " ;\n    ".join(said) + " .\n")
    return "\n".join(written)


def _blocks(lines: Iterable[str]) -> dict[str, list[str]]:
    """Return the predicates of each subject with their objects, as text."""
    blocks: dict[str, list[str]] = {}
    for line in filter(None, lines):
        said = line
        if not line.startswith("\t"):
            subject, _, said = line.partition(" ")
            block = blocks[subject] = []
        block.append(said.strip().removesuffix(" .").removesuffix(" ;"))
    return blocks


@dataclass(frozen=True, slots=True)
class _Folding:
    """Blocks of subjects, of which the marked ones are written in brackets."""

    blocks: dict[str, list[str]]
    mark: re.Pattern[str]
    cells: set[str]

    def write(self, predicate: str, indent: str) -> str:
        """Return a predicate with its objects, marked nodes in brackets."""
        return self.mark.sub(
            lambda found: self.bracket(found.group(), indent), predicate
        )

    def bracket(self, name: str, indent: str) -> str:
        """Return what is said of a node, in parentheses if it is a list."""
        items = _items(name, self.blocks, self.cells)
        if items:
            written = [self.write(item, indent) for item in items]
            return f"( {' '.join(written)} )"
        deeper = indent + "    "
        said = [
            self.write(predicate, deeper)
            for predicate in self.blocks.get(name, ())
        ]
        if not said:
            return "[]"
        if len(said) == 1:
            return f"[ {said[0]} ]"
        inner = f" ;\n{deeper}".join(said)
        return f"[\n{deeper}{inner}\n{indent}]"


def _items(
    name: str, blocks: Mapping[str, list[str]], cells: set[str]
) -> list[str]:
    """Return the items of the list that starts at a blank node.

    None if it is no list that brackets can hold.
    """
    items = []
    while name in cells:
        first, rest = (line.partition(" ")[2] for line in blocks[name])
        items.append(first)
        name = rest
    return items if name in ("rdf:nil", f"<{_NIL}>") else []
