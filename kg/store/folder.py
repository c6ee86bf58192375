"""A store in a folder: an Oxigraph database that is never changed in place.

The folder holds a marker and one generation of the database. A load builds the
next generation beside it and then rewrites the marker, which is one rename:
whoever opens the folder, at any moment, finds the old content or the new.
Readers hold a shared lock on their generation, so that no load removes it while
they read.
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
"""Version of the marker, the layout and Oxigraph's files.

A newer one is refused; an older one will be converted.
"""
GENERATION = "generation-"
DATABASE = "oxigraph"
JOB = "job.json"
"""What a load writes first into its generation, and removes last."""
_DAMAGE = ("Corruption", "No such file")
"""Words in RocksDB's errors about files that have changed or are gone."""
RECIPE = "`kg load FILE… --store {}` makes one"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class FolderStore:
    """Facts, ontology and derived triples in an Oxigraph database on disk.

    All of them are in the default graph, which is only read.
    """

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
    """Open a store in a folder, which several processes can read at once.

    They can also read while another process loads.

    Raises:
        StoreError: the folder does not exist, is not a store, was made by a
            newer version, or is damaged.
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
            replaced = generation != current(folder)
            if not replaced:
                raise cannot_be_read(folder, error) from error
    raise StoreError(f"{folder}: is being loaded again and again; try later")


def _open(generation: Path) -> FolderStore:
    """Open a database, and keep loads from removing it until the store is gone."""
    handle = os.open(generation, os.O_RDONLY)
    try:
        if not lock_file(handle, exclusive=False):
            raise BlockingIOError(EWOULDBLOCK, "is being removed")
        database = ox.Store.read_only(str(generation / DATABASE))
        store = FolderStore(database, str(generation.parent))
    except (OSError, RuntimeError):
        os.close(handle)
        raise
    weakref.finalize(store, os.close, handle)
    return store


def cannot_be_read(folder: Path, error: OSError | RuntimeError) -> StoreError:
    """Return why a database cannot be read.

    The advice to load it again is given only where it is damaged.
    """
    reason = str(error).splitlines()[0][:200]
    damaged = any(sign in reason for sign in _DAMAGE)
    if damaged or isinstance(error, FileNotFoundError):
        return StoreError(
            f"{folder}: the store is damaged or incomplete;"
            f" delete the folder and load it again ({reason})"
        )
    return StoreError(f"{folder}: the store cannot be read: {reason}")


def current(folder: Path) -> Path | None:
    """Return the folder of the current generation, None before the first load.

    Raises:
        StoreError: the folder does not exist, or its marker is unreadable or
            newer than this program.
    """
    marker = folder / MARKER
    try:
        _check_is_folder(folder)
        name = _read_marker(folder, marker.read_text("utf-8"))
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


def _check_is_folder(folder: Path) -> None:
    if not folder.exists():
        raise StoreError(f"{folder}: no such folder; {RECIPE.format(folder)}")
    if not folder.is_dir():
        raise StoreError(
            f"{folder}: is a file, not a store;"
            f" load it into a folder: kg load {folder} --store DIR"
        )


def _read_marker(folder: Path, marker: str) -> str:
    """Return the name of the generation in the text of a marker."""
    content = json.loads(marker)
    version = int(content["format"])
    if version > FORMAT:
        raise StoreError(
            f"{folder}: is a store of format {version}, made by a newer kg;"
            f" this one reads up to {FORMAT}: upgrade it"
        )
    return str(content["generation"])


@contextmanager
def replacing(folder: Path) -> Iterator[tuple[Path, Path | None, int]]:
    """Yield a folder for the next generation, the current one, and the lock.

    The next generation becomes the current one if the block succeeds. If it
    fails, everything is as it was before. A process that works for the block
    must hold the lock too: should it outlive this one, no other load begins
    before it has ended.

    Raises:
        StoreError: the folder cannot be written to, holds something else, or
            another process is loading into it.
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
    """Return whether a folder was made for this load, and its open handle."""
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
    """Lock a folder against other loads, and return its current generation."""
    if not lock_file(lock, exclusive=True):
        raise StoreError(
            f"{folder}: another process is loading into this store;"
            " wait for it to end"
        )
    old = current(folder)
    if old is None:
        _refuse_other_files(folder)
    elif not (old / DATABASE).is_dir():
        # Other generations may be all that is left of the content: keep them.
        raise StoreError(
            f"{folder}: its {MARKER} names {old.name}, which is not there;"
            " put it back, or load into a new folder"
        )
    return old


def _refuse_other_files(folder: Path) -> None:
    foreign = [
        path.name for path in folder.iterdir() if not _is_left_behind(path)
    ]
    if foreign:
        raise StoreError(
            f"{folder}: holds other files ({min(foreign)}, …)"
            " and is no store of kg; name a new folder"
        )


def _is_left_behind(path: Path) -> bool:
    """Return whether an interrupted first load left this behind.

    Everything else belongs to somebody.
    """
    if path.name.startswith(GENERATION) and path.is_dir():
        is_empty = not any(path.iterdir())
        return is_empty or (path / JOB).exists()
    return path.name.startswith(f".{MARKER}")


def _marker(generation: str) -> bytes:
    content = {"format": FORMAT, "generation": generation}
    return f"{json.dumps(content)}\n".encode()


def _next(folder: Path, old: Path | None) -> int:
    """Return a number that no generation has.

    A generation that is still being read keeps its number, and so does one that
    is lost.
    """
    names = [path.name for path in folder.glob(f"{GENERATION}*")]
    if old is not None:
        names.append(old.name)
    highest = 0
    for name in names:
        number = name.removeprefix(GENERATION)
        if number.isdecimal():
            highest = max(highest, int(number))
    return highest + 1


def _tidy(folder: Path, made: bool) -> None:
    """Remove everything but the current generation after a load.

    The load may have succeeded or failed. Files that cannot be removed now stay
    for the next load.
    """
    with suppress(OSError, StoreError):
        kept = current(folder)
        if made and kept is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            _sweep(folder, keep=kept)


def _sweep(folder: Path, keep: Path | None) -> None:
    """Remove the remains of interrupted loads, and generations nobody reads."""
    for path in folder.glob(f"{GENERATION}*"):
        if path == keep:
            continue
        handle = os.open(path, os.O_RDONLY)
        if lock_file(handle, exclusive=True):
            shutil.rmtree(path, ignore_errors=True)
        os.close(handle)
