import pyoxigraph as ox

from kg.model.dates import Bounds
from kg.model.kinds import Kind
from kg.model.standing import NO_LIMIT, Life
from kg.network.edges import Edge
from kg.network.lives import parties_of, read_lives, with_lives
from kg.store.base import MemoryStore

ELM = "https://example.org/id/elm"
FIR = "https://example.org/id/fir"
ELM_LIFE = Life("1998-01-01", "1998-12-31", "", "")
FIR_LIFE = Life("", "", "2040-01-01", "2040-12-31")
KIND = Kind(
    iri="urn:Kind",
    notation="joined",
    label="joining",
    from_role="urn:one",
    to_role="urn:other",
    shortcut="urn:joined",
    directed=True,
    colour="#000000",
    shortcut_label="joined",
    inverse_label="joined by",
)


def edge(relationship, source, target):
    return Edge(relationship, source, target, KIND, "", "in-force", Bounds())


def test_the_life_of_each_organisation_with_a_known_end_is_read(invented):
    assert read_lives(invented.store) == {ELM: ELM_LIFE, FIR: FIR_LIFE}


def test_only_the_lives_that_are_asked_for_are_read(invented):
    asked = [FIR, "https://example.org/id/alder", "_:blank"]
    assert read_lives(invented.store, asked) == {FIR: FIR_LIFE}


def test_of_several_days_the_strictest_holds_and_what_is_no_day_is_left_out():
    inner = ox.Store()
    inner.load(
        b"""
        @prefix kg: <https://w3id.org/institutional-kg/ontology#> .
        @prefix schema: <https://schema.org/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <urn:a> schema:foundingDate "2001-02-03"^^xsd:date ;
            kg:foundedEarliest "2002-01-01"^^xsd:date ;
            kg:dissolvedLatest "2011-01-01"^^xsd:date , "2010-01-01"^^xsd:date .
        <urn:b> schema:foundingDate "long ago" .
        """,
        format=ox.RdfFormat.TURTLE,
    )
    assert read_lives(MemoryStore(inner)) == {
        "urn:a": Life("2002-01-01", "2001-02-03", "", "2010-01-01")
    }


def test_a_relationship_lives_while_all_its_parties_do():
    edges = [
        edge("urn:three", ELM, "urn:x"),
        edge("urn:three", FIR, "urn:x"),
        edge("urn:two", "urn:x", "urn:y"),
    ]
    found = with_lives(edges, {ELM: ELM_LIFE, FIR: FIR_LIFE})
    both = Life("1998-01-01", "1998-12-31", "2040-01-01", "2040-12-31")
    assert [each.life for each in found] == [both, both, NO_LIMIT]
    assert [each._replace(life=NO_LIMIT) for each in found] == edges


def test_without_lives_the_edges_are_as_they_were():
    edges = [edge("urn:two", ELM, FIR)]
    assert with_lives(edges, {}) == edges


def test_parties_are_both_ends_of_all_edges():
    edges = [edge("urn:r", "urn:a", "urn:b"), edge("urn:s", "urn:b", "urn:c")]
    assert parties_of(edges) == {"urn:a", "urn:b", "urn:c"}
