"""The commands info, query, ask and show."""

import json

import pyoxigraph as ox
import pytest
from shown import FIXTURE, add_question as question, rows

from kg.cli.ask import _read_values


def test_info_counts_what_the_graph_holds(kg):
    found = {
        (what, value): count for what, value, count in rows(kg("info"))[1:]
    }
    assert found["workspace", f"{FIXTURE} (KG_DATA)"] == ""
    assert [
        found["total", t]
        for t in ("organisations", "relationships", "evidence", "sources")
    ] == ["8", "12", "15", "3"]
    assert [
        found["kind", k]
        for k in (
            "partner-of",
            "member-of",
            "hosted-by",
            "part-of",
            "signed-mou-with",
        )
    ] == [*"43221"]
    assert found["status", "in-force"] == "6"
    assert found["source", "https://example.org/source/second"] == "6"
    assert found["organisation type", "university"] == "1"


def test_a_query_is_read_from_an_option_a_file_and_stdin(kg, tmp_path):
    text = 'SELECT ?o WHERE { ?o skos:prefLabel "Fir Ministry"@en }'
    file = tmp_path / "q.rq"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    expected = [["o"], ["https://example.org/id/fir"]]
    assert [
        rows(r)
        for r in (
            kg("query", "-e", text),
            kg("query", file),
            kg("query", "-", input=text),
        )
    ] == [expected] * 3


def test_a_query_for_triples_gives_turtle_or_the_format_asked_for(kg, tmp_path):
    query = "CONSTRUCT { ?h kg:hosts ?b } WHERE { ?h kg:hosts ?b }"
    assert kg("query", "-e", query).stdout.endswith(
        "\n\n<https://example.org/id/alder> kg:hosts <https://example.org/id/cedar> .\n"
    )
    assert kg("query", "-e", query, "--format", "ntriples").stdout.startswith(
        "<https://example.org/id/alder> <https://w3id"
    )
    assert kg("query", "-e", query, "-o", tmp_path / "x.jsonld").exit_code == 0
    assert (
        json.loads((tmp_path / "x.jsonld").read_text())[0]["@id"]
        == "https://example.org/id/alder"
    )


def test_no_rows_because_of_an_unknown_term_is_said_with_near_ones(kg):
    result = kg("query", "-e", "SELECT ?x WHERE { ?x skos:prefLable ?y }")
    assert (result.exit_code, result.stdout) == (0, "x\n")
    assert (
        result.stderr
        == "kg: no rows: skos:prefLable does not occur in this graph; did you mean skos:prefLabel?\n"
    )


@pytest.mark.parametrize(
    "query",
    [
        "BASE <http://e.org/> SELECT ?o { <a> ?p ?o }",
        "BASE <http://e.org/> PREFIX e: <x#> SELECT ?o { e:a ?p ?o }",
    ],
)
def test_what_base_makes_an_iri_of_is_not_looked_for(kg, query):
    result = kg("query", "-e", query)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "o\n", "")


def test_the_questions_are_listed_and_answered(kg):
    listed = rows(kg("ask"))
    assert [
        "partners-of",
        "org=",
        "Who are the partners of an organisation?",
    ] in listed
    assert rows(kg("ask", "hosting", "org=alder agency"))[1][:3] == [
        "hosts",
        "Cedar Hub",
        "in force",
    ]


def test_an_organisation_is_shown_with_its_names_and_relationships(kg):
    shown = kg(
        "show", "agence aulne", "--on", "2020-06-30", "--format", "md"
    ).stdout
    assert (
        "| also | AA |\n| also | Agence Aulne |\n| type | innovation agency |"
        in shown
    )
    assert "| standing |" in shown
    table = rows(kg("show", "agence aulne", "--on", "2020-06-30"))
    assert table[1] == [
        "hosts",
        "Cedar Hub",
        "since 30 September 2019",
        "in-force",
        "presumed",
        "https://example.org/source/first",
        "https://example.org/relationship/cedar-alder",
    ]
    assert [r[:2] for r in table[2:]] == [
        ["partner of", "Birch University"],
        ["partner of", "Cedar Hub"],
        ["partner of", "Fir Ministry"],
        [
            "signed a memorandum of understanding with",
            "Birch University, Dogwood Foundation",
        ],
    ]


def test_a_text_without_its_language_is_explained(kg):
    result = kg(
        "query", "-e", 'SELECT ?x WHERE { ?x skos:prefLabel "Alder Agency" }'
    )
    assert (
        result.stderr
        == 'kg: no rows: "Alder Agency" does not occur in this graph; did you mean "Alder Agency"@en?\n'
    )
    result = kg(
        "query",
        "-e",
        'SELECT ?x WHERE { ?x skos:prefLabel ?l FILTER (CONTAINS(?l, "nowhere")) }',
    )
    assert result.stderr == ""


def test_a_document_that_contradicts_is_marked(kg):
    rows = [
        row
        for row in kg(
            "show", "Alder Agency", "--format", "csv"
        ).stdout.splitlines()
        if "alder-fir" in row
    ]
    assert rows == [
        'partner of,Fir Ministry,,suspended,"https://example.org/source/second (contradicts), https://example.org/source/third",'
        "https://example.org/relationship/alder-fir"
    ]


