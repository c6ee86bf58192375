"""The command export."""

from kg.cli.export import _emit_network


def test_stdout_is_a_file_called_minus(kg):
    lines = kg("export", "-", "--format", "nt").stdout.splitlines()
    assert any(
        line.startswith("<https://example.org/dataset> ") for line in lines
    )


def test_every_file_of_an_export_is_written_or_none(kg, tmp_path):
    (tmp_path / "x-nodes.csv").mkdir()
    result = kg("export", tmp_path / "x.csv")
    assert (result.exit_code, [path.name for path in tmp_path.iterdir()]) == (
        3,
        ["x-nodes.csv"],
    )


def test_the_edges_alone_go_to_stdout_and_a_note_says_so(
    kg, capsysbinary, tmp_path
):
    result = kg("export", "-", "--format", "csv", "--kind", "part-of")
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == (
        "the edges only; name a file instead of - to get the organisations in a second file\n"
    )
    _emit_network({tmp_path / "x.gexf": b"x"}, tmp_path / "x.gexf")
    assert (tmp_path / "x.gexf").read_bytes() == b"x"
    assert (
        capsysbinary.readouterr().err.decode()
        == f"wrote {tmp_path / 'x.gexf'}\n"
    )
