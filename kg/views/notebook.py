"""A page as a value: shown in a notebook, saved as a file."""

import html
from dataclasses import dataclass, field
from pathlib import Path

from kg.workspace.files import write_file


@dataclass(frozen=True, slots=True)
class Page:
    """The network as one HTML page; a notebook shows it in a frame that can reach neither the notebook nor the network."""

    html: str = field(repr=False)

    def __str__(self) -> str:
        return self.html

    def _repr_html_(self) -> str:
        """Return the page in a sandboxed frame: its own origin, its own content-security-policy."""
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups" title="Network" width="100%" height="720"'
            f' frameborder="0" srcdoc="{html.escape(self.html)}"></iframe>'
        )

    def save(self, path: Path | str) -> None:
        """Write the page to a file, whole or not at all.

        Raises:
            ExportError: the file cannot be written.
        """
        write_file(Path(path), self.html.encode("utf-8"))
