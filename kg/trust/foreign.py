"""Terms of other vocabularies, which a workspace declares without describing them.

OWL tools need a declaration of each term that a file uses. Shapes ask for labels and definitions
of the terms that a workspace describes itself.
"""

from typing import TYPE_CHECKING

from kg.model.vocabulary import BASE, PREFIXES, split_iri

if TYPE_CHECKING:
    import rdflib

_DEFINED_ELSEWHERE = {
    iri for iri in PREFIXES.values() if not iri.startswith(BASE)
}


def leave_out_foreign_terms(graph: "rdflib.Graph") -> None:
    """Remove terms that are declared and not described.

    They stay if another term of their namespace is described, unless that is
    a vocabulary with a definition of its own elsewhere.
    """
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
    own_namespaces = {_namespace(term) for term in terms - declared}
    for term in terms:
        namespace = _namespace(term)
        is_bare = term in declared and namespace not in own_namespaces
        if is_bare or namespace in _DEFINED_ELSEWHERE:
            graph.remove((term, RDF.type, None))


def _sorts_of(
    graph: "rdflib.Graph", term: "rdflib.term.Node"
) -> set["rdflib.term.Node"]:
    """Return the classes of a term, and the other properties that it has."""
    from rdflib import RDF

    classes = set(graph.objects(term, RDF.type))
    properties = set(graph.predicates(term))
    return classes | (properties - {RDF.type})


def _namespace(term: "rdflib.term.Node") -> str:
    namespace, _ = split_iri(str(term))
    return namespace
