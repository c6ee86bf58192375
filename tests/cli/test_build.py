"""The command build, and the files that it makes."""

from shown import add_question as question

from kg.cli.build import _write
from kg.cli.built_files import BuiltFile, list_files


def test_draw_export_and_build_write_whole_files(kg, tmp_path):
    assert kg("draw", "-o", tmp_path / "n.html").exit_code == 0
    assert (tmp_path / "n.html").read_text().startswith("<!doctype html>")
    assert kg("export", tmp_path / "n.csv", "--kind", "part-of").exit_code == 0
    assert len((tmp_path / "n.csv").read_text().splitlines()) == 3
    result = kg("build", "-o", tmp_path / "all")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].endswith("30 answers")
    names = {
        str(p.relative_to(tmp_path / "all"))
        for p in (tmp_path / "all").rglob("*")
        if p.is_file()
    }
    assert {
        "graph.ttl",
        "network.html",
        "network.gexf",
        "summary.md",
        "answers/partners-of.csv",
    } <= names
    summary = (tmp_path / "all" / "summary.md").read_text()
    assert "An invented world" in summary
    assert (
        "(answers/partners-of.csv) | org = https://example.org/id/alder | 3 |"
        in summary
    )
    assert (
        "(answers/shared.csv) | a = https://example.org/id/alder, b = https://example.org/id/birch | 3 |"
        in summary
    )


def test_a_question_that_is_not_answered_leaves_no_older_answer(
    kg, with_facts, tmp_path
):
    folder = question(with_facts(""), b"#+ summary: A | B\nSELECT ?s { ?s a")
    (tmp_path / "all" / "answers").mkdir(parents=True)
    (tmp_path / "all" / "answers" / "own.csv").write_text("s\nof another day\n")
    result = kg("--data", folder, "build", "-o", tmp_path / "all")
    assert (
        result.exit_code,
        (tmp_path / "all" / "answers" / "own.csv").exists(),
    ) == (0, False)
    assert result.stderr.splitlines()[-1].endswith(
        "30 answers; not answered: 1, summary.md says why"
    )
    assert (
        r"| A \| B |  | not answered: the question own: query, line 2, column 13: not valid SPARQL"
        in (tmp_path / "all" / "summary.md").read_text()
    )


def test_the_files_are_made_one_after_another_and_the_summary_last(invented):
    files = list_files(invented)
    assert [file.name for file in files[:3]] == [
        "graph.ttl",
        "network.html",
        "network.gexf",
    ]
    assert {file.name.split("/")[0] for file in files[3:-1]} == {"answers"}
    assert files[-1].name == "summary.md"


def test_a_file_that_is_not_made_is_removed_and_not_listed(tmp_path):
    folder = tmp_path / "built"
    folder.mkdir()
    (folder / "b.csv").write_text("older")
    files = [BuiltFile("a.csv", lambda: b"a"), BuiltFile("b.csv", lambda: None)]
    assert _write(files, folder) == ["a.csv"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "a.csv": b"a"
    }


def test_a_question_whose_examples_name_nothing_here_is_asked_with_others(
    kg, with_facts
):
    text = (
        b"#+ summary: Two\n#+ defaults:\n#+   - one: Nobody at all\n#+   - two: Elm Network\n"
        b"SELECT ?s { ?s ?_one_iri ?_two_iri }"
    )
    folder = question(with_facts(""), text)
    assert kg("--data", folder, "build", "-o", folder / "all").exit_code == 0
    summary = (folder / "all" / "summary.md").read_text()
    asked = "one = https://example.org/id/alder, two = Elm Network"
    assert f"| [Two](answers/own.csv) | {asked} | 0 |" in summary
