"""Options that several commands have, and the groups that they come in."""

import inspect
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from kg.cli.options import (
    FilterOptions,
    RelationshipOptions,
    TableOptions,
    around,
    grouped,
    texts_folder,
)
from kg.errors import ParameterError
from kg.network.edges import Filters


def test_options_become_filters():
    options = FilterOptions(
        ["member-of"], ["ended"], "2021-01-01", True, "L-DIH", 2
    )
    assert options.filters() == Filters(
        ("member-of",), ("ended",), "2021-01-01", True, "L-DIH", 2
    )
    assert (
        FilterOptions().filters()
        == RelationshipOptions().filters()
        == Filters()
    )
    assert FilterOptions(around="L-DIH").filters() == Filters(
        around="L-DIH", hops=1
    )


@pytest.mark.parametrize(
    ("options", "statuses"),
    [
        (FilterOptions(), ("in-force",)),
        (RelationshipOptions(status=["planned"]), ("planned",)),
        (FilterOptions(on="2021-01-01"), ()),
    ],
)
def test_a_measure_keeps_what_is_in_force_unless_a_status_or_a_day_is_given(
    options, statuses
):
    assert options.filters_of_measure().statuses == statuses


def test_a_measure_of_a_neighbourhood_keeps_the_neighbourhood():
    found = FilterOptions(around="L-DIH", hops=0).filters_of_measure()
    assert found == Filters(statuses=("in-force",), around="L-DIH", hops=0)
    assert around(Filters(), "L-DIH", None) == Filters(around="L-DIH", hops=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            RelationshipOptions(possible=True),
            "--possible goes with --on DATE; give a day",
        ),
        (
            FilterOptions(hops=2),
            "--hops goes with --around ORG; name an organisation",
        ),
        (FilterOptions(on="yesterday"), "'yesterday' is not a date"),
    ],
)
def test_an_option_without_the_one_that_it_belongs_to_is_refused(
    options, message
):
    with pytest.raises(ParameterError, match=message):
        options.filters()


@dataclass(frozen=True, slots=True)
class Group:
    """Two options, one of them required."""

    first: Annotated[str, typer.Option("--first")]
    second: Annotated[int, typer.Option("--second")] = 2


def test_the_options_of_a_group_stand_where_the_command_takes_it():
    taken = []
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    @app.command()
    @grouped
    def command(
        name: str, *, group: Group, top: int = 3, table: TableOptions
    ) -> None:
        """Do something."""
        taken.append((name, group, top, table))

    names = ["name", "first", "second", "top", "form", "output"]
    assert (list(inspect.signature(command).parameters), command.__doc__) == (
        names,
        "Do something.",
    )
    words = ["x", "--first", "a", "--top", "1", "--format", "csv"]
    result = CliRunner().invoke(app, words)
    assert (result.exit_code, result.output) == (0, "")
    assert taken == [("x", Group("a", 2), 1, TableOptions("csv", None))]
    missing = CliRunner().invoke(app, ["x"])
    assert (
        missing.exit_code,
        "Missing option '--first'" in missing.stderr,
    ) == (2, True)


def test_texts_are_looked_for_where_the_option_the_variable_or_the_workspace_says(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("KG_TEXTS", str(tmp_path / "variable"))
    assert texts_folder(tmp_path / "given", tmp_path) == tmp_path / "given"
    assert texts_folder(None, tmp_path) == tmp_path / "variable"
    monkeypatch.delenv("KG_TEXTS")
    assert texts_folder(None, tmp_path) == tmp_path / "texts"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["network", "rank", "--hops", "3"],
            "kg: --hops goes with --around ORG; name an organisation\n",
        ),
        (
            ["network", "summary", "--possible"],
            "kg: --possible goes with --on DATE; give a day\n",
        ),
        (
            ["draw", "-o", "x.html", "--hops", "1"],
            "kg: --hops goes with --around ORG; name an organisation\n",
        ),
    ],
)
def test_an_option_without_the_one_it_belongs_to_is_a_usage_error(
    kg, words, message
):
    result = kg(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)
