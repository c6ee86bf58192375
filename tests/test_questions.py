import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import KnowledgeGraph
from kg.ask.questions import read_question
from kg.ask.tables import write_table
from kg.model.terms import Table
from kg.model.vocabulary import PREFIXES
from kg.sparql.bind import bind
from kg.sparql.tokens import tokens

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = sorted((ROOT / "queries" / "questions").glob("*.rq"))
EXPECTED = ROOT / "tests" / "questions"
PARAMETERS = json.loads((EXPECTED / "parameters.json").read_text("utf-8"))

each_question = pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)


def values_for(question):
    """Return what the fixture's question is asked with: the common values, and the question's own."""
    known = PARAMETERS["default"] | PARAMETERS.get(question.name, {})
    return {
        p.name: known[p.name] for p in question.parameters if p.name in known
    }


def test_there_are_at_least_fifteen_questions():
    assert len(QUESTIONS) >= 15


@each_question
def test_a_question_answers_as_expected(invented, path):
    question = read_question(path)
    answer = write_table(
        invented.ask(question.name, **values_for(question)), "csv"
    )
    assert answer == (EXPECTED / f"{question.name}.csv").read_bytes().decode(
        "utf-8"
    )


@pytest.fixture(scope="session")
def other_engine(invented, graph, to_rdflib):
    return {
        id(g): to_rdflib([q.triple for q in g.store.inner])
        for g in (invented, graph)
    }


SLOW_ON_RDFLIB = (
    "across-borders",
    "kinds",
    "planned-and-candidate",
    "shared",
    "standing",
)
"""Questions that rdflib's engine takes seconds for on the bundled data."""


def questions_of_worlds():
    """Return each question with each world; the invented one is quick for all."""
    cases = []
    for path in QUESTIONS:
        slow = path.stem in SLOW_ON_RDFLIB
        marks = [pytest.mark.slow] if slow else []
        cases.append(pytest.param("invented", path, id=f"invented-{path.stem}"))
        cases.append(
            pytest.param("graph", path, id=f"graph-{path.stem}", marks=marks)
        )
    return cases


@pytest.mark.parametrize(("world", "path"), questions_of_worlds())
def test_a_question_gives_the_same_rows_on_rdflibs_engine(
    request, other_engine, path, world
):
    knowledge = request.getfixturevalue(world)
    question = read_question(path)
    defaults = {p.name: p.default for p in question.parameters}
    bindings = knowledge.bindings(
        question, values_for(question) if world == "invented" else defaults
    )
    ours = knowledge.query(question.text, **bindings)
    theirs = other_engine[id(knowledge)].query(
        bind(question.text, bindings), initNs=PREFIXES
    )
    assert [[None if t is None else str(t) for t in row] for row in theirs] == [
        [None if t is None else t.value for t in row] for row in ours.rows
    ]


@each_question
def test_a_question_says_what_it_answers_and_with_which_example_values(path):
    question = read_question(path)
    assert question.summary.endswith("?")
    assert question.description.endswith(".")
    assert all(p.default for p in question.parameters)


@each_question
def test_the_example_values_of_a_question_find_something_in_the_bundled_data(
    graph, path
):
    question = read_question(path)
    answer = graph.ask(
        question.name, **{p.name: p.default for p in question.parameters}
    )
    assert isinstance(answer, Table)
    assert answer.rows or question.name in ("contradicted", "lives")


@each_question
def test_a_question_is_ordered_and_uses_nothing_that_engines_disagree_on(path):
    text = path.read_text("utf-8")
    words = {t.text.upper() for t in tokens(text) if t.kind == "word"}
    assert "ORDER" in words
    assert not words & {"SERVICE", "FROM", "NOW", "RAND", "GROUP_CONCAT"}
    assert not re.search(r"xsd:\w+\s*\(", text)


def test_every_expected_table_belongs_to_a_question():
    assert {p.stem for p in EXPECTED.glob("*.csv")} == {
        p.stem for p in QUESTIONS
    }


def test_every_term_of_the_ontology_is_used_by_a_question():
    ontology = ox.parse(
        path=str(ROOT / "ontology" / "institutional.ttl"),
        format=ox.RdfFormat.TURTLE,
    )
    terms = {
        q.subject.value
        for q in ontology
        if q.subject.value.startswith(PREFIXES["kg"])
    }
    used = {
        t.text
        for path in QUESTIONS
        for t in tokens(path.read_text("utf-8"))
        if t.kind == "curie"
    }
    assert {
        f"kg:{t.removeprefix(PREFIXES['kg'])}" for t in terms
    } - used == set()


def answer(folder, name, *columns, **values):
    table = KnowledgeGraph.open(folder).ask(name, **values)
    places = [table.columns.index(column) for column in columns]
    return [
        tuple(row[i] and row[i].value for i in places) for row in table.rows
    ]


def relationship(name, kind, roles, status="in-force", more=""):
    return f'<urn:{name}> a {kind} ; rdfs:label "{name}" ; adms:status status:{status} ; {roles} {more} .\n'


