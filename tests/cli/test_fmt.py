"""The command fmt; canonical form is tested in test_formatting.py."""

from pathlib import Path

import pytest

from kg.cli.fmt import _Change, _near, _write
from kg.errors import WorkspaceError


def test_files_below_the_current_folder_are_named_from_there(
    monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    assert _near(tmp_path / "data" / "a.ttl") == Path("data/a.ttl")
    assert _near(Path("/elsewhere/a.ttl")) == Path("/elsewhere/a.ttl")


def test_a_file_that_another_program_changed_is_left_as_it_is(tmp_path):
    file = tmp_path / "a.ttl"
    file.write_bytes(b"newer")
    with pytest.raises(
        WorkspaceError, match="was changed by another program meanwhile"
    ):
        _write([_Change(file, b"older", b"formatted")], 1)
    assert file.read_bytes() == b"newer"


def test_a_list_of_files_goes_to_stdout_also_where_a_name_is_not_ascii(
    kg, tmp_path, monkeypatch
):
    file = tmp_path / "é.ttl"
    file.write_text("<urn:a>   <urn:b> 1 .")
    monkeypatch.chdir(tmp_path)
    listed = kg("fmt", "--check", file)
    assert (listed.exit_code, listed.stdout) == (1, "é.ttl\n")
    assert listed.stderr == (
        "1 of 1 files are not in canonical form; run kg fmt to format them\n"
    )