def test_a_shown_organisation_is_written_whole_to_a_file_as_to_stdout(
    kg, tmp_path
):
    for form, name in (("md", "x.md"), ("table", "x.txt")):
        assert kg("show", "Alder Agency", "-o", tmp_path / name).stdout == ""
        shown = kg("show", "Alder Agency", "--format", form).stdout
        assert (
            (tmp_path / name).read_text()
            == shown
            == kg("show", "Alder Agency", "--format", form, "-o", "-").stdout
        )
        assert shown.index("innovation agency") < shown.index("Birch")


def test_what_is_not_utf8_is_told(kg):
    argument = kg("show", "Universit\udce9")
    assert (argument.exit_code, argument.stderr) == (
        2,
        "kg: Universit\\udce9 is not UTF-8; give it in UTF-8\n",
    )
    query = kg("query", "-", input=b"SELECT ?s { ?s ?p '\xe9' }")
    assert (query.exit_code, query.stderr) == (
        3,
        "kg: the query is not UTF-8 (byte 19)\n",
    )


def test_what_is_shown_of_a_day_is_sparql_json(kg):
    shown = kg(
        "show", "alder agency", "--on", "2020-06-30", "--format", "json"
    ).stdout
    last = shown[shown.rindex('{\n "head"') :]
    answer = ox.parse_query_results(last, format=ox.QueryResultsFormat.JSON)
    assert [v.value for v in answer.variables] == [
        "relation",
        "organisation",
        "dates",
        "status",
        "standing",
        "source",
        "relationship",
    ]


@pytest.mark.parametrize(
    ("text", "values", "code", "message"),
    [
        (
            b"#+ summary: M\xfcll\nSELECT ?s { ?s a kg:Hosting }",
            [],
            3,
            "own.rq: is not UTF-8 (byte 13); save the query as UTF-8",
        ),
        (
            b"#+ summary: s\nASK { ?s a kg:Hosting }",
            [],
            3,
            "the question own is no SELECT query; write it as one",
        ),
        (
            b"#+ summary: s\nSELECT ?s { ?s a kg:Hosting",
            [],
            3,
            "the question own: query, line 2, column 28: not valid SPARQL",
        ),
        (
            b"#+ summary: s\nSELECT ?s { ?s ?_least_integer ?o }",
            ["least=abc"],
            2,
            "least takes a whole number such as 3, not 'abc'",
        ),
    ],
    ids=["encoding", "ask", "syntax", "integer"],
)
def test_a_faulty_question_of_ones_own_is_told_in_one_line(
    kg, with_facts, text, values, code, message
):
    folder = question(with_facts(""), text)
    result = kg("--data", folder, "ask", "own", *values)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert kg("--data", folder, "build", "-o", folder / "all").exit_code == (
        3 if b"\xfc" in text else 0
    )


def test_a_question_may_have_a_parameter_called_name_and_a_mark_at_its_start(
    kg, with_facts
):
    text = "\ufeff#+ summary: By name\nSELECT ?iri { ?iri skos:prefLabel ?l FILTER (STR(?l) = ?_name_string) }"
    folder = question(with_facts(""), text.encode())
    assert rows(kg("--data", folder, "ask", "own", "name=Alder Agency")) == [
        ["iri"],
        ["https://example.org/id/alder"],
    ]
    assert "By name" in kg("--data", folder, "ask").stdout


def test_values_are_read_by_name():
    assert _read_values(["org=AA", "note=a=b", "empty="]) == {
        "org": "AA",
        "note": "a=b",
        "empty": "",
    }


@pytest.fixture
def bilingual(with_facts):
    """The invented world, in which the Alder Agency has an official name in French."""
    return with_facts(':alder skos:prefLabel "Agence de l’aulne"@fr .\n')


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "organisations"],
        ["ask", "hosting", "org=Cedar Hub"],
        ["show", "Cedar Hub"],
        ["network", "rank"],
        ["network", "communities"],
        ["network", "brokers"],
        ["network", "path", "Cedar Hub", "Alder Agency"],
        ["network", "around", "Cedar Hub"],
        ["export", "-", "--format", "graphml"],
        ["draw", "--output", "-"],
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_labels_are_in_the_language_of_the_option(kg, bilingual, command):
    plain = kg("--data", bilingual, *command)
    french = kg("--data", bilingual, *command, "--lang", "fr")
    assert (plain.exit_code, french.exit_code) == (0, 0)
    assert "Alder Agency" in plain.stdout
    assert "Agence de l" in french.stdout
    assert plain.stdout != french.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["ask", "organisations", "--lang", "in French"],
            "'in French' is no language tag",
        ),
        (["ask", "cues", "--lang", "fr"], "cues has no parameter 'lang'"),
        (
            ["ask", "organisations", "lang=fr", "--lang", "de"],
            "lang is given twice",
        ),
        (
            ["export", "-", "--format", "turtle", "--lang", "fr"],
            "--lang applies to networks",
        ),
    ],
)
def test_a_language_that_is_wrong_or_has_no_effect_is_refused(
    kg, words, message
):
    refused = kg(*words)
    assert refused.exit_code == 2
    assert message in refused.stderr
