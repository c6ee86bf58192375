"""Run the `$ kg …` examples in README.md and docs/ in a terminal of 100 columns, and write what they print.

    python docs/refresh.py            write
    python docs/refresh.py --check    say which files differ, exit 1

A block that starts with ```console holds commands, each followed by its output. The blocks of a file run one after
another in one empty folder.
"""

import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
COLUMNS = "100"


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
            commands = [line for line in match[1].splitlines() if line.startswith("$ ")]
            return "".join(
                f"{command}\n{in_terminal(command[2:], Path(folder))}" for command in commands
            )

        return BLOCK.sub(run, text)


def in_terminal(command: str, folder: Path) -> str:
    """Return what a line of shell shows on a terminal, with `kg` being the package under this interpreter."""
    kg = [sys.executable, "-c", "import sys; sys.argv[0] = 'kg'; from kg.cli import app; app()"]
    arguments = ["sh", "-c", f'kg() {{ {shlex.join(kg)} "$@"; }}; {command}']
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")} | {
        "COLUMNS": COLUMNS,
        "TERM": "dumb",
    }
    leader, follower = pty.openpty()
    shown = b""
    with subprocess.Popen(arguments, stdout=follower, stderr=follower, cwd=folder, env=environment):
        os.close(follower)
        while chunk := _read(leader):
            shown += chunk
    os.close(leader)
    return re.sub(
        r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8").replace("\r\n", "\n")
    ).replace("\r", "")


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:
        return b""


def main() -> int:
    stale = []
    for page in pages():
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
