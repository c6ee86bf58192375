import json

import pyoxigraph as ox
import pytest

from kg import KnowledgeGraph
from kg.ask.names import labels, resolve
from kg.errors import AmbiguousName, NameNotFound, TurtleError, WorkspaceError
from kg.model.vocabulary import node
from kg.rdf.read import load_file, load_files
from kg.store.base import MemoryStore
from kg.workspace.folders import bundled, find_workspace

TRIPLE = "<urn:s> <urn:p> <urn:o> ."


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "bom.ttl"
    file.write_bytes(b"\xef\xbb\xbf" + TRIPLE.encode())
    assert len(load_files([file])) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty; a data file holds at least one triple"),
        (" \n", "is empty"),
        (
            "<urn:s> <urn:p> <urn:o> .\n<urn:s> urn:p <urn:o> .",
            ":2:9: The prefix urn: has not been declared",
        ),
        ('<urn:s> <urn:p>\n  "open', ":2:3: Unexpected end of file"),
        ("<urn:s> <urn:p> <urn:o>", ":1:"),
    ],
)
def test_a_broken_file_is_named_with_line_and_column(
    tmp_path, content, message
):
    file = tmp_path / "broken.ttl"
    file.write_text(content)
    with pytest.raises(TurtleError) as caught:
        load_files([file])
    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)


NAMED = """{"@id": "http://e.org/g", "@graph": [{"@id": "http://e.org/s", "http://e.org/p": [{"http://e.org/q": "v"}]}]}"""


def test_named_graphs_of_json_ld_are_part_of_the_one_graph(tmp_path):
    (tmp_path / "g.jsonld").write_text(NAMED)
    (tmp_path / "plain.jsonld").write_text(
        json.dumps(json.loads(NAMED)["@graph"])
    )
    named, plain = (
        load_files([tmp_path / name]) for name in ("g.jsonld", "plain.jsonld")
    )
    assert not list(named.named_graphs())
    assert isomorphic(*(ox.Dataset(store) for store in (named, plain)))
    assert (
        len(load_files([tmp_path / "g.jsonld", tmp_path / "plain.jsonld"]))
        == 2 * len(plain)
        == 4
    )


@pytest.mark.parametrize(
    "content",
    ['{"name": "x"}', "[]", '{"@id": "not an iri", "http://e.org/p": "v"}'],
)
def test_json_without_a_triple_is_told(tmp_path, content):
    (tmp_path / "f.jsonld").write_text(content)
    with pytest.raises(
        TurtleError,
        match=r"f\.jsonld: holds no triple; its keys need an @context, or to be IRIs$",
    ):
        load_files([tmp_path / "f.jsonld"])


def test_of_several_labels_the_least_is_shown_in_whatever_order_they_came():
    first, second = (ox.Literal(text, language="en") for text in ("A", "B"))
    for order in ([first, second], [second, first]):
        store = ox.Store()
        store.extend(
            ox.Quad(ox.NamedNode("urn:r"), node("rdfs:label"), label)
            for label in order
        )
        assert labels(MemoryStore(store), ["urn:r"]) == {"urn:r": "A"}


def isomorphic(one, other):
    for dataset in (one, other):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return one == other


def test_a_broken_file_leaves_the_store_as_it_was(tmp_path):
    store = ox.Store()
    (tmp_path / "broken.ttl").write_text(TRIPLE + "\n<urn:s> broken")
    with pytest.raises(TurtleError):
        load_file(store, tmp_path / "broken.ttl")
    assert len(store) == 0


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(
        TurtleError, match=r"gone\.ttl: cannot be read: No such file"
    ):
        load_files([tmp_path / "gone.ttl"])


