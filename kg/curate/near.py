"""What is near a draft: the part of a graph that it can agree or disagree with.

A graph of a million statements need not be examined for a draft of ten. Near are

* the resources that the draft describes, and those that refer to them;
* those that share a name, an identifier or a hash with them;
* those that join two of the things that the draft refers to, such as another relationship
  of the same parties;
* and what all these refer to, a few steps on: evidence, passages, sources, organisations.

The ontology and the description of the dataset are near everything.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from kg.model.terms import CAN_BE_SUBJECT, Subject
from kg.model.vocabulary import RDF_TYPE, node

STEPS = 3
"""References that are followed.

From a relationship to its evidence, the passage's source, and one to spare.
"""
SHARED = 100
"""Resources with the same value of a property up to which it tells them apart.

A language or a country does not.
"""


def near(
    graph: ox.Store, ontology: ox.Store, draft: Iterable[ox.Triple]
) -> ox.Store:
    """Return a store with the ontology, the description of the dataset, and what is near a draft.

    Args:
        graph: data and ontology, with the draft in it.
        ontology: the ontology alone.
    """
    triples = list(draft)
    own = {triple.subject for triple in triples}
    values = {
        triple.object
        for triple in triples
        if isinstance(triple.object, ox.NamedNode)
    }
    beside = values - own - set(_described(ontology, values))
    reached = {
        *own,
        *_datasets(graph),
        *_sharing(graph, triples),
        *_joining(graph, beside),
    }
    for subject in own:
        reached.update(_referring(graph, subject))
    found = ox.Store()
    found.extend(ontology)
    frontier: set[Subject] = set(reached)
    for _ in range(STEPS + 1):
        said = [quad for subject in frontier for quad in _about(graph, subject)]
        found.extend(said)
        referred: set[Subject] = set()
        referred.update(
            q.object for q in said if isinstance(q.object, CAN_BE_SUBJECT)
        )
        frontier = referred - reached - set(_described(ontology, referred))
        reached |= frontier
    return found


def _datasets(graph: ox.Store) -> Iterator[Subject]:
    quads = graph.quads_for_pattern(
        None, RDF_TYPE, node("dcat:Dataset"), ox.DefaultGraph()
    )
    return (quad.subject for quad in quads)


def _about(graph: ox.Store, subject: Subject) -> Iterator[ox.Quad]:
    return graph.quads_for_pattern(subject, None, None, ox.DefaultGraph())


def _described(graph: ox.Store, terms: Iterable[Subject]) -> Iterator[Subject]:
    """Yield those of some terms that a graph says something of."""
    return (
        term for term in terms if next(_about(graph, term), None) is not None
    )


def _referring(graph: ox.Store, term: Subject) -> Iterator[Subject]:
    quads = graph.quads_for_pattern(None, None, term, ox.DefaultGraph())
    return (quad.subject for quad in quads)


def _sharing(
    graph: ox.Store, triples: Iterable[ox.Triple]
) -> Iterator[Subject]:
    """Yield the subjects that share a value of a property with a draft.

    Values that many share are passed over.
    """
    for triple in triples:
        quads = graph.quads_for_pattern(
            None, triple.predicate, triple.object, ox.DefaultGraph()
        )
        same = [quad.subject for quad in islice(quads, SHARED + 1)]
        if len(same) <= SHARED:
            yield from same


def _joining(graph: ox.Store, terms: Iterable[ox.NamedNode]) -> set[Subject]:
    """Return the subjects that refer to two or more of some terms."""
    seen: set[Subject] = set()
    joining: set[Subject] = set()
    for term in terms:
        referring = set(_referring(graph, term))
        joining |= referring & seen
        seen |= referring
    return joining
