import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.lexer import tokens
from kg.query import Table
from kg.questions import read_question
from kg.store import bind
from kg.tables import write_table
from kg.vocabulary import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = sorted((ROOT / "queries" / "questions").glob("*.rq"))
EXPECTED = ROOT / "tests" / "questions"
PARAMETERS = json.loads((EXPECTED / "parameters.json").read_text("utf-8"))

each_question = pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)


def values_for(question):
    """Return what the fixture's question is asked with: the common values, and the question's own."""
    known = PARAMETERS["default"] | PARAMETERS.get(question.name, {})
    return {p.name: known[p.name] for p in question.parameters}


def test_there_are_at_least_fifteen_questions():
    assert len(QUESTIONS) >= 15


@each_question
def test_a_question_answers_as_expected(invented, path):
    question = read_question(path)
    answer = write_table(invented.ask(question.name, **values_for(question)), "csv")
    assert answer == (EXPECTED / f"{question.name}.csv").read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def other_engine(invented, graph, to_rdflib):
    return {id(g): to_rdflib([q.triple for q in g.store.inner]) for g in (invented, graph)}


@each_question
@pytest.mark.parametrize("world", ["invented", "graph"])
def test_a_question_gives_the_same_rows_on_rdflibs_engine(request, other_engine, path, world):
    knowledge = request.getfixturevalue(world)
    question = read_question(path)
    defaults = {p.name: p.default for p in question.parameters}
    bindings = knowledge.bindings(question, values_for(question) if world == "invented" else defaults)
    ours = knowledge.query(question.text, **bindings)
    theirs = other_engine[id(knowledge)].query(bind(question.text, bindings), initNs=PREFIXES)
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
def test_the_example_values_of_a_question_find_something_in_the_bundled_data(graph, path):
    question = read_question(path)
    answer = graph.ask(question.name, **{p.name: p.default for p in question.parameters})
    assert isinstance(answer, Table)
    assert answer.rows or question.name == "contradicted"


@each_question
def test_a_question_is_ordered_and_uses_nothing_that_engines_disagree_on(path):
    text = path.read_text("utf-8")
    words = {t.text.upper() for t in tokens(text) if t.kind == "word"}
    assert "ORDER" in words
    assert not words & {"SERVICE", "FROM", "NOW", "RAND", "GROUP_CONCAT"}
    assert not re.search(r"xsd:\w+\s*\(", text)


def test_every_expected_table_belongs_to_a_question():
    assert {p.stem for p in EXPECTED.glob("*.csv")} == {p.stem for p in QUESTIONS}


def test_every_term_of_the_ontology_is_used_by_a_question():
    ontology = ox.parse(path=str(ROOT / "ontology" / "institutional.ttl"), format=ox.RdfFormat.TURTLE)
    terms = {q.subject.value for q in ontology if q.subject.value.startswith(PREFIXES["kg"])}
    used = {t.text for path in QUESTIONS for t in tokens(path.read_text("utf-8")) if t.kind == "curie"}
    assert {f"kg:{t.removeprefix(PREFIXES['kg'])}" for t in terms} - used == set()
