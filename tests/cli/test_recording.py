"""Options of commands that change facts."""

import pytest

from kg.cli.recording import (
    DateOptions,
    PassageOptions,
    _read_span,
    read_period,
)
from kg.errors import EvidenceError, ParameterError
from kg.trust.passages import Span
from kg.workspace.texts import Text

TEXT = Text("report.txt", b"The Harbour Laboratory grows.")


def test_a_passage_is_found_by_its_words_or_its_span():
    by_words = PassageOptions(
        "report", "It grows.", passage="laboratory  grows".title()
    )
    with pytest.raises(
        EvidenceError, match=r"report\.txt: these words are not in the text"
    ):
        by_words.find_in(TEXT)
    assert PassageOptions("s", "x", passage="Harbour  Laboratory").find_in(
        TEXT
    ) == Span(4, 22)
    assert PassageOptions("s", "x", span="4:22").find_in(TEXT) == Span(4, 22)


@pytest.mark.parametrize("given", [{}, {"passage": "grows", "span": "0:1"}])
def test_a_passage_is_given_in_exactly_one_way(given):
    with pytest.raises(
        ParameterError, match=r"^say where the passage is: --passage"
    ):
        PassageOptions("s", "x", **given).find_in(TEXT)


@pytest.mark.parametrize(
    "written", ["", "3", "3:", "a:b", "-1:3", "1:2:3", "²:3"]
)
def test_a_span_is_two_numbers(written):
    with pytest.raises(ParameterError, match="is not a span; write START:END"):
        _read_span(written)


def test_a_period_reaches_from_the_first_day_to_the_last():
    assert read_period("2019-02", "2020") == ("2019-02-01", "2020-12-31")
    assert read_period("-", "-") == (None, None)


def test_dates_are_given_if_one_of_them_is():
    assert [DateOptions().given, DateOptions(signed="2019-02-03").given] == [
        False,
        True,
    ]
    dates = DateOptions(since="2019")
    assert (dates.start(), dates.end()) == (
        ("2019-01-01", "2019-12-31"),
        (None, None),
    )
