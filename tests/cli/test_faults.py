"""Errors that nobody foresaw."""

import os
import subprocess
import sys

import pytest

from kg.cli.faults import EXIT, place, report_fault
from kg.network.measures import Measures
from kg.views import inventory

LINE = (
    "kg: this is a fault of the program, not of yours: {name} ({place}, version {version});"
    " please report it with the command that you gave; --verbose shows where it happened\n"
)
KG = "import sys; from kg.cli import app; app(prog_name='kg')"


class Panic(BaseException):
    """What a panic of a compiled library looks like to Python."""


def version():
    from importlib.metadata import version

    return version("institutional-kg")


@pytest.mark.parametrize(
    "error",
    [ZeroDivisionError("by nought"), RecursionError("too deep"), Panic("index\nout\x1b[2J")],
)
def test_an_error_that_nobody_foresaw_is_one_line_and_exit_code_70(kg, monkeypatch, error):
    def broken(*_):
        raise error

    monkeypatch.setattr(inventory, "take_inventory", broken)
    result = kg("info")
    said = " ".join(str(error).split()).replace("\x1b", "?")
    name = f"{type(error).__name__}: {said}"
    (at,) = {word.strip("(,") for word in result.stderr.split() if word.startswith("(kg.cli.ask:")}
    assert (result.exit_code, result.stdout) == (EXIT, "")
    assert result.stderr == LINE.format(name=name, place=at, version=version())


def test_with_verbose_the_traceback_comes_first(kg, monkeypatch):
    def broken(measures):
        raise KeyError("nobody")

    monkeypatch.setattr(Measures, "communities", broken)
    result = kg("network", "communities", "--verbose")
    assert result.exit_code == EXIT
    assert "Traceback (most recent call last)" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("kg: this is a fault of the program")


def test_a_fault_at_the_import_of_the_command_line_is_reported_as_well(tmp_path):
    (tmp_path / "typer.py").write_text("raise RuntimeError('half installed')\n")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", KG, "info"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (EXIT, "", 1)
    assert "RuntimeError: half installed (kg.cli." in done.stderr


def test_used_up_memory_is_no_fault_of_the_program(kg, monkeypatch):
    def broken(*_):
        raise MemoryError

    monkeypatch.setattr(inventory, "take_inventory", broken)
    result = kg("info")
    assert (result.exit_code, result.stderr) == (
        3,
        "kg: the memory of this machine is used up; a store (kg load) needs less\n",
    )


def test_a_place_is_the_last_step_inside_the_package():
    assert place(None) == "kg"


def test_the_message_of_an_exception_is_cut(capsys):
    report_fault(ValueError("x" * 1000), verbose=False)
    assert len(capsys.readouterr().err) < 500
