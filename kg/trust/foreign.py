"""Terms of other vocabularies, which a workspace declares without describing them.

OWL tools need a declaration of each term that a file uses. Shapes ask for labels and definitions
of the terms that a workspace describes itself.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model.vocabulary import split_iri

if TYPE_CHECKING:
    import rdflib


def leave_out_foreign_terms(graph: "rdflib.Graph") -> None:
    """Remove the terms of which nothing but their sort is stated, in namespaces without others."""
    from rdflib import OWL, RDF, RDFS, URIRef

    sorts = {
        OWL.AnnotationProperty,
        OWL.Class,
        OWL.DatatypeProperty,
        OWL.ObjectProperty,
        RDF.Property,
        RDFS.Class,
    }
    terms: set[rdflib.term.Node] = set()
    for sort in sorts:
        terms.update(graph.subjects(RDF.type, sort))
    terms = {term for term in terms if isinstance(term, URIRef)}
    declared = {term for term in terms if _sorts_of(graph, term) <= sorts}
    own = _namespaces(terms - declared)
    for term in declared:
        if not _namespaces([term]) & own:
            graph.remove((term, None, None))


def _sorts_of(
    graph: "rdflib.Graph", term: "rdflib.term.Node"
) -> set["rdflib.term.Node"]:
    """Return the classes of a term, and what else is stated of it."""
    from rdflib import RDF

    return {
        value if predicate == RDF.type else predicate
        for predicate, value in graph.predicate_objects(term)
    }


def _namespaces(terms: Iterable["rdflib.term.Node"]) -> set[str]:
    return {split_iri(str(term))[0] for term in terms}
