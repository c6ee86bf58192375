"""A store in a folder: an Oxigraph database that is never changed in place.

The folder holds a marker and one generation of the database. A load builds the next generation beside it and then rewrites
the marker, which is one rename: whoever opens the folder, at any moment, finds the old content or the new. Readers hold a
shared lock on their generation, so that a load does not take it away from under them.
"""

import json
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EWOULDBLOCK
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model.vocabulary import PREFIXES
from kg.store.base import Solutions
from kg.workspace.files import lock_file, write_file

MARKER = "kg-store.json"
FORMAT = 1
"""Of the marker, the layout and Oxigraph's files. A newer one is refused; an older one will be converted."""
GENERATION = "generation-"
DATABASE = "oxigraph"
JOB = "job.json"
"""What a load writes first into its generation, and removes last."""
_DAMAGE = ("Corruption", "No such file")
"""What RocksDB says of files that have changed or are gone."""
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
            raise StoreError(
                f"{self.place}: the store cannot be read: {error}"
            ) from error


def open_folder(folder: Path) -> FolderStore:
    """Open a store in a folder; several processes can read it at once, also while another loads.

    Raises:
        StoreError: the folder is not there, is no store, was made by a newer version, or is damaged.
    """
    for _ in range(3):
        generation = current(folder)
        if generation is None:
            raise StoreError(
                f"{folder}: is no store of kg; {RECIPE.format(folder)}"
            )
        try:
            return _open(generation)
        except (OSError, RuntimeError) as error:
            if generation == current(
                folder
            ):  # else a load has just replaced it: look again
                raise cannot_be_read(folder, error) from error
    raise StoreError(f"{folder}: is being loaded again and again; try later")


def _open(generation: Path) -> FolderStore:
    """Open a database, and keep loads from removing it until the store is gone."""
    handle = os.open(generation, os.O_RDONLY)
    try:
        if not lock_file(handle, exclusive=False):
            raise BlockingIOError(EWOULDBLOCK, "is being removed")
        store = FolderStore(
            ox.Store.read_only(str(generation / DATABASE)),
            str(generation.parent),
        )
    except (OSError, RuntimeError):
        os.close(handle)
        raise
    weakref.finalize(store, os.close, handle)
    return store


def cannot_be_read(folder: Path, error: OSError | RuntimeError) -> StoreError:
    """Return why a database cannot be read; to load it again is advised only where it is damaged."""
    said = str(error).splitlines()[0][:200]
    if isinstance(error, FileNotFoundError) or any(
        sign in said for sign in _DAMAGE
    ):
        return StoreError(
            f"{folder}: the store is damaged or incomplete; delete the folder and load it again ({said})"
        )
    return StoreError(f"{folder}: the store cannot be read: {said}")


def current(folder: Path) -> Path | None:
    """Return the folder of the generation that holds, None where there has been no load.

    Raises:
        StoreError: the folder is not there, or its marker is unreadable or newer than this program.
    """
    marker = folder / MARKER
    try:
        if not folder.exists():
            raise StoreError(
                f"{folder}: no such folder; {RECIPE.format(folder)}"
            )
        if not folder.is_dir():
            raise StoreError(
                f"{folder}: is a file, not a store; load it into a folder: kg load {folder} --store DIR"
            )
        told = json.loads(marker.read_text("utf-8"))
        version = int(told["format"])
        if version > FORMAT:
            raise StoreError(
                f"{folder}: is a store of format {version}, made by a newer kg; this one reads up to {FORMAT}: upgrade it"
            )
        name = str(told["generation"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            f"{error.filename or folder}: cannot be read: {error.strerror}"
        ) from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise StoreError(
            f"{marker}: is damaged; delete {folder} and load it again"
        ) from error
    if Path(name).name != name or not name.startswith(GENERATION):
        raise StoreError(
            f"{marker}: names no generation; delete {folder} and load it again"
        )
    return folder / name


@contextmanager
def replacing(folder: Path) -> Iterator[tuple[Path, Path | None, int]]:
    """Yield a folder for the next generation, the present one, and the lock; make the next one hold if the block ends well.

    When the block fails, everything is as it was before. What works for the block in another process is to hold the lock,
    too: should it outlive this one, no other load begins before it has ended.

    Raises:
        StoreError: the folder cannot be written to, holds something else, or another process is loading into it.
    """
    made, lock = _open_to_load(folder)
    try:
        old = _claim(folder, lock)
        try:
            _sweep(folder, keep=old)
            new = folder / f"{GENERATION}{_next(folder, old)}"
            new.mkdir()
            yield new, old, lock
            write_file(folder / MARKER, _marker(new.name))
        except OSError as error:
            raise StoreError(
                f"{folder}: {error.strerror or error}; the store is as it was"
            ) from error
        finally:
            _tidy(folder, made)
    finally:
        os.close(lock)


def _open_to_load(folder: Path) -> tuple[bool, int]:
    """Open a folder, and tell whether it has been made for this."""
    made = False
    try:
        with suppress(FileExistsError):
            folder.mkdir()
            made = True
        return made, os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be made a store: {error.strerror}"
        ) from error


def _claim(folder: Path, lock: int) -> Path | None:
    """Lock a folder against other loads, and return the generation that holds."""
    if not lock_file(lock, exclusive=True):
        raise StoreError(
            f"{folder}: another process is loading into this store; wait for it to end"
        )
    old = current(folder)
    if old is None and (
        foreign := sorted(
            path.name for path in folder.iterdir() if not _is_left_behind(path)
        )
    ):
        raise StoreError(
            f"{folder}: holds other files ({foreign[0]}, …) and is no store of kg; name a new folder"
        )
    if (
        old is not None and not (old / DATABASE).is_dir()
    ):  # what there is of other generations may be all that is left
        raise StoreError(
            f"{folder}: its {MARKER} names {old.name}, which is not there; put it back, or load into a new folder"
        )
    return old


def _is_left_behind(path: Path) -> bool:
    """Tell whether a first load that was interrupted left something behind; all else is somebody's own."""
    if path.name.startswith(GENERATION) and path.is_dir():
        return (path / JOB).exists() or not any(path.iterdir())
    return path.name.startswith(f".{MARKER}")


def _marker(generation: str) -> bytes:
    return (
        json.dumps({"format": FORMAT, "generation": generation}) + "\n"
    ).encode()


def _next(folder: Path, old: Path | None) -> int:
    """Return a number that no generation has, not one that is still being read, nor one that is lost."""
    known = [*folder.glob(f"{GENERATION}*"), *filter(None, [old])]
    taken = (path.name.removeprefix(GENERATION) for path in known)
    return (
        max((int(number) for number in taken if number.isdecimal()), default=0)
        + 1
    )


def _tidy(folder: Path, made: bool) -> None:
    """Remove all but what holds, after a load that ended well or not; what is in the way stays for the next load."""
    with suppress(OSError, StoreError):
        holds = current(folder)
        if made and holds is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            _sweep(folder, keep=holds)


def _sweep(folder: Path, keep: Path | None) -> None:
    """Remove what interrupted loads left behind, and generations that nobody reads any more."""
    for path in folder.glob(f"{GENERATION}*"):
        if path == keep:
            continue
        handle = os.open(path, os.O_RDONLY)
        if lock_file(handle, exclusive=True):
            shutil.rmtree(path, ignore_errors=True)
        os.close(handle)
