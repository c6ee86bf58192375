"""Which rows there are does not depend on what is missing, nor on how many values there are."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import in_rdflib

from kg import KnowledgeGraph
from kg.ask.questions import read_question
from kg.ask.tables import write_table
from kg.export.network import network_files
from kg.model.terms import Table
from kg.model.vocabulary import PREFIXES, node
from kg.network.read import read_network
from kg.sparql.bind import bind
from kg.store.base import MemoryStore
from kg.views.organisation import describe_organisation, list_relationships
from kg.views.page.dossier import read_dossier

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = ROOT / "tests" / "questions"
PARAMETERS = json.loads((EXPECTED / "parameters.json").read_text("utf-8"))
QUESTIONS = {
    path.stem: read_question(path)
    for path in sorted((ROOT / "queries" / "questions").glob("*.rq"))
}
OPTIONAL = [
    "dcterms:description",
    "dcterms:identifier",
    "dcterms:title",
    "kg:textSHA256",
    "org:classification",
    "org:role",
    "rdfs:label",
    "schema:addressCountry",
    "skos:altLabel",
    "skos:definition",
    "skos:exactMatch",
    "skos:notation",
    "skos:prefLabel",
]
"""Properties without which a relationship or an organisation is still one."""
GROUPED = {
    "schema:addressCountry": ("across-borders", "counts-by-country"),
    "org:classification": ("counts-by-type",),
    "skos:altLabel": ("cues",),
    "skos:prefLabel": ("cues",),
}
"""Questions whose rows are made of the values of a property."""
ALPHA = "https://example.org/id/alder"


class InPages(MemoryStore):
    """A store that is asked in pages, as a server is."""

    page = 7


def described(store, predicate):
    """Return what has a property in the invented world, but no kind: without a name it is an error."""
    kinds = {
        quad.subject
        for quad in store.quads_for_pattern(None, node("kg:shortcut"), None)
    }
    found = {
        quad.subject
        for quad in store.quads_for_pattern(None, node(predicate), None)
    }
    return sorted(found - kinds, key=str)


def without(world, predicate, subjects):
    """Return a copy of a world in which some resources lack a property."""
    store = ox.Store()
    store.extend(
        quad
        for quad in world.store.inner
        if quad.predicate != node(predicate) or quad.subject not in subjects
    )
    return KnowledgeGraph(world.workspace, MemoryStore(store))


@pytest.fixture(scope="module")
def bindings(invented):
    """Return the values of the parameters of each question, as terms that need no name."""
    found = {}
    for name, question in QUESTIONS.items():
        known = PARAMETERS["default"] | PARAMETERS.get(name, {})
        needed = {
            parameter.name: known[parameter.name]
            for parameter in question.parameters
            if parameter.is_needed
        }
        found[name] = invented.bindings(question, needed)
    return found


def answers(world, bindings):
    """Return the answer to each question."""
    found = {}
    for name, question in QUESTIONS.items():
        answer = world.query(question.text, **bindings[name])
        assert isinstance(answer, Table)
        found[name] = answer
    return found


def resources(world, bindings):
    """Return the number of rows of each question, and the IRIs in them."""
    found = {}
    for name, answer in answers(world, bindings).items():
        iris = {
            term.value
            for row in answer.rows
            for term in row
            if isinstance(term, ox.NamedNode)
        }
        found[name] = (len(answer.rows), iris)
    return found


def edges(network):
    return [
        (edge.relationship, edge.source, edge.target, edge.kind.notation)
        for edge in network.edges
    ]


def shown(world):
    """Return which relationships and organisations the network, the page, `kg show` and exports have."""
    network = world.project()
    in_pages = read_network(InPages(world.store.inner))
    dossier = read_dossier(world.store, network)
    file = Path("network.csv")
    exported = network_files(network, file, "csv")
    return {
        "organisations": list(network.organisations),
        "organisations in pages": list(in_pages.organisations),
        "edges": edges(network),
        "edges in pages": edges(in_pages),
        "statements": set(dossier.statements),
        "sources": set(dossier.sources),
        "shown": {
            iri: len(list_relationships(world.store, iri, None).rows)
            for iri in network.organisations
        },
        "exported": [len(text.splitlines()) for text in exported.values()],
    }


@pytest.mark.parametrize("predicate", OPTIONAL)
def test_no_row_is_lost_for_lack_of_a_value(invented, bindings, predicate):
    by_values = GROUPED.get(predicate, ())
    before = resources(invented, bindings)
    shown_before = shown(invented)
    subjects = described(invented.store.inner, predicate)
    assert subjects
    used = [each for each in subjects if is_used(invented, each)]
    for lacking in [*([subject] for subject in used), subjects]:
        world = without(invented, predicate, set(lacking))
        after = resources(world, bindings)
        changed = {name for name in before if after[name] != before[name]}
        assert changed <= set(by_values), lacking
        assert shown(world) == shown_before, lacking


def is_used(world, subject):
    """Tell whether a resource is one of the invented world, or a term of which it makes use."""
    if subject.value.startswith("https://example.org/"):
        return True
    return any(
        quad.subject.value.startswith("https://example.org/")
        for quad in world.store.inner.quads_for_pattern(None, None, subject)
    )


@pytest.mark.parametrize("name", ["alder", "https://example.org/id/alder"])
def test_an_organisation_without_a_name_is_found_by_its_iri(invented, name):
    unnamed = invented.store.inner
    world = without(
        invented, "skos:prefLabel", set(described(unnamed, "skos:prefLabel"))
    )
    world = without(
        world, "skos:altLabel", set(described(unnamed, "skos:altLabel"))
    )
    iri = world.resolve(name)
    assert iri == ALPHA
    names = [
        value.value
        for what, value in describe_organisation(world.store, iri).rows
        if what.value == "name"
    ]
    assert names == [ALPHA]


def test_a_party_that_nothing_describes_is_found_by_its_iri(with_facts):
    world = KnowledgeGraph.open(
        with_facts(
            "<urn:r> a kg:Partnership ; adms:status status:in-force ; kg:party <urn:stranger> , :alder .\n"
        )
    )
    assert world.resolve("urn:stranger") == "urn:stranger"
    rows = list_relationships(world.store, "urn:stranger", None).rows
    assert [row[-1].value for row in rows] == ["urn:r"]


@pytest.fixture(scope="module")
def many_valued(invented):
    """The invented world with second values, each of which comes after the first."""
    store = ox.Store()
    store.extend(invented.store.inner)
    labels = ("skos:prefLabel", "rdfs:label", "dcterms:title")
    for quad in invented.store.inner:
        if not quad.subject.value.startswith("https://example.org/"):
            continue
        for value in others(quad, labels):
            store.add(ox.Quad(quad.subject, quad.predicate, value))
    for iri in invented.project().organisations:
        for notation in ("1", "2"):
            identifier = ox.Literal(notation)
            store.add(
                ox.Quad(ox.NamedNode(iri), node("skos:notation"), identifier)
            )
    return KnowledgeGraph(invented.workspace, MemoryStore(store))


def others(quad, labels):
    """Return more values for the property of a statement."""
    if quad.predicate in [node(label) for label in labels]:
        return [
            ox.Literal(f"A {quad.object.value}", language="de"),
            ox.Literal(f"Z {quad.object.value}", language="fr"),
            ox.Literal(f"{quad.object.value} zwei", language="de"),
            ox.Literal(f"0 {quad.object.value}"),
        ]
    if quad.predicate == node("schema:addressCountry"):
        return [ox.Literal("ZZ")]
    if quad.predicate in (node("org:classification"), node("org:role")):
        return [ox.NamedNode("urn:zz")]
    if quad.predicate == node("skos:exactMatch"):
        return [ox.NamedNode("urn:same")]
    return []


@pytest.mark.parametrize("name", QUESTIONS)
def test_many_values_make_no_more_rows(many_valued, bindings, name):
    answer = many_valued.query(QUESTIONS[name].text, **bindings[name])
    expected = (EXPECTED / f"{name}.csv").read_bytes().decode("utf-8")
    assert write_table(answer, "csv") == expected


def test_the_network_is_the_same_with_many_values(invented, many_valued):
    network = invented.project()
    assert many_valued.project() == network
    assert read_network(InPages(many_valued.store.inner)) == network


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Alder Agency"),
        ("fr", "Z Alder Agency"),
        ("FR", "Z Alder Agency"),
        ("de", "A Alder Agency"),
        ("lb", "Alder Agency"),
    ],
)
def test_labels_are_in_the_wanted_language(many_valued, language, label):
    rows = many_valued.ask("organisations", lang=language).rows
    named = {row[3].value: row[0].value for row in rows}
    assert named[ALPHA] == label
    network = many_valued.project(lang=language)
    assert network.organisations[ALPHA].label == label
    in_pages = read_network(InPages(many_valued.store.inner), language=language)
    assert in_pages == network
    graph = many_valued.network(lang=language)
    assert graph.nodes[ALPHA]["label"] == label
    described_rows = describe_organisation(
        many_valued.store, ALPHA, language
    ).rows
    names = [
        value.value for what, value in described_rows if what.value == "name"
    ]
    assert names == [label]
    assert label in str(many_valued.draw(lang=language))


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("sort", ["bare", "many"])
def test_another_engine_gives_the_same_rows(other_worlds, bindings, sort, name):
    world, other = other_worlds[sort]
    text = QUESTIONS[name].text
    ours = world.query(text, **bindings[name]).rows
    theirs = other.query(bind(text, bindings[name]), initNs=PREFIXES)
    assert [[None if t is None else str(t) for t in row] for row in theirs] == [
        [None if t is None else t.value for t in row] for row in ours
    ]


@pytest.fixture(scope="module")
def other_worlds(invented, many_valued):
    """Return a world without any optional value, and one with many, each also for another engine."""
    bare = invented
    for predicate in OPTIONAL:
        subjects = described(invented.store.inner, predicate)
        bare = without(bare, predicate, set(subjects))
    return {
        name: (world, in_rdflib([quad.triple for quad in world.store.inner]))
        for name, world in {"bare": bare, "many": many_valued}.items()
    }
