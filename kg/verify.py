"""Is each claim in its document? Compares every piece of evidence with the text it was read from."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.findings import Finding
from kg.workspace import Workspace

Verdict = Literal["ok", "changed", "moved", "lost", "no-text"]
WINDOW = 300
"""Code points on either side of a passage in which the names of the parties are looked for."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A piece of evidence and what became of it."""

    evidence: str
    verdict: Verdict
    says: str
    source: str
    """IRI of the source."""
    file: str
    """Name of the text in the folder of texts."""
    span: tuple[int, int] | None
    """As recorded: code points from 0, end exclusive."""
    found: tuple[int, int] | None
    """Where the passage stands now; None where it does not."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on every piece of evidence, and warnings on what a passage may not bear out."""

    results: tuple[Verified, ...]
    warnings: tuple[Finding, ...]

    @property
    def totals(self) -> dict[Verdict, int]:
        """How many pieces of evidence have each verdict."""
        counted = Counter(result.verdict for result in self.results)
        return {verdict: counted[verdict] for verdict in ("ok", "changed", "moved", "lost", "no-text")}

    def passes(self) -> bool:
        """Whether there is evidence, and all of it is as recorded."""
        return bool(self.results) and all(result.verdict == "ok" for result in self.results)


def verify_workspace(workspace: Workspace, texts: Path, window: int = WINDOW) -> Verification:
    """Compare all evidence of a workspace with the texts in a folder.

    This proves that the words are there, not that they mean what is claimed.

    Args:
        window: code points on either side of a passage in which the parties' names are looked for.

    Raises:
        TurtleError: a data file is not well-formed.
    """
    raise NotImplementedError
