import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.errors import NameNotFound, OntologyError
from kg.model.vocabulary import ONTOLOGY, PREFIXES, RDF_TYPE, node, shorten
from kg.rdf.read import load_files
from kg.store.base import MemoryStore
from kg.workspace.folders import Workspace

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGIES = Workspace(ROOT, "tests").ontology_files()


@pytest.fixture(scope="module")
def ontology():
    return load_files(
        [
            ROOT / "ontology" / "institutional.ttl",
            ROOT / "ontology" / "concepts.ttl",
        ]
    )


def subjects(store, prefix):
    return {
        q.subject for q in store if q.subject.value.startswith(PREFIXES[prefix])
    }


def values(store, subject, curie):
    return [
        q.object.value
        for q in store.quads_for_pattern(subject, node(curie), None)
    ]


def by_language(store, subject, curie):
    """Return the texts of a property by language; each language has one."""
    found = [
        q.object for q in store.quads_for_pattern(subject, node(curie), None)
    ]
    texts = {literal.language: literal.value for literal in found}
    assert len(texts) == len(found), (subject, curie)
    return texts


FORMS = {
    "en": r"An? .+ (that|by which|when|which) .+\.",
    "fr": r"Une? .+\.",
    "de": r"Eine? .+\.",
}
"""How a definition reads in each language."""


@pytest.mark.parametrize("prefix", ["kg", "status", "type", "role"])
def test_every_term_has_a_label_and_a_definition_in_each_of_three_languages(
    ontology, prefix
):
    for term in subjects(ontology, prefix):
        assert (
            by_language(ontology, term, "rdfs:label").keys() == FORMS.keys()
        ), term
        definitions = by_language(ontology, term, "skos:definition")
        assert definitions.keys() == FORMS.keys(), term
        for language, definition in definitions.items():
            assert re.fullmatch(FORMS[language], definition), definition


@pytest.mark.parametrize("prefix", ["status", "type", "role"])
def test_every_concept_has_one_notation_and_one_scheme_and_is_labelled_twice(
    ontology, prefix
):
    for concept in subjects(ontology, prefix):
        labels = by_language(ontology, concept, "rdfs:label")
        assert by_language(ontology, concept, "skos:prefLabel") == labels
        (notation,) = values(ontology, concept, "skos:notation")
        assert concept.value.endswith(f"/{notation}")
        assert len(values(ontology, concept, "skos:inScheme")) == 1


@pytest.mark.parametrize("prefix", ["kg", "status", "type", "role"])
def test_every_term_says_which_ontology_defines_it(ontology, prefix):
    for term in subjects(ontology, prefix):
        assert values(ontology, term, "rdfs:isDefinedBy") == [ONTOLOGY.value], (
            term
        )


def test_every_property_says_where_it_belongs(ontology):
    for sort in ("owl:ObjectProperty", "owl:DatatypeProperty"):
        for quad in ontology.quads_for_pattern(None, RDF_TYPE, node(sort)):
            if quad.subject.value.startswith(PREFIXES["kg"]):
                for curie in ("schema:domainIncludes", "schema:rangeIncludes"):
                    assert len(values(ontology, quad.subject, curie)) == 1, (
                        quad.subject
                    )


def test_nothing_has_a_domain_or_a_range(ontology):
    for curie in ("rdfs:domain", "rdfs:range"):
        assert list(ontology.quads_for_pattern(None, node(curie), None)) == []


def test_terms_of_other_vocabularies_are_declared_and_classes_of_organisation_named(
    ontology,
):
    base = "https://w3id.org/institutional-kg/"
    foreign = {
        q.triple for q in ontology if not q.subject.value.startswith(base)
    }
    declarations = {t for t in foreign if t.predicate == RDF_TYPE}
    assert {t.object for t in declarations} == SORTS
    assert {
        (shorten(t.subject.value), shorten(t.predicate.value))
        for t in foreign - declarations
    } == {
        (f"org:{name}", predicate)
        for name in (
            "FormalOrganization",
            "OrganizationalCollaboration",
            "OrganizationalUnit",
        )
        for predicate in ("rdfs:subClassOf", "skos:notation")
    }


SORTS = {
    node(f"owl:{name}")
    for name in (
        "AnnotationProperty",
        "Class",
        "DatatypeProperty",
        "ObjectProperty",
    )
}
BUILT_IN = (PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["xsd"], PREFIXES["rdf"])


