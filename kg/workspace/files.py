"""Read a query file; write a file whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE

from kg.errors import ExportError


def write_file(path: Path, content: bytes) -> None:
    """Write to a temporary file beside `path` and rename it.

    A failure leaves what was there.

    Raises:
        ExportError: the folder does not exist or cannot be written to, or the disk is full.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files, each whole or not at all.

    None is replaced unless all of them could be written beside their places.

    Raises:
        ExportError: a folder does not exist or cannot be written to, or the disk is full.
    """
    temporary: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            _stage(path, content, temporary)
        for path, content in contents.items():
            if path in temporary:
                os.replace(
                    temporary[path], os.path.realpath(path)
                )  # a link stays one
                del temporary[path]
            else:
                path.write_bytes(content)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written: {error.strerror}"
        ) from error
    finally:
        for left in temporary.values():
            left.unlink(missing_ok=True)


def _stage(path: Path, content: bytes, temporary: dict[Path, Path]) -> None:
    if not path.parent.is_dir():
        raise ExportError(
            f"{path}: the folder {path.parent} does not exist; create it first"
        )
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file")
    if path.exists() and not path.is_file():
        return  # a device or pipe is written to as it is
    place = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(
        dir=place.parent, prefix=f".{place.name}."
    )
    temporary[path] = Path(name)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary[path].chmod(
        S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_umask()
    )


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other program of ours changes the files of a folder."""
    if sys.platform == "win32":  # opens no folder
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        lock_file(handle, exclusive=True, wait=True)
        yield
    finally:
        os.close(handle)


def lock_file(handle: int, *, exclusive: bool, wait: bool = False) -> bool:
    """Lock an open file or folder for as long as it is open.

    Says whether that was possible. Windows has no such locks.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(
            handle,
            (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            | (0 if wait else fcntl.LOCK_NB),
        )
    except BlockingIOError:
        return False
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def make_folder(path: Path) -> None:
    """Make a folder in a folder that exists.

    Raises:
        ExportError: the parent does not exist, or something else is in the way.
    """
    try:
        path.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise ExportError(
            f"{path}: the folder {path.parent} does not exist; create it first"
        ) from error
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be made a folder: {error.strerror}"
        ) from error
