"""The texts of the sources: files in a folder of the user's."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import EvidenceError, WorkspaceError


@dataclass(frozen=True, slots=True)
class Text:
    """A source's document."""

    name: str
    content: bytes

    def decoded(self) -> str:
        """Return the text.

        Raises:
            EvidenceError: it is not UTF-8.
        """
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise EvidenceError(
                f"{self.name}: is not UTF-8 (byte {error.start}); save the text as UTF-8"
            ) from error


def read_text(folder: Path, name: str) -> bytes | None:
    """Return a source's text byte for byte, or None where the folder holds no such file.

    `name` comes from data: one that would lead out of the folder is no file of it.

    Raises:
        EvidenceError: the file is there and cannot be read.
    """
    path = folder / name
    if not name or Path(name).name != name:
        return None
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise EvidenceError(
            f"{path}: cannot be read: {error.strerror}"
        ) from error


def refuse_no_folder(folder: Path) -> None:
    """Raise WorkspaceError where there is no folder of texts."""
    if not folder.is_dir():
        raise WorkspaceError(
            f"{folder}: no such folder; give the folder that holds the texts of the sources"
        )


def read_texts(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the texts of sources by file name, those that are in the folder.

    Raises:
        WorkspaceError: there is no such folder.
        EvidenceError: a file is there and cannot be read.
    """
    refuse_no_folder(folder)
    present = {path.name for path in folder.iterdir()}
    texts: dict[str, bytes] = {}
    for name in sorted(present & set(names)):
        text = read_text(folder, name)
        if text is not None:
            texts[name] = text
    return texts


def find_text(folder: Path, name: str) -> Text:
    """Return a source's document from the folder of texts.

    Raises:
        EvidenceError: it is not there.
    """
    content = read_text(folder, name)
    if content is None:
        raise EvidenceError(
            f"{folder} holds no {name}; put it there,"
            " or name the folder with --texts or the variable KG_TEXTS"
        )
    return Text(name, content)
