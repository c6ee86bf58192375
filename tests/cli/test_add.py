"""Options of the commands add; what they record is tested in test_adding.py."""

import pytest

from kg.cli.add import _refuse_period
from kg.errors import ParameterError


def test_a_year_is_no_day_of_issue():
    assert _refuse_period("2019-02-03") == "2019-02-03"
    with pytest.raises(
        ParameterError,
        match=r"^2019 is not a day; write --between 2019 2019, and --note why$",
    ):
        _refuse_period("2019")
