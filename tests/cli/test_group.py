"""Errors on their way to an exit code, and global options anywhere on the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shown import FIXTURE, KG

from kg.cli import group
from kg.cli.group import _hoist
from kg.errors import ParameterError
from kg.views import inventory

FULL = "the output cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("words", "hoisted"),
    [
        ("info", "info"),
        ("info --data x --verbose", "--data x --verbose info"),
        ("show --store=x ORG", "--store=x show ORG"),
        ("--data x show ORG -o y", "--data x show ORG -o y"),
        ("show -- --data", "show -- --data"),
        (
            "ask a b=1 --verbose -- --verbose",
            "--verbose ask a b=1 -- --verbose",
        ),
    ],
)
def test_global_options_may_follow_the_command(words, hoisted):
    assert _hoist(words.split()) == hoisted.split()


def test_a_global_option_without_its_value_is_a_usage_error():
    with pytest.raises(ParameterError, match=r"^--store needs a value$"):
        _hoist(["info", "--store"])


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            PermissionError(13, "Permission denied", "/x/y"),
            "/x/y: Permission denied",
        ),
        (
            ConnectionResetError(104, "Connection reset by peer"),
            "the operating system reports: Connection reset by peer",
        ),
        (OSError("out of order"), "the operating system reports: out of order"),
    ],
)
def test_what_the_operating_system_refuses_is_no_internal_error(
    kg, monkeypatch, error, message
):
    def broken(*_):
        raise error

    monkeypatch.setattr(inventory, "take_inventory", broken)
    result = kg("info")
    assert (result.exit_code, result.stdout, result.stderr) == (
        3,
        "",
        f"kg: {message}\n",
    )


def run(*words, **streams):
    return subprocess.run(
        [sys.executable, "-c", KG, *map(str, words)],
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "KG_DATA": str(FIXTURE)},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["info", "--help"], ["info"]]
)
def test_output_to_a_full_disk_is_one_line(words):
    with Path("/dev/full").open("w") as full:
        done = run(*words, stdout=full)
    assert (done.returncode, done.stderr) == (3, f"kg: {FULL}")


@pytest.mark.parametrize(
    ("words", "code"),
    [(["info"], 0), (["show", "Nobody"], 3), (["check"], 0), (["shwo"], 3)],
)
def test_messages_to_a_full_disk_are_lost_and_nothing_else(words, code):
    with Path("/dev/full").open("w") as full:
        done = run(*words, stderr=full)
    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["info", "--help"], ["info"]]
)
def test_a_reader_that_has_gone_is_no_error(words):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        done = run(*words, stdout=nobody)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_stdin_is_reported():
    command = [
        "sh",
        "-c",
        '"$@" <&-',
        "sh",
        sys.executable,
        "-c",
        KG,
        "query",
        "-",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        3,
        "",
        "kg: stdin is closed; give the query in a FILE or with -e\n",
    )


def test_an_interrupt_while_options_are_parsed_has_the_same_message(
    kg, monkeypatch
):
    def pressed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(group, "_hoist", pressed)
    result = kg("info")
    assert (result.exit_code, result.stdout, result.stderr) == (
        130,
        "",
        "kg: interrupted; nothing was left half-written\n",
    )


def test_a_variable_of_shell_completion_changes_nothing(kg):
    plain = kg("ask", "kinds")
    assert plain.exit_code == 0
    completed = kg("ask", "kinds", env={"_KG_COMPLETE": "complete_bash"})
    assert (completed.exit_code, completed.stdout) == (0, plain.stdout)
