"""A whole graph as canonical Turtle or sorted N-Triples, made from what Oxigraph dumps, as text.

What `turtle` does with terms is done here with pieces of text, so that no triple becomes a Python object. A test holds the
two together.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from kg.model.collector import no_collection
from kg.model.vocabulary import PREFIXES, RDF_TYPE
from kg.rdf.declarations import added_to
from kg.rdf.syntaxes import N_TRIPLES, TURTLE
from kg.rdf.turtle import in_order, with_prefixes, write_lines

_ODD = re.compile(rb"(?:^|[ \t])(?:_:|<<)", re.MULTILINE)
"""A blank node or a triple term, or a literal that looks like one."""
_OBJECT = re.compile(rb'"(?:[^"\\]|\\.)*"\S*|[^\s,]\S*')
_ESCAPED = re.compile(rb"\\(.)")
_NAMESPACES = {
    prefix.encode(): b"<" + iri.encode() for prefix, iri in PREFIXES.items()
}
_NUMBER = re.compile(rb"[-+.0-9]")
_NEXT = b" ;\n    "


@no_collection()
def turtle_of(store: ox.Store, ontology: ox.Store) -> bytes | None:
    """Return what a store holds beside the ontology, which its dataset names instead, as canonical Turtle.

    Returns:
        None if there may be blank nodes or triple terms, whose order needs more than text.
    """
    written = store.dump(
        format=TURTLE.format, from_graph=ox.DefaultGraph(), prefixes=PREFIXES
    )
    assert written is not None
    body = written[written.find(b"\n", written.rfind(b"\n@prefix ") + 1) + 1 :]
    if (b"_:" in body or b"<<" in body) and _ODD.search(body):
        return None
    said, special, keys = _read_blocks(body), _special(store, ontology), _Keys()
    parts = []
    subjects = {_iri(subject): subject for subject in said}
    for iri in sorted({*subjects, *special}):
        if iri not in special:
            subject = subjects[iri]
            parts.append(subject + b" " + _in_order(said[subject], keys))
        elif special[iri]:
            parts.append(special[iri])
    return with_prefixes(
        b" .\n\n".join([*parts, b""]).removesuffix(b"\n"), PREFIXES
    )


def _read_blocks(body: bytes) -> dict[bytes, list[bytes]]:
    """Return the lines of each subject, which can recur: a store in memory is written in the order it was filled in."""
    said: dict[bytes, list[bytes]] = {}
    for block in body.split(b" .\n"):
        subject, _, rest = block.partition(b" ")
        if subject in said:
            said[subject] += rest.split(b" ;\n\t")
        elif subject:
            said[subject] = rest.split(b" ;\n\t")
    return said


def _special(store: ox.Store, ontology: ox.Store) -> dict[bytes, bytes]:
    """Return what is left of the subjects that the ontology describes, too, and the datasets, each as a block."""
    default, known = ox.DefaultGraph(), set(ontology)
    added: dict[object, set[ox.Triple]] = defaultdict(set)
    for triple in added_to(store, known):
        added[triple.subject].add(triple)
    found = {}
    for subject in {*added, *(quad.subject for quad in known)}:
        left = {
            quad.triple
            for quad in store.quads_for_pattern(subject, None, None, default)
            if quad not in known
        }
        left |= added.get(subject, set())
        found[str(subject).encode()] = (
            "\n".join(write_lines(in_order(left), PREFIXES)).encode()
            if left
            else b""
        )
    return {
        iri: block.replace(b"\n\t", b"\n    ")
        .removesuffix(b"\n")
        .removesuffix(b" .")
        for iri, block in found.items()
    }


class _Keys(dict[bytes, bytes]):
    """What a written term is sorted by: the term as N-Triples have it, and nothing for `rdf:type`, which comes first."""

    def __missing__(self, written: bytes) -> bytes:
        """Make the key of a term that is met for the first time."""
        self[written] = key = b"" if written == b"a" else _term(written)
        return key


def _in_order(lines: list[bytes], keys: _Keys) -> bytes:
    """Return the lines of a subject by predicate, one for each, with the objects in order."""
    said = {line.partition(b" ")[0]: line for line in lines}
    if len(said) < len(lines):
        said = _merged(lines)
    ordered = [said[predicate] for predicate in _sorted(said, keys)]
    return _NEXT.join(
        [
            _objects_in_order(line, keys) if b" , " in line else line
            for line in ordered
        ]
    )


def _merged(lines: list[bytes]) -> dict[bytes, bytes]:
    """Return a line for each predicate, with all its objects."""
    found: dict[bytes, list[bytes]] = {}
    for line in lines:
        predicate, _, objects = line.partition(b" ")
        found.setdefault(predicate, []).append(objects)
    return {
        predicate: predicate + b" " + b" , ".join(objects)
        for predicate, objects in found.items()
    }


def _objects_in_order(line: bytes, keys: _Keys) -> bytes:
    predicate, _, objects = line.partition(b" ")
    found: list[bytes] = (
        _OBJECT.findall(objects) if b'"' in objects else objects.split(b" , ")
    )
    return predicate + b" " + b" , ".join(_sorted(found, keys))


def _sorted(written: Iterable[bytes], keys: _Keys) -> list[bytes]:
    order: Callable[[bytes], bytes] = keys.__getitem__
    return sorted(written, key=order)


def _term(written: bytes) -> bytes:
    """Return a term as N-Triples have it."""
    if written.startswith(b'"'):
        end = written.rfind(b'"') + 1
        return (
            written[:end] + b"^^" + _iri(written[end + 2 :])
            if written.startswith(b"^^", end)
            else written
        )
    if written in (b"true", b"false"):
        return b'"' + written + b'"^^' + _iri(b"xsd:boolean")
    if _NUMBER.match(written):
        name = (
            b"double"
            if b"e" in written.lower()
            else b"decimal"
            if b"." in written
            else b"integer"
        )
        return b'"' + written + b'"^^' + _iri(b"xsd:" + name)
    return _iri(written)


def _iri(written: bytes) -> bytes:
    """Return the IRI, in angle brackets, of what is written so or with a prefix."""
    if written.startswith(b"<"):
        return written
    prefix, _, local = written.partition(b":")
    return (
        _NAMESPACES[prefix]
        + (_ESCAPED.sub(rb"\1", local) if b"\\" in local else local)
        + b">"
    )


_TYPE, _FIRST = f"> {RDF_TYPE} ".encode(), b"> \x01 "
"""`rdf:type` as a predicate, and what stands for it while lines are sorted, so that it comes first.

