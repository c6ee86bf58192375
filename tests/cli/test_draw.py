"""The command draw."""

import re

import pytest

from kg.cli.draw import _check_reduction
from kg.errors import ParameterError
from kg.network.measures import Measures


def test_a_page_with_texts_of_other_sources_is_not_made(kg, tmp_path):
    (tmp_path / "other.txt").write_text("x")
    result = kg("draw", "-o", tmp_path / "x.html", "--texts", tmp_path)
    assert (result.exit_code, result.stderr) == (
        3,
        f"kg: {tmp_path}: holds none of the 3 texts, such as first.txt\n",
    )
    assert not (tmp_path / "x.html").exists()


@pytest.mark.parametrize(
    ("options", "nodes"),
    [(["--top", "4"], 4), (["--collapse", "communities"], None), ([], 8)],
)
def test_a_page_holds_what_was_asked_for_and_says_what_is_left_out(
    kg, invented, tmp_path, options, nodes
):
    result = kg("draw", "-o", tmp_path / "x.html", *options)
    drawn = re.findall(
        r'"x":-?[\d.]+,"y":', (tmp_path / "x.html").read_text("utf-8")
    )
    assert len(drawn) == (
        len(Measures(invented.project()).communities())
        if nodes is None
        else nodes
    )
    assert ("kg: drawn: " in result.stderr) == bool(options)


@pytest.mark.parametrize(
    ("top", "collapse", "message"),
    [
        (3, "communities", "--top and --collapse exclude each other; give one"),
        (None, "all", "--collapse all: only communities can be collapsed"),
    ],
)
def test_reductions_that_exclude_each_other_or_are_not_known_are_refused(
    top, collapse, message
):
    with pytest.raises(ParameterError, match=message):
        _check_reduction(top, collapse)
