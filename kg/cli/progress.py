"""A progress bar on stderr, where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def is_watched() -> bool:
    """Whether stderr is a terminal; it can be closed."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[str], None]]:
    """Show how far `total` steps have come; yields the function to call, with a name, after each step."""
    if not is_watched():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{what} {name:<32.32}")
