"""Is each claim in its document? Compares every piece of evidence with the text it was read from."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kg.trust.asserted import Described, read_workspace
from kg.trust.doubts import Passage, misquotations, overclaims, unnamed_parties
from kg.trust.evidence import (
    Evidence,
    read_citations,
    read_cues,
    read_evidence,
    read_parties,
)
from kg.trust.findings import Finding, locate
from kg.trust.passages import WINDOW, Span, digest, find_passage, holds
from kg.workspace.folders import Workspace
from kg.workspace.texts import read_text

Verdict = Literal["ok", "changed", "moved", "lost", "no-text"]
VERDICTS: dict[Verdict, str] = {
    "ok": "file and passage are as recorded",
    "changed": "the file differs, but the passage is still at its span",
    "moved": "the passage is at another place of the file",
    "lost": "the passage is not in the file",
    "no-text": "the text is missing or cannot be read as UTF-8",
}


@dataclass(frozen=True, slots=True)
class Verified:
    """A piece of evidence and its verdict."""

    evidence: Evidence
    verdict: Verdict
    found: Span | None
    """Where the passage is now; None if it is nowhere in the text."""
    text_hash: str = ""
    """SHA-256 of the text as it is now; empty if there is none."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on every piece of evidence, and warnings about passages to read again."""

    results: tuple[Verified, ...]
    warnings: tuple[Finding, ...]

    @property
    def totals(self) -> dict[Verdict, int]:
        """How many pieces of evidence have each verdict."""
        counted = Counter(result.verdict for result in self.results)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    def passes(self) -> bool:
        """Whether there is evidence, and all of it is as recorded."""
        return bool(self.results) and all(
            result.verdict == "ok" for result in self.results
        )


@dataclass(frozen=True, slots=True)
class _Text:
    """A source's text as it is now, and how far its passages were found to have moved."""

    content: str | None
    digest: str
    problem: str = ""
    shifts: list[int] = field(default_factory=list)


def verify_workspace(
    workspace: Workspace, texts: Path, window: int = WINDOW
) -> Verification:
    """Compare all evidence of a workspace with the texts in a folder.

    This proves that the words are there, not that they mean what is claimed.

    Args:
        window: code points on either side of a passage in which the parties' names are looked for.

    Raises:
        TurtleError: a data file is not well-formed.
        EvidenceError: a text is there and cannot be read.
    """
    return verify(workspace, read_workspace(workspace), texts, window)


def verify(
    workspace: Workspace,
    described: Described,
    texts: Path,
    window: int = WINDOW,
) -> Verification:
    """Compare the evidence in what was read of a workspace, or of a part of it, with the texts in a folder.

    Raises:
        EvidenceError: a text is there and cannot be read.
    """
    store = described.store()
    evidence = read_evidence(store)
    citations = read_citations(store)
    files = dict.fromkeys(e.file for e in evidence)
    known = {file: _read(texts, file) for file in files}
    results = tuple(_verify(e, known[e.file]) for e in evidence)
    passages: dict[str, Passage] = {}
    for result in results:
        content = known[result.evidence.file].content
        if result.found and content is not None:
            passages[result.evidence.iri] = Passage(
                result.evidence, content, result.found
            )
    doubts = [
        *misquotations(passages),
        *overclaims(passages, citations, read_cues(store)),
        *unnamed_parties(passages, citations, read_parties(store), window),
    ]
    warnings = tuple(
        locate(doubt, described, workspace.root) for doubt in doubts
    )
    return Verification(results, warnings)


def _read(texts: Path, name: str) -> _Text:
    content = read_text(texts, name)
    if content is None:
        return _Text(None, "", f"{name or 'the text'} is not in {texts}")
    try:
        return _Text(content.decode("utf-8"), digest(content))
    except UnicodeDecodeError as error:
        problem = (
            f"{name} is not UTF-8 (byte {error.start}); save the text as UTF-8"
        )
        return _Text(None, digest(content), problem)


def _verify(evidence: Evidence, text: _Text) -> Verified:
    span, wanted = evidence.span, evidence.passage_hash
    if evidence.problem or span is None:
        return Verified(
            evidence,
            "lost",
            None,
            text.digest,
            f"{evidence.problem}; run kg check",
        )
    if text.content is None:
        return Verified(evidence, "no-text", None, text.digest, text.problem)
    if holds(text.content, span, wanted):
        verdict: Verdict = (
            "ok" if text.digest == evidence.text_hash else "changed"
        )
        return Verified(evidence, verdict, span, text.digest)
    found = find_passage(text.content, span, wanted, text.shifts)
    if found is None:
        reason = _why_lost(text.content, span, wanted)
        return Verified(evidence, "lost", None, text.digest, reason)
    _learn_shift(text, span, found)
    return Verified(
        evidence,
        "moved",
        found,
        text.digest,
        f"now at {found.start}:{found.end}",
    )


def _learn_shift(text: _Text, before: Span, found: Span) -> None:
    """Remember how far a whole passage moved: others of the text will have moved as far."""
    shift = found.start - before.start
    if before.shifted(shift) == found and shift not in text.shifts:
        text.shifts.append(shift)


def _why_lost(text: str, span: Span, wanted: str) -> str:
    if span.start >= span.end:
        return "the span is empty"
    other = (
        text.replace("\r\n", "\n")
        if "\r\n" in text
        else text.replace("\n", "\r\n")
    )
    if holds(other, span, wanted):
        return (
            "the passage is there with other line ends; restore those that the text had when it"
            " was recorded"
        )
    if span.start < 0 or span.end > len(text):
        return (
            f"the span does not fit into the text, which has {len(text)} characters, and the words"
            " of the passage are nowhere in it"
        )
    return "the words of the passage are nowhere in the text"
