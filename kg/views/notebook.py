"""A page as a value: shown in a notebook, saved as a file."""

import html
from dataclasses import dataclass, field
from pathlib import Path

from kg.workspace.files import write_file


@dataclass(frozen=True, slots=True)
class Page:
    """The network as one HTML page.

    A notebook shows it in a frame that can access neither the notebook nor the
    internet.
    """

    html: str = field(repr=False)

    def __str__(self) -> str:
        return self.html

    def _repr_html_(self) -> str:
        """Return the page in a sandboxed frame.

        It has an origin and a content security policy of its own.
        """
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups"'
            ' title="Network" width="100%" height="720" frameborder="0"'
            f' srcdoc="{html.escape(self.html)}"></iframe>'
        )

    def save(self, path: Path | str) -> None:
        """Write the page to a file, whole or not at all.

        Raises:
            ExportError: the file cannot be written.
        """
        write_file(Path(path), self.html.encode("utf-8"))
