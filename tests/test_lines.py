import pyoxigraph as ox
from hypothesis import given, settings, strategies as st

from kg.export.rdf import graph_bytes
from kg.graph import KnowledgeGraph
from kg.model.vocabulary import ONTOLOGY, PREFIXES, RDF_TYPE, node
from kg.rdf.dump import ntriples_of, turtle_of
from kg.rdf.turtle import in_order, write_turtle

iris = st.sampled_from(
    [
        *(
            ox.NamedNode(PREFIXES["id"] + name)
            for name in (
                "a",
                "a-b",
                "a1",
                "b/c",
                "é",
                "",
                "b,c",
                "-x",
                "x.",
                "%41",
                "a(1)",
            )
        ),
        ox.NamedNode("urn:x"),
        ox.NamedNode("urn:x,y"),
        ox.NamedNode(PREFIXES["org"] + "a"),
        RDF_TYPE,
    ]
)
texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "> \x01 ",
        f"> {RDF_TYPE} <x> .\n",
        "_:b ",
        " <<( ",
        " rel: ",
        '"@en',
        "\u2028",
        " , ",
        '" , id:a "',
        " ;\n\t",
        ' .\n"^^x',
    ]
)
typed = st.sampled_from(
    [
        (f"xsd:{name}", text)
        for name, texts in {
            "integer": ("1", "-2", "+10", "01"),
            "decimal": ("2.5", "-.5"),
            "double": ("1e3", "2.5E-1"),
            "boolean": ("true", "false"),
            "date": ("2020-01-01",),
            "gYear": ("2020",),
        }.items()
        for text in texts
    ]
)
literals = (
    texts.map(ox.Literal)
    | texts.map(lambda text: ox.Literal(text, language="en"))
    | typed.map(lambda pair: ox.Literal(pair[1], datatype=node(pair[0])))
    | texts.map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:type"))
    )
)
triples = st.lists(
    st.builds(ox.Triple, iris, iris, iris | literals), max_size=30
)


@settings(max_examples=500, deadline=None)
@given(triples)
def test_sorted_lines_give_the_same_bytes_as_sorted_triples(found):
    store = ox.Store()
    store.extend([ox.Quad(*triple) for triple in found])
    stored = [quad.triple for quad in store]
    looks_odd = any(
        mark in str(triple.object) for triple in found for mark in ("_:", "<<")
    )
    assert turtle_of(store, ox.Store()) in (
        [write_turtle(stored)] + [None] * looks_odd
    )
    assert ntriples_of(store, ox.Store()) == b"".join(
        f"{triple} .\n".encode() for triple in in_order(stored)
    )


def test_the_whole_graph_is_the_same_by_lines_and_by_triples(invented, graph):
    for world in (invented, graph):
        for form in ("turtle", "ntriples"):
            assert world.rdf(form) == graph_bytes(world.triples(), form)


def test_blank_nodes_are_left_to_the_writer_that_names_them(tmp_path):
    store = ox.Store()
    store.add(
        ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.BlankNode("b"))
    )
    assert (ntriples_of(store, ox.Store()), turtle_of(store, ox.Store())) == (
        None,
        None,
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.ttl").write_text(
        "<urn:d> <urn:p> [ <urn:q> 1 ] ."
    )
    world = KnowledgeGraph.open(tmp_path)
    assert world.rdf() == graph_bytes(world.triples(), "turtle")


def test_a_dataset_that_names_its_ontology_itself_names_it_once(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.ttl").write_text(
        f"<urn:d> a <{node('dcat:Dataset').value}> ; <{node('dcterms:conformsTo').value}> <{ONTOLOGY.value}> ."
    )
    world = KnowledgeGraph.open(tmp_path)
    written = world.rdf("ntriples")
    assert written.count(f"<urn:d> {node('dcterms:conformsTo')}".encode()) == 1
    assert graph_bytes(world.triples(), "ntriples") == written
