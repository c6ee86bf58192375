"""Alignments: which terms of another vocabulary ours fall under, and what follows for a graph.

An alignment is a file in `ontology/alignments/`. No graph holds it: an export reads it on request.
"""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NameNotFound
from kg.model.near import nearest
from kg.model.terms import Term, make_triples
from kg.model.vocabulary import RDF_TYPE, node
from kg.rdf.read import load_files
from kg.store.base import Store
from kg.store.query import select

_CLASS, _CLASSIFICATION = node("owl:Class"), node("org:classification")
_WIDER_CLASS, _WIDER_PROPERTY = (
    node("rdfs:subClassOf"),
    node("rdfs:subPropertyOf"),
)
_WIDER_CONCEPT = {node("skos:broadMatch"), node("skos:exactMatch")}
"""Matches that hold for everything a concept classifies; a close or a related one need not."""


def read_alignment(files: Iterable[Path], name: str) -> list[ox.Triple]:
    """Return the triples of an alignment by the name of its file.

    Raises:
        NameNotFound: there is none of this name.
        TurtleError: the file is not well-formed.
    """
    known = {path.stem: path for path in files}
    if name not in known:
        raise NameNotFound(
            "alignment",
            name,
            nearest(name, known, 50),
            f"known are {', '.join(known)}",
        )
    return [quad.triple for quad in load_files([known[name]])]


def aligned(store: Store, alignment: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return what follows from an alignment for the graph in a store.

    From a wider property follow links, from a wider class types. An organisation of a type that
    matches a wider class is of that class; one whose type matches a wider concept is classified
    by that concept, too.
    """
    stated = [
        triple
        for triple in alignment
        if isinstance(triple.subject, ox.NamedNode)
    ]
    classes = {
        t.subject
        for t in stated
        if t.predicate == RDF_TYPE and t.object == _CLASS
    }
    found: set[ox.Triple] = set()
    for mapping in stated:
        if mapping.predicate == _WIDER_PROPERTY:
            found |= _links(store, mapping)
        elif mapping.predicate == _WIDER_CLASS:
            found |= _instances(store, mapping)
        elif mapping.predicate in _WIDER_CONCEPT:
            gives = RDF_TYPE if mapping.object in classes else _CLASSIFICATION
            found |= _classified(store, mapping, gives)
    return sorted(found, key=str)


def _links(store: Store, mapping: ox.Triple) -> set[ox.Triple]:
    """Return the links by a wider property."""
    rows = select(
        store, f"SELECT ?from ?to WHERE {{ ?from {mapping.subject} ?to }}"
    )
    return set(
        make_triples(
            (source, mapping.object, target) for source, target in rows
        )
    )


def _instances(store: Store, mapping: ox.Triple) -> set[ox.Triple]:
    """Return the instances of a wider class, also those of narrower kinds."""
    own = mapping.subject
    below = f"?kind rdfs:subClassOf+ {own} . ?thing a ?kind"
    things = _things(store, f"{{ ?thing a {own} }} UNION {{ {below} }}")
    return set(
        make_triples((thing, RDF_TYPE, mapping.object) for thing in things)
    )


def _classified(
    store: Store, mapping: ox.Triple, gives: ox.NamedNode
) -> set[ox.Triple]:
    """Return the organisations of a type or a narrower one, with what it gives."""
    own = mapping.subject
    itself = f"?thing org:classification {own}"
    below = f"?type skos:broader+ {own} . ?thing org:classification ?type"
    things = _things(store, f"{{ {itself} }} UNION {{ {below} }}")
    found = make_triples((thing, gives, mapping.object) for thing in things)
    return set(found)


def _things(store: Store, pattern: str) -> list[Term | None]:
    """Return what a pattern binds.

    Patterns name a class beside those below it: Virtuoso leaves it out of `rdfs:subClassOf*`.
    """
    rows = select(store, f"SELECT DISTINCT ?thing WHERE {{ {pattern} }}")
    return [thing for (thing,) in rows]
