"""A whole graph as canonical Turtle or N-Triples, by way of sorted lines.

What `turtle` does with terms is done here with the lines of N-Triples: they go from the store to the text without becoming
Python objects, and sort as bytes in the order that `turtle.in_order` gives. A test holds the two together.
"""

import re
from bisect import bisect_left, insort

import pyoxigraph as ox

from kg.vocabulary import ONTOLOGY, PREFIXES, RDF_TYPE, node

_TYPE, _FIRST = f"> {RDF_TYPE} ".encode(), b"> <\x01> "
"""`rdf:type` as a predicate, and what stands for it while lines are sorted, so that it comes first.

Oxigraph escapes this character: it is in no line.
"""
_IN_LITERAL = b"<\\u0001>"
"""How the mark is written where a literal held the text that it stands for."""
_SAMPLE = 1 << 16


def facts_of(store: ox.Store, ontology: ox.Store) -> bytes | None:
    """Return what a store holds beside the ontology, which its dataset names instead, as marked lines in order.

    Returns:
        N-Triples with _FIRST for _TYPE; None if there are blank nodes, whose names are not lasting.
    """
    dumped = _dump(store)
    lines = _in_order(dumped)
    if b"_:" in dumped and any(map(_has_blank_node, lines)):
        return None
    for dataset in store.quads_for_pattern(None, RDF_TYPE, node("dcat:Dataset"), ox.DefaultGraph()):
        imports = ox.Quad(dataset.subject, node("owl:imports"), ONTOLOGY)
        if imports not in store:
            insort(lines, f"{imports} .".encode())
    kept, start = [], 0
    for line in _in_order(_dump(ontology)):
        place = bisect_left(lines, line, start)
        if place < len(lines) and lines[place] == line:
            kept += lines[start:place]
            start = place + 1
    return b"\n".join([*kept, *lines[start:], b""])


def ntriples_of(facts: bytes) -> bytes:
    """Return the N-Triples of marked lines."""
    return facts.replace(_FIRST, _TYPE)


def turtle_of(facts: bytes) -> bytes:
    """Return canonical Turtle of marked lines."""
    written = _written(facts)
    if _IN_LITERAL in written:
        written = _written(ntriples_of(facts))
    start = written.rfind(b"\n@prefix ") + 1
    body = written[written.find(b"\n", start) + 1 :] if written.startswith(b"@prefix ") else written
    body = body.replace(_FIRST[1:], b" a ").replace(b"\n\t", b"\x01").replace(b"\n", b"\n\n").replace(b"\x01", b"\n    ")
    body = body.removesuffix(b"\n")
    used = _used_prefixes(body)
    width = max(map(len, used), default=0) + 1
    head = "".join(f"@prefix {prefix + ':':{width}} <{PREFIXES[prefix]}> .\n" for prefix in used)
    return head.encode() + b"\n" + body if head else body


def _written(ntriples: bytes) -> bytes:
    triples = ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)  # Oxigraph wrote it; and the mark is no IRI
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None
    return written


def _in_order(ntriples: bytes) -> list[bytes]:
    marked = ntriples.replace(_TYPE, _FIRST).replace(_FIRST + b".\n", _TYPE + b".\n")
    lines = marked.split(b"\n")
    lines.sort()
    return lines[1:] if lines[0] == b"" else lines


def _has_blank_node(line: bytes) -> bool:
    return line.startswith(b"_:") or re.search(rb"> _:\S+ \.$", line) is not None


def _used_prefixes(body: bytes) -> list[str]:
    """Return the prefixes that occur, sorted. Samples show most of them, which spares a pass each over the whole."""
    step = max(len(body) // 64, _SAMPLE)
    sample = b"x".join(body[start : start + _SAMPLE] for start in range(0, len(body), step))
    used = []
    for prefix in sorted(PREFIXES):
        plain = prefix.encode() + b":"
        pattern = re.compile(plain + rb"(?<![\w:.-]" + plain + b")")  # begins with what is rare: four times faster
        if pattern.search(sample) or pattern.search(body):
            used.append(prefix)
    return used


def _dump(store: ox.Store) -> bytes:
    written = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert written is not None
    return written