Oxigraph escapes this character: it is in no line.
"""


def ntriples_of(store: ox.Store, ontology: ox.Store) -> bytes | None:
    """Return what a store holds beside the ontology, which its dataset names instead, as N-Triples in order.

    Returns:
        None if there are blank nodes, whose names are not lasting, or triple terms, which N-Triples 1.1 does not have.
    """
    dumped = _dump(store)
    lines = _sorted_lines(dumped)
    if b"_:" in dumped and any(map(_has_blank_node, lines)):
        return None
    if b"<<(" in dumped and any(map(_has_triple_term, lines)):
        return None
    added = added_to(store, set(ontology))
    for triple in added:
        if ox.Quad(*triple) not in store:
            insort(lines, _marked(f"{triple} .".encode()))
    shown = {_marked(f"{triple} .".encode()) for triple in added}
    kept, start = [], 0
    for line in _sorted_lines(_dump(ontology)):
        place = bisect_left(lines, line, start)
        if line not in shown and place < len(lines) and lines[place] == line:
            kept += lines[start:place]
            start = place + 1
    return b"\n".join([*kept, *lines[start:], b""]).replace(_FIRST, _TYPE)


def _marked(ntriples: bytes) -> bytes:
    """Return N-Triples with another character for `rdf:type` where it is a predicate."""
    return ntriples.replace(_TYPE, _FIRST).replace(
        _FIRST + b".\n", _TYPE + b".\n"
    )


def _sorted_lines(ntriples: bytes) -> list[bytes]:
    lines = _marked(ntriples).split(b"\n")
    lines.sort()
    return lines[1:] if lines[0] == b"" else lines


def _has_blank_node(line: bytes) -> bool:
    return (
        line.startswith(b"_:") or re.search(rb"> _:\S+ \.$", line) is not None
    )


def _has_triple_term(line: bytes) -> bool:
    return re.match(rb"\S+ \S+ <<\(", line) is not None


def _dump(store: ox.Store) -> bytes:
    written = store.dump(format=N_TRIPLES.format, from_graph=ox.DefaultGraph())
    assert written is not None
    return written
