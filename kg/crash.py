"""An exception that nobody foresaw, which is a fault of the program, as a value to report."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_PACKAGE = Path(__file__).resolve().parent
_LONGEST = 200
"""Characters of an exception's name and message that are kept."""


@dataclass(frozen=True, slots=True)
class Crash:
    """An exception that nobody foresaw, in words that can be passed on to another process."""

    name: str
    """Class and message, in one line."""
    place: str
    """Module and line of the last step inside this package, such as `kg.rdf.read:12`."""
    traceback: str


class CrashInChild(Exception):
    """A crash of a process that this one started."""

    def __init__(self, crash: Crash) -> None:
        super().__init__(crash.name)
        self.crash = crash


def describe_crash(error: BaseException) -> Crash:
    """Return what is known of an exception that nobody foresaw."""
    import traceback

    if isinstance(error, CrashInChild):
        return error.crash
    name = " ".join("".join(traceback.format_exception_only(error)).split())
    return Crash(
        name=name[:_LONGEST],
        place=_last_place(error.__traceback__),
        traceback="".join(traceback.format_exception(error)),
    )


def _last_place(trace: TracebackType | None) -> str:
    place = "kg"
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            parts = file.relative_to(_PACKAGE).with_suffix("").parts
            place = f"{'.'.join(('kg', *parts))}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
