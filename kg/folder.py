"""A store in a folder: an Oxigraph database that is never changed in place.

The folder holds a marker and one generation of the database. A load builds the next generation beside it and then rewrites
the marker, which is one rename: whoever opens the folder, at any moment, finds the old content or the new. Readers hold a
shared lock on their generation, so that a load does not take it away from under them.
"""

import json
import os
import shutil
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.files import write_file
from kg.store import Solutions
from kg.vocabulary import PREFIXES

MARKER = "kg-store.json"
FORMAT = 1
"""Of the marker, the layout and Oxigraph's files. A newer one is refused; an older one will be converted."""
GENERATION = "generation-"
DATABASE = "oxigraph"
RECIPE = "`kg load FILE… --store {}` makes one"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class FolderStore:
    """Facts, ontology and what the rules derive, in the default graph of an Oxigraph database on disk, to be read."""

    inner: ox.Store
    place: str

    @property
    def page(self) -> None:
        """Nothing limits the length of an answer."""
        return

    def query(self, text: str) -> Solutions:
        """Answer a SPARQL query on the default graph."""
        try:
            return self.inner.query(text, prefixes=PREFIXES)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.place}: the store cannot be read: {error}") from error


def open_folder(folder: Path) -> FolderStore:
    """Open a store in a folder; several processes can read it at once, also while another loads.

    Raises:
        StoreError: the folder is not there, is no store, was made by a newer version, or is damaged.
    """
    for _ in range(3):
        generation = current(folder)
        if generation is None:
            raise StoreError(f"{folder}: is no store of kg; {RECIPE.format(folder)}")
        try:
            return _open(generation)
        except (OSError, RuntimeError) as error:
            if generation == current(folder):  # else a load has just replaced it: look again
                raise StoreError(
                    f"{folder}: the store is damaged or incomplete; delete the folder and load it again ({_first(error)})"
                ) from error
    raise StoreError(f"{folder}: is being loaded again and again; try later")


def _open(generation: Path) -> FolderStore:
    """Open a database, and keep loads from removing it until the store is gone."""
    handle = os.open(generation, os.O_RDONLY)
    try:
        _lock(handle, exclusive=False)
        store = FolderStore(ox.Store.read_only(str(generation / DATABASE)), str(generation.parent))
    except (OSError, RuntimeError):
        os.close(handle)
        raise
    weakref.finalize(store, os.close, handle)
    return store


def current(folder: Path) -> Path | None:
    """Return the folder of the generation that holds, None where there has been no load.

    Raises:
        StoreError: the folder is not there, or its marker is unreadable or newer than this program.
    """
    if not folder.exists():
        raise StoreError(f"{folder}: no such folder; {RECIPE.format(folder)}")
    if not folder.is_dir():
        raise StoreError(f"{folder}: is a file, not a store; load it into a folder: kg load {folder} --store DIR")
    try:
        marker = json.loads((folder / MARKER).read_text("utf-8"))
        version, name = int(marker["format"]), str(marker["generation"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / MARKER}: cannot be read; delete {folder} and load it again") from error
    if version > FORMAT:
        raise StoreError(
            f"{folder}: is a store of format {version}, made by a newer kg; this one reads up to {FORMAT}: upgrade it"
        )
    if Path(name).name != name or not name.startswith(GENERATION):
        raise StoreError(f"{folder / MARKER}: names no generation; delete {folder} and load it again")
    return folder / name


@contextmanager
def replacing(folder: Path) -> Iterator[tuple[Path, Path | None]]:
    """Yield a folder for the next generation, and the present one; make it hold when the block ends well.

    When the block fails, everything is as it was before.

    Raises:
        StoreError: the folder cannot be written to, holds something else, or another process is loading into it.
    """
    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made a store: {error.strerror}") from error
    ready = False
    try:
        if not _lock(lock, exclusive=True):
            raise StoreError(f"{folder}: another process is loading into this store; wait for it to end")
        old = current(folder)
        _refuse_foreign(folder, old)
        _sweep(folder, keep=old)
        new = folder / f"{GENERATION}{_next(old)}"
        new.mkdir()
        yield new, old
        write_file(folder / MARKER, _marker(new.name))
        ready = True
        _sweep(folder, keep=new)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}; the store is as it was") from error
    finally:
        if not ready and made:
            shutil.rmtree(folder, ignore_errors=True)
        elif not ready and "new" in locals():
            shutil.rmtree(new, ignore_errors=True)
        os.close(lock)


def _marker(generation: str) -> bytes:
    return (json.dumps({"format": FORMAT, "generation": generation, "oxigraph": ox.__version__}) + "\n").encode()


def _next(old: Path | None) -> int:
    number = old.name.removeprefix(GENERATION) if old else "0"
    return int(number) + 1 if number.isdigit() else 1


def _refuse_foreign(folder: Path, old: Path | None) -> None:
    """Refuse to build a store among somebody's files."""
    foreign = sorted(p.name for p in folder.iterdir() if not p.name.startswith((GENERATION, f".{MARKER}")))
    if old is None and foreign:
        raise StoreError(f"{folder}: holds other files ({foreign[0]}, …) and is no store of kg; name a new folder")


def _sweep(folder: Path, keep: Path | None) -> None:
    """Remove what interrupted loads left behind, and generations that nobody reads any more."""
    for path in folder.glob(f"{GENERATION}*"):
        if path == keep:
            continue
        handle = os.open(path, os.O_RDONLY)
        if _lock(handle, exclusive=True):
            shutil.rmtree(path, ignore_errors=True)
        os.close(handle)


def _lock(handle: int, *, exclusive: bool) -> bool:
    """Lock an open folder for as long as it is open; says whether that was possible. Windows has no such locks."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
