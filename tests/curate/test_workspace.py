import pytest

from kg.curate.workspace import make_workspace
from kg.errors import ParameterError, WorkspaceError
from kg.trust.check import check_workspace
from kg.workspace.folders import find_workspace

BASE = "https://example.org/w/"


def test_a_new_workspace_is_empty_and_sound(tmp_path):
    marker = make_workspace(
        tmp_path / "w", "A title", BASE, "https://example.org/licence"
    )
    assert marker == tmp_path / "w" / "data" / "dataset.ttl"
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == [
        "data",
        "texts",
    ]
    assert check_workspace(find_workspace(tmp_path / "w")).findings == ()


def test_a_workspace_is_made_once(tmp_path):
    make_workspace(tmp_path / "w", "A title", BASE, None)
    with pytest.raises(
        WorkspaceError, match="is a workspace already; nothing was changed"
    ):
        make_workspace(tmp_path / "w", "Another", BASE, None)


@pytest.mark.parametrize(
    "base", ["w", "ftp://example.org/", "https://example.org/w", "https://a b/"]
)
def test_iris_start_with_an_address_that_ends_with_a_slash(tmp_path, base):
    with pytest.raises(ParameterError, match="cannot be the start of IRIs"):
        make_workspace(tmp_path / "w", "A title", base, None)
    assert not (tmp_path / "w").exists()


def test_a_licence_is_an_iri(tmp_path):
    with pytest.raises(
        ParameterError, match="'CC0' is no IRI; give the licence's own"
    ):
        make_workspace(tmp_path / "w", "A title", BASE, "CC0")