@pytest.mark.parametrize("path", ONTOLOGIES, ids=lambda path: path.stem)
def test_every_property_and_class_that_a_file_uses_is_declared_in_it(path):
    """OWL tools read a file by itself, and take what it does not declare for an annotation."""
    store = load_files([path])
    declared = {
        q.subject
        for q in store
        if q.predicate == RDF_TYPE and q.object in SORTS
    }
    used = {q.predicate for q in store}
    used |= {q.object for q in store if q.predicate == RDF_TYPE}
    used |= {
        q.object
        for q in store
        if q.predicate in (node("rdfs:subClassOf"), node("rdfs:subPropertyOf"))
    }
    assert {
        t.value for t in used - declared if not t.value.startswith(BUILT_IN)
    } == set()


def test_a_term_has_the_same_sort_in_every_file():
    sorts = {}
    for quad in load_files(ONTOLOGIES):
        if quad.predicate == RDF_TYPE and quad.object in SORTS:
            sorts.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert {
        term: found for term, found in sorts.items() if len(found) > 1
    } == {}


def test_the_kinds_are_those_of_the_model(ontology):
    kinds = read_kinds(MemoryStore(ontology))
    short = {
        n: [
            k.iri.partition("#")[2],
            k.from_role.partition("#")[2],
            k.to_role.partition("#")[2],
            k.shortcut.partition("#")[2],
            k.directed,
        ]
        for n, k in kinds.items()
    }
    assert short == {
        "partner-of": ["Partnership", "party", "party", "partnerOf", False],
        "signed-mou-with": [
            "MemorandumOfUnderstanding",
            "party",
            "party",
            "signedMoUWith",
            False,
        ],
        "hosted-by": ["Hosting", "hosted", "host", "hostedBy", True],
        "member-of": ["Membership", "member", "organization", "memberOf", True],
        "part-of": ["Parthood", "part", "whole", "partOf", True],
    }


def test_the_statuses_are_those_of_the_model(ontology):
    assert set(read_statuses(MemoryStore(ontology))) == {
        "planned",
        "candidate",
        "in-force",
        "suspended",
        "ended",
        "cancelled",
        "denied",
    }


def test_organisation_types_are_drawn_in_at_most_seven_shapes(ontology):
    types = read_types(MemoryStore(ontology)).values()
    assert len({t.wider for t in types}) == len({t.shape for t in types}) == 7


def luminance(colour):
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#14171c"])
def test_every_kinds_colour_stands_out_three_to_one_on_white_and_on_dark(
    ontology, ground
):
    for kind in read_kinds(MemoryStore(ontology)).values():
        light, dark = sorted(
            (luminance(kind.colour), luminance(ground)), reverse=True
        )
        assert (light + 0.05) / (dark + 0.05) >= 3, (kind.notation, ground)


def test_no_python_code_names_a_kind(ontology):
    kinds = read_kinds(MemoryStore(ontology)).values()
    names = {k.notation for k in kinds} | {
        v.partition("#")[2]
        for k in kinds
        for v in (k.iri, k.shortcut, k.from_role, k.to_role)
    }
    names -= {"member", "part", "party", "host", "whole", "organization"}
    code = {p: p.read_text("utf-8") for p in (ROOT / "kg").rglob("*.py")}
    found = [
        (p.name, name)
        for p, text in code.items()
        for name in names
        if re.search(rf"""(?:kg:|#|["'])({re.escape(name)})["'\s;]""", text)
    ]
    assert found == []


def test_a_kind_that_lacks_a_property_is_refused_by_name(ontology):
    store = ox.Store()
    store.extend(list(ontology))
    store.add(
        ox.Quad(
            ox.NamedNode("urn:Visit"),
            node("kg:shortcut"),
            ox.NamedNode("urn:visits"),
        )
    )
    with pytest.raises(
        OntologyError, match="the kind <urn:Visit> is incomplete"
    ):
        read_kinds(MemoryStore(store))


def test_an_unknown_kind_in_a_filter_is_told_with_near_ones(invented):
    with pytest.raises(
        NameNotFound,
        match=r"no kind of relationship is called 'memberof'; did you mean member-of",
    ):
        invented.network(kinds=["memberof"])
