"""Exceptions that nobody foresaw, wherever they are raised."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from shown import FIXTURE, KG

import kg
from kg.cli import group
from kg.cli.exits import CRASH, version
from kg.views import inventory

PACKAGE = Path(kg.__file__).resolve().parent
BROKEN = "import kg.views.inventory\ndef broken(*_):\n    return 1 / 0\nkg.views.inventory.take_inventory = broken\n"


class Panic(BaseException):
    """What a panic of a compiled library looks like to Python."""


def place(module, code):
    """Return the place of the only line of a module with some code in it."""
    file = PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py")
    (line,) = [
        n
        for n, text in enumerate(file.read_text().splitlines(), 1)
        if code in text
    ]
    return f"{module}:{line}"


def report(name, place, evidence="the output of --verbose"):
    return (
        f"kg: internal error in {place} (kg {version()}): {name};"
        f" please report this with the command that you ran and {evidence}\n"
    )


def without_frames(traceback):
    return re.sub(r"  File .*\n(    .*\n)*", "", traceback)


def run(code, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KG_DATA": str(FIXTURE), **environment},
        timeout=60,
    )


def endless(*_):
    return endless()


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ZeroDivisionError("by nought"), "ZeroDivisionError: by nought"),
        (KeyError("nobody"), "KeyError: 'nobody'"),
        (EOFError(), "EOFError"),
        (RuntimeError("two\nlines"), "RuntimeError: two lines"),
        (Panic("out\x1b[2J"), f"{Panic.__module__}.Panic: out\\u001b[2J"),
        (ValueError("x" * 1000), "ValueError: " + "x" * 188),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_exception_in_a_command_is_one_line_and_exit_code_70(
    kg, monkeypatch, error, name
):
    def broken(*_):
        raise error

    monkeypatch.setattr(inventory, "take_inventory", broken)
    result = kg("info")
    assert (result.exit_code, result.stdout) == (CRASH, "")
    assert result.stderr == report(
        name, place("kg.cli.ask", "take_inventory(graph")
    )


def test_endless_recursion_is_one_line_as_well(kg, monkeypatch):
    monkeypatch.setattr(inventory, "take_inventory", endless)
    result = kg("info")
    name = "RecursionError: maximum recursion depth exceeded"
    assert (result.exit_code, result.stdout) == (CRASH, "")
    assert result.stderr == report(
        name, place("kg.cli.ask", "take_inventory(graph")
    )


def test_an_exception_in_a_group_of_commands_is_reported_with_its_place(
    kg, monkeypatch
):
    monkeypatch.setattr(
        "kg.network.measures.Measures.communities", lambda _: 1 / 0
    )
    result = kg("network", "communities")
    there = place("kg.cli.network", "measures.communities()")
    assert (result.exit_code, result.stdout) == (CRASH, "")
    assert result.stderr == report("ZeroDivisionError: division by zero", there)


def test_an_exception_while_options_are_parsed_is_reported(kg, monkeypatch):
    monkeypatch.setattr(group, "_hoist", lambda _: 1 / 0)
    result = kg("info")
    there = place("kg.cli.group", "_hoist(args))")
    assert (result.exit_code, result.stdout) == (CRASH, "")
    assert result.stderr == report("ZeroDivisionError: division by zero", there)


@pytest.mark.parametrize(
    "position", [0, 1], ids=["before-the-command", "after-it"]
)
def test_with_verbose_the_traceback_comes_first(kg, monkeypatch, position):
    monkeypatch.setattr(inventory, "take_inventory", lambda *_: 1 / 0)
    words = ["info"]
    words.insert(position, "--verbose")
    result = kg(*words)
    there = place("kg.cli.ask", "take_inventory(graph")
    name = "ZeroDivisionError: division by zero"
    assert (result.exit_code, result.stdout) == (CRASH, "")
    assert without_frames(result.stderr) == (
        f"workspace {FIXTURE} (KG_DATA)\nstore memory\n"
        f"Traceback (most recent call last):\n{name}\n{report(name, there, 'the traceback above')}"
    )


def test_a_process_ends_with_the_line_and_the_code():
    done = run(BROKEN + KG, "info")
    there = place("kg.cli.ask", "take_inventory(graph")
    assert (done.returncode, done.stdout) == (CRASH, "")
    assert done.stderr == report("ZeroDivisionError: division by zero", there)


def test_an_exception_at_import_is_reported(tmp_path):
    (tmp_path / "typer.py").write_text("raise RuntimeError('half installed')\n")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = run(KG, "info", PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (CRASH, "")
    assert done.stderr == report(
        "RuntimeError: half installed", place("kg.cli.app", "import typer")
    )


def test_an_exception_while_the_commands_are_put_together_is_reported():
    broken = "import kg.cli.group as g\ng.get_command = lambda app: 1 / 0\n"
    done = run(broken + KG, "info")
    assert (done.returncode, done.stdout) == (CRASH, "")
    there = place("kg.cli.group", "get_command(self)")
    assert done.stderr == report("ZeroDivisionError: division by zero", there)


@pytest.mark.parametrize("verbose", [False, True])
def test_an_exception_in_the_process_of_a_load_is_reported_with_its_place(
    tmp_path, verbose
):
    (tmp_path / "sitecustomize.py").write_text(
        "import kg.store.rules_on_disk as r\nr.apply_rules_in_bulk = lambda *_, **__: 1 / 0\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    file = FIXTURE / "data" / "organisations.ttl"
    options = ["--verbose"] if verbose else []
    done = run(
        KG, *options, "load", file, "--store", tmp_path / "s", PYTHONPATH=path
    )
    there = place("kg.store.load_worker", "    apply_rules_in_bulk(")
    name = "ZeroDivisionError: division by zero"
    line = report(
        name,
        there,
        "the traceback above" if verbose else "the output of --verbose",
    )
    traceback = (
        f"Traceback (most recent call last):\n{name}\n" if verbose else ""
    )
    assert (done.returncode, done.stdout) == (CRASH, "")
    assert without_frames(done.stderr) == traceback + line
    assert not (tmp_path / "s").exists()


def test_used_up_memory_is_no_internal_error(kg, monkeypatch):
    def broken(*_):
        raise MemoryError

    monkeypatch.setattr(inventory, "take_inventory", broken)
    result = kg("info")
    assert (result.exit_code, result.stdout, result.stderr) == (
        3,
        "",
        "kg: out of memory; a store in a folder (kg load) needs less\n",
    )


def test_only_commands_with_findings_end_with_exit_code_1():
    ends = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and re.search(
                r"\bExit$|SystemExit$|sys\.exit$|_exit$", ast.unparse(node.func)
            ):
                name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
                ends.setdefault(name, set()).add(ast.unparse(node))
    assert ends == {
        "cli.check": {"typer.Exit(FINDINGS)"},
        "cli.verify": {"typer.Exit(FINDINGS)"},
        "cli.diff": {"typer.Exit(FINDINGS)"},
        "cli.fmt": {"typer.Exit(FINDINGS)"},
        "cli.exits": {"SystemExit(CRASH)"},
        "cli.group": {"SystemExit(0)", "SystemExit(code)"},
        "cli.interrupt": {"os._exit(INTERRUPTED)"},
        "store.load_worker": {"os._exit(1)"},
    }


def test_the_version_is_that_of_the_package(kg):
    assert kg("--version").stdout == f"kg {version()}\n"
