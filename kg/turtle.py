"""Canonical Turtle: sorted subjects, predicates and objects, aligned prefixes, one form per literal.

Oxigraph writes it; what is added here is the order, the alignment and a blank line between subjects.
"""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.vocabulary import PREFIXES, RDF_TYPE

_BREAK = re.compile(r"(?<= \.\n)(?=[^\t\n])")


def in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples by subject, then `rdf:type`, then the other predicates, then object."""
    rdf_type = RDF_TYPE.value
    return sorted(
        triples, key=lambda t: (_name(t.subject), t.predicate.value != rdf_type, t.predicate.value, str(t.object))
    )


def _name(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return str(subject) if isinstance(subject, ox.Triple) else subject.value


def write_turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Return RDF 1.1 Turtle of the triples, the same bytes for the same set of triples."""
    written = ox.serialize(in_order(triples), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None
    lines = written.decode("utf-8").split("\n")
    start = next((i for i, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))
    body = _BREAK.sub("\n", "\n".join(lines[start:])).replace("\n\t", "\n    ")
    used = {prefix for prefix in PREFIXES if re.search(rf"(?<![\w:.-]){prefix}:", body)}
    width = max(map(len, used), default=0) + 1
    head = [f"@prefix {prefix + ':':{width}} <{PREFIXES[prefix]}> ." for prefix in sorted(used)]
    return ("\n".join(head) + "\n\n" + body).encode("utf-8") if head else body.encode("utf-8")
