"""The root of the command line: global options anywhere, and an exit code for every error."""

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from kg.cli.exits import FAILURE, INTERRUPTED, USAGE, crashes_reported
from kg.cli.interrupt import MESSAGE, ending_at_once, interruptible
from kg.cli.messages import note, silence
from kg.errors import KgError, ParameterError

_OF_TYPER = (typer.TyperException, typer.Exit, typer.Abort)
"""Exceptions by which typer reports usage errors and ends the program."""
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)
"""Errors of a write to stdout when the disk behind it is full."""
_ANYWHERE = {"--data": 1, "--store": 1, "--verbose": 0}
"""Global options that may also follow the command, and how many values each takes."""


class Program(typer.Typer):
    """The whole command line."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Run the command that the arguments name."""
        with (
            ending_at_once(),
            crashes_reported(verbose="--verbose" in sys.argv),
        ):
            command = get_command(self)
        return command(*args, **options)


class RootGroup(TyperGroup):
    """Turns every error into one message on stderr and its exit code.

    Typer gives an interrupt, a closed pipe and the end of a file codes of its own, among them 1.
    So errors are caught where arguments are parsed and where commands run; what typer itself meets
    is caught in `main`.
    """

    def main(
        self, args: Sequence[str] | None = None, *rest: Any, **options: Any
    ) -> Any:
        """Run the command that the arguments name, without the completion of shells."""
        given = sys.argv if args is None else args
        with _errors_reported(verbose="--verbose" in given):
            return super().main(args, *rest, **{"complete_var": "", **options})

    def make_context(
        self, info_name: str | None, args: list[str], *rest: Any, **extra: Any
    ) -> Any:
        """Parse the arguments."""
        with _errors_reported(verbose="--verbose" in args):
            return super().make_context(info_name, args, *rest, **extra)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Accept global options anywhere on the command line."""
        for word in args:
            if not _is_text(word):
                raise ParameterError(f"{word} is not UTF-8; give it in UTF-8")
        return super().parse_args(ctx, _hoist(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _errors_reported(verbose=ctx.params["verbose"]), interruptible():
            return super().invoke(ctx)


@contextmanager
def _errors_reported(*, verbose: bool) -> Iterator[None]:
    """End the program with one message and the exit code of the error, if there is one."""
    with crashes_reported(verbose=verbose, passing=_OF_TYPER):
        try:
            yield
        except ParameterError as error:
            _fail(str(error), USAGE)
        except KgError as error:
            _fail(str(error), FAILURE)
        except MemoryError:
            _fail(
                "out of memory; a store in a folder (kg load) needs less",
                FAILURE,
            )
        except KeyboardInterrupt as interrupt:
            _fail(str(interrupt) or MESSAGE, INTERRUPTED)
        except BrokenPipeError:
            silence(sys.stdout)
            raise SystemExit(0) from None
        except OSError as error:
            _fail_on_machine(error)


def _fail_on_machine(error: OSError) -> None:
    """Report what the operating system refused."""
    if error.filename is not None:
        _fail(f"{error.filename}: {error.strerror}", FAILURE)
    if error.errno in _FULL:
        silence(sys.stdout)
        _fail(f"the output cannot be written: {error.strerror}", FAILURE)
    _fail(f"the operating system reports: {error.strerror or error}", FAILURE)


def _fail(message: str, code: int) -> None:
    note(f"kg: {message}")
    raise SystemExit(code)


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _hoist(arguments: list[str]) -> list[str]:
    """Move global options to the front; arguments after `--` stay."""
    ahead: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*ahead, *rest, word, *words]
        name, equals, _ = word.partition("=")
        if name not in _ANYWHERE:
            rest.append(word)
            continue
        ahead.append(word)
        if _ANYWHERE[name] and not equals:
            value = next(words, None)
            if value is None:
                raise ParameterError(f"{name} needs a value")
            ahead.append(value)
    return [*ahead, *rest]
