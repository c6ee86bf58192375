import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.export.rdf import GRAPH_FORMATS, graph_bytes
from kg.rdf.read import load_file
from kg.rdf.syntaxes import BY_EXTENSION, BY_NAME, SYNTAXES
from kg.store.load import find_sources

TRIPLE = ox.Triple(
    ox.NamedNode("http://e/a"),
    ox.NamedNode("http://e/b#p"),
    ox.Literal("c", language="en"),
)
every_syntax = pytest.mark.parametrize(
    "syntax", SYNTAXES, ids=lambda syntax: syntax.name
)


@every_syntax
def test_what_is_exported_in_a_syntax_is_read_again_by_its_extension(
    syntax, tmp_path
):
    path = tmp_path / f"graph{syntax.extension}"
    path.write_bytes(graph_bytes([TRIPLE], syntax.name))
    store = ox.Store()
    load_file(store, path)
    assert [quad.triple for quad in store] == [TRIPLE]


@every_syntax
def test_a_load_finds_a_syntax_by_its_extension_and_by_its_name(
    syntax, tmp_path
):
    named, unnamed = tmp_path / f"graph{syntax.extension}", tmp_path / "graph"
    named.touch()
    unnamed.touch()
    assert [source.syntax for source in find_sources([named])] == [syntax]
    assert [
        source.syntax for source in find_sources([unnamed], syntax.name)
    ] == [syntax]


@every_syntax
def test_the_documentation_of_loads_names_every_syntax(syntax, root):
    assert f"{syntax.label} (`{syntax.extension}`)" in (
        root / "docs/stores.md"
    ).read_text("utf-8")


def test_names_extensions_and_types_of_answers_are_of_one_syntax_each():
    types = [kind for syntax in SYNTAXES for kind in syntax.answer_types]
    assert (len(BY_NAME), len(BY_EXTENSION)) == (len(SYNTAXES), len(SYNTAXES))
    assert len(set(types)) == len(types)
    assert GRAPH_FORMATS.keys() - BY_NAME.keys() == {"turtle12"}


def test_no_other_module_names_a_syntax_of_oxigraph():
    package = Path(kg.__file__).parent
    naming = [
        path.name
        for path in package.rglob("*.py")
        if re.search(r"RdfFormat\.[A-Z]|RdfFormat, ", path.read_text("utf-8"))
    ]
    assert naming == ["syntaxes.py"]
