"""Tasks that write the graph as Turtle."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from benchmarks.prepare import our_store, raw_store, rdflib_graph, workspace
from kg.export.rdf import graph_bytes
from kg.graph import KnowledgeGraph
from kg.model.vocabulary import PREFIXES
from kg.rdf.dump import ntriples_of, turtle_of
from kg.rdf.read import load_files


def ours(folder: Path) -> Callable[[], float]:
    """Sorted, with only the prefixes in use, a blank line between subjects, and no ontology."""
    graph = KnowledgeGraph(workspace(folder), our_store(folder))
    return lambda: len(graph.rdf("turtle")) // 10**7


def raw(folder: Path) -> Callable[[], float]:
    """A plain dump, in the order of the store."""
    store = raw_store(folder)
    return lambda: (
        len(
            store.dump(
                format=ox.RdfFormat.TURTLE,
                from_graph=ox.DefaultGraph(),
                prefixes=PREFIXES,
            )
        )
        // 10**7
    )


def rdflib_serialise(folder: Path) -> Callable[[], float]:
    """rdflib's Turtle, which is also sorted."""
    graph = rdflib_graph(folder)
    return lambda: len(graph.serialize(format="turtle")) // 10**7


def turtle_from_text(folder: Path) -> Callable[[], Callable[[], float]]:
    """Canonical Turtle from the text of a dump."""
    return _from_text(folder, turtle_of)


def turtle_from_triples(folder: Path) -> Callable[[], Callable[[], float]]:
    """The same from triples."""
    return _from_triples(folder, "turtle")


def ntriples_from_text(folder: Path) -> Callable[[], Callable[[], float]]:
    """Sorted N-Triples from the text of a dump."""
    return _from_text(folder, ntriples_of)


def ntriples_from_triples(folder: Path) -> Callable[[], Callable[[], float]]:
    """The same from triples."""
    return _from_triples(folder, "ntriples")


def _from_text(
    folder: Path, write: Callable[[ox.Store, ox.Store], bytes | None]
) -> Callable[[], Callable[[], float]]:
    store, files = raw_store(folder), workspace(folder).ontology_files()

    def work() -> Callable[[], float]:
        written = write(store, load_files(files))
        assert written is not None
        return lambda: zlib.crc32(written)

    return work


def _from_triples(folder: Path, form: str) -> Callable[[], Callable[[], float]]:
    graph = KnowledgeGraph(workspace(folder), our_store(folder))

    def work() -> Callable[[], float]:
        written = graph_bytes(graph.triples(), form)
        return lambda: zlib.crc32(written)

    return work
