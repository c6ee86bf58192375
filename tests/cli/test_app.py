"""Every command with --help and with bad input."""

import os
import subprocess
import sys

import pytest
from shown import FIXTURE


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["--data", "/nowhere", "info"],
            3,
            "/nowhere: no such folder; give the folder that holds data/",
        ),
        (
            ["--data", "/tmp", "info"],
            3,
            "/tmp: not a workspace, it has no data/dataset.ttl",
        ),
        (
            ["ask", "partners"],
            3,
            "no question is called 'partners'; did you mean partners-of",
        ),
        (
            ["ask", "partners-of"],
            2,
            "partners-of needs org=…, for example: kg ask partners-of org=",
        ),
        (["ask", "partners-of", "Alder"], 2, "'Alder' is not KEY=VALUE"),
        (
            ["ask", "partners-of", "org=AA", "x=1"],
            2,
            "partners-of has no parameter 'x'; it takes lang, org",
        ),
        (
            ["ask", "partners-of", "org=Fir", "org=Elm"],
            2,
            "org is given twice; give it once",
        ),
        (
            ["ask", "kinds", "x=1"],
            2,
            "kinds has no parameter 'x'; it takes lang",
        ),
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
        (
            ["show", "Fir Ministry", "--on", "yesterday"],
            2,
            "'yesterday' is not a date",
        ),
        (["query"], 2, "give one query: a FILE, - for stdin, or -e"),
        (
            ["query", "/nowhere.rq"],
            3,
            "/nowhere.rq: cannot be read: No such file or directory",
        ),
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
            [
                "query",
                "-e",
                "SELECT * WHERE { ?s ?p ?o }",
                "-o",
                "/nowhere/x.csv",
            ],
            3,
            "the folder /nowhere does not exist; create it",
        ),
        (
            ["network", "rank", "--by", "fame"],
            2,
            "unknown measure 'fame'; known are degree",
        ),
        (
            ["network", "rank", "--kind", "member"],
            3,
            "no kind of relationship is called 'member'; did you mean member-of",
        ),
        (
            ["network", "path", "Fir Ministry", "Nobody"],
            3,
            "no organisation is called 'Nobody'",
        ),
        (
            ["draw", "-o", "/nowhere/x.html"],
            3,
            "/nowhere/x.html: the folder /nowhere does not exist; create it first",
        ),
        (["draw"], 2, "Missing option"),
        (
            ["export", "/tmp/x.xlsx"],
            3,
            "/tmp/x.xlsx: no format is known for '.xlsx'; use .ttl",
        ),
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
def test_bad_input_gets_a_clear_line_and_its_exit_code(
    kg, arguments, code, message
):
    result = kg(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_file_of_the_workspace_is_named_with_line_and_column(
    kg, tmp_path
):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.ttl").write_text(
        "<urn:a> <urn:b> <urn:c> .\n<urn:a> oops:b 1 ."
    )
    result = kg("--data", tmp_path, "info")
    assert (result.exit_code, result.stderr) == (
        3,
        f"kg: {tmp_path}/data/dataset.ttl:2:9: The prefix oops: has not been declared\n",
    )


@pytest.mark.parametrize(
    "command",
    [
        "",
        "info",
        "query",
        "ask",
        "show",
        "network",
        "network rank",
        "draw",
        "export",
        "build",
    ],
)
def test_every_command_explains_itself(kg, command):
    result = kg(*command.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.lstrip().startswith("Usage: kg")


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


def test_each_family_adds_its_commands_in_the_order_of_the_help(kg):
    listed = kg("--help").stdout.partition("Commands:")[2].split("\n  ")[1:]
    assert [line.split()[0] for line in listed] == [
        *(
            "info",
            "query",
            "ask",
            "show",
            "draw",
            "export",
            "build",
            "load",
            "check",
            "verify",
        ),
        *("fmt", "diff", "init", "network", "add"),
    ]
