"""Watching for Ctrl-C; what a command does on it is tested in test_faults.py."""

import signal
import threading
from pathlib import Path

from kg.cli.interrupt import ending_at_once, interruptible


def wakeup():
    """Return the descriptor to which the interpreter writes signals."""
    descriptor = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(descriptor)
    return descriptor


def open_files():
    return len([*Path("/proc/self/fd").iterdir()])


def test_signals_are_watched_for_as_long_as_the_command_runs():
    before = wakeup(), open_files(), threading.active_count()
    with interruptible():
        assert wakeup() != before[0]
        assert threading.active_count() == before[2] + 1
    assert (wakeup(), open_files(), threading.active_count()) == before


def test_a_command_that_ends_itself_on_an_interrupt_is_not_ended():
    raised = []
    with interruptible():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as interrupt:
            raised.append(interrupt)
    assert len(raised) == 1


def test_an_interrupt_at_the_start_has_a_handler_for_as_long_as_it_lasts():
    before = signal.getsignal(signal.SIGINT)
    with ending_at_once():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_program_that_ignores_interrupts_goes_on_ignoring_them():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ending_at_once():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_nothing_is_watched():
    seen = []

    def command():
        with ending_at_once(), interruptible():
            seen.append(threading.active_count())

    before = threading.active_count()
    thread = threading.Thread(target=command)
    thread.start()
    thread.join()
    assert seen == [before + 1]
