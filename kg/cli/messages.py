"""Messages to the user, on stderr."""

import os
import sys
from typing import TextIO


def printable(message: str) -> str:
    """Return a message whose control characters cannot reach the terminal."""
    return "".join(
        c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}"
        for c in message
    )


def note(message: str) -> None:
    """Write a line to stderr; a stderr that is closed or full stops no command."""
    if sys.stderr is None:  # closed by the shell
        return
    try:
        sys.stderr.write(printable(message) + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Send the rest of a stream's output nowhere.

    So the interpreter can flush it when it exits.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def is_watched() -> bool:
    """Whether stderr is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()
