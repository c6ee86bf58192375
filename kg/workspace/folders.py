"""Where the files are: a workspace of one's own, on top of the bundled ontology and queries."""

import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import WorkspaceError

MARKER = Path("data") / "dataset.ttl"
BUNDLED = "bundled"
"""Origin of the workspace that comes with the package."""


def bundled() -> Path:
    """Return the folder that holds the bundled `ontology/`, `data/` and `queries/`."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_bundled"
    return installed if installed.is_dir() else package.parent


def refuse_installed(path: Path) -> None:
    """Refuse to change what was installed with the program: the next update would undo it.

    Raises:
        WorkspaceError: the path lies there.
    """
    if path.resolve().is_relative_to(
        Path(__file__).resolve().parents[1] / "_bundled"
    ):
        raise WorkspaceError(
            f"{path}: belongs to the installed program;"
            " make a workspace of your own with kg init DIR"
        )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with `data/`.

    It can have `ontology/` and `queries/`, which add to the bundled ones.
    """

    root: Path
    origin: str
    """Why this folder was taken, in words for `kg info`."""

    def own_files(self) -> list[Path]:
        """Return the Turtle files of this workspace's own `data/` and `ontology/`.

        Examples and shapes are among them.

        Raises:
            WorkspaceError: they belong to the installed program.
        """
        refuse_installed(self.root)
        return [
            path
            for folder in ("data", "ontology")
            for path in sorted((self.root / folder).rglob("*.ttl"))
        ]

    def data_files(self) -> list[Path]:
        """Return the Turtle files with the facts, in a stable order."""
        return sorted((self.root / "data").rglob("*.ttl"))

    def ontology_files(self) -> list[Path]:
        """Return the ontology's Turtle files, the bundled ones first.

        Folders in it are not part of it.
        """
        return [
            p
            for p in self._layered("ontology", "*.ttl")
            if p.name != "shapes.ttl"
        ]

    def shape_files(self) -> list[Path]:
        """Return the files of SHACL shapes, the bundled one first."""
        return self._layered("ontology", "shapes.ttl")

    def alignment_files(self) -> list[Path]:
        """Return the alignments with other vocabularies, one per name.

        They are no part of the ontology.
        """
        return self._named("ontology/alignments", "*.ttl")

    def query_files(self, folder: str) -> list[Path]:
        """Return the `.rq` files of `queries/<folder>`, one per name.

        The workspace's own wins over the bundled one.
        """
        return self._named(f"queries/{folder}", "*.rq")

    def _named(self, folder: str, pattern: str) -> list[Path]:
        by_name = {path.stem: path for path in self._layered(folder, pattern)}
        return [by_name[name] for name in sorted(by_name)]

    def _layered(self, folder: str, pattern: str) -> list[Path]:
        roots = dict.fromkeys((bundled(), self.root))
        return [
            path
            for root in roots
            for path in sorted((root / folder).glob(pattern))
        ]


def find_workspace(data: Path | None = None) -> Workspace:
    """Choose the workspace.

    `data`, else KG_DATA, else the current folder if it is one, else the bundled one.

    Raises:
        WorkspaceError: the folder that was named is no workspace.
    """
    named = os.environ.get("KG_DATA")
    if data is not None:
        return _checked(data, "--data")
    if named:
        return _checked(Path(named), "KG_DATA")
    if MARKER.is_file():
        return Workspace(Path.cwd(), "current folder")
    return _checked(bundled(), BUNDLED)


def _checked(root: Path, origin: str) -> Workspace:
    by = f" (named by {origin})" if origin == "KG_DATA" else ""
    if not root.is_dir():
        raise WorkspaceError(
            f"{root}: no such folder{by}; give the folder that holds data/"
        )
    if not (root / MARKER).is_file():
        raise WorkspaceError(
            f"{root}: not a workspace, it has no {MARKER.as_posix()}{by}"
        )
    return Workspace(root.resolve(), origin)
