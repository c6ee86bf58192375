import pyoxigraph as ox
import pytest

from kg.errors import NameNotFound
from kg.export.triples import (
    Extent,
    all_triples,
    entailed,
    exported_triples,
    reifications,
)
from kg.model.vocabulary import node

HUB = ox.NamedNode("https://example.org/id/cedar")
AGENCY = ox.NamedNode("https://example.org/id/alder")
HOSTED_BY = ox.Triple(HUB, node("kg:hostedBy"), AGENCY)
HOSTING = ox.NamedNode("https://example.org/relationship/cedar-alder")


def export(knowledge, **extent):
    return exported_triples(
        knowledge.workspace, knowledge.store, Extent(**extent)
    )


def test_every_triple_of_a_store_is_given(invented):
    given = list(all_triples(invented.store))
    assert len(given) == len(invented.store.inner)
    assert set(given) == {quad.triple for quad in invented.store.inner}


def test_an_export_has_what_rules_derived_unless_only_facts_are_wanted(
    invented,
):
    everything = export(invented)
    asserted = export(invented, asserted=True)
    host = ox.Triple(HOSTING, node("kg:host"), AGENCY)
    assert HOSTED_BY in everything
    assert HOSTED_BY not in asserted
    assert host in everything
    assert host in asserted


def test_an_export_declares_the_terms_it_uses_and_leaves_the_ontology_out(
    invented,
):
    found = export(invented)
    declared = {t.object for t in found if t.subject == node("kg:hostedBy")}
    assert declared == {node("owl:ObjectProperty")}
    definition = node("skos:definition")
    assert [t for t in found if t.predicate == definition] == []


def test_what_follows_for_other_vocabularies_is_added_where_wanted(invented):
    bench = ox.NamedNode("https://example.org/id/birch-bench")
    laboratory = ox.NamedNode("https://example.org/id/birch-lab")
    wider = ox.Triple(bench, node("org:unitOf"), laboratory)
    membership = ox.Triple(
        ox.NamedNode("https://example.org/relationship/cedar-elm"),
        node("rdf:type"),
        node("org:Membership"),
    )
    follows = entailed(invented.store)
    assert membership in follows
    assert follows == sorted(set(follows), key=str)
    own = [
        t
        for t in follows
        if t.predicate.value.startswith(node("kg:x").value[:-1])
    ]
    assert own == []
    assert membership not in export(invented)
    assert membership in export(invented, entail=True)
    assert (wider in follows) == (wider in export(invented, entail=True))


def test_each_shortcut_is_reified_by_its_relationship(invented):
    found = reifications(invented.store)
    said = ox.Triple(HOSTING, node("rdf:reifies"), HOSTED_BY)
    assert [t for t in found if t.subject == HOSTING] == [said]
    planned = ox.NamedNode("https://example.org/relationship/elm-birch")
    assert [t for t in found if t.subject == planned] == []


def test_an_alignment_that_there_is_not_is_an_error(invented):
    with pytest.raises(NameNotFound, match="nothing-such"):
        export(invented, align=("nothing-such",))
