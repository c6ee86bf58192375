import csv
import io

import pyoxigraph as ox
import pytest

from kg.export.rdf import graph_bytes
from kg.rdf.read import load_files


def triples(content):
    return {
        quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)
    }


def test_the_turtle_holds_what_is_shown_and_nothing_that_the_export_lacks(
    visit, drawn, graph
):
    reader = visit(drawn / "bundled.html")
    name, content = reader.take("turtle")
    exported = triples(graph_bytes(graph.triples(), "turtle"))
    taken = triples(content)
    assert name == "relationships.ttl"
    assert taken <= exported
    asserted = {
        quad.triple
        for quad in load_files(
            (graph.workspace.root / "data" / "facts").glob("*.ttl")
        )
    }
    assert asserted <= taken


def test_the_turtle_of_a_part_holds_that_part(reader):
    reader.only("kind", "parthood")
    _, content = reader.take("turtle")
    status = ox.NamedNode("http://www.w3.org/ns/adms#status")
    assert {
        t.subject.value for t in triples(content) if t.predicate == status
    } == {
        "https://example.org/relationship/bench-lab",
        "https://example.org/relationship/lab-birch",
    }


def test_the_csv_has_a_row_per_relationship_that_is_shown(visit, drawn):
    reader = visit(
        drawn / "invented.html", "on=2012-06-30&no-standing=possible"
    )
    name, content = reader.take("csv")
    assert name == "relationships.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    ) == [
        [
            "kind",
            "label",
            "from",
            "to",
            "role",
            "status",
            "startEarliest",
            "startLatest",
            "endEarliest",
            "endLatest",
            "signedOn",
            "standing",
            "sources",
            "evidence",
            "relationship",
        ],
        [
            "signed-mou-with",
            "Three-party memorandum",
            "Alder Agency",
            "Birch University; Dogwood Foundation",
            "",
            "in-force",
            "2011-03-01",
            "2011-03-01",
            "2022-01-01",
            "2022-12-31",
            "2011-03-01",
            "in-force",
            "First report; Second report",
            "Says 1 of mou. Says 2 of mou.",
            "https://example.org/relationship/mou",
        ],
    ]


@pytest.mark.parametrize("what", ["png", "svg", "csv", "turtle"])
def test_everything_can_be_taken_from_the_table_too(visit, drawn, what):
    reader = visit(drawn / "invented.html", "view=table")
    name, content = reader.take(what)
    assert len(content) > 1000
    assert reader.said() == f"{name} was made"


def test_the_link_is_the_address_of_the_view(reader):
    reader.only("kind", "hosting")
    reader.click("#take summary")
    reader.click("#take-link")
    assert reader.page.input_value("#link-address") == reader.page.evaluate(
        "location.href"
    )
    assert "no-kind=" in reader.page.input_value("#link-address")
