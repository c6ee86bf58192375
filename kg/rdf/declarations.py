"""How an export names the ontology, so that OWL tools read the one file by itself, offline.

`owl:imports` would make them fetch the ontology. Without declarations, they take every property
that they do not know for an annotation.
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
    """Yield triples, then what a vocabulary declares of the classes and properties in them."""
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
    """Return what an export of a store adds: what names the ontology, and what is declared of it."""
    found = _conformances(store)
    named = bool(found)
    for declaration in declarations(quad.triple for quad in ontology):
        uses = _uses(store, declaration.subject)
        names_it = named and declaration.subject == _CONFORMS_TO
        if names_it or any(quad not in ontology for quad in uses):
            found.add(declaration)
    return found


def declarations(vocabulary: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples by which a vocabulary declares classes and properties."""
    return {
        triple
        for triple in vocabulary
        if triple.predicate == RDF_TYPE and triple.object in _SORTS
    }


def _uses(store: ox.Store, term: object) -> Iterator[ox.Quad]:
    """Yield what has a term as its property or class."""
    if isinstance(term, ox.NamedNode):
        yield from store.quads_for_pattern(None, term, None, ox.DefaultGraph())
        yield from store.quads_for_pattern(
            None, RDF_TYPE, term, ox.DefaultGraph()
        )


def _conformances(store: ox.Store) -> set[ox.Triple]:
    """Return the triples that name the ontology of each dataset in a store."""
    datasets = store.quads_for_pattern(
        None, RDF_TYPE, DATASET, ox.DefaultGraph()
    )
    return {conformance(quad.subject) for quad in datasets}


def conformance(dataset: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.Triple:
    """Return the triple that names the ontology of a dataset."""
    return ox.Triple(dataset, _CONFORMS_TO, ONTOLOGY)
