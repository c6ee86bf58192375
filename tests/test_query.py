import datetime
import json
import socket
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, strategies as st

from kg.ask.tables import FORMATS, make_table, write_boolean, write_table
from kg.errors import KgError, ParameterError, QueryError
from kg.model.terms import Table
from kg.sparql import refuse
from kg.sparql.anatomy import QueryText
from kg.sparql.refuse import MAX_DEPTH
from kg.sparql.tokens import Token, line_and_column, tokens

GOLDEN = Path(__file__).resolve().parent / "golden"
OPTIONAL = """
SELECT ?name ?country ?type ?iri WHERE {
  ?iri skos:prefLabel ?name ; a org:OrganizationalUnit
  OPTIONAL { ?iri schema:addressCountry ?country }
  OPTIONAL { ?iri org:classification/skos:prefLabel ?type FILTER (LANG(?type) = "en") }
} ORDER BY ?name"""
ODD = make_table(
    ["text", "number", "iri"],
    [
        ["a | b <i> \\ c", 1, ox.NamedNode("urn:x")],
        [None, 2.5, None],
        ['tab\there "quoted"\nline', None, None],
        [None, None, None],
    ],
)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "o",
            "id:x) } SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } VALUES (?z) { (1",
            "^o takes a NamedNode or Literal .* not str",
        ),
        (
            "o",
            datetime.date(2021, 6, 30),
            "^o takes a NamedNode or Literal of pyoxigraph, not date$",
        ),
        (
            "o",
            ox.BlankNode("b"),
            "^o takes a NamedNode or Literal of pyoxigraph, not BlankNode$",
        ),
        (
            "oo",
            ox.NamedNode("urn:x"),
            r"^the query has no variable \?oo to bind; it has o, x$",
        ),
    ],
)
def test_what_is_bound_is_a_term_and_a_variable_of_the_query(
    invented, name, value, message
):
    with pytest.raises(ParameterError, match=message):
        invented.query(
            "SELECT ?x ?o WHERE { ?x kg:memberOf ?o }", **{name: value}
        )


def test_a_variable_of_any_name_can_be_bound(invented):
    found = invented.query(
        "SELECT ?text WHERE { ?self skos:prefLabel ?text }",
        text=ox.Literal("Alder Agency", language="en"),
    )
    assert [row[0].value for row in found.rows] == ["Alder Agency"]


def test_triple_terms_and_directions_are_written_as_sparql_has_them(invented):
    query = 'SELECT ?t ?d { BIND(<<( <urn:a> <urn:b> "x" )>> AS ?t) BIND(STRLANGDIR("a", "ar", "rtl") AS ?d) }'
    answer, store = invented.query(query), ox.Store()
    told = store.query(query).serialize(format=ox.QueryResultsFormat.JSON)
    assert json.loads(write_table(answer, "json")) == json.loads(told)
    assert (
        write_table(answer, "tsv").split("\n")[1]
        == '<<( <urn:a> <urn:b> "x" )>>\t"a"@ar--rtl'
    )
    assert (
        write_table(answer, "csv").split("\r\n")[1]
        == '"<<( <urn:a> <urn:b> ""x"" )>>",a'
    )


@pytest.mark.parametrize("form", FORMATS)
def test_an_unbound_variable_stays_in_its_column(invented, form):
    answer = invented.query(OPTIONAL)
    assert (
        write_table(answer, form)
        == (GOLDEN / f"optional.{form}").read_bytes().decode()
    )


@pytest.mark.parametrize("form", FORMATS)
def test_odd_values_are_written_so_that_they_read_back(form):
    assert (
        write_table(ODD, form) == (GOLDEN / f"odd.{form}").read_bytes().decode()
    )


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_machine_formats_are_those_of_the_recommendation(invented, form):
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(?p IN (skos:prefLabel, skos:altLabel, oa:start, kg:startLatest)) } ORDER BY ?s ?p ?o"
    reference = invented.store.query(query).serialize(
        format=getattr(ox.QueryResultsFormat, form.upper())
    )
    ours = write_table(invented.query(query), form).encode()
    if form == "csv":
        assert ours == reference
        return
    parsed = [
        list(
            ox.parse_query_results(
                b, format=getattr(ox.QueryResultsFormat, form.upper())
            )
        )
        for b in (ours, reference)
    ]
    assert [[tuple(row) for row in rows] for rows in parsed][0] == [
        tuple(row) for row in parsed[1]
    ]


