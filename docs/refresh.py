"""Run the `$ kg …` examples in README.md and docs/ in a terminal of 100 columns, and write what they print.

    python docs/refresh.py            write
    python docs/refresh.py --check    say which files differ, exit 1

Files can be named; otherwise it is all of them.

A block that starts with ```console holds commands, each followed by its output. The blocks
of a file run one after another in one empty folder.
"""

import importlib
import os
import pty
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
COLUMNS = "100"
CRASH = 70
"""The exit code of a command with a fault in it."""
KG = [
    sys.executable,
    "-c",
    "import sys; sys.argv[0] = 'kg'; from kg.cli import app; app()",
]
UNQUOTED = re.compile(r"'[^']*'|\"[^\"$`]*\"")
SHELL = re.compile(r"[|><;&$`*?]")
IMPORTED = (
    "kg.cli",
    "kg.graph",
    "networkx",
    "igraph",
    "pyshacl",
    "pyvis.network",
    "rich.table",
)
"""What most commands import."""


def pages() -> list[Path]:
    """Return the files with examples."""
    return [
        path
        for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
        if "```console" in path.read_text("utf-8")
    ]


def refresh(text: str) -> str:
    """Return a page with the output of its commands as it is now."""
    with tempfile.TemporaryDirectory() as folder:

        def run(match: re.Match[str]) -> str:
            commands = [
                line for line in match[1].splitlines() if line.startswith("$ ")
            ]
            return "".join(
                f"{command}\n{in_terminal(command[2:], Path(folder))}"
                for command in commands
            )

        return BLOCK.sub(run, text)


def in_terminal(command: str, folder: Path) -> str:
    """Return what a line of shell shows on a terminal of its own.

    A plain `kg` command runs in a copy of this process, which has the package imported
    already; what needs a shell is given to one, with `kg` being the package under this
    interpreter.

    Raises:
        SystemExit: the command crashed, which no page should show.
    """
    words = (
        None
        if SHELL.search(UNQUOTED.sub("", command))
        else shlex.split(command)
    )
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.environ.update({"COLUMNS": COLUMNS, "TERM": "dumb"})
        if words and words[0] == "kg":
            _run(words)
        shell = f'kg() {{ {shlex.join(KG)} "$@"; }}; {command}'
        os.execvp("sh", ["sh", "-c", shell])
    shown = _read_all(terminal)
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    if os.waitstatus_to_exitcode(status) == CRASH:
        raise SystemExit(f"{command}: a fault of the program is no output")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8"))
    return plain.replace("\r\n", "\n").replace("\r", "")


def _run(words: list[str]) -> NoReturn:
    """Run a `kg` command in this process, and end it."""
    from kg.cli import app

    sys.argv = words
    code = CRASH
    try:
        app()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _read_all(terminal: int) -> bytes:
    shown = b""
    while chunk := _read(terminal):
        shown += chunk
    return shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side is closed
        return b""


def prepare() -> None:
    """Import what commands need, once for all of them, and forget what this session has set."""
    for name in [name for name in os.environ if name.startswith("KG_")]:
        del os.environ[name]
    for module in IMPORTED:
        importlib.import_module(module)


def main() -> int:
    named = [
        Path(word).resolve()
        for word in sys.argv[1:]
        if not word.startswith("-")
    ]
    prepare()
    stale = []
    for page in named or pages():
        text = page.read_text("utf-8")
        fresh = refresh(text)
        if fresh != text:
            stale.append(page)
            if "--check" not in sys.argv:
                page.write_text(fresh, "utf-8")
    print(
        *(
            f"{'stale' if '--check' in sys.argv else 'wrote'}: {page.relative_to(ROOT)}"
            for page in stale
        ),
        sep="\n",
    )
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
