"""The command diff; changes are tested in test_changes.py, revisions in test_revisions.py."""

import pytest

from kg.cli.diff import _snapshot
from kg.cli.session import Session
from kg.errors import WorkspaceError


def test_a_workspace_and_one_of_its_files_can_be_compared(root, kg):
    fixture = root / "tests" / "fixture"
    whole = _snapshot(Session(fixture), "")
    assert _snapshot(Session(), str(fixture)) == whole
    assert (
        _snapshot(Session(fixture), str(fixture / "data" / "organisations.ttl"))
        != whole
    )


def test_what_is_neither_a_file_nor_a_revision_is_refused(root):
    with pytest.raises(
        WorkspaceError,
        match=r"^nowhere: no such file or folder; a git revision",
    ):
        _snapshot(Session(root / "tests" / "fixture"), "nowhere")
