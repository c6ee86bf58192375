"""Errors that nobody foresaw: faults of the program, reported in one line with exit code 70."""

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

EXIT: Final = 70
"""EX_SOFTWARE of sysexits.h; 1 means findings in the data."""
_PACKAGE = Path(__file__).resolve().parents[1]
_LONGEST = 200
"""Characters of the message of an exception that are shown."""
_FORESEEN = (SystemExit, KeyboardInterrupt, GeneratorExit)


@contextmanager
def reported(arguments: Sequence[str]) -> Iterator[None]:
    """Turn what nobody foresaw into one line on stderr and exit code 70.

    Panics of compiled libraries derive from BaseException: they are among it.

    Args:
        arguments: those of the command line; with --verbose, the traceback is shown as well.
    """
    try:
        yield
    except _FORESEEN:
        raise
    except BaseException as error:  # noqa: BLE001 - the one place that takes everything
        report_fault(error, verbose="--verbose" in arguments)
        raise SystemExit(EXIT) from None


def report_fault(error: BaseException, *, verbose: bool) -> None:
    """Say on stderr what went wrong and where in the program."""
    if verbose:
        traceback.print_exception(error)
    said = " ".join(str(error).split())[:_LONGEST]
    name = type(error).__name__ + (f": {said}" if said else "")
    line = (
        f"kg: this is a fault of the program, not of yours: {name} ({place(error.__traceback__)},"
        f" version {_version()}); please report it with the command that you gave;"
        " --verbose shows where it happened\n"
    )
    sys.stderr.write("".join(c if c.isprintable() or c == "\n" else "?" for c in line))


def place(frames: TracebackType | None) -> str:
    """Return module and line of the last step inside this package, as in `kg.rdf.read:12`."""
    found = "kg"
    for frame, line in traceback.walk_tb(frames):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            module = ".".join(("kg", *file.relative_to(_PACKAGE).with_suffix("").parts))
            found = f"{module}:{line}"
    return found


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("institutional-kg")
    except PackageNotFoundError:
        return "unknown"