def test_an_ask_query_answers_true_or_false(invented):
    assert invented.query("ASK { ?s a kg:Hosting }") is True
    assert (write_boolean(False, "csv"), write_boolean(True, "json")) == (
        "false\n",
        '{"head": {}, "boolean": true}\n',
    )


def test_construct_and_describe_give_sorted_triples(invented):
    built = invented.query(
        "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . ?s kg:party ?p }"
    )
    assert built == sorted(built, key=str)
    assert {t.predicate.value for t in built} == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    }
    assert len(invented.query("DESCRIBE <https://example.org/id/fir>")) > 3


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        (
            "SELECT ?x WHERE {\n ?x a org:Role .\n FILER(?x)\n}",
            3,
            2,
            "unknown keyword 'FILER'; did you mean FILTER?",
        ),
        (
            "SELECT ?x WHERE { ?x a orgg:Role }",
            1,
            24,
            "unknown prefix 'orgg:'; did you mean org:?",
        ),
        (
            "SELECT ?x WHERE { ?x a org:Role",
            1,
            32,
            "look for a missing dot or bracket",
        ),
        (
            "SELECT ?x WHERE { ?x a org:Role ?x ?y ?z }",
            1,
            33,
            "look for a missing dot or bracket",
        ),
        (
            "SELECT ?t (COUNT(*) AS ?n) { ?x a ?t }",
            1,
            8,
            "?t stands beside an aggregate; add GROUP BY ?t",
        ),
        (
            "SELECT ?t (COUNT(?x)) { ?x a ?t } GROUP BY ?t",
            1,
            12,
            "write (COUNT(…) AS ?name)",
        ),
        (
            "SELECT ?t COUNT(*) { ?x a ?t } GROUP BY ?t",
            1,
            11,
            "write (COUNT(…) AS ?name)",
        ),
        (
            "INSERT DATA { id:alder a id:birch }",
            1,
            1,
            "INSERT changes a graph, and a query only reads",
        ),
        (
            "SELECT ?nme WHERE { ?x skos:prefLabel ?name }",
            1,
            8,
            "nothing in the query binds it; did you mean ?name?",
        ),
        (
            "SELECT ?x FROM <file:///etc/passwd> WHERE { ?x a ?y }",
            1,
            11,
            "FROM names a graph that this store does not hold",
        ),
        (
            "SELECT ?x\nFROM NAMED <http://e/g> WHERE { GRAPH ?g { ?x a ?y } }",
            2,
            1,
            "FROM names a graph",
        ),
        (
            "SELECT ?x WHERE { SERVICE <http://127.0.0.1:9/> { ?x a ?y } }",
            1,
            19,
            "kg query allows it with --allow-network",
        ),
        (
            "SELECT ?x WHERE { service silent <http://127.0.0.1:9/> { ?x a ?y } }",
            1,
            19,
            "--allow-network",
        ),
    ],
)
def test_a_query_that_cannot_be_answered_is_told_where_and_why(
    invented, query, line, column, message
):
    with pytest.raises(QueryError) as caught:
        invented.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in str(caught.value)


def test_the_words_service_and_from_are_harmless_in_strings_comments_and_names(
    invented,
):
    query = 'SELECT ?from WHERE { ?from rdfs:label "SERVICE FROM <x>" } # FROM <y> SERVICE'
    assert invented.query(query) == Table(("from",), [])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE {{ # comment\rSERVICE <{}> {{ ?x ?y ?z }}\n}}",
        "SELECT * WHERE {{ OPTIONAL {{ ?a ?b id:a\\#b }} SERVICE <{}> {{ ?x ?z ?y }}\n}}",
        "SELECT * WHERE {{ OPTIONAL {{ ?a ?b id:a\\' }} SERVICE <{}> {{ ?x ?z ?y }} OPTIONAL {{ ?s ?p 'x' }} }}",
        "ASK {{ # comment\rSERVICE SILENT <{}> {{ ?x ?y ?z }}\n}}",
    ],
    ids=["line end", "escaped number sign", "escaped quotation mark", "ask"],
)
def test_what_looks_like_a_comment_or_text_cannot_hide_another_server(
    invented, query
):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        with pytest.raises(QueryError, match="SERVICE asks another server"):
            invented.query(
                query.format(f"http://127.0.0.1:{server.getsockname()[1]}/")
            )
        with pytest.raises(BlockingIOError):
            server.accept()


