import inspect

import pytest

from kg.cli.options import ALL, Choice, filtered, texts_folder
from kg.errors import ParameterError
from kg.network.edges import Filters


def test_a_choice_is_turned_into_filters():
    chosen = Choice(["member-of"], ["ended"], "2021-01-01", True, "L-DIH", 2)
    assert chosen.filters() == Filters(("member-of",), ("ended",), "2021-01-01", True, "L-DIH", 2)
    assert ALL.filters() == Filters()


@pytest.mark.parametrize(
    ("choice", "statuses"),
    [
        (Choice(), ("in-force",)),
        (Choice(status=["planned"]), ("planned",)),
        (Choice(on="2021-01-01"), ()),
    ],
)
def test_a_measure_counts_what_is_in_force_unless_a_status_or_a_day_is_chosen(choice, statuses):
    assert choice.counted().statuses == statuses


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (Choice(possible=True), "--possible goes with --on DATE; give a day"),
        (Choice(hops=2), "--hops goes with --around ORG; say around what"),
        (Choice(on="yesterday"), "'yesterday' is not a date"),
    ],
)
def test_an_option_without_the_one_that_it_belongs_to_is_refused(choice, message):
    with pytest.raises(ParameterError, match=message):
        choice.filters()


def test_a_command_gets_the_options_where_it_takes_filters():
    taken = []

    @filtered(around=False)
    def command(name: str, filters: Choice = ALL, top: int = 3) -> None:
        taken.append((name, filters, top))

    assert list(inspect.signature(command).parameters) == [
        "name",
        "kind",
        "status",
        "on",
        "possible",
        "top",
    ]
    command(name="x", kind=["member-of"], status=None, on=None, possible=False, top=1)
    assert taken == [("x", Choice(["member-of"]), 1)]


def test_texts_are_looked_for_where_the_option_the_variable_or_the_workspace_says(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("KG_TEXTS", str(tmp_path / "variable"))
    assert texts_folder(tmp_path / "given", tmp_path) == tmp_path / "given"
    assert texts_folder(None, tmp_path) == tmp_path / "variable"
    monkeypatch.delenv("KG_TEXTS")
    assert texts_folder(None, tmp_path) == tmp_path / "texts"
