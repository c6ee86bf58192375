"""Comparing every piece of evidence with the text it was read from."""

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
        """Return whether there is evidence, and all of it is as recorded."""
        verdicts = {result.verdict for result in self.results}
        return verdicts == {"ok"}


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a source as it is now."""

    content: str | None
    digest: str
    problem: str = ""
    shifts: list[int] = field(default_factory=list)
    """How far passages of this text were found to have moved."""


def verify_workspace(
    workspace: Workspace, texts: Path, window: int = WINDOW
) -> Verification:
    """Compare all evidence of a workspace with the texts in a folder.

    This proves that the words are there, not that they mean what is claimed.

    Args:
        window: code points on either side of a passage in which the names of
            the parties are looked for.

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
    """Compare the evidence in a graph with the texts in a folder.

    Args:
        described: the statements of the workspace, or a part of them.

    Raises:
        EvidenceError: a text is there and cannot be read.
    """
    store = described.store()
    citations = read_citations(store)
    text_of: dict[str, _Text] = {}
    results: list[Verified] = []
    passages: dict[str, Passage] = {}
    for evidence in read_evidence(store):
        if evidence.file not in text_of:
            text_of[evidence.file] = _read(texts, evidence.file)
        text = text_of[evidence.file]
        result = _verify(evidence, text)
        results.append(result)
        if result.found and text.content is not None:
            passage = Passage(evidence, text.content, result.found)
            passages[evidence.iri] = passage
    doubts = [
        *misquotations(passages),
        *overclaims(passages, citations, read_cues(store)),
        *unnamed_parties(passages, citations, read_parties(store), window),
    ]
    warnings = [locate(doubt, described, workspace.root) for doubt in doubts]
    return Verification(tuple(results), tuple(warnings))


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
    """Return the verdict on a piece of evidence."""
    span = evidence.span
    wanted = evidence.passage_hash
    if evidence.problem or span is None:
        note = f"{evidence.problem}; run kg check"
        return Verified(evidence, "lost", None, text.digest, note)
    if text.content is None:
        return Verified(evidence, "no-text", None, text.digest, text.problem)
    if holds(text.content, span, wanted):
        is_same = text.digest == evidence.text_hash
        verdict: Verdict = "ok" if is_same else "changed"
        return Verified(evidence, verdict, span, text.digest)
    found = find_passage(text.content, span, wanted, text.shifts)
    if found is None:
        note = _why_lost(text.content, span, wanted)
        return Verified(evidence, "lost", None, text.digest, note)
    _learn_shift(text, span, found)
    note = f"now at {found.start}:{found.end}"
    return Verified(evidence, "moved", found, text.digest, note)


def _learn_shift(text: _Text, before: Span, found: Span) -> None:
    """Remember how far a whole passage moved.

    Other passages of the text have probably moved as far.
    """
    shift = found.start - before.start
    if before.shifted(shift) == found and shift not in text.shifts:
        text.shifts.append(shift)


def _with_other_line_ends(text: str) -> str:
    if "\r\n" in text:
        return text.replace("\r\n", "\n")
    return text.replace("\n", "\r\n")


def _why_lost(text: str, span: Span, wanted: str) -> str:
    if span.start >= span.end:
        return "the span is empty"
    if holds(_with_other_line_ends(text), span, wanted):
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