def test_what_no_token_shows_is_found_by_the_parser(invented, monkeypatch):
    monkeypatch.setattr(
        refuse,
        "dissect",
        lambda text: QueryText(text, (Token("word", "ASK", 0),)),
    )
    with pytest.raises(QueryError, match="not valid SPARQL"):
        invented.query("ASK { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?s ?p ?o FILTER("
        + "(" * 5000
        + "1"
        + ")" * 5000
        + ") }",
        "SELECT * WHERE " + "{" * 3000 + " ?s ?p ?o " + "}" * 3000,
        "SELECT * WHERE { ?s ?p ?o FILTER("
        + " || ".join(["?s = ?o"] * 20000)
        + ") }",
        "SELECT * WHERE { " + " UNION ".join(["{ ?s ?p ?o }"] * 10000) + " }",
        "SELECT * WHERE { ?s ?p ?o BIND("
        + "+".join(["1"] * 20000)
        + " AS ?n) }",
        "SELECT * WHERE { ?s ?p " + "[ <p:p> " * 3000 + "]" * 3000 + " }",
        "SELECT * WHERE {" + "MINUS { ?s ?p ?o } " * 3000 + "}",
        "SELECT * WHERE {" + "OPTIONAL { ?s ?p ?o } " * 3000 + "}",
        "SELECT * WHERE {"
        + " ".join(f"BIND (1 AS ?n{i})" for i in range(3000))
        + "}",
        "SELECT * WHERE {" + "FILTER (true) " * 20000 + "}",
        "SELECT * WHERE {" + "VALUES ?s { 1 } " * 20000 + "}",
        "SELECT * WHERE {" + "?s ?p ?o . " * 20000 + "}",
        "SELECT * WHERE { ?s ?p " + "?o, " * 20000 + "?o }",
        "SELECT "
        + " ".join(f"(1 AS ?n{i})" for i in range(20000))
        + " WHERE {}",
        "SELECT * WHERE { # \r" + "{" * 3000 + " ?s ?p ?o " + "}" * 3000 + "}",
    ],
    ids=[
        "parentheses",
        "groups",
        "or",
        "union",
        "sum",
        "blank nodes",
        "minus",
        "optional",
        "bind",
        "filter",
        "values",
        "triples",
        "objects",
        "expressions",
        "after a comment",
    ],
)
def test_a_query_that_would_exhaust_the_engines_stack_is_refused(
    invented, query
):
    with pytest.raises(
        QueryError, match=f"at most {MAX_DEPTH} and 2000 are answered"
    ):
        invented.query(query)


def test_values_are_bound_as_terms_and_never_pasted(invented):
    hostile = ox.Literal('x" } UNION { ?s ?p ?o } #')
    assert invented.query(
        "SELECT ?s WHERE { ?s skos:prefLabel ?name }", name=hostile
    ) == Table(("s",), [])


@given(st.text(max_size=200))
def test_no_text_makes_a_query_fail_otherwise_than_by_an_error_of_ours(
    invented, text
):
    try:
        invented.query(text)
    except KgError as error:
        assert str(error)


@given(st.text(max_size=200))
def test_tokens_come_in_order_and_stand_where_they_say(text):
    found = list(tokens(text))
    assert all(text.startswith(token.text, token.start) for token in found)
    assert [t.start for t in found] == sorted(t.start for t in found)


def test_a_place_is_counted_from_one_in_lines_and_columns():
    assert [line_and_column("ab\ncd", i) for i in (0, 1, 3, 5)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 3),
    ]
