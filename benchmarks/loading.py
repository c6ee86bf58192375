"""Tasks that load a workspace into memory, or a graph into a folder."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from benchmarks.prepare import KG, OXIGRAPH, files, workspace
from kg.rdf.read import load_files
from kg.store.base import open_workspace
from kg.store.rules import apply_rules
from kg.store.rules_on_disk import apply_rules_in_bulk


def ours(folder: Path) -> Callable[[], float]:
    """Files to triples, with line and column of any fault."""
    return lambda: len(load_files(files(folder)))


def ours_with_rules(folder: Path) -> Callable[[], float]:
    """Files to triples, with the rules applied: the first step of every command."""
    return lambda: len(open_workspace(workspace(folder)).inner)


def raw(folder: Path) -> Callable[[], float]:
    """pyoxigraph alone, with its bulk loader."""
    return lambda: _fill(
        folder,
        lambda store, path: store.bulk_load(
            path=path, format=ox.RdfFormat.TURTLE
        ),
    )


def raw_load(folder: Path) -> Callable[[], float]:
    """The same with the plain loader, which is faster in memory and is the one the package uses."""
    return lambda: _fill(
        folder,
        lambda store, path: store.load(path=path, format=ox.RdfFormat.TURTLE),
    )


def _fill(folder: Path, load: Callable[[ox.Store, Path], None]) -> int:
    store = ox.Store()
    for path in files(folder):
        load(store, path)
    return len(store)


def rdflib_parse(folder: Path) -> Callable[[], float]:
    """rdflib alone."""
    import rdflib

    def work() -> float:
        graph = rdflib.Graph()
        for path in files(folder):
            graph.parse(path, format="turtle")
        return len(graph)

    return work


def rules_by_rows(folder: Path) -> Callable[[], float]:
    """The rules on a folder, through rows and bulk loads."""
    paths = workspace(folder).query_files("rules")

    def apply(store: ox.Store, scratch: Path) -> None:
        apply_rules_in_bulk(store, paths, scratch, lambda name: None)

    return _on_a_folder(folder, apply)


def rules_by_updates(folder: Path) -> Callable[[], float]:
    """The same as updates inside the engine, as in memory."""
    paths = workspace(folder).query_files("rules")
    return _on_a_folder(folder, lambda store, _: apply_rules(store, paths))


def _on_a_folder(
    folder: Path, apply: Callable[[ox.Store, Path], None]
) -> Callable[[], float]:
    scratch = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    command = command_without_rules(folder, Path(scratch.name))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    store = ox.Store(f"{scratch.name}/database")
    store.optimize()

    def work() -> float:
        apply(store, Path(scratch.name))
        return len(store)

    return work


def command_ours(folder: Path, target: Path) -> list[str]:
    """`kg load`, which loads and applies the rules."""
    data = [str(path) for path in workspace(folder).data_files()]
    return [KG, "load", *data, "--store", str(target / "store")]


def command_without_rules(folder: Path, target: Path) -> list[str]:
    """The worker process of `kg load`, with the same files and no rules."""
    job = {
        "database": str(target / "database"),
        "scratch": str(target),
        "ontology": [],
        "rules": [],
        "files": [[str(path), "turtle", False] for path in files(folder)],
    }
    (target / "job.json").write_text(json.dumps(job), "utf-8")
    return [
        sys.executable,
        "-m",
        "kg.store.load_worker",
        str(target / "job.json"),
        str(os.getpid()),
    ]


def command_raw(folder: Path, target: Path) -> list[str]:
    """`oxigraph load`."""
    data = [str(path) for path in files(folder)]
    return [OXIGRAPH, "load", "--location", str(target), "--file", *data]
