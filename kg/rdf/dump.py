"""A whole graph as canonical Turtle or sorted N-Triples, from Oxigraph's dump.

The module `turtle` works on terms; this one works on pieces of text, so that no
triple becomes a Python object. A test compares the results of the two.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from kg.model.collector import no_collection
from kg.model.vocabulary import PREFIXES, RDF_TYPE
from kg.rdf.declarations import added_to
from kg.rdf.syntaxes import N_TRIPLES, TURTLE, Syntax
from kg.rdf.turtle import in_order, with_prefixes, write_lines

_Subject = ox.NamedNode | ox.BlankNode | ox.Triple
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
    """Return a store without the ontology as canonical Turtle.

    Its dataset names the ontology instead.

    Returns:
        None if there may be blank nodes or triple terms, whose order cannot be
        found from text alone.
    """
    body = _dump_turtle(store)
    may_be_odd = b"_:" in body or b"<<" in body
    if may_be_odd and _ODD.search(body):
        return None
    lines_of = _read_blocks(body)
    rewritten = _rewritten_blocks(store, ontology)
    subject_of = {_iri(subject): subject for subject in lines_of}
    keys = _Keys()
    parts: list[bytes] = []
    for iri in sorted(subject_of.keys() | rewritten.keys()):
        if iri not in rewritten:
            subject = subject_of[iri]
            lines = _in_order(lines_of[subject], keys)
            parts.append(subject + b" " + lines)
        elif rewritten[iri]:
            parts.append(rewritten[iri])
    parts.append(b"")
    return with_prefixes(b" .\n\n".join(parts).removesuffix(b"\n"), PREFIXES)


def _dump_turtle(store: ox.Store) -> bytes:
    """Return Oxigraph's Turtle without the prefixes."""
    written = _dump(store, TURTLE)
    last_prefix = written.rfind(b"\n@prefix ") + 1
    start = written.find(b"\n", last_prefix) + 1
    return written[start:]


def _read_blocks(body: bytes) -> dict[bytes, list[bytes]]:
    """Return the lines of each subject.

    A subject can have several blocks: a store in memory is written in the order
    in which it was filled.
    """
    lines_of: dict[bytes, list[bytes]] = {}
    for block in body.split(b" .\n"):
        subject, _, rest = block.partition(b" ")
        if subject in lines_of:
            lines_of[subject] += rest.split(b" ;\n\t")
        elif subject:
            lines_of[subject] = rest.split(b" ;\n\t")
    return lines_of


def _rewritten_blocks(
    store: ox.Store, ontology: ox.Store
) -> dict[bytes, bytes]:
    """Return the blocks of the subjects that an export changes.

    These are the subjects that the ontology describes as well, and the
    datasets. A block is empty if nothing is left of its subject.
    """
    known = set(ontology)
    added: dict[_Subject, set[ox.Triple]] = defaultdict(set)
    for triple in added_to(store, known):
        added[triple.subject].add(triple)
    default = ox.DefaultGraph()
    blocks: dict[bytes, bytes] = {}
    for subject in added.keys() | {quad.subject for quad in known}:
        quads = store.quads_for_pattern(subject, None, None, default)
        left = {quad.triple for quad in quads if quad not in known}
        left |= added.get(subject, set())
        blocks[str(subject).encode()] = _block(left)
    return blocks


def _block(triples: set[ox.Triple]) -> bytes:
    """Return the triples of a subject as Turtle without the full stop."""
    if not triples:
        return b""
    lines = write_lines(in_order(triples), PREFIXES)
    block = "\n".join(lines).replace("\n\t", "\n    ")
    return block.removesuffix("\n").removesuffix(" .").encode()


class _Keys(dict[bytes, bytes]):
    """The sort key of each written term.

    It is the term in N-Triples, and nothing for `rdf:type`, which comes first.
    """

    def __missing__(self, written: bytes) -> bytes:
        """Make the key of a term that occurs for the first time."""
        key = b"" if written == b"a" else _term(written)
        self[written] = key
        return key


def _in_order(lines: list[bytes], keys: _Keys) -> bytes:
    """Return one line per predicate, in order, with the objects in order."""
    line_of = {line.partition(b" ")[0]: line for line in lines}
    if len(line_of) < len(lines):
        line_of = _merged(lines)
    ordered: list[bytes] = []
    for predicate in _sorted(line_of, keys):
        line = line_of[predicate]
        if b" , " in line:
            line = _objects_in_order(line, keys)
        ordered.append(line)
    return _NEXT.join(ordered)


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
    has_literal = b'"' in objects
    found: list[bytes] = (
        _OBJECT.findall(objects) if has_literal else objects.split(b" , ")
    )
    return predicate + b" " + b" , ".join(_sorted(found, keys))


