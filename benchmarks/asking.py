"""Tasks that ask: the shipped questions, aggregates, a search for a word in names."""

import os
import signal
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.prepare import (
    GRAPH,
    STORE,
    our_store,
    raw_store,
    rdflib_graph,
    workspace,
)
from kg.graph import KnowledgeGraph
from kg.model.vocabulary import PREFIXES
from kg.sparql.bind import bind
from kg.store.folder import open_folder
from kg.store.query import ask_store

LIMIT = 60
"""CPU seconds after which a question to rdflib is stopped; it then counts as this many."""
BROKEN_OFF = "BENCHMARKS_BROKEN_OFF"
"""Environment variable: the questions that an earlier run stopped; they are not asked again."""
VALUES = {
    "org": "id:organisation-7",
    "a": "id:organisation-7",
    "b": "id:organisation-12",
    "source": "src:document-00000",
    "date": "2015-06-30",
}
AGGREGATES = {
    "kind": "SELECT ?c (COUNT(?r) AS ?n) WHERE { ?c kg:shortcut ?p . ?r a ?c } GROUP BY ?c",
    "type": "SELECT ?t (COUNT(?o) AS ?n) WHERE { ?o org:classification ?t } GROUP BY ?t",
    "country": "SELECT ?c (COUNT(?o) AS ?n) WHERE { ?o schema:addressCountry ?c } GROUP BY ?c",
    "status": "SELECT ?s (COUNT(?r) AS ?n) WHERE { ?r adms:status ?s } GROUP BY ?s",
}
SEARCH = 'SELECT ?o ?l WHERE { ?o skos:prefLabel ?l FILTER (CONTAINS(LCASE(STR(?l)), "photonics")) }'


@cache
def questions(folder: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Return name, text and bindings of every shipped question."""
    graph = KnowledgeGraph(workspace(folder), our_store(folder))
    some = "SELECT ?r WHERE { ?r adms:status ?s ; a kg:Partnership } ORDER BY ?r LIMIT 1"
    values = VALUES | {
        "relationship": next(iter(our_store(folder).query(some)))[0].value
    }
    return [
        (
            q.name,
            q.text,
            graph.bindings(
                q,
                {p.name: values[p.name] for p in q.parameters if p.is_needed},
            ),
        )
        for q in graph.questions()
    ]


def _each(
    ask: Callable[[str, dict[str, Any]], int],
    asked: list[tuple[str, str, dict[str, Any]]],
) -> dict[str, float]:
    """Return CPU time by question, and its number of rows under `NAME rows`."""
    found: dict[str, float] = {}
    for name, text, bindings in asked:
        start = time.process_time()
        rows = ask(text, bindings)
        found[name] = time.process_time() - start
        found[f"{name} rows"] = rows
    return found


def ours(folder: Path) -> Callable[[], dict[str, float]]:
    """With the safety checks.

    Network access, very deep nesting and unbound columns are rejected first.
    """
    asked, store = questions(folder), our_store(folder)
    return lambda: _each(
        lambda text, bindings: len(ask_store(store, text, bindings).rows), asked
    )


def raw(folder: Path) -> Callable[[], dict[str, float]]:
    """pyoxigraph alone, reading every row."""
    asked, store = questions(folder), raw_store(folder)
    return lambda: _each(
        lambda text, b: len(
            [tuple(r) for r in store.query(bind(text, b), prefixes=PREFIXES)]
        ),
        asked,
    )


def organisations_raw(folder: Path) -> Callable[[], float]:
    """The list of all organisations, by pyoxigraph alone from an existing folder store."""
    store = open_folder(folder / STORE)
    text = next(
        q.text
        for q in KnowledgeGraph(workspace(folder), store).questions()
        if q.name == "organisations"
    )
    return lambda: len(
        [tuple(row) for row in store.inner.query(text, prefixes=PREFIXES)]
    )


def rdflib_engine(folder: Path) -> Callable[[], dict[str, float]]:
    """rdflib's own engine, each question stopped after LIMIT seconds."""
    graph, known = rdflib_graph(folder), os.environ.get(BROKEN_OFF, "").split()
    asked = [
        question for question in questions(folder) if question[0] not in known
    ]

    def answer(text: str, bindings: dict[str, Any]) -> int:
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        try:
            return len(list(graph.query(bind(text, bindings))))
        except TimeoutError:
            return -1
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGPROF, late)
    return lambda: (
        _each(answer, asked)
        | dict.fromkeys(known, LIMIT)
        | {f"{name} rows": -1 for name in known}
    )


def aggregates_ours(folder: Path) -> Callable[[], float]:
    """Counts by kind, type, country and status."""
    store = our_store(folder)
    return lambda: sum(
        len(ask_store(store, text).rows) for text in AGGREGATES.values()
    )


def aggregates_raw(folder: Path) -> Callable[[], float]:
    """The same on pyoxigraph alone."""
    store = raw_store(folder)
    return lambda: sum(
        len(list(store.query(text, prefixes=PREFIXES)))
        for text in AGGREGATES.values()
    )


def search_ours(folder: Path) -> Callable[[], float]:
    """Names that contain a word."""
    store = our_store(folder)
    return lambda: len(ask_store(store, SEARCH).rows)


def search_raw(folder: Path) -> Callable[[], float]:
    """The same on pyoxigraph alone."""
    store = raw_store(folder)
    return lambda: len(list(store.query(SEARCH, prefixes=PREFIXES)))


@cache
def _maplib(folder: Path) -> Any:
    import maplib

    model = maplib.Model()
    model.read(str(folder / GRAPH))
    return model


def _declared(text: str) -> str:
    return (
        "".join(
            f"PREFIX {prefix}: <{namespace}>\n"
            for prefix, namespace in PREFIXES.items()
        )
        + text
    )


def aggregates_maplib(folder: Path) -> Callable[[], float]:
    """The same on maplib, which keeps tables as columns in memory."""
    model = _maplib(folder)
    return lambda: sum(
        model.query(_declared(text)).height for text in AGGREGATES.values()
    )


def search_maplib(folder: Path) -> Callable[[], float]:
    """The same on maplib."""
    model = _maplib(folder)
    return lambda: model.query(_declared(SEARCH)).height
