"""Thresholds that can be counted: queries sent, passes over the data, modules imported."""

import subprocess
import sys
from dataclasses import dataclass, field

import pyoxigraph as ox
import pytest

from kg.graph import KnowledgeGraph
from kg.model.vocabulary import PREFIXES
from kg.network import read
from kg.network.edges import Filters
from kg.network.read import read_network
from kg.store.base import MemoryStore

HEAVY = (
    "rdflib",
    "networkx",
    "igraph",
    "pyvis",
    "rich",
    "jinja2",
    "pyshacl",
    "oxrdflib",
    "pyparsing",
)


@dataclass
class Counting:
    """A store that notes what it is asked."""

    inner: MemoryStore
    asked: list[str] = field(default_factory=list)
    place: str = "memory"
    page: int | None = None

    def query(self, text):
        self.asked.append(text)
        return self.inner.query(text)


@pytest.fixture
def counting(graph):
    return Counting(graph.store)


def loaded_by(*arguments):
    """Return the heavy modules that a command has imported when it is done."""
    script = (
        "import sys\nfrom kg.cli import app\n"
        f"try:\n    app({list(arguments)!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


def test_help_imports_nothing_but_the_command_line():
    assert (
        loaded_by("--help")
        & {*HEAVY, "pyoxigraph", "rapidfuzz", "json", "hashlib", "tempfile"}
        == set()
    )


def test_a_query_and_a_question_import_only_the_store():
    assert loaded_by("query", "-e", "ASK { ?s ?p ?o }") & set(HEAVY) == set()
    assert (
        loaded_by("ask", "partners-of", "org=Luxinnovation", "--format", "csv")
        & {*HEAVY, "rapidfuzz"}
        == set()
    )


def test_a_measure_does_not_pass_through_networkx():
    assert "networkx" not in loaded_by("network", "summary")


def test_a_question_is_one_query_and_at_most_two_per_name(counting, graph):
    world = KnowledgeGraph(graph.workspace, counting)
    world.ask("counts-by-kind")
    assert len(counting.asked) == 1
    world.ask("partners-of", org="Luxinnovation")
    assert len(counting.asked) <= 1 + 3


def test_the_number_of_queries_for_a_network_does_not_grow_with_the_data(
    counting,
):
    read_network(counting)
    assert len(counting.asked) <= 40
    assert len(counting.asked) == len(set(counting.asked)) + _again(
        counting.asked
    )


def _again(asked):
    """Return how often the short lists of notations and labels, which statuses and types share, are read once more."""
    return sum(
        asked.count(text) - 1 for text in set(asked) if "skos:notation" in text
    )


def test_a_measure_reads_neither_labels_of_relationships_nor_dates_nor_documents(
    counting,
):
    read_network(counting, Filters(statuses=("in-force",)), details=False)
    read = " ".join(counting.asked)
    assert [
        p for p in ("startEarliest", "wasDerivedFrom", "signedOn") if p in read
    ] == []
    assert "?s rdfs:label ?o" not in read


def test_a_network_without_details_has_the_same_edges(graph):
    def ends(network):
        return [
            (e.relationship, e.source, e.target, e.kind, e.status)
            for e in network.edges
        ]

    full, lean = (
        read_network(graph.store),
        read_network(graph.store, details=False),
    )
    assert (list(full.organisations), ends(full)) == (
        list(lean.organisations),
        ends(lean),
    )


def test_the_surroundings_of_an_organisation_are_looked_up_not_read_through(
    graph,
):
    counting = Counting(MemoryStore(ox.Store()))
    counting.inner.inner.extend(graph.store.inner)
    one = """id:one-{0} a org:FormalOrganization ; skos:prefLabel "One {0}"@en .
      rel:one-{0} a kg:Partnership ; adms:status status:in-force ; kg:party id:one-{0}, id:l-dih ."""
    many = " ".join(one.format(n) for n in range(2 * read.BATCH))
    counting.inner.inner.update(f"INSERT DATA {{ {many} }}", prefixes=PREFIXES)
    near = read_network(counting, Filters(around="l-dih", hops=1))
    assert len(near.organisations) > 2 * read.BATCH
    assert [
        text for text in counting.asked if "?s skos:prefLabel ?o" in text
    ] == []


def test_organisations_are_the_same_looked_up_or_read_through(
    graph, invented, monkeypatch
):
    views = [
        Filters(kinds=("member-of",)),
        Filters(statuses=("in-force",)),
        Filters(around="luxinnovation"),
    ]
    looked_up = [read_network(graph.store, view) for view in views] + [
        read_network(invented.store, views[0])
    ]
    monkeypatch.setattr(read, "NAMED", 0)
    assert [read_network(graph.store, view) for view in views] + [
        read_network(invented.store, views[0])
    ] == looked_up
