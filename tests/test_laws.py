"""What must hold whatever the data."""

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from kg.export.rdf import graph_bytes
from kg.rdf.read import load_files
from kg.rdf.syntaxes import BY_EXTENSION
from kg.store.rules import apply_rules

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    p
    for folder in ("ontology", "tests/fixture/data")
    for p in sorted((ROOT / folder).rglob("*.ttl"))
    if p.parent.name != "examples" and p.name != "shapes.ttl"
]
RULES = sorted((ROOT / "queries" / "rules").glob("*.rq"))
EXTENSIONS = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}

nodes = st.sampled_from(["a", "b-c", "é", "h_1"]).map(
    lambda n: ox.NamedNode(f"https://example.org/{n}")
)
characters = st.characters(
    codec="utf-8",
    categories=("L", "N", "P", "S", "Zs"),
    include_characters="\t\r\n",
)
texts = st.text(characters, max_size=12)
literals = st.one_of(
    texts.map(ox.Literal),
    texts.map(lambda t: ox.Literal(t, language="en")),
    st.sampled_from(["2019-01-01", "2024-02-29"]).map(
        lambda t: ox.Literal(
            t, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
        )
    ),
)
graphs = st.lists(
    st.builds(ox.Triple, nodes, nodes, nodes | literals),
    min_size=1,
    max_size=20,
)


def entailed(files):
    store = load_files(files)
    apply_rules(store, RULES)
    return {quad.triple for quad in store}


@settings(max_examples=10, deadline=None)
@given(st.permutations(FILES))
def test_the_order_in_which_files_are_loaded_does_not_matter(files):
    assert entailed(files) == entailed(FILES)


@pytest.mark.parametrize("form", EXTENSIONS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(found=graphs)
def test_what_is_exported_and_loaded_again_is_what_it_was(
    tmp_path, form, found
):
    file = tmp_path / f"graph{EXTENSIONS[form]}"
    assert file.suffix in BY_EXTENSION
    file.write_bytes(graph_bytes(found, form))
    assert {quad.triple for quad in load_files([file])} == set(found)


@pytest.mark.slow
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(
        ["hosted-by", "member-of", "partner-of", "signed-mou-with", "part-of"]
    ),
    status=st.sampled_from(["in-force", "planned", "candidate", "ended"]),
    name=st.text("abcdefgh", min_size=3, max_size=8),
)
def test_diff_shows_the_relationship_that_add_has_added_and_nothing_else(
    kg, tmp_path, kind, status, name
):
    folder, before = tmp_path / "w", tmp_path / "before"
    for old in (folder, before):
        shutil.rmtree(old, ignore_errors=True)
    first, second = f"First {name}", f"Second {name}"
    kg("init", folder, "--base", "https://example.org/w/")
    (folder / "texts" / "report.txt").write_text(
        f"{first} works with {second}."
    )
    kg(
        "--data",
        folder,
        "add",
        "source",
        folder / "texts" / "report.txt",
        "--title",
        "A report",
        "--issued",
        "2024-05-06",
    )
    for organisation in (first, second):
        assert (
            kg("--data", folder, "add", "organisation", organisation).exit_code
            == 0
        )
    shutil.copytree(folder, before)
    added = kg(
        "--data",
        folder,
        "add",
        "relationship",
        kind,
        first,
        second,
        "--source",
        "A report",
        "--status",
        status,
        "--passage",
        f"{first} works",
        "--says",
        "Says so.",
    )
    assert added.exit_code == 0, added.stderr
    changes = kg("diff", before, folder, "--format", "json")
    rows = json.loads(changes.stdout)["results"]["bindings"]
    assert [(row["change"]["value"], row["iri"]["value"]) for row in rows] == [
        ("evidence gained", added.stdout.strip()),
        ("relationship added", added.stdout.strip()),
    ]
    assert f"; {status}" in rows[1]["after"]["value"]
