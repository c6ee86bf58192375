"""Progress bars."""

import io
import re
from contextlib import redirect_stderr

import pytest

from kg.cli.progress import load_progress, progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A terminal, to take the place of stderr."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    return Terminal()


def lines(terminal):
    """Return the lines that were drawn one over the other."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_steps_are_counted_and_named(terminal):
    with redirect_stderr(terminal), progress(2, "building") as advance:
        advance("graph.ttl")
        advance("a-name-of-more-than-thirty-two-letters.csv")
    named = r"building a-name-of-more-than-thirty-two-l ━+ 2/2 \d:\d\d:\d\d"
    assert re.fullmatch(r"building ━+ 0/2 \d:\d\d:\d\d", lines(terminal)[0])
    assert re.fullmatch(named, lines(terminal)[-1])


def test_bytes_and_steps_of_a_load_are_shown(terminal):
    with redirect_stderr(terminal), load_progress(2000) as report:
        report({"file": "some/folder/data.ttl"})
        report({"bytes": 1000})
        report({"rule": "20-superproperty.rq"})
    assert re.fullmatch(
        r"rule 20-superproperty.rq      ━+[╸╺]?━+ 1.0/2.0 kB .* \d:\d\d:\d\d",
        lines(terminal)[-1],
    )


def test_without_a_terminal_nothing_is_shown(capsys):
    with progress(2, "building") as advance:
        advance("graph.ttl")
    with load_progress(2000) as report:
        report({"bytes": 1000})
    assert capsys.readouterr() == ("", "")
