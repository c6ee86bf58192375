"""Every command as a user runs it, with good input and with bad."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import NameNotFound
from kg.network.edges import Filters
from kg.network.measures import Measures
from kg.network.read import read_network
from kg.store.base import MemoryStore

FIXTURE = Path(__file__).resolve().parent / "fixture"


def rows(result):
    assert result.exit_code == 0, result.stderr
    return list(csv.reader(io.StringIO(result.stdout)))


def test_info_counts_what_the_graph_holds(kg):
    found = {(what, value): count for what, value, count in rows(kg("info"))[1:]}
    assert found["workspace", f"{FIXTURE} (KG_DATA)"] == ""
    assert [
        found["total", t] for t in ("organisations", "relationships", "evidence", "sources")
    ] == ["8", "12", "15", "3"]
    assert [
        found["kind", k]
        for k in ("partner-of", "member-of", "hosted-by", "part-of", "signed-mou-with")
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
        rows(r) for r in (kg("query", "-e", text), kg("query", file), kg("query", "-", input=text))
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
        json.loads((tmp_path / "x.jsonld").read_text())[0]["@id"] == "https://example.org/id/alder"
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


def test_a_graph_without_an_ontology_is_told_as_that():
    with pytest.raises(
        NameNotFound,
        match=r"no status is called 'ended'.*the graph holds no ontology that names any",
    ):
        read_network(MemoryStore(ox.Store()), Filters(statuses=("ended",)))


def test_the_questions_are_listed_and_answered(kg):
    listed = rows(kg("ask"))
    assert ["partners-of", "org=", "Who are the partners of an organisation?"] in listed
    assert rows(kg("ask", "hosting", "org=alder agency"))[1][:3] == [
        "hosts",
        "Cedar Hub",
        "in force",
    ]


def test_an_organisation_is_shown_with_its_names_and_relationships(kg):
    shown = kg("show", "agence aulne", "--on", "2020-06-30", "--format", "md").stdout
    assert "| also | AA |\n| also | Agence Aulne |\n| type | innovation agency |" in shown
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
        ["signed a memorandum of understanding with", "Birch University, Dogwood Foundation"],
    ]


def test_the_network_is_measured_in_force_unless_told_otherwise(kg):
    assert rows(kg("network", "rank", "--top", 2)) == [
        ["rank", "organisation", "degree", "iri"],
        ["1", "Alder Agency", "3", "https://example.org/id/alder"],
        ["1", "Birch University", "3", "https://example.org/id/birch"],
    ]
    figures = dict(rows(kg("network", "summary")))
    assert (figures["organisations"], figures["relationships"], figures["pairs"]) == ("7", "6", "7")
    assert dict(rows(kg("network", "summary", "--status", "candidate")))["pairs"] == "1"
    assert dict(rows(kg("network", "summary", "--on", "2012-01-01")))["relationships"] == "1"


def test_communities_brokers_paths_and_neighbourhoods_are_tables(kg):
    assert rows(kg("network", "communities"))[0] == ["community", "size", "organisation", "iri"]
    assert [r[0] for r in rows(kg("network", "brokers", "--top", 1))[1:]] == ["Alder Agency"]
    steps = rows(kg("network", "path", "Elm Network", "Test Bench"))[1:]
    assert [(r[1], r[2], r[3]) for r in steps] == [
        ("Elm Network", "has member", "Cedar Hub"),
        ("Cedar Hub", "hosted by", "Alder Agency"),
        ("Alder Agency", "partner of", "Birch University"),
        ("Alder Agency", "signed a memorandum of understanding with", "Birch University"),
        ("Birch University", "has part", "Birch Laboratory"),
        ("Birch Laboratory", "has part", "Test Bench"),
    ]
    assert [r[:2] for r in rows(kg("network", "around", "elm network"))[1:]] == [
        ["0", "Elm Network"],
        ["1", "Cedar Hub"],
    ]


def test_a_path_that_is_not_there_is_an_empty_table_and_a_note(kg):
    result = kg("network", "path", "Fir Ministry", "Elm Network")
    assert (result.exit_code, len(rows(result))) == (0, 1)
    assert result.stderr == (
        "kg: no path joins the two by these relationships; without --status or --on, only those in force are measured\n"
    )


def test_draw_export_and_build_write_whole_files(kg, tmp_path):
    assert kg("draw", "-o", tmp_path / "n.html").exit_code == 0
    assert (tmp_path / "n.html").read_text().startswith("<!doctype html>")
    assert kg("export", tmp_path / "n.csv", "--kind", "part-of").exit_code == 0
    assert len((tmp_path / "n.csv").read_text().splitlines()) == 3
    result = kg("build", "-o", tmp_path / "all")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].endswith("29 answers")
    names = {
        str(p.relative_to(tmp_path / "all")) for p in (tmp_path / "all").rglob("*") if p.is_file()
    }
    assert {
        "graph.ttl",
        "network.html",
        "network.gexf",
        "summary.md",
        "answers/partners-of.csv",
    } <= names
    summary = (tmp_path / "all" / "summary.md").read_text()
    assert "An invented world" in summary
    assert "(answers/partners-of.csv) | org = https://example.org/id/alder | 3 |" in summary
    assert (
        "(answers/shared.csv) | a = https://example.org/id/alder, b = https://example.org/id/birch | 3 |"
        in summary
    )


def test_stdout_is_a_file_called_minus(kg):
    lines = kg("export", "-", "--format", "nt").stdout.splitlines()
    assert any(line.startswith("<https://example.org/dataset> ") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["--data", "/nowhere", "info"],
            3,
            "/nowhere: no such folder; give the folder that holds data/",
        ),
        (["--data", "/tmp", "info"], 3, "/tmp: not a workspace, it has no data/dataset.ttl"),
        (["ask", "partners"], 3, "no question is called 'partners'; did you mean partners-of"),
        (
            ["ask", "partners-of"],
            2,
            "partners-of needs org=…, for example: kg ask partners-of org=",
        ),
        (["ask", "partners-of", "Alder"], 2, "'Alder' is not KEY=VALUE"),
        (
            ["ask", "partners-of", "org=AA", "x=1"],
            2,
            "partners-of has no parameter 'x'; it takes org",
        ),
        (["ask", "partners-of", "org=Fir", "org=Elm"], 2, "org is given twice; give it once"),
        (["ask", "kinds", "x=1"], 2, "kinds has no parameter 'x'; it takes none"),
        (
            ["ask", "standing", "date=2024-02-30"],
            2,
            "'2024-02-30' is not a date; write it as YYYY-MM-DD",
        ),
        (
            ["ask", "partners-of", "org=AA"],
            3,
            "'AA' is the name of several organisations; say which: Alder Agency",
        ),
        (
            ["show", "Adler Agency"],
            3,
            "no organisation is called 'Adler Agency'; did you mean Alder Agency",
        ),
        (["show", "Fir Ministry", "--on", "yesterday"], 2, "'yesterday' is not a date"),
        (["query"], 2, "give one query: a FILE, - for stdin, or -e"),
        (["query", "/nowhere.rq"], 3, "/nowhere.rq: cannot be read: No such file or directory"),
        (["query", "-e", ""], 3, "the query is empty"),
        (
            ["query", "-e", "SELECT ?x WHERE { ?x a orgg:X }"],
            3,
            "line 1, column 24: unknown prefix 'orgg:'",
        ),
        (
            ["query", "-e", "SELECT * WHERE { ?s ?p ?o }", "--format", "xlsx"],
            2,
            "unknown format 'xlsx'; known are table, csv",
        ),
        (
            ["query", "-e", "SELECT * WHERE { ?s ?p ?o }", "-o", "/nowhere/x.csv"],
            3,
            "the folder /nowhere does not exist; create it",
        ),
        (["network", "rank", "--by", "fame"], 2, "unknown measure 'fame'; known are degree"),
        (
            ["network", "rank", "--kind", "member"],
            3,
            "no kind of relationship is called 'member'; did you mean member-of",
        ),
        (["network", "path", "Fir Ministry", "Nobody"], 3, "no organisation is called 'Nobody'"),
        (
            ["draw", "-o", "/nowhere/x.html"],
            3,
            "/nowhere/x.html: the folder /nowhere does not exist; create it first",
        ),
        (["draw"], 2, "Missing option"),
        (["export", "/tmp/x.xlsx"], 3, "/tmp/x.xlsx: no format is known for '.xlsx'; use .ttl"),
        (
            ["export", "/tmp/x.ttl", "--kind", "part-of"],
            2,
            "the filters apply to networks; turtle holds the whole graph",
        ),
        (
            ["export", "/tmp/x.gexf", "--asserted"],
            2,
            "--asserted, --entail and --align apply to RDF; gexf is a network",
        ),
        (
            ["export", "/tmp/x.ttl", "--align", "schema"],
            3,
            "no alignment is called 'schema'; did you mean schema-org?",
        ),
        (
            ["export", "/tmp/x.ttl", "--align", "zzz"],
            3,
            "no alignment is called 'zzz'; known are fibo, ror, schema-org, wikidata",
        ),
        (
            ["build", "-o", "/nowhere/x"],
            3,
            "/nowhere/x: the folder /nowhere does not exist; create it first",
        ),
        (["shwo"], 2, "No such command"),
    ],
    ids=lambda v: " ".join(v)[:40] if isinstance(v, list) else "",
)
def test_bad_input_gets_a_clear_line_and_its_exit_code(kg, arguments, code, message):
    result = kg(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_file_of_the_workspace_is_named_with_line_and_column(kg, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> oops:b 1 .")
    result = kg("--data", tmp_path, "info")
    assert (result.exit_code, result.stderr) == (
        3,
        f"kg: {tmp_path}/data/dataset.ttl:2:9: The prefix oops: has not been declared\n",
    )


def test_a_failure_leaves_the_file_that_was_there(kg, tmp_path):
    (tmp_path / "x.csv").write_text("old")
    assert (
        kg("query", "-e", "SELECT ?x WHERE { ?x a orgg:X }", "-o", tmp_path / "x.csv").exit_code
        == 3
    )
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x.csv", "old")]


@pytest.mark.parametrize(
    "command",
    ["", "info", "query", "ask", "show", "network", "network rank", "draw", "export", "build"],
)
def test_every_command_explains_itself(kg, command):
    result = kg(*command.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.lstrip().startswith("Usage: kg")


@pytest.fixture
def run_in_terminal(start):
    """Run kg with a terminal as its output, 100 columns wide, and return what the terminal gets."""

    def run(*arguments):
        leader, follower = pty.openpty()
        command = [sys.executable, "-c", "from kg.cli import app; app()", *arguments]
        environment = {**os.environ, "KG_DATA": str(FIXTURE), "COLUMNS": "100"}
        process = start(command, stdout=follower, stderr=follower, env=environment)
        os.close(follower)
        shown = b""
        while chunk := read_terminal(leader):
            shown += chunk
        os.close(leader)
        assert process.wait(30) == 0
        return shown.decode()

    return run


def read_terminal(leader):
    try:
        return os.read(leader, 65536)
    except OSError:  # the other side is closed
        return b""


def test_a_terminal_gets_a_table_within_its_width_and_without_the_datas_control_characters(
    run_in_terminal,
):
    shown = run_in_terminal("query", "-e", 'SELECT ("\\u001b[31mred" AS ?x) WHERE {}')
    assert "\\u001b[31mred" in shown
    assert "\x1b[31m" not in shown
    lines = run_in_terminal("show", "Alder Agency").splitlines()
    assert max(map(len, lines)) <= 100


def test_help_and_queries_do_not_import_what_they_do_not_need():
    heavy = [
        "networkx",
        "igraph",
        "pyvis",
        "rdflib",
        "oxrdflib",
        "jinja2",
        "rapidfuzz",
        "rich",
        "pyparsing",
    ]
    script = f"import sys; from kg.cli import app; app(standalone_mode=False)\nprint('imported', *(m for m in {heavy} if m in sys.modules))"
    for arguments in (["--help"], ["query", "-e", "ASK {}"], ["ask", "kinds"]):
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "KG_DATA": str(FIXTURE)},
        )
        assert done.stdout.splitlines()[-1] == "imported", arguments


def test_a_text_without_its_language_is_explained(kg):
    result = kg("query", "-e", 'SELECT ?x WHERE { ?x skos:prefLabel "Alder Agency" }')
    assert (
        result.stderr
        == 'kg: no rows: "Alder Agency" does not occur in this graph; did you mean "Alder Agency"@en?\n'
    )
    result = kg(
        "query", "-e", 'SELECT ?x WHERE { ?x skos:prefLabel ?l FILTER (CONTAINS(?l, "nowhere")) }'
    )
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["network", "rank", "--hops", "3"],
            "kg: --hops goes with --around ORG; name an organisation\n",
        ),
        (["network", "summary", "--possible"], "kg: --possible goes with --on DATE; give a day\n"),
        (
            ["draw", "-o", "x.html", "--hops", "1"],
            "kg: --hops goes with --around ORG; name an organisation\n",
        ),
    ],
)
def test_an_option_without_the_one_it_belongs_to_is_a_usage_error(kg, words, message):
    result = kg(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_a_page_with_texts_of_other_sources_is_not_made(kg, tmp_path):
    (tmp_path / "other.txt").write_text("x")
    result = kg("draw", "-o", tmp_path / "x.html", "--texts", tmp_path)
    assert (result.exit_code, result.stderr) == (
        3,
        f"kg: {tmp_path}: holds none of the 3 texts, such as first.txt\n",
    )
    assert not (tmp_path / "x.html").exists()


def test_a_document_that_contradicts_is_marked(kg):
    rows = [
        row
        for row in kg("show", "Alder Agency", "--format", "csv").stdout.splitlines()
        if "alder-fir" in row
    ]
    assert rows == [
        'partner of,Fir Ministry,,suspended,"https://example.org/source/second (contradicts), https://example.org/source/third",'
        "https://example.org/relationship/alder-fir"
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u0639\u0644\u0645\u200c\u0648", "\u0639\u0644\u0645\u200c\u0648"),
        ("a\u200db", "a\\u200db"),
        ("\u200d", "\\u200d"),
    ],
)
def test_joiners_are_shown_as_what_they_are_where_they_are_no_spelling(kg, name, shown):
    assert (
        kg(
            "query", "-e", f'SELECT ("{name}" AS ?x) WHERE {{}}', "--format", "table"
        ).stdout.splitlines()[2]
        == shown
    )


def test_estimates_say_so_with_their_standard_errors(kg):
    result = kg("network", "rank", "--by", "betweenness", "--sample", "3", "--format", "csv")
    assert result.stdout.splitlines()[0] == "rank,organisation,betweenness,standard_error,iri"
    assert result.stderr == (
        "kg: betweenness estimated from 3 organisations drawn with a fixed seed;"
        " the column standard_error says how surely; --exact computes it\n"
    )
    exact = kg("network", "rank", "--by", "betweenness", "--exact", "--format", "csv")
    assert (exact.stdout.splitlines()[0], exact.stderr) == ("rank,organisation,betweenness,iri", "")
    assert exact.stdout == kg("network", "rank", "--by", "betweenness", "--format", "csv").stdout


def test_communities_are_listed_with_number_and_size_the_largest_first(kg, invented):
    rows = [
        line.split(",")
        for line in kg("network", "communities", "--format", "csv").stdout.splitlines()[1:]
    ]
    groups = Measures(invented.project(Filters(statuses=("in-force",)))).communities()
    assert [row[:2] + row[3:] for row in rows] == [
        [str(number), str(len(group)), iri]
        for number, group in enumerate(groups, 1)
        for iri in sorted(group, key=lambda iri: invented.project().organisations[iri].label)
    ]


@pytest.mark.parametrize(
    ("options", "nodes"), [(["--top", "4"], 4), (["--collapse", "communities"], None), ([], 8)]
)
def test_a_page_holds_what_was_asked_for_and_says_what_is_left_out(
    kg, invented, tmp_path, options, nodes
):
    result = kg("draw", "-o", tmp_path / "x.html", *options)
    drawn = re.findall(r'"x":-?[\d.]+,"y":', (tmp_path / "x.html").read_text("utf-8"))
    assert len(drawn) == (
        len(Measures(invented.project()).communities()) if nodes is None else nodes
    )
    assert ("kg: drawn: " in result.stderr) == bool(options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["info", "-o", "x.xlsx"],
            "x.xlsx: no format is known for '.xlsx'; use .csv, .tsv, .json, .md or --format",
        ),
        (["draw", "-o", "x.pdf"], "x.pdf: the page is HTML; name a file that ends with .html"),
        (
            ["query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "json"],
            "cannot be written as json; use --format with one of turtle, turtle12, ntriples, jsonld, rdfxml",
        ),
    ],
)
def test_a_file_of_a_format_that_is_not_written_is_refused(
    kg, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    result = kg(*arguments)
    assert (result.exit_code, [*tmp_path.iterdir()]) == (2, [])
    assert message in result.stderr


def test_a_shown_organisation_is_written_whole_to_a_file_as_to_stdout(kg, tmp_path):
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
    assert (query.exit_code, query.stderr) == (3, "kg: the query is not UTF-8 (byte 19)\n")


def test_a_closed_stdout_is_told():
    command = [
        sys.executable,
        "-c",
        "from kg.cli import app; app(prog_name='kg')",
        "--data",
        str(FIXTURE),
        "info",
    ]
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (
        3,
        "kg: there is no stdout to write to; name a file with --output\n",
    )


@pytest.mark.parametrize(
    "words", [["load", FIXTURE / "data" / "organisations.ttl", "--store"], ["build", "--output"]]
)
def test_a_closed_stderr_hinders_nothing(tmp_path, words):
    command = [
        sys.executable,
        "-c",
        "from kg.cli import app; app(prog_name='kg')",
        "--data",
        FIXTURE,
        *words,
        tmp_path / "o",
    ]
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *map(str, command)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert list((tmp_path / "o").iterdir())


def test_what_is_shown_of_a_day_is_sparql_json(kg):
    shown = kg("show", "alder agency", "--on", "2020-06-30", "--format", "json").stdout
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


def question(folder, text):
    (folder / "queries" / "questions").mkdir(parents=True, exist_ok=True)
    (folder / "queries" / "questions" / "own.rq").write_bytes(text)
    return folder


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


def test_a_question_may_have_a_parameter_called_name_and_a_mark_at_its_start(kg, with_facts):
    text = "\ufeff#+ summary: By name\nSELECT ?iri { ?iri skos:prefLabel ?l FILTER (STR(?l) = ?_name_string) }"
    folder = question(with_facts(""), text.encode())
    assert rows(kg("--data", folder, "ask", "own", "name=Alder Agency")) == [
        ["iri"],
        ["https://example.org/id/alder"],
    ]
    assert "By name" in kg("--data", folder, "ask").stdout


def test_every_file_of_an_export_is_written_or_none(kg, tmp_path):
    (tmp_path / "x-nodes.csv").mkdir()
    result = kg("export", tmp_path / "x.csv")
    assert (result.exit_code, [path.name for path in tmp_path.iterdir()]) == (3, ["x-nodes.csv"])


def test_a_question_that_is_not_answered_leaves_no_older_answer(kg, with_facts, tmp_path):
    folder = question(with_facts(""), b"#+ summary: A | B\nSELECT ?s { ?s a")
    (tmp_path / "all" / "answers").mkdir(parents=True)
    (tmp_path / "all" / "answers" / "own.csv").write_text("s\nof another day\n")
    result = kg("--data", folder, "build", "-o", tmp_path / "all")
    assert (result.exit_code, (tmp_path / "all" / "answers" / "own.csv").exists()) == (0, False)
    assert result.stderr.splitlines()[-1].endswith(
        "29 answers; not answered: 1, summary.md says why"
    )
    assert (
        r"| A \| B |  | not answered: the question own: query, line 2, column 13: not valid SPARQL"
        in (tmp_path / "all" / "summary.md").read_text()
    )
