"""States of a workspace in a git repository, as `kg diff` reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest

FIXTURE = Path(__file__).resolve().parent / "fixture"


def git(folder, *words):
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository with the invented world in a folder of it, committed."""
    shutil.copytree(FIXTURE, tmp_path / "top" / "world")
    git(tmp_path, "init", "-q", "top")
    git(tmp_path / "top", "add", "-A")
    git(tmp_path / "top", "commit", "-q", "-m", "one")
    return tmp_path / "top"


def test_a_workspace_is_compared_with_a_revision_of_it(kg, repository):
    world = repository / "world"
    assert kg("--data", world, "diff", "HEAD:").exit_code == 0
    (world / "data" / "more.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n")
    changed = kg("--data", world, "diff", "HEAD:")
    assert (changed.exit_code, "resource added" in changed.stdout) == (1, True)


def test_what_git_tells_a_hook_of_another_repository_misleads_nobody(kg, repository, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "index"))
    assert kg("--data", repository / "world", "diff", "HEAD:").exit_code == 0


def test_a_fault_in_a_revision_is_placed_in_that_revision(kg, repository):
    (repository / "world" / "data" / "odd.ttl").write_text("<urn:a> a .\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "odd")
    (repository / "world" / "data" / "odd.ttl").unlink()
    result = kg("--data", repository / "world", "diff", "HEAD:")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("kg: HEAD/world/data/odd.ttl:1:11: ")


@pytest.mark.parametrize(("spec", "message"), [("HEAD~9:", "'HEAD~9' is no revision"), ("--help:", "is no git revision"),
                                               ("HEAD:../x", "must lead down")])  # fmt: skip
def test_a_revision_that_is_none_is_told(kg, repository, spec, message):
    result = kg("--data", repository / "world", "diff", "--", spec)
    assert (result.exit_code, result.stdout) == (3, "")
    assert message in result.stderr
