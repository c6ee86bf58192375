"""Inputs that attack: refused or neutralised with a clear message, in bounded time and memory."""

import csv
import gzip
import resource
import subprocess
import sys

import pytest

MEMORY = 350 << 20
"""What a command may take; a literal of an attack, five times over, does not fit."""
LONG = 60_000_000
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DEEP = 100_000
TURTLE = "<http://e/a> <http://e/b> {} ."


def laughs():
    entities = "".join(
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">'
        for i in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><rdf:RDF xmlns:rdf="{RDF}">&l9;</rdf:RDF>'


def elements(depth):
    inner = "<e:C><e:p>" * depth + "</e:p></e:C>" * depth
    return f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">{inner}</rdf:RDF>'


def xml_literal(size):
    return f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/"><e:C><e:p>{"x" * size}</e:p></e:C></rdf:RDF>'


ATTACKS = {
    "entities.rdf": (
        laughs,
        "entities.rdf:1: declares the entity 'l0'; entities are not expanded",
    ),
    "deep.rdf": (lambda: elements(DEEP), "nests more than 200 deep"),
    "long.rdf": (lambda: xml_literal(LONG), "is longer than 16 MiB"),
    "long.ttl": (
        lambda: TURTLE.format('"' + "x" * LONG + '"'),
        "is longer than 16 MiB",
    ),
    "long.nt": (
        lambda: TURTLE.format('"' + "x" * LONG + '"'),
        "is longer than 16 MiB",
    ),
    "long.jsonld": (
        lambda: '{"http://e/b":"' + "x" * LONG + '"}',
        "is longer than 16 MiB",
    ),
    "deep.jsonld": (
        lambda: '{"http://e/b":' * DEEP + "1" + "}" * DEEP,
        "nests more than 200 deep",
    ),
    "terms.ttl": (
        lambda: TURTLE.format(
            "<<( <http://e/a> <http://e/b> " * DEEP + "1" + " )>>" * DEEP
        ),
        "nests more than 200",
    ),
    "comments.ttl": (
        lambda: TURTLE.format(
            "<<( <http://e/a> <http://e/b> # )>> )>>\n" * DEEP
            + "1"
            + " )>>" * DEEP
        ),
        "nests more than 200",
    ),
    "texts.ttl": (
        lambda: TURTLE.format(
            '<<( <http://e/a> <http://e/b> # ")>>" ")>>"\r' * DEEP
            + "1"
            + " )>>" * DEEP
        ),
        "nests more than 200",
    ),
    "terms.nt": (
        lambda: TURTLE.format(
            "<<( <http://e/a> <http://e/b> " * DEEP
            + "<http://e/c>"
            + " )>>" * DEEP
        ),
        "nests more",
    ),
    "remote.jsonld": (
        lambda: '{"@context": "http://127.0.0.1:9/context", "name": "x"}',
        "nothing is fetched",
    ),
}


def run(*arguments, data, memory=MEMORY):
    """Run kg as a user would, with bounded memory."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from kg.cli import app; app(prog_name='kg')",
            "--data",
            str(data),
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_DATA, (memory, memory)
        ),
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_that_attacks_is_refused_with_one_line(
    tmp_path, root, name, children_cpu
):
    content, message = ATTACKS[name]
    file = tmp_path / name
    file.write_text(content())
    done = run("diff", file, file, data=root)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert message in done.stderr
    assert children_cpu() < 10


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_that_attacks_is_not_loaded_and_one_line_says_so(
    tmp_path, root, name, children_cpu
):
    file = tmp_path / name
    file.write_text(ATTACKS[name][0]())
    done = run("load", file, "--store", tmp_path / "store", data=root)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert done.stderr.startswith(f"kg: {file}:")
    assert not (tmp_path / "store").exists()
    assert children_cpu() < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("opening", "closing"),
    [("[ <http://e/b> ", "]"), ("( ", ")")],
    ids=["blank nodes", "lists"],
)
def test_deeply_nested_turtle_is_read_but_neither_formatted_nor_exported(
    tmp_path, root, opening, closing, children_cpu
):
    file = tmp_path / "data" / "deep.ttl"
    file.parent.mkdir()
    (tmp_path / "data" / "dataset.ttl").write_bytes(
        (root / "tests/fixture/data/dataset.ttl").read_bytes()
    )
    file.write_text(TURTLE.format(opening * DEEP + "1 " + closing * DEEP))
    done = run("fmt", file, data=root)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "blank nodes that cannot be written in place" in done.stderr
    assert children_cpu() < 10
    done = run("export", tmp_path / "all.ttl", data=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "look too much alike to be named" in done.stderr
    assert children_cpu() < 20
    assert run("info", data=tmp_path).returncode == 0


NESTED = {
    "brackets": "SELECT * { ?s ?p ?o FILTER"
    + "(" * DEEP
    + "1"
    + ")" * DEEP
    + "}",
    "groups": "SELECT * " + "{" * DEEP + "}" * DEEP,
    "triple terms": "SELECT * {"
    + "<< " * DEEP
    + "?s ?p ?o"
    + " >> ?p ?o " * DEEP
    + "}",
    "operators": "SELECT * { ?s ?p ?o FILTER(" + "!" * DEEP + "1)}",
}


@pytest.mark.parametrize("name", NESTED)
def test_a_deeply_nested_query_is_refused_with_one_line(
    tmp_path, root, name, children_cpu
):
    file = tmp_path / "deep.rq"
    file.write_text(NESTED[name])
    done = run("query", file, data=root)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "the query" in done.stderr
    assert children_cpu() < 10


@pytest.fixture
def odd(tmp_path, root):
    """A workspace whose labels hold control characters and formulas."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "dataset.ttl").write_bytes(
        (root / "tests/fixture/data/dataset.ttl").read_bytes()
    )
    labels = {
        "a": "Red \\u001B[31m tape",
        "b": "=HYPERLINK(1)",
        "c": "Bell \\u0007",
    }
    (data / "organisations.ttl").write_text(
        "@prefix id: <https://w3id.org/institutional-kg/id/> .\n@prefix org: <http://www.w3.org/ns/org#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        + "".join(
            f'id:{n} a org:FormalOrganization ; skos:prefLabel "{label}"@en .\n'
            for n, label in labels.items()
        )
    )
    return tmp_path


