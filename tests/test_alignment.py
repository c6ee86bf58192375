"""Alignments: what their files may say, and what follows from them for an export."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import NameNotFound
from kg.export.alignment import aligned, read_alignment
from kg.graph import KnowledgeGraph
from kg.model.vocabulary import PREFIXES, RDF_TYPE, node
from kg.rdf.declarations import declarations
from kg.rdf.read import load_files
from kg.workspace.folders import Workspace

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = Workspace(ROOT, "tests")
ALIGNMENTS = pytest.mark.parametrize(
    "path", BUNDLED.alignment_files(), ids=lambda path: path.stem
)
BASE = "https://w3id.org/institutional-kg/"
MAPPINGS = {
    node("rdfs:subPropertyOf"),
    *(node(f"skos:{name}Match") for name in ("broad", "close", "related")),
}


def read(path):
    return [quad.triple for quad in load_files([path])]


def terms_of_ours(triples):
    return {t.subject for t in triples if t.subject.value.startswith(BASE)}


def test_there_are_four_alignments_and_none_is_part_of_the_ontology():
    names = [path.stem for path in BUNDLED.alignment_files()]
    assert names == ["fibo", "ror", "schema-org", "wikidata"]
    assert (
        set(BUNDLED.alignment_files()) & set(BUNDLED.ontology_files()) == set()
    )


@ALIGNMENTS
def test_an_alignment_says_what_it_is_and_how_certain(path):
    header = ox.NamedNode(f"{BASE}alignment/{path.stem}")
    about = {t.predicate: t.object for t in read(path) if t.subject == header}
    assert about[RDF_TYPE] == node("owl:Ontology")
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert about[node("dcterms:license")] == ox.NamedNode(licence)
    wanted = {
        "dcterms:title",
        "dcterms:description",
        "dcterms:creator",
        "dcterms:created",
    }
    assert {node(name) for name in wanted} <= about.keys()
    assert "nothing follows from it" in about[node("rdfs:comment")].value


@ALIGNMENTS
def test_an_alignment_maps_terms_of_ours_and_says_nothing_of_the_terms_of_others(
    path,
):
    triples = read(path)
    ontology = terms_of_ours(
        quad.triple for quad in load_files(BUNDLED.ontology_files())
    )
    mapped = [t for t in triples if t.predicate in MAPPINGS]
    assert {t.subject for t in mapped} - ontology == set()
    foreign = {t for t in triples if not t.subject.value.startswith(BASE)}
    assert foreign <= declarations(triples)


@ALIGNMENTS
def test_every_term_that_an_alignment_maps_to_is_declared_or_described_in_it(
    path,
):
    triples = read(path)
    assert {t.object for t in triples if t.predicate in MAPPINGS} <= {
        t.subject for t in triples
    }


OWN = """
kg:memberOf rdfs:subPropertyOf <urn:in> .
kg:Partnership rdfs:subClassOf <urn:Joint> .
type:public-body skos:broadMatch <urn:Public> ; skos:closeMatch <urn:Office> .
type:research skos:exactMatch <urn:science> .
<urn:in> a owl:ObjectProperty . <urn:Joint> a owl:Class . <urn:Public> a owl:Class .
[] rdfs:subPropertyOf <urn:nothing> .
"""


@pytest.fixture
def own(with_facts):
    """Return the invented world with an alignment of its own."""
    folder = with_facts("")
    (folder / "ontology" / "alignments").mkdir(parents=True)
    head = "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()
    )
    (folder / "ontology" / "alignments" / "own.ttl").write_text(
        head + OWN, "utf-8"
    )
    return KnowledgeGraph.open(folder)


def added(graph, term):
    """Return who has a property, a class or a type by the alignment, as last parts of IRIs."""
    more = set(graph.triples(align=["own"])) - set(graph.triples())
    found = [t for t in more if term in (t.predicate.value, t.object.value)]
    return sorted(t.subject.value.rpartition("/")[2] for t in found)


def asked(graph, pattern):
    rows = graph.query(f"SELECT DISTINCT ?x WHERE {{ {pattern} }}").rows
    return sorted(x.value.rpartition("/")[2] for (x,) in rows)


def test_links_follow_from_a_wider_property(own):
    links = {
        t for t in own.triples(align=["own"]) if t.predicate.value == "urn:in"
    }
    short = {t for t in own.triples() if t.predicate == node("kg:memberOf")}
    assert {(t.subject, t.object) for t in links} == {
        (t.subject, t.object) for t in short
    }
    assert links


def test_types_follow_from_a_wider_class_also_for_narrower_kinds(own):
    expected = asked(
        own,
        "?x a ?kind . VALUES ?kind { kg:Partnership kg:MemorandumOfUnderstanding }",
    )
    assert added(own, "urn:Joint") == expected
    assert expected


def test_an_organisation_is_of_the_class_that_its_type_or_a_broader_one_matches(
    own,
):
    expected = asked(
        own, "?x org:classification/skos:broader* type:public-body"
    )
    assert added(own, "urn:Public") == expected
    assert expected


def test_an_organisation_is_classified_by_the_concept_that_its_type_matches(
    own,
):
    matched = {
        t.subject.value.rpartition("/")[2]
        for t in own.triples(align=["own"])
        if t.predicate == node("org:classification")
        and t.object.value == "urn:science"
    }
    assert sorted(matched) == asked(
        own, "?x org:classification/skos:broader* type:research"
    )
    assert matched


def test_nothing_follows_from_a_close_match(own):
    assert added(own, "urn:Office") == []


def test_a_workspace_adds_alignments_to_the_bundled_ones(own):
    names = [path.stem for path in own.workspace.alignment_files()]
    assert names == ["fibo", "own", "ror", "schema-org", "wikidata"]


def test_without_the_option_an_export_holds_nothing_of_an_alignment(graph):
    written = graph.rdf("ntriples")
    assert b"https://schema.org/memberOf" not in written
    assert b"https://schema.org/memberOf" in graph.rdf(
        "ntriples", align=["schema-org"]
    )


def test_several_alignments_add_up(graph):
    both = set(graph.triples(align=["schema-org", "ror"]))
    assert both == set(graph.triples(align=["ror"])) | set(
        graph.triples(align=["schema-org"])
    )


def test_an_alignment_that_is_not_there_is_not_found():
    with pytest.raises(NameNotFound, match="did you mean ror"):
        read_alignment(BUNDLED.alignment_files(), "rors")


def test_what_follows_is_in_order(graph):
    alignment = read_alignment(BUNDLED.alignment_files(), "wikidata")
    found = aligned(graph.store, alignment)
    assert found == sorted(set(found), key=str)
