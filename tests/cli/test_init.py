"""The command init; the workspaces that it makes are tested in test_workspace.py of the curate room."""

from kg.cli.init import init


def test_the_next_step_is_shown_with_the_folder_as_a_shell_takes_it(
    tmp_path, capsys
):
    folder = tmp_path / "two words"
    init(folder)
    quoted = f"'{folder}'"
    assert capsys.readouterr() == (
        "",
        f"wrote {folder}/data/dataset.ttl; IRIs start with https://example.org/two-words/"
        " (choose your own with --base before you add)\n"
        f"next: put a document into {quoted}/texts,"
        f" then: kg --data {quoted} add source {quoted}/texts/FILE --title …\n",
    )


def test_a_base_of_ones_choice_needs_no_advice(tmp_path, capsys):
    init(tmp_path / "x", title="A title", base="https://example.org/mine/")
    first, _ = capsys.readouterr().err.splitlines()
    assert (
        first
        == f"wrote {tmp_path}/x/data/dataset.ttl; IRIs start with https://example.org/mine/"
    )
    assert "A title" in (tmp_path / "x" / "data" / "dataset.ttl").read_text()
