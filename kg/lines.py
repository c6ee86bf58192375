"""A whole graph as N-Triples in order.

What `turtle.in_order` does with terms is done here with lines: they go from the store to the file without becoming Python
objects, and sort as bytes in the same order. A test holds the two together.
"""

import re
from bisect import bisect_left, insort

import pyoxigraph as ox

from kg.vocabulary import ONTOLOGY, RDF_TYPE, node

_TYPE, _FIRST = f"> {RDF_TYPE} ".encode(), b"> \x01 "
"""`rdf:type` as a predicate, and what stands for it while lines are sorted, so that it comes first.

Oxigraph escapes this character: it is in no line.
"""


def ntriples_of(store: ox.Store, ontology: ox.Store) -> bytes | None:
    """Return what a store holds beside the ontology, which its dataset names instead, as N-Triples in order.

    Returns:
        None if there are blank nodes, whose names are not lasting.
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
    return b"\n".join([*kept, *lines[start:], b""]).replace(_FIRST, _TYPE)


def _in_order(ntriples: bytes) -> list[bytes]:
    marked = ntriples.replace(_TYPE, _FIRST).replace(_FIRST + b".\n", _TYPE + b".\n")
    lines = marked.split(b"\n")
    lines.sort()
    return lines[1:] if lines[0] == b"" else lines


def _has_blank_node(line: bytes) -> bool:
    return line.startswith(b"_:") or re.search(rb"> _:\S+ \.$", line) is not None


def _dump(store: ox.Store) -> bytes:
    written = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert written is not None
    return written
