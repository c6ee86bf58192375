import pytest

from kg.model.vocabulary import PREFIXES
from kg.network.calculator import MEASURES
from kg.network.edges import Filters
from kg.views.page.facts import facts
from kg.views.page.subject import read_subject


@pytest.fixture(scope="module")
def told(invented):
    """What a page of the hostings knows."""
    network = invented.project(Filters(kinds=("hosted-by",)))
    return facts(read_subject(invented.store, network, shown="hostings"))


def test_a_relationship_has_its_parties_and_evidence_by_number(told):
    assert told["relationships"] == [
        {
            "iri": "<https://example.org/relationship/cedar-alder>",
            "name": "Hub at agency",
            "kind": "hosted-by",
            "status": "in-force",
            "from": [2],
            "to": [0],
            "bounds": ["2019-09-30", "2019-09-30", None, None],
            "dates": "since 30 September 2019",
            "attested": "2020-05-05",
            "evidence": [0],
        },
        {
            "iri": "<https://example.org/relationship/elm-birch>",
            "name": "Network to be at university",
            "kind": "hosted-by",
            "status": "planned",
            "from": [3],
            "to": [1],
            "life": ["1998-01-01", "1998-12-31", "", ""],
            "attested": "2021-12-31",
            "evidence": [1],
        },
    ]


def test_evidence_has_its_source_by_number_and_its_place(told):
    assert told["evidence"][1] == {
        "iri": "<https://example.org/evidence/elm-birch-1>",
        "source": 1,
        "stance": "kg:supports",
        "says": "Says 1 of elm-birch.",
        "at": [90, 97],
        "hash": "79f8c7dcfd178dd32e0e2cfac4c2d61b9aba49423eaa03cd5ccf8835fed88553",
    }
    assert told["sources"] == [
        {
            "iri": "<https://example.org/source/first>",
            "title": "First report",
            "file": "first.txt",
            "dated": "5 May 2020",
            "day": "2020-05-05",
        },
        {
            "iri": "<https://example.org/source/second>",
            "title": "Second report",
            "file": "second.txt",
            "dated": "2021",
            "day": "2021-12-31",
        },
    ]
    assert told["quotes"] == []


def test_only_kinds_that_are_drawn_are_described(told):
    assert told["kinds"] == {
        "hosted-by": {
            "iri": "kg:Hosting",
            "label": "hosting",
            "colour": "#d55e00",
            "directed": True,
            "forth": "hosted by",
            "back": "hosts",
            "from": {"iri": "kg:hosted", "label": "hosted"},
            "to": {"iri": "kg:host", "label": "host"},
        }
    }


def test_statuses_types_measures_and_prefixes_are_those_of_the_ontology(told):
    assert told["statuses"]["planned"] == {
        "iri": "status:planned",
        "label": "planned",
        "line": "dashed",
    }
    assert told["types"]["research"] == {
        "label": "research and education",
        "shape": "triangle",
    }
    assert told["measures"] == list(MEASURES)
    assert told["prefixes"] == PREFIXES


def test_parties_of_a_kind_without_direction_are_all_at_one_end(invented):
    network = invented.project(Filters(kinds=("signed-mou-with",)))
    known = facts(read_subject(invented.store, network, shown="memoranda"))
    (memorandum,) = known["relationships"]
    assert memorandum["from"] == [0, 1, 2]
    assert "to" not in memorandum
    assert memorandum["signed"] == "2011-03-01"
    assert memorandum["dates"] == ("1 March 2011 to 2022; signed 1 March 2011")


def test_a_filter_by_status_is_what_ranks_count(invented):
    network = invented.project(Filters(statuses=("planned",)))
    known = facts(read_subject(invented.store, network, shown="plans"))
    assert known["ranked"] == "these relationships"
