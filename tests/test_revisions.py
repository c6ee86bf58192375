"""States of a workspace in a git repository, as `kg diff` reads them."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
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


PREFIX = "@prefix e: <https://example.org/> .\n"
ELMS = """
e:elm e:lease [ e:until "2031" ] ; e:sites ( "north" [ e:name "Elm Hall" ] ) .
e:ash e:lease [ e:until "2032" ] , _:shared .
e:oak e:lease [ e:until "2032" ] , _:shared .
_:shared e:until "2033" ; e:twin _:other .
_:other e:twin _:shared .
[] e:until "2034" .
"""


def differences(kg, tmp_path, old, new):
    """Return the changes from one Turtle text to another, and the exit code."""
    paths = [tmp_path / "old.ttl", tmp_path / "new.ttl"]
    for path, written in zip(paths, (old, new), strict=True):
        path.write_text(PREFIX + written)
    result = kg("diff", *paths, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    for row in rows:
        row.pop("iri")
    return [tuple(row.values()) for row in rows], result.exit_code


def test_isomorphic_files_have_no_differences(kg, tmp_path):
    turtle = ox.RdfFormat.TURTLE
    quads = ox.parse(PREFIX + ELMS, turtle, rename_blank_nodes=True)
    lines = [f"{quad.triple} .\n" for quad in quads]
    other = "".join(sorted(lines))
    assert differences(kg, tmp_path, ELMS, other) == ([], 0)


def test_a_resource_is_removed_together_with_its_nested_blank_nodes(
    kg, tmp_path
):
    _, _, others = ELMS.partition(".\n")
    assert differences(kg, tmp_path, ELMS, others) == (
        [
            (
                "resource removed",
                "https://example.org/elm",
                "2 statements",
                "",
            )
        ],
        1,
    )


def test_a_change_inside_a_nested_blank_node_is_one_of_the_resource_around_it(
    kg, tmp_path
):
    changed = ELMS.replace("Elm Hall", "Elm House")
    assert differences(kg, tmp_path, ELMS, changed) == (
        [
            (
                "https://example.org/sites changed",
                "https://example.org/elm",
                "( north [ https://example.org/name Elm Hall ] )",
                "( north [ https://example.org/name Elm House ] )",
            )
        ],
        1,
    )


def test_a_language_inside_a_nested_blank_node_is_shown(kg, tmp_path):
    old = 'e:elm e:sites [ e:name "Elm" ] .'
    new = 'e:elm e:sites [ e:name "Elm"@en ] .'
    assert differences(kg, tmp_path, old, new) == (
        [
            (
                "https://example.org/sites changed",
                "https://example.org/elm",
                '[<https://example.org/name> "Elm"]',
                '[<https://example.org/name> "Elm"@en]',
            )
        ],
        1,
    )


def test_one_shared_blank_node_differs_from_two_with_the_same_content(
    kg, tmp_path
):
    shared = 'e:elm e:lease _:a . e:ash e:lease _:a . _:a e:until "2031" .'
    apart = (
        'e:elm e:lease [ e:until "2031" ] . e:ash e:lease [ e:until "2031" ] .'
    )
    changes, exit_code = differences(kg, tmp_path, shared, apart)
    assert exit_code == 1
    assert [(what, name) for what, name, _, _ in changes] == [
        ("resource removed", changes[0][1]),
        ("https://example.org/lease changed", "https://example.org/ash"),
        ("https://example.org/lease changed", "https://example.org/elm"),
    ]


def test_equal_blank_nodes_of_one_resource_are_counted(kg, tmp_path):
    one = 'e:elm e:lease [ e:until "2031" ] .'
    two = 'e:elm e:lease [ e:until "2031" ] , [ e:until "2031" ] .'
    assert differences(kg, tmp_path, one, two) == (
        [
            (
                "https://example.org/lease changed",
                "https://example.org/elm",
                "[ https://example.org/until 2031 ]",
                "[ https://example.org/until 2031 ], [ https://example.org/until 2031 ]",
            )
        ],
        1,
    )
