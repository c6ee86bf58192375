"""Progress bars on stderr, where that is a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli.messages import is_watched

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

_STEPS_OF_A_LOAD = ("file", "settling", "rule", "merging", "counting", "sent")


@contextmanager
def progress(total: int, task: str) -> Iterator[Callable[[str], None]]:
    """Show how many of `total` steps are done.

    Yields the function to call, with a name, after each.
    """
    if not is_watched():
        yield lambda name: None
        return
    from rich.progress import MofNCompleteColumn

    with _bar([MofNCompleteColumn()]) as bar:
        number = bar.add_task(task, total=total)

        def advance(name: str) -> None:
            bar.update(number, advance=1, description=f"{task} {name:<32.32}")

        yield advance


@contextmanager
def load_progress(total: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Show how many bytes have been read and how fast, then the steps of a load that follow.

    Yields the reporter of `kg.store.load`.
    """
    if not is_watched():
        yield lambda step: None
        return
    from rich.progress import DownloadColumn, TransferSpeedColumn

    with _bar([DownloadColumn(), TransferSpeedColumn()]) as bar:
        number = bar.add_task("loading", total=total or None)

        def report(step: dict[str, Any]) -> None:
            bar.update(number, advance=step.get("bytes", 0))
            for name in _STEPS_OF_A_LOAD:
                if name in step:
                    subject = Path(str(step[name])).name
                    bar.update(number, description=f"{name} {subject:<24.24}")

        yield report


def _bar(columns: "list[ProgressColumn]") -> "Progress":
    """Return a bar with a description, the columns and the time that has passed."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
