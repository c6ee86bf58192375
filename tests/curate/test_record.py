import pytest

from kg.curate.organisation import NewOrganisation, draft_organisation
from kg.curate.record import editing, record
from kg.errors import TurtleError, WorkspaceError
from kg.rdf.canonical import canonical_file
from kg.trust.check import check_workspace
from kg.workspace.folders import Workspace, bundled

NEW = NewOrganisation("Lamp Workshop")


def test_a_draft_is_written_in_canonical_form(workspace):
    with editing(workspace) as store:
        recorded = record(
            workspace, store, draft_organisation(store, NEW), None
        )
    path = workspace.root / "data" / "organisations.ttl"
    assert (recorded.path, recorded.warnings) == (path, ())
    before, after = canonical_file(path)
    assert before == after
    assert b"Lamp Workshop" in after
    assert check_workspace(workspace).findings == ()


def test_drafts_follow_one_another_in_one_reading(workspace):
    with editing(workspace) as store:
        for name in ("Lamp Workshop", "Wick Workshop"):
            record(
                workspace,
                store,
                draft_organisation(store, NewOrganisation(name)),
                None,
            )
    content = (workspace.root / "data" / "organisations.ttl").read_text("utf-8")
    assert content.count("Workshop") == 2


def test_a_file_in_another_layout_is_written_whole(workspace):
    path = workspace.root / "data" / "organisations.ttl"
    path.write_text(path.read_text("utf-8").replace("\n\n", "\n"), "utf-8")
    with editing(workspace) as store:
        record(workspace, store, draft_organisation(store, NEW), None)
    before, after = canonical_file(path)
    assert before == after


def test_a_file_with_a_comment_is_left_alone(workspace):
    path = workspace.root / "data" / "organisations.ttl"
    path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")
    before = path.read_bytes()
    with (
        editing(workspace) as store,
        pytest.raises(TurtleError, match="has a comment"),
    ):
        record(workspace, store, draft_organisation(store, NEW), None)
    assert path.read_bytes() == before


def test_a_file_that_another_program_changes_meanwhile_is_left_alone(
    workspace, monkeypatch
):
    from kg.curate import record as module

    path = workspace.root / "data" / "organisations.ttl"
    own = module.examine

    def slow(*arguments):
        found = own(*arguments)
        path.write_bytes(path.read_bytes() + b"\n")
        return found

    monkeypatch.setattr(module, "examine", slow)
    with (
        editing(workspace) as store,
        pytest.raises(WorkspaceError, match="by another program meanwhile"),
    ):
        record(workspace, store, draft_organisation(store, NEW), None)
    assert b"Lamp" not in path.read_bytes()


def test_what_is_installed_is_not_edited(monkeypatch, tmp_path):
    from kg.workspace import folders

    monkeypatch.setattr(
        folders, "__file__", str(tmp_path / "kg" / "workspace" / "folders.py")
    )
    (tmp_path / "kg" / "_bundled" / "data").mkdir(parents=True)
    installed = Workspace(bundled(), "test")
    with (
        pytest.raises(WorkspaceError, match="belongs to the installed program"),
        editing(installed),
    ):
        pass
