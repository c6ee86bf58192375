"""What an export adds so that OWL tools can read the one file offline.

It names the ontology: `owl:imports` would make the tools fetch it. And it
declares the classes and properties in use: without that, the tools take every
property that they do not know for an annotation.
"""

from collections.abc import Iterable, Iterator, Set
from typing import Final

import pyoxigraph as ox

from kg.model.vocabulary import ONTOLOGY, RDF_TYPE, node

DATASET: Final = node("dcat:Dataset")
_CONFORMS_TO = node("dcterms:conformsTo")
_SORTS = frozenset(
    node(f"owl:{name}")
    for name in (
        "AnnotationProperty",
        "Class",
        "DatatypeProperty",
        "ObjectProperty",
    )
)


def with_declarations(
    triples: Iterable[ox.Triple], vocabulary: Iterable[ox.Triple]
) -> Iterator[ox.Triple]:
    """Yield triples, then the declarations of their classes and properties."""
    used: set[object] = set()
    for triple in triples:
        used.add(triple.predicate)
        if triple.predicate == RDF_TYPE:
            used.add(triple.object)
        yield triple
    for declaration in declarations(vocabulary):
        if declaration.subject in used:
            yield declaration


def added_to(store: ox.Store, ontology: Set[ox.Quad]) -> set[ox.Triple]:
    """Return the triples that an export of a store adds.

    They name the ontology of each dataset, and declare the classes and
    properties that the export uses.
    """
    conformances = _conformances(store)
    found = set(conformances)
    for declaration in declarations(quad.triple for quad in ontology):
        term = declaration.subject
        is_added = bool(conformances) and term == _CONFORMS_TO
        if is_added or _is_used(term, store, ontology):
            found.add(declaration)
    return found


def declarations(vocabulary: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples by which a vocabulary declares classes and properties."""
    return {
        triple
        for triple in vocabulary
        if triple.predicate == RDF_TYPE and triple.object in _SORTS
    }


def _is_used(term: object, store: ox.Store, ontology: Set[ox.Quad]) -> bool:
    """Return whether a store uses a term where the ontology does not."""
    return any(quad not in ontology for quad in _uses(store, term))


def _uses(store: ox.Store, term: object) -> Iterator[ox.Quad]:
    """Yield the quads that have a term as their property or class."""
    if isinstance(term, ox.NamedNode):
        graph = ox.DefaultGraph()
        yield from store.quads_for_pattern(None, term, None, graph)
        yield from store.quads_for_pattern(None, RDF_TYPE, term, graph)


def _conformances(store: ox.Store) -> set[ox.Triple]:
    """Return the triples that name the ontology of each dataset in a store."""
    datasets = store.quads_for_pattern(
        None, RDF_TYPE, DATASET, ox.DefaultGraph()
    )
    return {conformance(quad.subject) for quad in datasets}


def conformance(dataset: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.Triple:
    """Return the triple that names the ontology of a dataset."""
    return ox.Triple(dataset, _CONFORMS_TO, ONTOLOGY)
