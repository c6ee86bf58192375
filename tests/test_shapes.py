"""Shapes are put to pySHACL in a form that it is quick with; what they find must not change by that."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.model.vocabulary import PREFIXES, RDF_TYPE, node
from kg.trust import shacl as module
from kg.trust.asserted import read_asserted
from kg.trust.shacl import read_shapes, validate

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = ROOT / "ontology" / "shapes.ttl"
BROKEN = sorted((ROOT / "tests" / "checks" / "broken").glob("*.ttl"))
ONTOLOGY = sorted((ROOT / "ontology").glob("*.ttl"))
OWN = {
    "one with a nested shape": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Relationship ; sh:property <urn:p> .
        <urn:p> sh:path prov:wasDerivedFrom ; sh:node <urn:n> .
        <urn:n> a sh:NodeShape ; sh:property <urn:q> .
        <urn:q> sh:path kg:stance ; sh:hasValue kg:supports .""",
    "a nested one that has targets, too": """
        <urn:s> a sh:NodeShape ; sh:targetSubjectsOf adms:status ; sh:property <urn:p> .
        <urn:p> sh:path prov:wasDerivedFrom ; sh:node <urn:n> .
        <urn:n> a sh:NodeShape ; sh:targetClass kg:Evidence ; sh:property <urn:q> .
        <urn:q> sh:path dcterms:description ; sh:maxCount 0 .""",
    "paths of all forms": """
        <urn:s> a sh:NodeShape ; sh:targetObjectsOf prov:wasDerivedFrom ; sh:property <urn:p> , <urn:q> , <urn:r> .
        <urn:p> sh:path [ sh:inversePath prov:wasDerivedFrom ] ; sh:maxCount 1 .
        <urn:q> sh:path ( oa:hasSelector oa:start ) ; sh:maxInclusive 3 .
        <urn:r> sh:path [ sh:alternativePath ( kg:stance [ sh:oneOrMorePath oa:hasSource ] ) ] ; sh:minCount 9 .""",
    "properties of values": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Relationship ; sh:property <urn:p> .
        <urn:p> sh:path prov:wasDerivedFrom ; sh:property <urn:q> .
        <urn:q> sh:path kg:stance ; sh:maxCount 0 .""",
    "values of a class": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Relationship ; sh:property <urn:p> , <urn:q> .
        <urn:p> sh:path adms:status ; sh:class skos:Concept .
        <urn:q> sh:path adms:status ; sh:class owl:Class .""",
    "a closed one": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Evidence ; sh:closed true ; sh:property <urn:p> ;
            sh:ignoredProperties ( rdf:type ) .
        <urn:p> sh:path kg:stance .""",
    "one that is a class": """
        org:FormalOrganization a sh:NodeShape , owl:Class ; sh:targetNode <urn:nothing> ; sh:property <urn:p> .
        <urn:p> sh:path schema:addressCountry ; sh:minCount 5 .""",
    "one that is switched off": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Evidence ; sh:deactivated true ; sh:property <urn:p> .
        <urn:p> sh:path kg:stance ; sh:minCount 5 .""",
    "a property shape of two": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Evidence , kg:Relationship ; sh:property <urn:p> .
        <urn:t> a sh:NodeShape ; sh:targetClass org:FormalOrganization ; sh:nodeKind sh:BlankNode ; sh:property <urn:p> .
        <urn:p> sh:path rdf:type ; sh:class owl:Thing ; sh:severity sh:Warning .""",
    "one that compares": """
        <urn:s> a sh:NodeShape ; sh:targetSubjectsOf oa:end ; sh:property [ sh:path oa:end ; sh:lessThan oa:start ] .""",
    "one with disjoint shapes beside each other": """
        <urn:s> a sh:NodeShape ; sh:targetClass kg:Relationship ; sh:property <urn:p> , <urn:q> .
        <urn:p> sh:path prov:wasDerivedFrom ; sh:qualifiedValueShape <urn:any> ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShapesDisjoint true .
        <urn:q> sh:path prov:wasDerivedFrom ; sh:qualifiedValueShape <urn:iri> ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShapesDisjoint true .
        <urn:any> sh:class kg:Evidence .
        <urn:iri> sh:nodeKind sh:IRI .""",
}
"""Shapes that a workspace may bring, each of which finds something but the one that is switched off."""
FAR = {
    "one with a nested shape",
    "a nested one that has targets, too",
    "paths of all forms",
    "properties of values",
    "a closed one",
    "one with disjoint shapes beside each other",
}
"""Those of them that look further than at the properties of a resource and the classes of their values."""


@pytest.fixture(scope="module")
def broken():
    """Return the triples of all broken files, and of the ontology."""
    return list(read_asserted([*BROKEN, *ONTOLOGY]).triples())


def as_written(monkeypatch, data, shapes):
    """Return what the shapes find when they are put to pySHACL as they are."""
    with monkeypatch.context() as patched:
        patched.setattr(
            module, "_LOOKING_AROUND", {triple.predicate for triple in shapes}
        )
        return validate(data, shapes)


def parse(text):
    head = "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in PREFIXES.items()
    )
    return [
        quad.triple
        for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE)
    ]


def test_the_bundled_shapes_find_in_the_broken_files_what_they_find_as_written(
    monkeypatch, broken
):
    shapes = read_shapes([BUNDLED])
    found = validate(broken, shapes)
    assert len({result.shape for result in found}) > 25
    assert found == as_written(monkeypatch, broken, shapes)


@pytest.mark.parametrize("name", OWN)
def test_a_workspaces_shapes_find_what_they_find_as_written(
    monkeypatch, broken, name
):
    shapes = parse(OWN[name])
    found = validate(broken, shapes)
    assert bool(found) is (name != "one that is switched off")
    assert found == as_written(monkeypatch, broken, shapes)


def test_pyshacl_is_asked_once_for_a_shape_however_many_resources_there_are(
    monkeypatch,
):
    from pyshacl.shape import Shape

    asked, inner = [], Shape.validate

    def validate_counted(self, *arguments, **named):
        asked.append(str(self.node))
        return inner(self, *arguments, **named)

    monkeypatch.setattr(Shape, "validate", validate_counted)
    data = [
        ox.Triple(ox.NamedNode(f"urn:{n}"), RDF_TYPE, node("org:Organization"))
        for n in range(100)
    ]
    found = validate(data, read_shapes([BUNDLED]))
    assert len(found) == 100
    assert len(asked) == len(set(asked))


def test_a_date_that_is_none_is_reported_and_not_logged(caplog):
    broken = ROOT / "tests" / "checks" / "broken" / "end-earliest.ttl"
    results = validate(
        read_asserted([*ONTOLOGY, broken]).triples(), read_shapes([BUNDLED])
    )
    assert [result.shape.rpartition("/")[2] for result in results] == [
        "end-earliest"
    ]
    assert caplog.records == []


def test_a_value_is_quoted_as_the_file_spells_it():
    shape = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    <urn:s> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:property <urn:q> .
    <urn:q> sh:path <urn:p> ; sh:maxInclusive 3 .
    """
    shapes = [quad.triple for quad in ox.parse(shape, ox.RdfFormat.TURTLE)]
    integer = ox.NamedNode(PREFIXES["xsd"] + "integer")
    spelled = ox.Literal("007", datatype=integer)
    data = [ox.Triple(ox.NamedNode("urn:x"), ox.NamedNode("urn:p"), spelled)]
    (result,) = validate(data, shapes)
    assert (result.resource, result.predicate, result.value) == (
        "urn:x",
        "urn:p",
        spelled,
    )
    assert rdflib.NORMALIZE_LITERALS