def test_a_member_that_left_and_came_back_is_in_force_once(with_facts):
    roles = "kg:member :fir ; kg:organization :birch"
    folder = with_facts(
        relationship(
            "first",
            "kg:Membership",
            roles,
            "ended",
            '; kg:endLatest "2015-12-31"^^xsd:date',
        )
        + relationship("again", "kg:Membership", roles)
    )
    assert answer(
        folder,
        "members-of",
        "relationship",
        "status",
        "in_force",
        "endLatest",
        org="Birch University",
    ) == [
        ("first", "ended", "false", "2015-12-31"),
        ("again", "in force", "true", None),
    ]
    assert answer(
        folder,
        "memberships-of",
        "relationship",
        "status",
        "endLatest",
        org="Fir Ministry",
    )[:2] == [
        ("again", "in force", None),
        ("first", "ended", "2015-12-31"),
    ]


def test_partners_of_both_by_one_declaration_are_shared(with_facts):
    folder = with_facts(
        relationship("pact", "kg:Partnership", "kg:party :cedar , :elm , :fir")
    )
    assert answer(
        folder,
        "shared",
        "organisation",
        "first",
        "second",
        a="Cedar Hub",
        b="Fir Ministry",
    ) == [
        (None, "pact", "pact"),
        ("Alder Agency", "Hub at agency", "Suspended cooperation"),
        ("Alder Agency", "Tour", "Suspended cooperation"),
        ("Elm Network", "Hub in network", "Ministry never joined"),
        ("Elm Network", "Hub in network", "pact"),
        ("Elm Network", "pact", "Ministry never joined"),
        ("Elm Network", "pact", "pact"),
    ]
    assert (
        answer(folder, "shared", "organisation", a="Cedar Hub", b="Cedar Hub")
        == []
    )


def test_a_relationship_across_a_border_is_told_from_its_from_role(with_facts):
    folder = with_facts(
        '<urn:z> a org:FormalOrganization ; skos:prefLabel "Zeta" ; schema:addressCountry "FR" .\n'
        + relationship(
            "hosting", "kg:Hosting", "kg:hosted <urn:z> ; kg:host :alder"
        )
    )
    found = answer(
        folder,
        "across-borders",
        "from",
        "from_country",
        "to",
        "to_country",
        "kind",
        "relationship",
    )
    assert ("Zeta", "FR", "Alder Agency", "LU", "hosted-by", "hosting") in found
    assert [row for row in found if row[-1] == "hosting"] == [
        ("Zeta", "FR", "Alder Agency", "LU", "hosted-by", "hosting")
    ]


def test_copies_of_copies_corroborate_nothing(with_facts):
    sources = "".join(
        f'<urn:{name}> dcterms:title "{name}" . <urn:of-{name}> kg:stance kg:supports ; oa:hasSource <urn:{name}> .\n'
        for name in ("wire", "paper", "blog")
    )
    chain = "<urn:blog> prov:wasDerivedFrom <urn:paper> . <urn:paper> prov:wasDerivedFrom <urn:wire> .\n"
    evidence = "; prov:wasDerivedFrom <urn:of-wire> , <urn:of-blog>"
    pact = relationship(
        "pact", "kg:Partnership", "kg:party :cedar , :fir", more=evidence
    )
    folder = with_facts(sources + chain + pact)
    assert ("pact", "1") in answer(
        folder, "corroboration", "relationship", "independent_sources"
    )
    assert ("pact", "wire") in answer(
        folder, "single-source", "relationship", "source"
    )


def test_a_kind_below_a_bundled_one_is_found_with_it(with_facts):
    folder = with_facts(
        ':Associate rdfs:subClassOf kg:Membership ; skos:notation "associate-of" .\n'
        + relationship(
            "associate", ":Associate", "kg:member :fir ; kg:organization :birch"
        )
    )
    assert answer(
        folder, "members-of", "relationship", org="Birch University"
    ) == [("associate",)]
    assert answer(folder, "memberships-of", "relationship", org="Fir Ministry")[
        :1
    ] == [("associate",)]


def test_a_source_that_contradicts_a_memorandum_is_told_apart(with_facts):
    folder = with_facts(
        "<https://example.org/relationship/mou> prov:wasDerivedFrom <urn:against> .\n"
        "<urn:against> kg:stance kg:contradicts ; oa:hasSource <urn:denial> .\n"
        '<urn:denial> dcterms:title "Denial" ; dcterms:identifier "d.txt" ; kg:textSHA256 "0" .\n'
    )
    found = set(answer(folder, "memoranda", "memorandum", "source", "stance"))
    assert found == {
        ("Three-party memorandum", f"{n} report", "supports")
        for n in ("First", "Second")
    } | {("Three-party memorandum", "Denial", "contradicts")}
    assert ("Denial", "0") in answer(
        folder, "sources", "source", "relationships"
    )