def _sorted(written: Iterable[bytes], keys: _Keys) -> list[bytes]:
    order: Callable[[bytes], bytes] = keys.__getitem__
    return sorted(written, key=order)


def _term(written: bytes) -> bytes:
    """Return a term written in Turtle as N-Triples."""
    if written.startswith(b'"'):
        end = written.rfind(b'"') + 1
        if not written.startswith(b"^^", end):
            return written
        datatype = _iri(written[end + 2 :])
        return written[:end] + b"^^" + datatype
    if written in (b"true", b"false"):
        return _typed(written, b"xsd:boolean")
    if not _NUMBER.match(written):
        return _iri(written)
    if b"e" in written.lower():
        return _typed(written, b"xsd:double")
    if b"." in written:
        return _typed(written, b"xsd:decimal")
    return _typed(written, b"xsd:integer")


def _typed(value: bytes, datatype: bytes) -> bytes:
    return b'"' + value + b'"^^' + _iri(datatype)


def _iri(written: bytes) -> bytes:
    """Return an IRI written in Turtle in angle brackets."""
    if written.startswith(b"<"):
        return written
    prefix, _, local = written.partition(b":")
    if b"\\" in local:
        local = _ESCAPED.sub(rb"\1", local)
    namespace = _NAMESPACES[prefix]
    return namespace + local + b">"


_TYPE = f"> {RDF_TYPE} ".encode()
"""`rdf:type` as a predicate."""
_FIRST = b"> \x01 "
"""Its replacement while lines are sorted, so that it comes first.

Oxigraph escapes this character: it is in no line.
"""


def ntriples_of(store: ox.Store, ontology: ox.Store) -> bytes | None:
    """Return a store without the ontology as N-Triples in order.

    Its dataset names the ontology instead.

    Returns:
        None if there are blank nodes, whose names are not lasting, or triple
        terms, which N-Triples 1.1 does not have.
    """
    dumped = _dump(store, N_TRIPLES)
    lines = _sorted_lines(dumped)
    if b"_:" in dumped and any(map(_has_blank_node, lines)):
        return None
    if b"<<(" in dumped and any(map(_has_triple_term, lines)):
        return None
    added = added_to(store, set(ontology))
    for triple in added:
        if ox.Quad(*triple) not in store:
            insort(lines, _line(triple))
    kept = {_line(triple) for triple in added}
    known = _sorted_lines(_dump(ontology, N_TRIPLES))
    left = _without(lines, [line for line in known if line not in kept])
    left.append(b"")
    return b"\n".join(left).replace(_FIRST, _TYPE)


def _without(lines: list[bytes], removed: list[bytes]) -> list[bytes]:
    """Return lines except for some; both are in order."""
    left: list[bytes] = []
    start = 0
    for line in removed:
        place = bisect_left(lines, line, start)
        if place < len(lines) and lines[place] == line:
            left += lines[start:place]
            start = place + 1
    left += lines[start:]
    return left


def _line(triple: ox.Triple) -> bytes:
    return _marked(f"{triple} .".encode())


def _marked(ntriples: bytes) -> bytes:
    """Replace `rdf:type` where it is a predicate."""
    marked = ntriples.replace(_TYPE, _FIRST)
    # An object is followed by the end of its line: there it is put back.
    return marked.replace(_FIRST + b".\n", _TYPE + b".\n")


def _sorted_lines(ntriples: bytes) -> list[bytes]:
    lines = _marked(ntriples).split(b"\n")
    lines.sort()
    return lines[1:] if lines[0] == b"" else lines


def _has_blank_node(line: bytes) -> bool:
    if line.startswith(b"_:"):
        return True
    return re.search(rb"> _:\S+ \.$", line) is not None


def _has_triple_term(line: bytes) -> bool:
    return re.match(rb"\S+ \S+ <<\(", line) is not None


def _dump(store: ox.Store, syntax: Syntax) -> bytes:
    graph = ox.DefaultGraph()
    written = store.dump(
        format=syntax.format, from_graph=graph, prefixes=PREFIXES
    )
    return written or b""
