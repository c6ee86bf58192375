import pyoxigraph as ox
import pytest

from kg.trust.changes import Change, changes_table, compare, take_snapshot

PREFIXES = """
@prefix : <https://example.org/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix kg: <https://w3id.org/institutional-kg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/institutional-kg/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BEFORE = """
:ant a org:FormalOrganization ; skos:prefLabel "Ant Office"@en ; schema:addressCountry "LU" .
:bee a org:FormalOrganization ; skos:prefLabel "Bee Office"@en .
:stay a kg:Hosting ; rdfs:label "Stay"@en ; adms:status status:planned ;
    kg:hosted :ant ; kg:host :bee ; kg:startEarliest "2019-01-01"^^xsd:date ;
    kg:startLatest "2019-12-31"^^xsd:date ; prov:wasDerivedFrom :proof .
:proof oa:hasSource :report ; oa:hasSelector :span ; kg:stance kg:supports ;
    dcterms:description "Says so." .
:span a oa:TextPositionSelector ; oa:start 1 ; oa:end 5 .
:report kg:textSHA256 "00" ; dcterms:title "Report" .
"""


def triples(turtle):
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


@pytest.fixture
def snapshot(invented):
    return lambda turtle: take_snapshot(triples(turtle), invented.store)


@pytest.fixture
def changes(snapshot):
    """Compare the facts with what they are once some words are replaced."""

    def make(*replaced):
        after = BEFORE
        for old, new in replaced:
            assert old in after
            after = after.replace(old, new)
        return compare(snapshot(BEFORE), snapshot(after))

    return make


def iri(name):
    return f"https://example.org/{name}"


def test_a_snapshot_tells_the_sort_and_name_of_each_resource(snapshot):
    taken = snapshot(BEFORE)
    known = {name: taken.sort(iri(name)) for name in ("ant", "stay", "proof")}
    assert known == {
        "ant": "organisation",
        "stay": "relationship",
        "proof": "evidence",
    }
    assert taken.sort(iri("report")) == "source"
    assert taken.sort(iri("span")) == "selector"
    assert taken.name(iri("ant")) == "Ant Office"
    assert taken.name(iri("span")) == iri("span")
    assert taken.claims == {iri("proof"): [iri("stay")]}
    assert taken.selecting == {iri("span"): [iri("proof")]}


def test_the_same_facts_in_another_order_are_no_change(snapshot, invented):
    turned = take_snapshot(reversed(triples(BEFORE)), invented.store)
    assert compare(snapshot(BEFORE), turned) == []


@pytest.mark.parametrize(
    ("replaced", "what", "name", "before", "after", "resource"),
    [
        (
            ("status:planned", "status:in-force"),
            "status changed",
            "Stay",
            "planned",
            "in-force",
            "stay",
        ),
        (
            ("2019-12-31", "2019-01-31"),
            "start changed",
            "Stay",
            "since 2019",
            "since January 2019",
            "stay",
        ),
        (
            ("kg:hosted :ant ; kg:host :bee", "kg:hosted :bee ; kg:host :ant"),
            "parties changed",
            "Stay",
            "host Bee Office, hosted Ant Office",
            "host Ant Office, hosted Bee Office",
            "stay",
        ),
        (
            ('"LU"', '"BE"'),
            "country changed",
            "Ant Office",
            "LU",
            "BE",
            "ant",
        ),
        (
            ("Bee Office", "Bee Bureau"),
            "organisation renamed",
            "Bee Bureau",
            "Bee Office",
            "Bee Bureau",
            "bee",
        ),
        (
            ('"Bee Office"@en', '"Bee Office"@fr'),
            "organisation renamed",
            "Bee Office",
            '"Bee Office"@en',
            '"Bee Office"@fr',
            "bee",
        ),
        (
            ("oa:start 1", "oa:start 2"),
            "span changed",
            iri("span"),
            "1:5",
            "2:5",
            "span",
        ),
        (
            ('kg:textSHA256 "00"', 'kg:textSHA256 "11"'),
            "text changed",
            "Report",
            "00",
            "11",
            "report",
        ),
    ],
)
def test_a_change_is_told_in_words_of_the_domain(
    changes, replaced, what, name, before, after, resource
):
    assert changes(replaced) == [
        Change(what, name, before, after, iri(resource))
    ]


def test_a_relationship_that_comes_is_described_and_its_evidence_is_gained(
    snapshot,
):
    without = BEFORE.partition(":stay")[0]
    assert compare(snapshot(without), snapshot(BEFORE)) == [
        Change("evidence gained", "Stay", "", "Report: Says so.", iri("stay")),
        Change(
            "relationship added",
            "Stay",
            "",
            "hosted-by; host Bee Office, hosted Ant Office; planned; since 2019",
            iri("stay"),
        ),
        Change("source added", "Report", "", "", iri("report")),
    ]


def test_what_goes_is_what_came_before_the_other_way_round(snapshot):
    without = BEFORE.partition(":stay")[0]
    came = compare(snapshot(without), snapshot(BEFORE))
    went = compare(snapshot(BEFORE), snapshot(without))
    words = {
        "evidence gained": "evidence lost",
        "relationship added": "relationship removed",
        "source added": "source removed",
    }
    assert went == [
        Change(words[c.what], c.name, c.after, c.before, c.iri) for c in came
    ]


def test_an_organisation_that_moved_to_another_iri_is_one_change(changes):
    moved = changes((":ant", ":emmet"))
    assert (
        Change(
            "organisation has another IRI",
            "Ant Office",
            iri("ant"),
            f"Ant Office ({iri('emmet')})",
            iri("ant"),
        )
        in moved
    )


def test_changes_are_rows_of_a_table():
    change = Change("status changed", "Stay", "planned", "ended", iri("stay"))
    blank = Change("resource added", "_:c0", "", "1 statements", "_:c0")
    table = changes_table([change, blank])
    assert table.columns == ("change", "name", "before", "after", "iri")
    shown = [[term and str(term) for term in row] for row in table.rows]
    assert shown[0] == [
        '"status changed"',
        '"Stay"',
        '"planned"',
        '"ended"',
        f"<{iri('stay')}>",
    ]
    assert shown[1][-1] == '"_:c0"'
