import subprocess

import pytest

from kg.errors import WorkspaceError
from kg.workspace.git import read_revision

FIRST = b"<urn:a> <urn:b> 1 .\n"
SECOND = b"<urn:a> <urn:b> 2 .\n"


def git(folder, *words):
    names = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    subprocess.run(
        ["git", "-C", folder, *names, *words], check=True, capture_output=True
    )


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a workspace in a folder, in two commits."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    top = tmp_path / "repository"
    data = top / "world" / "data"
    data.mkdir(parents=True)
    git(top, "init", "-q")
    (data / "a.ttl").write_bytes(FIRST)
    (data / "notes.txt").write_text("Not Turtle.\n")
    (top / "world" / "other").mkdir()
    (top / "world" / "other" / "b.ttl").write_bytes(FIRST)
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "First")
    git(top, "tag", "v1")
    (data / "a.ttl").write_bytes(SECOND)
    git(top, "commit", "-q", "-a", "-m", "Second")
    return top


@pytest.fixture
def target(tmp_path):
    (tmp_path / "target").mkdir()
    return tmp_path / "target"


def written(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("revision", "content"),
    [("v1:", FIRST), ("HEAD~1:", FIRST), ("HEAD:", SECOND)],
)
def test_the_folder_here_is_written_as_it_was_with_the_files_of_its_graph(
    repository, target, revision, content
):
    found = read_revision(revision, repository / "world", target)
    assert found == target / "world"
    assert written(target) == {"world/data/a.ttl": content}


def test_a_path_leads_from_the_top_of_the_repository(repository, target):
    path = "world/other/b.ttl"
    found = read_revision(f"v1:{path}", repository / "world", target)
    assert found == target / path
    assert written(target) == {path: FIRST}


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("--all:", "'--all' is no git revision; write for example HEAD~1:"),
        ("a b:", "'a b' is no git revision"),
        ("v9:", "'v9' is no revision of the repository "),
        ("v1:../x", "v1:../x: the path must lead down from the top"),
        ("v1:/x", "v1:/x: the path must lead down from the top"),
        ("v1:none", "v1:none: revision v1 has no Turtle file in none"),
    ],
)
def test_a_revision_that_cannot_be_read_is_refused(
    repository, target, spec, message
):
    with pytest.raises(WorkspaceError) as caught:
        read_revision(spec, repository, target)
    assert str(caught.value).startswith(message)
    assert written(target) == {}


def test_a_link_is_not_followed(repository, target):
    link = repository / "world" / "data" / "link.ttl"
    link.symlink_to("/etc/hostname")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "Link")
    with pytest.raises(
        WorkspaceError,
        match=r"^HEAD: world/data/link\.ttl is a link, which is not followed",
    ):
        read_revision("HEAD:", repository / "world", target)


def test_a_folder_outside_every_repository_is_refused(
    tmp_path, target, monkeypatch
):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    with pytest.raises(WorkspaceError, match=r"^git: not a git repository"):
        read_revision("HEAD:", tmp_path / "plain", target)
