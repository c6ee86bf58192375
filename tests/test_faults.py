"""A full disk, a folder that cannot be written to, a kill at any moment, Ctrl-C: the old files are whole afterwards."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

KG = "from kg.cli import app; app(prog_name='kg')"
LIMITED = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); "
    + KG
)
KILLED = """
import os, signal, sys
folder, fatal, seen = sys.argv.pop(1), int(sys.argv.pop(1)), 0
def count(event, arguments):
    global seen
    written = event in ("os.rename", "os.remove", "os.mkdir", "os.chmod") or (event == "open" and arguments[2] & 1)
    if written and str(arguments[0]).startswith(folder):
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
"""
WITHOUT_OVERRIDE = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # root, too, then keeps to the modes of files
os.execv(sys.executable, [sys.executable, "-c", "from kg.cli import app; app(prog_name='kg')", *sys.argv[1:]])
"""


@pytest.fixture
def workspace(tmp_path, root):
    folder = tmp_path / "workspace"
    shutil.copytree(root / "tests" / "fixture", folder)
    (folder / "data" / "untidy.ttl").write_text(
        "@prefix id: <https://w3id.org/institutional-kg/id/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'id:zebra a <http://www.w3.org/ns/org#FormalOrganization>; skos:prefLabel "Zebra"@en .\n'
    )
    return folder


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def run(code, *arguments, **options):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,
    )


COMMANDS = {
    "add": ["add", "organisation", "Quagga Institute"],
    "fmt": ["fmt"],
    "export": ["export", "OUT/graph.ttl"],
    "build": ["build", "-o", "OUT/built"],
}


def arguments_of(command, workspace):
    out = workspace / "out"
    out.mkdir(exist_ok=True)
    return [
        "--data",
        workspace,
        *(a.replace("OUT", str(out)) for a in COMMANDS[command]),
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_full_disk_one_line_says_so_and_the_old_files_are_whole(
    workspace, command
):
    arguments = arguments_of(command, workspace)
    (workspace / "out" / "graph.ttl").write_text("old")
    before = contents(workspace)
    done = run(LIMITED, *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "cannot be written: " in done.stderr
    assert "File too large" in done.stderr
    assert contents(workspace) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_in_a_folder_that_cannot_be_written_to_one_line_says_so(
    workspace, command
):
    arguments = arguments_of(command, workspace)
    before = contents(workspace)
    folders = [
        workspace / "data",
        workspace / "data" / "facts",
        workspace / "out",
    ]
    for folder in folders:
        folder.chmod(0o555)
    done = run(WITHOUT_OVERRIDE, *arguments)
    for folder in folders:
        folder.chmod(0o755)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "Permission denied" in done.stderr
    assert contents(workspace) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_any_moment_of_writing_the_old_files_or_the_new_ones_are_whole(
    workspace, tmp_path, command
):
    arguments = arguments_of(command, workspace)
    before = contents(workspace)
    shutil.copytree(workspace, tmp_path / "kept")
    assert run(KG, *arguments).returncode == 0
    after = contents(workspace)
    assert after != before
    kills = 0
    for moment in (1, 2, 3, 60):
        shutil.rmtree(workspace)
        shutil.copytree(tmp_path / "kept", workspace)
        killed = run(KILLED + KG, workspace, moment, *arguments).returncode
        kills += killed == -signal.SIGKILL
        found = {
            path: content
            for path, content in contents(workspace).items()
            if not path.name.startswith(".")
        }
        assert before.keys() <= found.keys()
        assert all(
            content in (before.get(path), after.get(path))
            for path, content in found.items()
        )
    assert kills >= 2


def test_output_to_a_full_device_ends_with_one_line(root):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", KG, "--data", root, "info"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        3,
        "kg: the output cannot be written: No space left on device\n",
    )


HEAVY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


PRESSED_WHILE_IMPORTING = """
import builtins, os, signal
inner = builtins.__import__
def pressing(name, *rest, **named):
    if name == "typer":
        os.kill(os.getpid(), signal.SIGINT)
    return inner(name, *rest, **named)
builtins.__import__ = pressing
import kg.cli
"""


def test_ctrl_c_while_modules_are_imported_ends_with_the_same_line():
    done = subprocess.run(
        [sys.executable, "-c", PRESSED_WHILE_IMPORTING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        130,
        "",
        "kg: interrupted; nothing was left half-written\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [["query", "-"], ["query", "-e", HEAVY]],
    ids=["waiting", "inside-a-query"],
)
def test_ctrl_c_ends_quickly_with_one_line(
    root, arguments, start, children_cpu
):
    started = start(
        [sys.executable, "-c", KG, "--data", str(root), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    assert started.poll() is None
    started.send_signal(signal.SIGINT)
    out, said = started.communicate(timeout=30)
    assert children_cpu() < 5
    assert (started.returncode, out, said) == (
        130,
        "",
        "kg: interrupted; nothing was left half-written\n",
    )
