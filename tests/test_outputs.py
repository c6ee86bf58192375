"""The comparison of all outputs of two versions: what it runs, and that it overlooks nothing."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from benchmarks.outputs import __main__ as command
from benchmarks.outputs.cases import Given, expand, find_cases, fits, read_plan
from benchmarks.outputs.compare import (
    Difference,
    Explanation,
    compare_outputs,
    read_explanations,
    report,
    show_difference,
)
from benchmarks.outputs.inputs import keep_inputs
from benchmarks.outputs.write import Wanted, write_outputs
from kg.cli import app

CHEAP = [
    "fixture/info_--format_csv",
    "none/init",
    "none/export_--help",
    "proven/draw_*moved*",
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Outputs of some commands, written twice."""
    folder = tmp_path_factory.mktemp("outputs")
    keep_inputs(folder / "inputs", organisations=20)
    for name in ("before", "after"):
        wanted = Wanted(
            kg=Path(sys.executable).with_name("kg"),
            target=folder / name,
            inputs=folder / "inputs",
            texts=None,
            only=CHEAP,
            jobs=2,
        )
        assert write_outputs(wanted) == len(CHEAP)
    return folder


@pytest.fixture
def copied(written, tmp_path):
    """Outputs that a test may change."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return tmp_path


def compare(folder, monkeypatch, capsys, explained):
    """Run the command as a user does; return its exit code and what it prints."""
    (folder / "why.json").write_text(json.dumps(explained))
    words = [
        "compare",
        folder / "before",
        folder / "after",
        "--explained",
        folder / "why.json",
    ]
    monkeypatch.setattr(sys, "argv", ["outputs", *map(str, words)])
    return command.main(), capsys.readouterr().out.splitlines()


def test_two_runs_write_the_same_bytes(written):
    compared = compare_outputs(written / "before", written / "after", [], [])
    assert (compared.left, compared.counts.keys()) == ([], {"equal"})
    assert compared.counts["equal"] > 20


def test_what_a_command_writes_is_kept_without_the_paths_of_its_run(written):
    info = written / "before" / "fixture" / "info_--format_csv"
    assert (
        info / "exit"
    ).read_text() == "kg --data SCRATCH/fixture info --format csv\n0\n"
    assert (
        (info / "stdout")
        .read_text()
        .startswith("what,value,count\nworkspace,SCRATCH/fixture (")
    )
    init = written / "before" / "none" / "init"
    assert (init / "03-exit").read_text() == "kg init plain\n3\n"
    assert (init / "files" / "full" / "data" / "dataset.ttl").is_file()


def test_the_data_of_a_page_is_kept_apart_from_its_program(written):
    (page,) = (written / "before").rglob("page.html")
    data = page.with_name("page.html.data").read_bytes()
    markup = page.with_name("page.html.markup").read_bytes()
    assert b"Lantern Institute" in data
    assert data.startswith(b'type="application/json"')
    assert markup.count(b"<script") == page.read_bytes().count(b"</script>")
    assert b"function" not in markup


def test_a_changed_byte_and_a_missing_and_a_new_file_are_found(
    copied, monkeypatch, capsys
):
    stdout = copied / "after" / "none" / "export_--help" / "stdout"
    stdout.write_bytes(stdout.read_bytes().replace(b"GraphML", b"GraphmL", 1))
    (copied / "after" / "none" / "init" / "01-stderr").unlink()
    (copied / "after" / "none" / "init" / "new").write_text("")
    code, lines = compare(copied, monkeypatch, capsys, [])
    assert code == 1
    assert lines[0] == "different  none/export_--help/stdout"
    assert lines[-1] == "not explained: 1 missing, 1 new, 1 different"
    assert [line for line in lines if line.startswith(("missing", "new"))] == [
        "missing  none/init/01-stderr",
        "new  none/init/new",
    ]


def test_a_difference_that_is_explained_is_counted_and_no_fault(
    copied, monkeypatch, capsys
):
    (copied / "after" / "none" / "init" / "01-stderr").write_text(
        "now in other words\n"
    )
    explained = [
        {"path": "none/init/*", "reason": "init speaks plainly"},
        {"path": "*.gexf", "reason": "no network has changed"},
    ]
    code, lines = compare(copied, monkeypatch, capsys, explained)
    assert code == 0
    assert lines[:2] == [
        "1 explained  none/init/*: init speaks plainly",
        "0 explained  *.gexf: no network has changed",
    ]
    assert lines[-1] == "not explained: 0 missing, 0 new, 0 different"


def test_an_explained_text_hides_no_other_difference(tmp_path):
    contents = {
        "before": ["38 checks", "38 checks, 1 fault", "none"],
        "after": ["39 checks", "39 checks, 2 faults", "none"],
    }
    for name, texts in contents.items():
        for number, text in enumerate(texts):
            path = tmp_path / name / "world" / str(number) / "stderr"
            path.parent.mkdir(parents=True)
            path.write_text(text)
    more = Explanation(
        "*/stderr", "there is one more check", "38 checks", "39 checks"
    )
    compared = compare_outputs(
        tmp_path / "before", tmp_path / "after", [more], []
    )
    lines = [
        "    from line 1: 1 lines before, 1 after",
        "    - 39 checks, 1 fault",
        "    + 39 checks, 2 faults",
    ]
    assert compared.left == [Difference("world/1/stderr", "different", lines)]
    assert compared.counts == {"equal": 1, "explained": 1, "different": 1}
    assert report(compared, [more])[4] == (
        "1 explained  */stderr ('38 checks' is now '39 checks'): there is one more check"
    )


def test_a_difference_in_a_long_line_is_shown_where_it_is():
    before = b"first\n" + b"x" * 500 + b"old" + b"y" * 500 + b"\nlast"
    lines = show_difference(before, before.replace(b"old", b"new"))
    assert lines == [
        "    from line 2: 1 lines before, 1 after",
        f"    - …{'x' * 40}old{'y' * 97}…",
        f"    + …{'x' * 40}new{'y' * 97}…",
    ]
    assert show_difference(b"a\r\n\xff", b"a\n\xff") == [
        "    from line 1: 1 lines before, 1 after",
        "    - a\r",
        "    + a",
    ]


def test_an_only_counts_for_both_sides_of_a_comparison(tmp_path):
    for path in ("before/a/x/stdout", "after/a/y/stdout"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("")
    compared = compare_outputs(
        tmp_path / "before", tmp_path / "after", [], ["x*"]
    )
    assert compared.left == [Difference("a/x/stdout", "missing")]
    assert (
        report(compared, [])[-1]
        == "not explained: 1 missing, 0 new, 0 different"
    )


def test_a_pattern_fits_the_command_with_or_without_its_world():
    name = "fixture/export_graph.ttl"
    assert [fits(name, [p]) for p in ("export*", "fixture/*", "graph*")] == [
        True,
        True,
        False,
    ]
    assert fits(name, [])


def test_a_line_is_repeated_for_each_combination_of_values():
    values = {"a": ["1", "2 {b}"], "b": ["x", "y"]}
    assert expand("{a} {b}", values) == ["1 x", "1 y", "2 x x", "2 y y"]


def test_every_placeholder_has_values_and_every_command_its_help(tmp_path):
    questions = {"about": ["org"], "shared": ["a", "b"]}
    cases = find_cases(
        read_plan(), Given(tmp_path, questions, ["untrimmed"], True)
    )
    lines = {line for case in cases for line in case.lines}
    assert {
        f"{command} --help".strip() for command in commands_of(app)
    } <= lines
    assert "ask shared a=list b='University of Luxembourg' --format md" in lines


def commands_of(app):
    """Return the words of every command and group."""
    import typer

    found = [""]
    waiting = [("", typer.main.get_command(app))]
    for words, group in waiting:
        for name, inner in getattr(group, "commands", {}).items():
            found.append(f"{words} {name}".strip())
            waiting.append((found[-1], inner))
    return found


def test_the_explanations_say_why(root):
    explanations = read_explanations(
        root / "benchmarks" / "outputs-explained.json"
    )
    assert [one.path for one in explanations if len(one.reason) < 10] == []


def test_inputs_that_are_there_stay_as_they_are(tmp_path):
    (tmp_path / "kept").mkdir()
    keep_inputs(tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []
