import pytest

from kg.ask.ontology import read_kinds
from kg.errors import StoreError
from kg.model.dates import Bounds
from kg.model.vocabulary import node
from kg.network.edges import Edge, Organisation
from kg.network.lookup import (
    BATCH,
    as_values,
    batches,
    described_organisations,
    look_up_edges,
    look_up_organisations,
    named_node,
    relationships_at,
    relationships_of,
    select_about,
)

ID = "https://example.org/id/"
RELATIONSHIP = "https://example.org/relationship/"
SOURCE = "https://example.org/source/"
IN_FORCE = node("status:in-force").value
ALL = (
    "alder",
    "birch",
    "birch-bench",
    "birch-lab",
    "cedar",
    "dogwood",
    "elm",
    "fir",
)


@pytest.fixture(scope="module")
def kinds(invented):
    return read_kinds(invented.store)


@pytest.mark.parametrize(
    ("states", "names"),
    [([], ["cedar-alder", "elm-birch"]), ([IN_FORCE], ["cedar-alder"])],
)
def test_relationships_of_a_kind_are_found_by_status(
    invented, kinds, states, names
):
    pages = relationships_of(invented.store, kinds["hosted-by"], states)
    assert list(pages) == [[RELATIONSHIP + name for name in names]]


@pytest.mark.parametrize(
    ("states", "names"),
    [([], ["birch-elm", "cedar-elm", "fir-elm"]), ([IN_FORCE], ["cedar-elm"])],
)
def test_relationships_of_an_organisation_are_found_in_either_role(
    invented, kinds, states, names
):
    kind = kinds["member-of"]
    found = relationships_at(invented.store, kind, states, [f"{ID}elm"])
    assert found == [RELATIONSHIP + name for name in names]
    member = relationships_at(invented.store, kind, states, [f"{ID}cedar"])
    assert member == [f"{RELATIONSHIP}cedar-elm"]


def test_an_edge_has_all_that_is_stated_of_its_relationship(invented, kinds):
    kind = kinds["member-of"]
    found = look_up_edges(invented.store, kind, [f"{RELATIONSHIP}birch-elm"])
    assert found == [
        Edge(
            relationship=f"{RELATIONSHIP}birch-elm",
            source=f"{ID}birch",
            target=f"{ID}elm",
            kind=kind,
            label="University applies to network",
            status="candidate",
            bounds=Bounds(),
            documents=(f"{SOURCE}first", f"{SOURCE}second"),
            attested="2021-12-31",
        )
    ]


def test_three_parties_are_three_edges_and_no_kind_but_the_asked_is_found(
    invented, kinds
):
    memorandum = [f"{RELATIONSHIP}mou"]
    found = look_up_edges(invented.store, kinds["signed-mou-with"], memorandum)
    pairs = [(edge.source, edge.target, edge.signed) for edge in found]
    assert pairs == [
        (f"{ID}alder", f"{ID}birch", "2011-03-01"),
        (f"{ID}alder", f"{ID}dogwood", "2011-03-01"),
        (f"{ID}birch", f"{ID}dogwood", "2011-03-01"),
    ]
    assert look_up_edges(invented.store, kinds["hosted-by"], memorandum) == []


def test_organisations_are_looked_up_in_the_order_of_their_iris(invented):
    found = look_up_organisations(invented.store, [f"{ID}fir", f"{ID}alder"])
    assert list(found.values()) == [
        Organisation(
            f"{ID}alder",
            "Alder Agency",
            "innovation-agency",
            "innovation agency",
            "LU",
        ),
        Organisation(f"{ID}fir", "Fir Ministry", "ministry", "ministry", "FR"),
    ]


def test_all_organisations_that_are_described_are_found(invented):
    assert described_organisations(invented.store) == {
        ID + name for name in ALL
    }


def test_rows_about_what_is_no_iri_are_not_asked_for(invented):
    query = "SELECT ?o ?c WHERE { ?o schema:addressCountry ?c }"
    asked = [f"{ID}fir", "_:b", "two words", f"{ID}alder"]
    rows = select_about(invented.store, query, "o", asked)
    assert {(o.value, c.value) for o, c in rows} == {
        (f"{ID}alder", "LU"),
        (f"{ID}fir", "FR"),
    }


def test_batches_leave_nothing_out():
    items = [str(number) for number in range(2 * BATCH + 1)]
    sizes = [len(batch) for batch in batches(items)]
    assert sizes == [BATCH, BATCH, 1]
    assert [item for batch in batches(items) for item in batch] == items


def test_iris_are_spelt_in_order_and_anything_else_is_refused():
    assert as_values(["urn:b", "urn:a"]) == "<urn:a> <urn:b>"
    assert as_values(["urn:b", "urn:a"], between=", ") == "<urn:a>, <urn:b>"
    assert named_node("urn:a").value == "urn:a"
    with pytest.raises(StoreError, match="is not an IRI but a blank node"):
        as_values(["urn:a", "_:b0"])
