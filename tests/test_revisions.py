"""States of a workspace in a git repository, as `kg diff` reads them."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FIXTURE = Path(__file__).resolve().parent / "fixture"


def git(folder, *words):
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(
        ["git", "-C", str(folder), *who, *words],
        check=True,
        capture_output=True,
    )


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


def test_what_git_tells_a_hook_of_another_repository_misleads_nobody(
    kg, repository, monkeypatch
):
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "index"))
    assert kg("--data", repository / "world", "diff", "HEAD:").exit_code == 0


def test_branches_may_be_called_as_git_allows(kg, repository):
    git(repository, "branch", "feature/#12,x")
    assert (
        kg("--data", repository / "world", "diff", "feature/#12,x:").exit_code
        == 0
    )


def test_names_of_files_need_not_be_utf8(kg, repository):
    odd = os.fsdecode(b"caf\xe9.ttl")
    (repository / "world" / "data" / odd).write_text(
        "<urn:a> <urn:b> <urn:c> .\n"
    )
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "odd")
    assert kg("--data", repository / "world", "diff", "HEAD:").exit_code == 0


def test_a_link_in_a_revision_is_refused_by_name(kg, repository):
    (repository / "world" / "data" / "link.ttl").symlink_to("sources.ttl")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "link")
    result = kg("--data", repository / "world", "diff", "HEAD:")
    assert (result.exit_code, result.stderr) == (
        3,
        "kg: HEAD: world/data/link.ttl is a link, which is not followed in a revision; compare folders\n",
    )


def test_a_revision_of_no_workspace_is_not_one_of_the_bundled_data(
    kg, repository, monkeypatch
):
    monkeypatch.delenv("KG_DATA")
    monkeypatch.chdir(repository)
    result = kg("diff", "HEAD:", "world")
    assert (result.exit_code, result.stderr) == (
        3,
        "kg: HEAD: is of no workspace; name one with --data DIR, or give HEAD:PATH\n",
    )
    assert kg("diff", "HEAD:world", "world").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (
            '"Alder Agency"@en',
            '"Alder Agency"@fr',
            ("organisation renamed", '"Alder Agency"@en', '"Alder Agency"@fr'),
        ),
        (
            'kg:startEarliest "2019-01-01"^^xsd:date',
            'kg:startEarliest "2019-01-01"',
            ("start changed", None, None),
        ),
    ],
)
def test_a_change_that_is_not_seen_in_the_text_is_shown_in_full(
    kg, repository, old, new, change
):
    for file in (repository / "world" / "data").rglob("*.ttl"):
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    changes = list(
        csv.DictReader(
            io.StringIO(
                kg(
                    "--data",
                    repository / "world",
                    "diff",
                    "HEAD:",
                    "--format",
                    "csv",
                ).stdout
            )
        )
    )
    assert change[0] in {row["change"] for row in changes}
    assert all(row["before"] != row["after"] for row in changes)
    assert change[1] is None or change in {
        (row["change"], row["before"], row["after"]) for row in changes
    }


def test_a_fault_in_a_revision_is_placed_in_that_revision(kg, repository):
    (repository / "world" / "data" / "odd.ttl").write_text("<urn:a> a .\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "odd")
    (repository / "world" / "data" / "odd.ttl").unlink()
    result = kg("--data", repository / "world", "diff", "HEAD:")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("kg: HEAD/world/data/odd.ttl:1:11: ")


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("HEAD~9:", "'HEAD~9' is no revision"),
        ("--help:", "is no git revision"),
        ("HEAD:../x", "must lead down"),
    ],
)
def test_a_revision_that_is_none_is_told(kg, repository, spec, message):
    result = kg("--data", repository / "world", "diff", "--", spec)
    assert (result.exit_code, result.stdout) == (3, "")
    assert message in result.stderr
