"""Tasks that load a workspace into memory, or a graph into a folder."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from benchmarks.prepare import files, workspace
from kg.load import load_files
from kg.store import open_workspace


def ours(folder: Path) -> Callable[[], float]:
    """Files to triples, with line and column of any fault."""
    return lambda: len(load_files(files(folder)))


def ours_with_rules(folder: Path) -> Callable[[], float]:
    """Files to triples and what follows from them: what every command does at its start."""
    return lambda: len(open_workspace(workspace(folder)).inner)


def raw(folder: Path) -> Callable[[], float]:
    """pyoxigraph alone."""

    def work() -> float:
        store = ox.Store()
        for path in files(folder):
            store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
        return len(store)

    return work


def rdflib_parse(folder: Path) -> Callable[[], float]:
    """rdflib alone."""
    import rdflib

    def work() -> float:
        graph = rdflib.Graph()
        for path in files(folder):
            graph.parse(path, format="turtle")
        return len(graph)

    return work


def command_ours(folder: Path, target: Path) -> list[str]:
    """`kg load`, which loads and applies the rules."""
    data = [str(path) for path in workspace(folder).data_files()]
    return [str(Path(sys.executable).with_name("kg")), "load", *data, "--store", str(target)]


def command_raw(folder: Path, target: Path) -> list[str]:
    """`oxigraph load`."""
    data = [str(path) for path in files(folder)]
    return [str(Path(sys.executable).with_name("oxigraph")), "load", "--location", str(target), "--file", *data]


def into_folder(command: Callable[[Path, Path], list[str]], folder: Path) -> list[str]:
    """Return a command that loads into a folder of its own, which is gone afterwards."""
    target = Path(tempfile.mkdtemp(prefix="load-", dir=folder)) / "store"
    script = "import shutil, subprocess, sys; code = subprocess.run(sys.argv[2:]).returncode;" \
             " shutil.rmtree(sys.argv[1], ignore_errors=True); sys.exit(code)"  # fmt: skip
    return [sys.executable, "-c", script, str(target.parent), *command(folder, target)]
