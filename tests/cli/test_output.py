"""Answers on their way to stdout or a file."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from shown import FIXTURE

from kg.ask.tables import make_table
from kg.cli.options import TableOptions
from kg.cli.output import (
    choose_format,
    emit,
    emit_line,
    emit_table,
    is_stdout,
    terminal_width,
)
from kg.errors import ParameterError


def test_a_failure_leaves_the_file_that_was_there(kg, tmp_path):
    (tmp_path / "x.csv").write_text("old")
    assert (
        kg(
            "query",
            "-e",
            "SELECT ?x WHERE { ?x a orgg:X }",
            "-o",
            tmp_path / "x.csv",
        ).exit_code
        == 3
    )
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [
        ("x.csv", "old")
    ]


@pytest.fixture
def run_in_terminal(start):
    """Run kg with a terminal as its output, 100 columns wide, and return what the terminal gets."""

    def run(*arguments):
        leader, follower = pty.openpty()
        command = [
            sys.executable,
            "-c",
            "from kg.cli import app; app()",
            *arguments,
        ]
        environment = {**os.environ, "KG_DATA": str(FIXTURE), "COLUMNS": "100"}
        process = start(
            command, stdout=follower, stderr=follower, env=environment
        )
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
    shown = run_in_terminal(
        "query", "-e", 'SELECT ("\\u001b[31mred" AS ?x) WHERE {}'
    )
    assert "\\u001b[31mred" in shown
    assert "\x1b[31m" not in shown
    lines = run_in_terminal("show", "Alder Agency").splitlines()
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u0639\u0644\u0645\u200c\u0648", "\u0639\u0644\u0645\u200c\u0648"),
        ("a\u200db", "a\\u200db"),
        ("\u200d", "\\u200d"),
    ],
)
def test_joiners_are_shown_as_what_they_are_where_they_are_no_spelling(
    kg, name, shown
):
    assert (
        kg(
            "query",
            "-e",
            f'SELECT ("{name}" AS ?x) WHERE {{}}',
            "--format",
            "table",
        ).stdout.splitlines()[2]
        == shown
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["info", "-o", "x.xlsx"],
            "x.xlsx: no format is known for '.xlsx'; use .csv, .tsv, .json, .md or --format",
        ),
        (
            ["draw", "-o", "x.pdf"],
            "x.pdf: the page is HTML; name a file that ends with .html",
        ),
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
    ("form", "output", "chosen"),
    [
        (None, None, "csv"),
        (None, "-", "csv"),
        ("md", None, "md"),
        ("md", "x.csv", "md"),
        (None, "x.tsv", "tsv"),
        (None, "x", "csv"),
        (None, "x.txt", "table"),
    ],
)
def test_a_format_is_asked_for_or_follows_from_the_output(form, output, chosen):
    options = TableOptions(form, None if output is None else Path(output))
    assert choose_format(options) == chosen


def test_a_format_that_is_not_known_is_refused():
    with pytest.raises(
        ParameterError, match=r"unknown format 'xml'; known are table, csv, tsv"
    ):
        choose_format(TableOptions("xml"))


def test_an_answer_goes_to_stdout_as_it_is_or_to_a_file_with_a_note(
    capsysbinary, tmp_path
):
    emit("é\n", None)
    emit(b"x", Path("-"))
    emit_line("é")
    emit("y", tmp_path / "y")
    assert (tmp_path / "y").read_text() == "y"
    assert capsysbinary.readouterr() == (
        "é\nxé\n".encode(),
        f"wrote {tmp_path / 'y'}\n".encode(),
    )
    assert (is_stdout(None), is_stdout(Path("-")), is_stdout(Path("./-"))) == (
        True,
        True,
        True,
    )


def test_a_line_is_lost_where_there_is_no_stdout(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    emit_line("x")


def test_columns_that_do_not_fit_are_left_out_and_named(
    capsysbinary, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "30")
    assert terminal_width() == 30
    table = make_table(
        ["name", "none", "iri"],
        [["Alder", None, ox.NamedNode("urn:" + "x" * 30)]],
    )
    emit_table(table, TableOptions("table"), labelled=True)
    out, said = capsysbinary.readouterr()
    assert out.decode().split() == ["name", "─" * 5, "Alder"]
    assert said == (
        b"columns left out to fit the terminal: none, iri; --format csv has them\n"
    )
