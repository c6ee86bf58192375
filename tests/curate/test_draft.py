import pyoxigraph as ox
import pytest

from kg.curate.draft import Statements, Taken, day_literal, english, refuse_odd
from kg.errors import ParameterError
from kg.model.vocabulary import XSD_DATE


def test_statements_without_a_value_are_left_out():
    statements = Statements()
    statements.say("urn:a", "dcterms:title", "A title")
    for nothing in (None, ""):
        statements.say("urn:a", "dcterms:identifier", nothing)
    title = ox.NamedNode("http://purl.org/dc/terms/title")
    assert statements.found == [
        ox.Triple(ox.NamedNode("urn:a"), title, ox.Literal("A title"))
    ]


def test_a_text_has_composed_letters_and_single_spaces():
    assert (
        refuse_odd("the name", " Université \u00a0 des  Marais ")
        == "Université des Marais"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\u202eb",
            "the name has the character U+202E, which does not show; take it out",
        ),
        (
            "a\nb",
            "the name has the character U+000A, which does not show; take it out",
        ),
        (" ", "the name is empty; say something"),
    ],
)
def test_a_text_that_does_not_show_is_refused(text, message):
    with pytest.raises(ParameterError) as caught:
        refuse_odd("the name", text)
    assert str(caught.value) == message


def test_a_text_has_a_language_that_there_is():
    assert english("Brume", "fr") == ox.Literal("Brume", language="fr")
    with pytest.raises(
        ParameterError,
        match="'no such' is no language; write it as in en, de or de-LU",
    ):
        english("Brume", "no such")


def test_a_day_is_a_date():
    assert day_literal("2021-05-03") == ox.Literal(
        "2021-05-03", datatype=XSD_DATE
    )
    assert day_literal(None) is None


def test_what_is_described_is_taken(store):
    taken = Taken(store)
    assert "https://example.org/proven/id/fog-network" in taken
    assert "https://example.org/proven/id/fog" not in taken
