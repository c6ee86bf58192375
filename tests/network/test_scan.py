import pytest

from kg.ask.ontology import read_kinds
from kg.model.dates import Bounds
from kg.network.edges import Edge, Organisation
from kg.network.lookup import (
    look_up_edges,
    look_up_organisations,
    relationships_of,
)
from kg.network.scan import read_edges, read_organisations

ID = "https://example.org/id/"
RELATIONSHIP = "https://example.org/relationship/"


@pytest.fixture(scope="module")
def kinds(invented):
    return list(read_kinds(invented.store).values())


def test_an_edge_has_all_that_is_stated_of_its_relationship(invented, kinds):
    found = read_edges(invented.store, kinds, ["ended"])
    kind = next(kind for kind in kinds if kind.notation == "partner-of")
    old_pact = Edge(
        relationship=f"{RELATIONSHIP}old-pact",
        source=f"{ID}dogwood",
        target=f"{ID}fir",
        kind=kind,
        label="Old pact",
        status="ended",
        bounds=Bounds(),
        documents=("https://example.org/source/first",),
        attested="2020-05-05",
    )
    tour = Edge(
        relationship=f"{RELATIONSHIP}tour",
        source=f"{ID}alder",
        target=f"{ID}cedar",
        kind=kind,
        label="Tour",
        status="ended",
        bounds=Bounds("2020-10-01", "2020-10-31", "2020-11-01", "2020-11-30"),
        documents=("https://example.org/source/second",),
        attested="2021-12-31",
    )
    assert found == [old_pact, tour]


def test_a_scan_finds_the_edges_that_a_look_up_finds(invented, kinds):
    looked_up = []
    for kind in kinds:
        for page in relationships_of(invented.store, kind, []):
            looked_up += look_up_edges(invented.store, kind, page)
    looked_up.sort(
        key=lambda edge: (edge.relationship, edge.source, edge.target)
    )
    assert len(looked_up) == 14
    assert read_edges(invented.store, kinds) == looked_up


def test_what_no_measure_needs_is_left_out(invented, kinds):
    bare = read_edges(invented.store, kinds, details=False, dates=False)
    full = read_edges(invented.store, kinds)
    assert bare == [
        Edge(
            edge.relationship,
            edge.source,
            edge.target,
            edge.kind,
            "",
            edge.status,
            Bounds(),
        )
        for edge in full
    ]


def test_dates_are_read_without_labels(invented, kinds):
    dated = read_edges(invented.store, kinds, ["ended"], details=False)
    tour = dated[-1]
    assert tour.label == tour.relationship
    assert tour.bounds.start_earliest == "2020-10-01"
    assert tour.attested == "2021-12-31"


def test_organisations_are_those_that_a_look_up_finds(invented):
    found = read_organisations(invented.store)
    assert found == look_up_organisations(invented.store, found)
    assert list(found) == sorted(found)
    assert found[f"{ID}cedar"] == Organisation(
        f"{ID}cedar", "Cedar Hub", "innovation-hub", "innovation hub"
    )


def test_a_measure_needs_only_the_labels_of_organisations(invented):
    found = read_organisations(invented.store, details=False)
    assert len(found) == 8
    assert found[f"{ID}fir"] == Organisation(f"{ID}fir", "Fir Ministry")
