"""What the tests of commands share."""

import csv
import io
from pathlib import Path

FIXTURE = Path(__file__).resolve().parent / "fixture"
KG = "from kg.cli import app; app(prog_name='kg')"
"""The program, for a Python of its own."""


def rows(result):
    """Return the rows of a command's csv."""
    assert result.exit_code == 0, result.stderr
    return list(csv.reader(io.StringIO(result.stdout)))


def add_question(folder, text):
    """Give a workspace a question called `own`."""
    (folder / "queries" / "questions").mkdir(parents=True, exist_ok=True)
    (folder / "queries" / "questions" / "own.rq").write_bytes(text)
    return folder
