"""Alignments: which terms of another vocabulary ours fall under, and what follows for a graph.

An alignment is a file in `ontology/alignments/`. No graph holds it: an export reads it on request.
"""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NameNotFound
from kg.export.rdf import triple_of
from kg.model.near import nearest
from kg.model.terms import Term
from kg.model.vocabulary import RDF_TYPE, node
from kg.rdf.declarations import declarations
from kg.rdf.read import load_files
from kg.store.base import Store
from kg.store.query import select

_CLASS, _CLASSIFICATION = node("owl:Class"), node("org:classification")
_WIDER_CLASS, _WIDER_PROPERTY = node("rdfs:subClassOf"), node("rdfs:subPropertyOf")
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
            "alignment", name, nearest(name, known, 50), f"known are {', '.join(known)}"
        )
    return [quad.triple for quad in load_files([known[name]])]


def aligned(store: Store, alignment: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return what follows from an alignment for the graph in a store.

    From a wider property follow links, from a wider class types. An organisation of a type that
    matches a wider class is of that class; one whose type matches a wider concept is classified
    by that concept, too. The terms are declared, as all that an export uses are.
    """
    stated = [t for t in alignment if isinstance(t.subject, ox.NamedNode)]
    classes = {t.subject for t in stated if t.predicate == RDF_TYPE and t.object == _CLASS}
    found = declarations(stated)
    for mapping in stated:
        own, wider = mapping.subject, mapping.object
        if mapping.predicate == _WIDER_PROPERTY:
            links = select(store, f"SELECT ?from ?to WHERE {{ ?from {own} ?to }}")
            found.update(triple_of(source, wider, target) for source, target in links)
        elif mapping.predicate == _WIDER_CLASS:
            things = _things(store, "a", f"rdfs:subClassOf+ {own}", own)
            found.update(triple_of(thing, RDF_TYPE, wider) for thing in things)
        elif mapping.predicate in _WIDER_CONCEPT:
            predicate = RDF_TYPE if wider in classes else _CLASSIFICATION
            things = _things(store, "org:classification", f"skos:broader+ {own}", own)
            found.update(triple_of(thing, predicate, wider) for thing in things)
    return sorted(found, key=str)


def _things(store: Store, has: str, below: str, own: object) -> list[Term | None]:
    """Return what has a class or a concept, or one below it.

    The two ways are asked for apart: Virtuoso leaves the class itself out of `rdfs:subClassOf*`.
    """
    narrower = f"?narrower {below} . ?thing {has} ?narrower"
    query = f"SELECT DISTINCT ?thing WHERE {{ {{ ?thing {has} {own} }} UNION {{ {narrower} }} }}"
    return [thing for (thing,) in select(store, query)]