@pytest.mark.parametrize("form", ["table", "json"])
def test_control_characters_in_labels_do_not_reach_the_terminal(odd, form):
    done = run("ask", "organisations", "--format", form, data=odd)
    assert done.returncode == 0
    assert "u001b[31m" in done.stdout
    assert not any(ord(c) < 32 and c != "\n" for c in done.stdout)


def test_control_characters_are_findings_of_check(odd):
    done = run("check", "--strict", data=odd)
    assert done.returncode == 1
    assert done.stdout.count("[hidden-characters]") == 2


def test_a_cell_that_would_be_a_formula_is_neutralised_in_files_for_spreadsheets(
    odd, tmp_path
):
    done = run("export", tmp_path / "n.csv", data=odd)
    assert done.returncode == 0
    with (tmp_path / "n-nodes.csv").open(newline="") as file:
        assert [row["Label"] for row in csv.DictReader(file)][
            1
        ] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    "name", ["Red \x1b[31m", "Zero\u200bwidth", "Turn \u202e around", ""]
)
def test_a_name_that_does_not_show_is_not_added(odd, name):
    before = (odd / "data/organisations.ttl").read_bytes()
    done = run("add", "organisation", name, data=odd)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "\x1b" not in done.stderr
    assert (odd / "data/organisations.ttl").read_bytes() == before


@pytest.mark.parametrize("way", ["file", "gzip", "stdin"])
def test_a_load_refuses_entities_in_rdfxml_and_leaves_no_store(
    kg, tmp_path, way
):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        b'<rdf:Description rdf:about="http://e/s"><e:p>&b;</e:p></rdf:Description></rdf:RDF>'
    )
    (tmp_path / "bomb.rdf").write_bytes(bomb)
    (tmp_path / "bomb.rdf.gz").write_bytes(gzip.compress(bomb))
    name = {
        "file": tmp_path / "bomb.rdf",
        "gzip": tmp_path / "bomb.rdf.gz",
        "stdin": "-",
    }[way]
    command = [
        sys.executable,
        "-c",
        "from kg.cli import app; app()",
        "load",
        str(name),
        "--format",
        "rdfxml",
        "--store",
        str(tmp_path / "store"),
    ]
    done = subprocess.run(
        command, input=bomb, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (3, b"")
    assert (
        b"declares the entity 'a'; entities are not expanded, write the text itself"
        in done.stderr
    )
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "store").exists()
