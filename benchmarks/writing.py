"""Tasks that write the graph as Turtle."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from benchmarks.prepare import our_store, raw_store, rdflib_graph, workspace
from kg.graph import KnowledgeGraph
from kg.model.vocabulary import PREFIXES


def ours(folder: Path) -> Callable[[], float]:
    """Sorted, with only the prefixes in use, a blank line between subjects, and no ontology."""
    graph = KnowledgeGraph(workspace(folder), our_store(folder))
    return lambda: len(graph.rdf("turtle")) // 10**7


def raw(folder: Path) -> Callable[[], float]:
    """A plain dump, in the order of the store."""
    store = raw_store(folder)
    return lambda: (
        len(store.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph(), prefixes=PREFIXES))
        // 10**7
    )


def rdflib_serialise(folder: Path) -> Callable[[], float]:
    """rdflib's Turtle, which is also sorted."""
    graph = rdflib_graph(folder)
    return lambda: len(graph.serialize(format="turtle")) // 10**7
