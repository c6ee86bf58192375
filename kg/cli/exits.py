"""Exit codes, and the message for an exception that nobody foresaw.

Imports nothing that could be missing: also a broken installation is reported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kg.cli.messages import note
from kg.crash import describe_crash

FINDINGS: Final = 1
"""The data have findings. No other outcome has this code."""
USAGE: Final = 2
FAILURE: Final = 3
"""A KgError: an error of the user, the data or the machine."""
CRASH: Final = 70
"""A fault of the program: EX_SOFTWARE of sysexits.h."""
INTERRUPTED: Final = 130

_ENDINGS = (SystemExit, KeyboardInterrupt, GeneratorExit)


@contextmanager
def crashes_reported(
    *, verbose: bool, passing: tuple[type[BaseException], ...] = ()
) -> Iterator[None]:
    """Turn every other exception into one line on stderr and the exit code of a crash.

    A panic of a compiled library derives from BaseException and is one of them.

    Args:
        verbose: whether to show the traceback as well.
        passing: exceptions that are handled elsewhere.
    """
    try:
        yield
    except BaseException as error:  # the only place that catches everything
        if isinstance(error, (*_ENDINGS, *passing)):
            raise
        report_crash(error, verbose=verbose)
        raise SystemExit(CRASH) from None


def report_crash(error: BaseException, *, verbose: bool) -> None:
    """Ask on stderr for a report of an exception that nobody foresaw."""
    crash = describe_crash(error)
    evidence = "the traceback above" if verbose else "the output of --verbose"
    if verbose:
        note(crash.traceback.rstrip())
    note(
        f"kg: internal error in {crash.place} (kg {version()}): {crash.name};"
        f" please report this with the command that you ran and {evidence}"
    )


def version() -> str:
    """Return the version of the installed package."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("institutional-kg")
    except PackageNotFoundError:
        return "unknown version"
