import pytest

from kg.ask.missing import missing_terms


def test_terms_that_all_occur_are_no_reason_for_an_empty_answer(invented):
    query = 'SELECT * { ?r a kg:Hosting ; rdfs:label "Hub at agency"@en }'
    assert missing_terms(invented.store, query) == []


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (
            "?r a kg:Partnershop",
            "kg:Partnershop does not occur in this graph;"
            " did you mean kg:Partnership or kg:part or kg:partnerOf?",
        ),
        (
            "<https://example.org/id/aldr> ?p ?o",
            "<https://example.org/id/aldr> does not occur in this graph;"
            " did you mean https://example.org/id/alder?",
        ),
        (
            "?o <urn:nothing-alike> ?x",
            "<urn:nothing-alike> does not occur in this graph",
        ),
        (
            '?o skos:prefLabel "Alder Agency"',
            '"Alder Agency" does not occur in this graph;'
            ' did you mean "Alder Agency"@en?',
        ),
    ],
)
def test_a_term_that_does_not_occur_is_named_with_what_is_like_it(
    invented, pattern, reason
):
    query = f"SELECT * {{ {pattern} }}"
    assert missing_terms(invented.store, query) == [reason]


def test_a_prefix_that_the_query_declares_is_expanded(invented):
    query = "PREFIX id: <https://example.org/id/> SELECT * { id:adler ?p ?o }"
    assert missing_terms(invented.store, query) == [
        "id:adler does not occur in this graph;"
        " did you mean https://example.org/id/alder?"
    ]
