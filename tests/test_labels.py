"""Labels come in several languages: what reads one takes the English one, else what there is."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.graph import KnowledgeGraph
from kg.model.terms import english_first
from kg.model.vocabulary import PREFIXES
from kg.network.read import read_network
from kg.sparql.labels import best_label
from kg.store.base import MemoryStore
from kg.store.query import select
from kg.trust.asserted import read_workspace
from kg.views.organisation import describe_organisation
from kg.workspace.folders import find_workspace

QUESTIONS = sorted(
    (Path(__file__).parent.parent / "queries" / "questions").glob("*.rq")
)
OFFICE = """
<urn:type/office> a skos:Concept ; skos:notation "office" ; skos:broader type:public-body ;
    skos:inScheme <https://w3id.org/institutional-kg/type> ;
    skos:definition "A public body that keeps records."@en ; {labels} .
:office a org:FormalOrganization ; skos:prefLabel "The Office"@en ;
    org:classification <urn:type/office> .
"""
LABELS = [
    ('skos:prefLabel "bureau"@fr', "bureau"),
    ('skos:prefLabel "office"', "office"),
    ('skos:prefLabel "bureau"@fr, "Amt"@de', "Amt"),
    ('skos:prefLabel "office"@en, "agency"@en, "Amt"@de', "agency"),
    ('skos:prefLabel "Amt"@de , "office"@en', "office"),
    ('skos:prefLabel "Amt"@de , "bureau"@fr , "office"@en', "office"),
]
CASES = pytest.mark.parametrize(
    ("labels", "shown"), LABELS, ids=[found for found, _ in LABELS]
)


@pytest.fixture
def office(with_facts):
    def open_with(labels):
        return KnowledgeGraph.open(with_facts(OFFICE.format(labels=labels)))

    return open_with


@CASES
def test_the_label_of_a_term_is_the_english_one_else_the_only_one(
    labels, shown
):
    prefixes = "\n".join(
        f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()
    )
    inner = ox.Store()
    inner.update(f"{prefixes} INSERT DATA {{ <urn:x> {labels} }}")
    pattern = best_label("<urn:x>", "skos:prefLabel", "?label")
    query = f"SELECT ?label WHERE {{ {pattern} }}"
    assert [label.value for (label,) in select(MemoryStore(inner), query)] == [
        shown
    ]


@CASES
def test_types_views_networks_and_questions_show_that_label(
    office, labels, shown
):
    graph = office(labels)
    assert read_types(graph.store)["office"].label == shown
    table = describe_organisation(graph.store, "https://example.org/id/office")
    assert [
        value.value for name, value in table.rows if name.value == "type"
    ] == [shown]
    assert (
        graph.project()
        .organisations["https://example.org/id/office"]
        .type_label
        == shown
    )
    rows = graph.ask("organisations").rows
    assert [row[1].value for row in rows if row[0].value == "The Office"] == [
        shown
    ]


@CASES
def test_a_network_read_in_parts_shows_that_label(office, labels, shown):
    class InPages(MemoryStore):
        page = 10

    graph = office(labels)
    network = read_network(InPages(graph.store.inner))
    assert (
        network.organisations["https://example.org/id/office"].type_label
        == shown
    )


@CASES
def test_a_finding_names_a_term_by_that_label(with_facts, labels, shown):
    asserted = read_workspace(
        find_workspace(with_facts(OFFICE.format(labels=labels)))
    )
    assert asserted.label("urn:type/office") == shown


def test_the_bundled_terms_are_read_in_english(graph):
    kinds = read_kinds(graph.store)
    shown = {
        n: (k.label, k.shortcut_label, k.inverse_label)
        for n, k in kinds.items()
    }
    assert shown == {
        "partner-of": ("partnership", "partner of", "partner of"),
        "signed-mou-with": (
            "memorandum of understanding",
            "signed a memorandum of understanding with",
            "signed a memorandum of understanding with",
        ),
        "hosted-by": ("hosting", "hosted by", "hosts"),
        "member-of": ("membership", "member of", "has member"),
        "part-of": ("parthood", "part of", "has part"),
    }
    assert {s.label for s in read_statuses(graph.store).values()} == {
        "cancelled",
        "denied",
        "candidate",
        "ended",
        "in force",
        "planned",
        "suspended",
    }
    assert (
        read_types(graph.store)["university"].wider_label
        == "research and education"
    )


def test_the_questions_choose_labels_as_queries_in_python_do():
    chosen = re.compile(
        r"(\?\w+) ([\w:]+) (\?\w+) \.\s+FILTER NOT EXISTS \{\s+\S+ \S+ \?better .*?\)\s+\}",
        re.DOTALL,
    )
    count = 0
    for path in QUESTIONS:
        text = path.read_text("utf-8")
        for found in chosen.finditer(text):
            pattern = best_label(*found.groups())
            spelt_out = pattern.replace('VALUES ?_lang_string { "en" }', "")
            assert found.group().split() == spelt_out.split(), path
            count += 1
        assert text.count("?_lang_string || ") == len(chosen.findall(text))
    assert count > 60


def test_the_english_label_is_sorted_before_others():
    french, english = (
        ox.Literal("a", language="fr"),
        ox.Literal("b", language="en"),
    )
    assert min([french, english], key=english_first) == english
