"""Messages on stderr."""

import subprocess
import sys

import pytest
from shown import FIXTURE

from kg.cli.messages import is_watched, note, printable


@pytest.mark.parametrize(
    "words",
    [
        ["load", FIXTURE / "data" / "organisations.ttl", "--store"],
        ["build", "--output"],
    ],
)
def test_a_closed_stderr_hinders_nothing(tmp_path, words):
    command = [
        sys.executable,
        "-c",
        "from kg.cli import app; app(prog_name='kg')",
        "--data",
        FIXTURE,
        *words,
        tmp_path / "o",
    ]
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *map(str, command)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, b"")
    assert list((tmp_path / "o").iterdir())


def test_control_characters_are_spelt_out():
    assert (
        printable("a\x1b[2J\tb\nc\u200d é") == "a\\u001b[2J\\u0009b\nc\\u200d é"
    )


def test_a_note_is_a_line_on_stderr(capsys):
    note("done\x07")
    assert capsys.readouterr() == ("", "done\\u0007\n")


def test_without_a_stderr_nothing_is_watched_and_notes_are_lost(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    note("done")
    assert not is_watched()
