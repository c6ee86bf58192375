"""The way from an error to an exit code, for every command at once."""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from kg.cli.faults import reported
from kg.cli.session import printable
from kg.errors import KgError, ParameterError

USAGE, FAILURE, INTERRUPTED = 2, 3, 130
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)
"""Errors of a write to stdout when the disk behind it is full."""
_ANYWHERE = {"--data": 1, "--store": 1, "--verbose": 0}
"""Global options that may stand behind the command, too, and how many values each takes."""


class KgGroup(TyperGroup):
    """Turns an error into one message on stderr and its exit code, for every command at once."""

    def main(self, args: Sequence[str] | None = None, *given: Any, **named: Any) -> Any:
        """Run the program; what nobody foresaw is a fault of it."""
        with reported(sys.argv[1:] if args is None else args):
            return super().main(args, *given, **named)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the global options from wherever they stand."""
        if odd := next((word for word in args if not _is_text(word)), None):
            _fail(f"{odd} is not UTF-8; write it in UTF-8", USAGE)
        return super().parse_args(ctx, _hoist(args) if ctx.parent is None else args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        from kg.cli.interrupt import interruptible

        try:
            with interruptible():
                return super().invoke(ctx)
        except ParameterError as error:
            _fail(str(error), USAGE)
        except KgError as error:
            _fail(str(error), FAILURE)
        except MemoryError:
            _fail("the memory of this machine is used up; a store (kg load) needs less", FAILURE)
        except KeyboardInterrupt as interrupt:
            _fail(str(interrupt) or "interrupted; nothing was left half-written", INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno not in _FULL:
                raise
            _silence_stdout()
            _fail(f"the output cannot be written: {error.strerror}", FAILURE)


def _is_text(word: str) -> bool:
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _silence_stdout() -> None:
    """Let what is still waiting to be written go nowhere, so that the interpreter's own attempt at exit does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _hoist(arguments: list[str]) -> list[str]:
    """Move global options to the front; what stands behind `--` stays."""
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
                raise typer.BadParameter(f"{name} needs a value")
            ahead.append(value)
    return [*ahead, *rest]


def _fail(message: str, code: int) -> None:
    typer.echo(f"kg: {printable(message)}", err=True)
    raise typer.Exit(code)
