import pytest

from kg.curate.quote import check_span, find_words
from kg.errors import EvidenceError

TEXT = "The lamp  was lit.\nThe lamp was out. Nobody saw the\r\nkeeper."


def test_words_are_found_whatever_the_white_space_between_them():
    start, end = find_words(TEXT, "saw the keeper", "t.txt")
    assert TEXT[start:end] == "saw the\r\nkeeper"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "The lamp",
            "t.txt: these words stand in 2 places; give more of them, or one of\n"
            "  --span 0:8  …[The lamp] was lit. The lamp was out. N…\n"
            "  --span 19:27  …The lamp was lit. [The lamp] was out. Nobody saw the keep…",
        ),
        (
            "nobody sow the keeper",
            "t.txt: these words are not in the text; the nearest is\n"
            "  --span 37:60  …p was lit. The lamp was out. [Nobody saw the keeper.]…",
        ),
        (
            "zebra",
            "t.txt: these words are not in the text; copy some words of it, or give --span START:END",
        ),
        (
            "",
            "t.txt: these words are not in the text; copy some words of it, or give --span START:END",
        ),
    ],
)
def test_words_that_stand_nowhere_or_in_several_places_are_explained(
    words, message
):
    with pytest.raises(EvidenceError) as caught:
        find_words(TEXT, words, "t.txt")
    assert str(caught.value) == message


@pytest.mark.parametrize("span", [(0, 8), (0, len(TEXT))])
def test_a_span_inside_the_text_is_taken(span):
    assert check_span(TEXT, span, "t.txt") == span


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (
            (5, 5),
            "the span 5:5 does not fit; the text has 60 characters, counted from 0",
        ),
        ((-1, 5), "the span -1:5 does not fit"),
        ((0, 61), "the span 0:61 does not fit"),
        ((8, 10), "the span 8:10 holds only white space"),
    ],
)
def test_a_span_that_does_not_fit_is_explained(span, message):
    with pytest.raises(EvidenceError) as caught:
        check_span(TEXT, span, "t.txt")
    assert message in str(caught.value)
