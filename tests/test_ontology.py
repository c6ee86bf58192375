import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.errors import NameNotFound, OntologyError
from kg.model.vocabulary import PREFIXES, node
from kg.rdf.read import load_files
from kg.store.base import MemoryStore

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def ontology():
    return load_files([ROOT / "ontology" / "institutional.ttl", ROOT / "ontology" / "concepts.ttl"])


def subjects(store, prefix):
    return {q.subject for q in store if q.subject.value.startswith(PREFIXES[prefix])}


def values(store, subject, curie):
    return [q.object.value for q in store.quads_for_pattern(subject, node(curie), None)]


def test_every_term_has_one_english_label_and_a_definition_of_the_form_a_that(ontology):
    for term in subjects(ontology, "kg"):
        assert len(values(ontology, term, "rdfs:label")) == 1, term
        (definition,) = values(ontology, term, "skos:definition")
        assert re.fullmatch(
            r"An? .+ (that|by which|when|which) .+\.|An? .+ that .+\.", definition
        ), definition


@pytest.mark.parametrize("prefix", ["status", "type", "role"])
def test_every_concept_has_a_label_a_notation_a_scheme_and_a_definition(ontology, prefix):
    for concept in subjects(ontology, prefix):
        found = [
            len(values(ontology, concept, c))
            for c in ("skos:prefLabel", "skos:notation", "skos:inScheme", "skos:definition")
        ]
        assert found == [1, 1, 1, 1], concept
        assert concept.value.endswith("/" + values(ontology, concept, "skos:notation")[0])


def test_nothing_has_a_domain_or_a_range(ontology):
    for curie in ("rdfs:domain", "rdfs:range"):
        assert list(ontology.quads_for_pattern(None, node(curie), None)) == []


def test_no_axiom_is_put_on_the_terms_of_other_vocabularies(ontology):
    own = ("kg", "status", "type", "role")
    foreign = {q.subject.value for q in ontology} - {
        s.value for prefix in own for s in subjects(ontology, prefix)
    }
    base = "https://w3id.org/institutional-kg/"
    assert foreign == {base + name for name in ("ontology", "status", "type", "role")}


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
        "signed-mou-with": ["MemorandumOfUnderstanding", "party", "party", "signedMoUWith", False],
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
    }


def test_organisation_types_are_drawn_in_at_most_seven_shapes(ontology):
    types = read_types(MemoryStore(ontology)).values()
    assert len({t.wider for t in types}) == len({t.shape for t in types}) == 7


def luminance(colour):
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#14171c"])
def test_every_kinds_colour_stands_out_three_to_one_on_white_and_on_dark(ontology, ground):
    for kind in read_kinds(MemoryStore(ontology)).values():
        light, dark = sorted((luminance(kind.colour), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, (kind.notation, ground)


def test_no_python_code_names_a_kind(ontology):
    kinds = read_kinds(MemoryStore(ontology)).values()
    names = {k.notation for k in kinds} | {
        v.partition("#")[2] for k in kinds for v in (k.iri, k.shortcut, k.from_role, k.to_role)
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
    store.add(ox.Quad(ox.NamedNode("urn:Visit"), node("kg:shortcut"), ox.NamedNode("urn:visits")))
    with pytest.raises(OntologyError, match="the kind <urn:Visit> is incomplete"):
        read_kinds(MemoryStore(store))


def test_an_unknown_kind_in_a_filter_is_told_with_near_ones(invented):
    with pytest.raises(
        NameNotFound, match=r"no kind of relationship is called 'memberof'; did you mean member-of"
    ):
        invented.network(kinds=["memberof"])
