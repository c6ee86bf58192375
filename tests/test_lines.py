import pyoxigraph as ox
from hypothesis import given, settings, strategies as st

from kg.export import graph_bytes
from kg.graph import KnowledgeGraph
from kg.lines import facts_of, ntriples_of, turtle_of
from kg.turtle import write_turtle
from kg.vocabulary import PREFIXES, RDF_TYPE

iris = st.sampled_from(
    [*(ox.NamedNode(PREFIXES["id"] + name) for name in ("a", "a-b", "a1", "b/c", "é")), ox.NamedNode("urn:x"), RDF_TYPE]
)
texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["> \x01 ", f"> {RDF_TYPE} <x> .\n", "_:b ", " rel: ", '"@en', "\u2028"]
)
literals = texts.map(ox.Literal) | texts.map(lambda text: ox.Literal(text, language="en"))
triples = st.lists(st.builds(ox.Triple, iris, iris, iris | literals), max_size=30)


@settings(max_examples=200, deadline=None)
@given(triples)
def test_sorted_lines_give_the_same_bytes_as_sorted_triples(found):
    store = ox.Store()
    store.extend([ox.Quad(*triple) for triple in found])
    facts = facts_of(store, ox.Store())
    assert turtle_of(facts) == write_turtle(found)
    assert set(ox.parse(ntriples_of(facts), format=ox.RdfFormat.N_TRIPLES)) == {ox.Quad(*triple) for triple in found}


def test_the_whole_graph_is_the_same_by_lines_and_by_triples(invented, graph):
    for world in (invented, graph):
        for form in ("turtle", "ntriples"):
            assert world.rdf(form) == graph_bytes(world.store, world.triples(), form)


def test_blank_nodes_are_left_to_the_writer_that_names_them(tmp_path):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.BlankNode("b")))
    assert facts_of(store, ox.Store()) is None
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dataset.ttl").write_text("<urn:d> <urn:p> [ <urn:q> 1 ] .")
    world = KnowledgeGraph.open(tmp_path)
    assert world.rdf() == graph_bytes(world.store, world.triples(), "turtle")
