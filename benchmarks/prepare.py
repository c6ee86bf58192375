"""The data that tasks work on: a workspace, and the whole graph with what the rules derive as N-Triples."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from benchmarks.generate import write_workspace
from kg.store.base import MemoryStore, open_workspace
from kg.workspace.folders import Workspace, find_workspace

GRAPH, STORE = "graph.nt", "store"
KG, OXIGRAPH = (str(Path(sys.executable).with_name(name)) for name in ("kg", "oxigraph"))


def prepare(cache_folder: Path, organisations: int) -> Path:
    """Return the folder of a size, made if it is not there, by a process of its own: ours is to stay small."""
    folder = cache_folder.absolute() / str(organisations)
    if not (folder / GRAPH).is_file():
        subprocess.run(
            [sys.executable, "-m", "benchmarks.prepare", str(folder), str(organisations)],
            check=True,
        )
    return folder


def _make(folder: Path, organisations: int) -> None:
    write_workspace(folder, organisations)
    found = open_workspace(workspace(folder))
    found.inner.dump(
        folder / "part.nt", format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()
    )
    (folder / "part.nt").rename(folder / GRAPH)


def store(cache_folder: Path, organisations: int) -> Path:
    """Return the store of a size, as `kg load` makes it, made if it is not there."""
    folder = prepare(cache_folder, organisations)
    if not (folder / STORE).is_dir():
        data = [str(path) for path in workspace(folder).data_files()]
        subprocess.run(
            [KG, "load", *data, "--store", str(folder / STORE)],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return folder / STORE


def workspace(folder: Path) -> Workspace:
    """Return the workspace of a size."""
    return find_workspace(folder)


def files(folder: Path) -> list[Path]:
    """Return the Turtle files of a size, the ontology among them."""
    found = workspace(folder)
    return [*found.ontology_files(), *found.data_files()]


@cache
def raw_store(folder: Path) -> ox.Store:
    """Return the whole graph in memory."""
    store = ox.Store()
    store.load(path=folder / GRAPH, format=ox.RdfFormat.N_TRIPLES)
    return store


@cache
def our_store(folder: Path) -> MemoryStore:
    """Return the same as our store."""
    return MemoryStore(raw_store(folder))


@cache
def rdflib_graph(folder: Path) -> "object":
    """Return the same as an rdflib graph in its own memory."""
    import rdflib

    from kg.model.vocabulary import PREFIXES

    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph.parse(folder / GRAPH, format="nt")


if __name__ == "__main__":
    _make(Path(sys.argv[1]), int(sys.argv[2]))
