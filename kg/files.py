"""Write a file whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.errors import ExportError


def write_file(path: Path, content: bytes) -> None:
    """Write to a temporary file beside `path` and rename it, so that a failure leaves what was there.

    Raises:
        ExportError: the folder does not exist or cannot be written to, or the disk is full.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files, each whole or not at all, and none unless all of them could be written beside their places.

    Raises:
        ExportError: a folder does not exist or cannot be written to, or the disk is full.
    """
    temporary: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            _stage(path, content, temporary)
        for path in contents:
            os.replace(temporary[path], path)
            del temporary[path]
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        for left in temporary.values():
            left.unlink(missing_ok=True)


def _stage(path: Path, content: bytes, temporary: dict[Path, Path]) -> None:
    if not path.parent.is_dir():
        raise ExportError(f"{path}: the folder {path.parent} does not exist; create it first")
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file")
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary[path] = Path(name)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary[path].chmod(0o666 & ~_umask())


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
        raise ExportError(f"{path}: the folder {path.parent} does not exist; create it first") from error
    except OSError as error:
        raise ExportError(f"{path}: cannot be made a folder: {error.strerror}") from error
