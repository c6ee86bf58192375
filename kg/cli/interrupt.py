"""Ctrl-C that ends the command at once, even where a library does not come back to Python to see it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

EXIT = 130
GRACE = 1.0
"""Seconds for the command to end by itself and tidy up."""
MESSAGE = "kg: interrupted; nothing was left half-written\n"


@contextmanager
def interruptible() -> Iterator[None]:
    """Watch for Ctrl-C while a command runs; if it has not ended after GRACE, end the process.

    The interpreter writes to a pipe as soon as the signal comes; a thread reads it, which works while the main thread is
    inside a query or a load. Files are written to temporary names, so that ending there leaves what was.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(reading, ended), daemon=True)
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
    """Let Ctrl-C end the program while it imports its modules, when nobody would catch the exception."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: _end())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end() -> None:
    with suppress(OSError):
        sys.stderr.write(MESSAGE)
        sys.stderr.flush()
    os._exit(EXIT)


def _watch(reading: int, ended: threading.Event) -> None:
    while received := os.read(reading, 1):
        if received[0] == signal.SIGINT and not ended.wait(GRACE):
            _end()
