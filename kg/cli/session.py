"""One run of `kg`: its global options, and the workspace or graph that they name."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.messages import note

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.workspace.folders import Workspace


@dataclass(slots=True)
class Session:
    """The global options of one run."""

    data: Path | None = None
    verbose: bool = False
    store: str | None = None

    @property
    def place(self) -> str | None:
        """The store that --store or KG_STORE names."""
        return self.store or os.environ.get("KG_STORE")

    def workspace(self) -> "Workspace":
        """Return the workspace."""
        from kg.workspace.folders import find_workspace

        workspace = find_workspace(self.data)
        self._note_workspace(workspace)
        return workspace

    def open(self) -> "KnowledgeGraph":
        """Load the workspace, or open the store that was named."""
        from kg.graph import KnowledgeGraph

        graph = KnowledgeGraph.open(self.data, self.store)
        self._note_workspace(graph.workspace)
        if self.verbose:
            note(f"store {graph.store.place}")
        return graph

    def _note_workspace(self, workspace: "Workspace") -> None:
        if self.verbose:
            note(f"workspace {workspace.root} ({workspace.origin})")
