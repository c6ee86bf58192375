"""How an export names the ontology, so that OWL tools read the one file by itself, offline.

`owl:imports` would make them fetch the ontology. Without declarations, they take every property
that they do not know for an annotation.
"""

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.model.vocabulary import ONTOLOGY, RDF_TYPE, node

DATASET: Final = node("dcat:Dataset")
_CONFORMS_TO = node("dcterms:conformsTo")
_SORTS = frozenset(
    node(f"owl:{name}")
    for name in ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty")
)


def declarations(ontology: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples by which an ontology declares classes and properties."""
    return {
        triple for triple in ontology if triple.predicate == RDF_TYPE and triple.object in _SORTS
    }


def conformance(dataset: ox.NamedNode | ox.BlankNode | ox.Triple) -> ox.Triple:
    """Return the triple that names the ontology of a dataset."""
    return ox.Triple(dataset, _CONFORMS_TO, ONTOLOGY)
