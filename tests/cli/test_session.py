"""The global options of one run."""

import pytest

from kg.cli.session import Session


@pytest.mark.parametrize(
    ("option", "variable", "place"),
    [("a", "b", "a"), (None, "b", "b"), (None, None, None)],
)
def test_a_store_is_named_by_the_option_or_the_variable(
    monkeypatch, option, variable, place
):
    monkeypatch.delenv("KG_STORE", raising=False)
    if variable:
        monkeypatch.setenv("KG_STORE", variable)
    assert Session(store=option).place == place


def test_workspace_and_store_are_named_on_request(
    kg, capsys, root, monkeypatch
):
    monkeypatch.delenv("KG_STORE", raising=False)
    fixture = root / "tests" / "fixture"
    assert Session(fixture).workspace().root == fixture
    assert capsys.readouterr() == ("", "")
    graph = Session(fixture, verbose=True).open()
    assert graph.workspace.root == fixture
    assert capsys.readouterr() == (
        "",
        f"workspace {fixture} (--data)\nstore memory\n",
    )
