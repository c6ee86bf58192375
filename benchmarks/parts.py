"""Breakdown of the tasks that miss their target: a task returns CPU seconds by part."""

import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from benchmarks.asking import AGGREGATES, SEARCH
from benchmarks.loading import command_without_rules
from benchmarks.prepare import our_store, raw_store, workspace
from kg.model.vocabulary import PREFIXES
from kg.network.read import read_network
from kg.rdf.dump import turtle_of
from kg.rdf.read import load_files
from kg.store.base import MemoryStore
from kg.store.query import ask_store
from kg.store.rules_on_disk import apply_rules_in_bulk

Parts = dict[str, float]
RULE = re.compile(r"CONSTRUCT \{(.*?)\}\s*WHERE (.*)", re.DOTALL)
BY_CLASS = "SELECT (COUNT(?r) AS ?n) WHERE {{ ?r a <{}> }}"


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def aggregates(folder: Path) -> Callable[[], Parts]:
    """Counts and a search.

    The engine, the check of the query, and other forms of the same question.
    """
    store, empty = raw_store(folder), MemoryStore(ox.Store())

    def ask(text: str) -> list[ox.QuerySolution]:
        return list(store.query(text, prefixes=PREFIXES))  # type: ignore[arg-type]

    def one_by_one() -> None:
        for row in ask("SELECT ?c WHERE { ?c kg:shortcut ?p }"):
            ask(BY_CLASS.format(row[0].value))

    insensitive = SEARCH.replace(
        "CONTAINS(LCASE(STR(?l)), ", "REGEX(STR(?l), "
    ).replace('"))', '", "i"))')
    return lambda: {
        "the four counts": sum(
            _timed(lambda text=text: ask(text)) for text in AGGREGATES.values()
        ),
        "the four counts on an empty graph: parsing, and our look at the words": sum(
            _timed(lambda text=text: ask_store(empty, text))
            for text in AGGREGATES.values()
        ),
        "of these, by kind": _timed(lambda: ask(AGGREGATES["kind"])),
        "by kind, a query for each": _timed(one_by_one),
        "the search": _timed(lambda: ask(SEARCH)),
        "the search by REGEX": _timed(lambda: ask(insensitive)),
        "all names, without a search": _timed(
            lambda: ask("SELECT ?o ?l WHERE { ?o skos:prefLabel ?l }")
        ),
    }


def turtle(folder: Path) -> Callable[[], Parts]:
    """Turtle from memory: Oxigraph's dump, and the whole task."""
    store, ontology = (
        raw_store(folder),
        load_files(workspace(folder).ontology_files()),
    )
    form, default = ox.RdfFormat.TURTLE, ox.DefaultGraph()
    return lambda: {
        "Oxigraph's dump": _timed(
            lambda: store.dump(
                format=form, from_graph=default, prefixes=PREFIXES
            )
        ),
        "the dump, split, sorted and joined": _timed(
            lambda: turtle_of(store, ontology)
        ),
    }


def networkx(folder: Path) -> Callable[[], Parts]:
    """The network: reading it, and filling a networkx graph."""
    store = our_store(folder)
    read_network(store)
    return lambda: {
        "reading": _timed(lambda: read_network(store)),
        "reading, and filling a graph of networkx": _timed(
            lambda: read_network(store).to_networkx()
        ),
    }


def rules(folder: Path) -> Callable[[], Parts]:
    """The rules on a folder.

    Joining, looking up the texts of the derived triples, and loading them.
    """

    def work() -> Parts:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            subprocess.run(
                command_without_rules(folder, Path(scratch)),
                check=True,
                stdout=subprocess.DEVNULL,
            )
            return _rules(
                ox.Store(f"{scratch}/database"),
                workspace(folder).query_files("rules"),
                Path(scratch),
            )

    return work


def _rules(store: ox.Store, paths: Iterable[Path], scratch: Path) -> Parts:
    def ask(query: str) -> None:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.TSV)

    ordered, joined, told, applied = _timed(store.optimize), 0.0, 0.0, 0.0
    for path in paths:
        template, pattern = RULE.findall(path.read_text("utf-8"))[0]
        names = " ".join(re.findall(r"\?\w+", template))
        joined += _timed(
            lambda pattern=pattern: ask(
                f"SELECT (COUNT(*) AS ?n) WHERE {pattern}"
            )
        )
        told += _timed(
            lambda names=names, pattern=pattern: ask(
                f"SELECT {names} WHERE {pattern}"
            )
        )
        applied += _timed(
            lambda path=path: apply_rules_in_bulk(
                store, [path], scratch, lambda name: None
            )
        )
    return {
        "putting the store in order": ordered,
        "joining, to count what is derived": joined,
        "joining, and the texts of what is derived": told,
        "applying the rules: this, and loading it": applied,
    }
