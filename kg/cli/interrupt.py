"""Ctrl-C ends the command at once, also while a library does not return to Python to see it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.cli.exits import INTERRUPTED
from kg.cli.messages import note

GRACE = 1.0
"""Seconds that a command has to end by itself and tidy up."""
MESSAGE = "interrupted; nothing was left half-written"


@contextmanager
def interruptible() -> Iterator[None]:
    """Watch for Ctrl-C while a command runs.

    End the process if the command takes longer than GRACE.

    The interpreter writes to a pipe as soon as the signal arrives. A thread reads the pipe, which
    works while the main thread is inside a query or a load. Ending there leaves no partial file,
    because files are written under temporary names.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    ended = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(reading, ended), daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(before)
        os.close(writing)
        watcher.join()
        os.close(reading)


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Let Ctrl-C end the program while it starts, when nobody would catch the exception."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: _end())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end() -> None:
    note(f"kg: {MESSAGE}")
    os._exit(INTERRUPTED)


def _watch(reading: int, ended: threading.Event) -> None:
    while received := os.read(reading, 1):
        is_interrupt = received[0] == signal.SIGINT
        if is_interrupt and not ended.wait(GRACE):
            _end()
