"""Python's garbage collector, paused while many objects that stay are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from passing over millions of new values again and again.

    None of them is in a cycle.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # The new values join the old ones unexamined: no pass over them.
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if collects:
            gc.enable()
