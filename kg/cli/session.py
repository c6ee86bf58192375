"""One run of `kg`: its global options, and messages to the user."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.workspace.folders import Workspace


def printable(message: str) -> str:
    """Return a message whose control characters cannot reach the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in message)


def note(message: str) -> None:
    """Say something on stderr."""
    typer.echo(printable(message), err=True)


@dataclass(slots=True)
class Session:
    """The global options of one run."""

    data: Path | None = None
    verbose: bool = False
    store: str | None = None

    def workspace(self) -> "Workspace":
        """Return the workspace whose files are to be changed.

        Raises:
            ParameterError: a store was named, which has no files.
        """
        from kg.workspace.folders import find_workspace

        if self.store or os.environ.get("KG_STORE"):
            raise ParameterError(
                "kg add changes the files of a workspace; name it with --data, not a store"
            )
        workspace = find_workspace(self.data)
        if self.verbose:
            note(f"workspace {workspace.root} ({workspace.origin})")
        return workspace

    def open(self) -> "KnowledgeGraph":
        """Load the workspace, or open the store that was named."""
        from kg.graph import KnowledgeGraph

        graph = KnowledgeGraph.open(self.data, self.store)
        if self.verbose:
            note(f"workspace {graph.workspace.root} ({graph.workspace.origin})")
            note(f"store {graph.store.place}")
        return graph