def test_a_workspace_is_the_folder_named_else_the_variable_else_here_else_the_bundle(
    tmp_path, monkeypatch, root
):
    fixture = root / "tests" / "fixture"
    monkeypatch.delenv("KG_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_workspace().root == bundled()
    monkeypatch.chdir(fixture)
    assert (find_workspace().root, find_workspace().origin) == (
        fixture,
        "current folder",
    )
    monkeypatch.setenv("KG_DATA", str(root))
    assert (find_workspace().root, find_workspace().origin) == (root, "KG_DATA")
    assert (find_workspace(fixture).root, find_workspace(fixture).origin) == (
        fixture,
        "--data",
    )


def test_a_folder_that_is_no_workspace_is_refused_with_what_it_lacks(tmp_path):
    with pytest.raises(
        WorkspaceError, match=r"not a workspace, it has no data/dataset\.ttl"
    ):
        find_workspace(tmp_path)
    with pytest.raises(WorkspaceError, match="no such folder"):
        find_workspace(tmp_path / "gone")


def test_a_kind_in_a_workspaces_own_ontology_needs_no_python(tmp_path, root):
    (tmp_path / "data").mkdir()
    (tmp_path / "ontology").mkdir()
    (tmp_path / "data" / "dataset.ttl").write_bytes(
        (root / "tests/fixture/data/dataset.ttl").read_bytes()
    )
    (tmp_path / "ontology" / "funding.ttl").write_text(
        """@prefix kg: <https://w3id.org/institutional-kg/ontology#> . @prefix : <urn:x:> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        :Funding rdfs:subClassOf kg:Relationship ; rdfs:label "funding"@en ; skos:notation "funded-by" ; kg:directed true ;
          kg:fromRole :funded ; kg:toRole :funder ; kg:shortcut :fundedBy ; kg:colour "#123456" .
        :funded rdfs:subPropertyOf kg:participant . :funder rdfs:subPropertyOf kg:participant ."""
    )
    (tmp_path / "data" / "facts.ttl").write_text(
        """@prefix : <urn:x:> . @prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix adms: <http://www.w3.org/ns/adms#> . @prefix status: <https://w3id.org/institutional-kg/status/> .
        :a a org:FormalOrganization ; skos:prefLabel "A"@en . :b a org:FormalOrganization ; skos:prefLabel "B"@en .
        :r a :Funding ; adms:status status:in-force ; :funded :a ; :funder :b ."""
    )
    graph = KnowledgeGraph.open(tmp_path)
    assert graph.query("ASK { <urn:x:a> <urn:x:fundedBy> <urn:x:b> }") is True
    assert [
        (u, v, d["kind"])
        for u, v, d in graph.network(kinds=["funded-by"]).edges(data=True)
    ] == [("urn:x:a", "urn:x:b", "funded-by")]
    assert "funding" in str(graph.draw())


@pytest.mark.parametrize(
    "name",
    [
        "Alder Agency",
        "alder agency",
        "AGENCE AULNE",
        "https://example.org/id/alder",
        "<https://example.org/id/alder>",
    ],
)
def test_an_organisation_is_found_by_any_of_its_names(invented, name):
    assert resolve(invented.store, name) == "https://example.org/id/alder"


def test_the_last_part_of_an_iri_and_a_curie_are_names_too(graph):
    iri = "https://w3id.org/institutional-kg/id/l-dih"
    assert [
        graph.resolve(n)
        for n in (
            "l-dih",
            "id:l-dih",
            "L-DIH",
            "luxembourg digital innovation hub",
        )
    ] == [iri] * 4


def test_an_ambiguous_name_is_refused_with_the_candidates(invented):
    with pytest.raises(AmbiguousName) as caught:
        invented.resolve("AA")
    assert caught.value.candidates == (
        "Alder Agency (https://example.org/id/alder)",
        "Elm Network (https://example.org/id/elm)",
    )


def test_an_unknown_name_is_refused_with_near_ones(invented):
    with pytest.raises(
        NameNotFound,
        match="no organisation is called 'Adler Agency'; did you mean Alder Agency",
    ):
        invented.resolve("Adler Agency")
