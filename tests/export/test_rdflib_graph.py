import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import StoreError
from kg.export.rdflib_graph import as_rdflib
from kg.store.base import MemoryStore
from kg.store.endpoint import open_endpoint


@pytest.fixture
def store():
    inner = ox.Store()
    name = ox.NamedNode("https://example.org/name")
    inner.add(
        ox.Quad(ox.NamedNode("urn:a"), name, ox.Literal("A", language="en"))
    )
    return MemoryStore(inner)


def test_the_graph_has_the_triples_of_the_store(store):
    assert set(as_rdflib(store)) == {
        (
            rdflib.URIRef("urn:a"),
            rdflib.URIRef("https://example.org/name"),
            rdflib.Literal("A", lang="en"),
        )
    }


def test_a_triple_that_is_added_to_the_graph_is_in_the_store(store):
    graph = as_rdflib(store)
    graph.add((rdflib.URIRef("urn:b"), rdflib.RDF.type, rdflib.URIRef("urn:C")))
    added = store.inner.quads_for_pattern(ox.NamedNode("urn:b"), None, None)
    assert [quad.object for quad in added] == [ox.NamedNode("urn:C")]


def test_the_graph_knows_the_usual_prefixes(store):
    spaces = dict(as_rdflib(store).namespaces())
    assert str(spaces["kg"]) == "https://w3id.org/institutional-kg/ontology#"
    assert str(spaces["schema"]) == "https://schema.org/"


def test_a_server_cannot_be_an_rdflib_graph():
    server = open_endpoint("http://127.0.0.1:9/query")
    with pytest.raises(
        StoreError, match=r"a store on this machine, not of a server"
    ):
        as_rdflib(server)
