"""Is each claim in its document? Compares every piece of evidence with the text it was read from."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.model.vocabulary import node
from kg.trust.asserted import Described, read_workspace
from kg.trust.doubts import Doubt, Passage, misquotations, overclaims, unnamed_parties
from kg.trust.evidence import Evidence, read_claims, read_cues, read_evidence, read_parties
from kg.trust.findings import Finding
from kg.trust.passages import WINDOW, Span, digest, find_passage, holds
from kg.workspace.folders import Workspace
from kg.workspace.texts import read_text

Verdict = Literal["ok", "changed", "moved", "lost", "no-text"]
VERDICTS: dict[Verdict, str] = {
    "ok": "file and passage are as recorded",
    "changed": "the file differs, the passage still stands at its span",
    "moved": "the passage stands at another place of the file",
    "lost": "the passage is not in the file",
    "no-text": "the text is not there or cannot be read as UTF-8",
}


@dataclass(frozen=True, slots=True)
class Verified:
    """A piece of evidence and what became of it."""

    evidence: Evidence
    verdict: Verdict
    found: Span | None
    """Where the passage stands now: code points from 0, end exclusive; None where it does not."""
    text_hash: str = ""
    """SHA-256 of the text as it is now; empty where there is none."""
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
        return {verdict: counted[verdict] for verdict in VERDICTS}

    def passes(self) -> bool:
        """Whether there is evidence, and all of it is as recorded."""
        return bool(self.results) and all(result.verdict == "ok" for result in self.results)


@dataclass(frozen=True, slots=True)
class _Text:
    """A source's text as it is now, and how far its passages were found to have moved."""

    content: str | None
    digest: str
    problem: str = ""
    shifts: list[int] = field(default_factory=list)


def verify_workspace(workspace: Workspace, texts: Path, window: int = WINDOW) -> Verification:
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
    workspace: Workspace, described: Described, texts: Path, window: int = WINDOW
) -> Verification:
    """Compare the evidence in what was read of a workspace, or of a part of it, with the texts in a folder.

    Raises:
        EvidenceError: a text is there and cannot be read.
    """
    store = described.store()
    claims = read_claims(store)
    evidence = read_evidence(store)
    known = {name: _read(texts, name) for name in dict.fromkeys(e.file for e in evidence)}
    results = tuple(_verify(e, known[e.file]) for e in evidence)
    passages = {
        r.evidence.iri: Passage(r.evidence, known[r.evidence.file].content or "", r.found)
        for r in results
        if r.found
    }
    doubts = [
        *misquotations(passages),
        *overclaims(passages, claims, read_cues(store)),
        *unnamed_parties(passages, claims, read_parties(store), window),
    ]
    return Verification(
        results, tuple(_warning(described, workspace.root, doubt) for doubt in doubts)
    )


def _read(texts: Path, name: str) -> _Text:
    content = read_text(texts, name)
    if content is None:
        return _Text(None, "", f"{name or 'the text'} is not in {texts}")
    try:
        return _Text(content.decode("utf-8"), digest(content))
    except UnicodeDecodeError as error:
        return _Text(
            None,
            digest(content),
            f"{name} is not UTF-8 (byte {error.start}); save the text as UTF-8",
        )


def _verify(evidence: Evidence, text: _Text) -> Verified:
    span, wanted = evidence.span, evidence.passage_hash
    if evidence.problem or span is None:
        return Verified(evidence, "lost", None, text.digest, f"{evidence.problem}; run kg check")
    if text.content is None:
        return Verified(evidence, "no-text", None, text.digest, text.problem)
    if holds(text.content, span, wanted):
        verdict: Verdict = "ok" if text.digest == evidence.text_hash else "changed"
        return Verified(evidence, verdict, span, text.digest)
    found = find_passage(text.content, span, wanted, text.shifts)
    if found is None:
        return Verified(evidence, "lost", None, text.digest, _why_lost(text.content, span, wanted))
    shift = found[0] - span[0]
    if shift not in text.shifts and found[1] - span[1] == shift:
        text.shifts.append(shift)
    return Verified(evidence, "moved", found, text.digest, f"now at {found[0]}:{found[1]}")


def _why_lost(text: str, span: Span, wanted: str) -> str:
    (start, end), length = span, len(text)
    if start >= end:
        return "the span is empty"
    other = text.replace("\r\n", "\n") if "\r\n" in text else text.replace("\n", "\r\n")
    if holds(other, span, wanted):
        return "the passage stands there with other line ends; restore those that the text had when it was recorded"
    if start < 0 or end > length:
        return f"the span leads out of the text, which has {length} characters, and its words are nowhere in it"
    return "the words of the passage are nowhere in the text"


def _warning(described: Described, root: Path, doubt: Doubt) -> Finding:
    predicate = node(doubt.predicate).value if doubt.predicate else None
    value = ox.NamedNode(doubt.value) if doubt.value else None
    path, line = described.place(doubt.resource, predicate, value) or (None, None)
    if path is not None and path.is_relative_to(root):
        path = path.relative_to(root)
    file = path.as_posix() if path else None
    return Finding(
        "warning",
        doubt.rule,
        doubt.resource,
        described.label(doubt.resource),
        doubt.message,
        file,
        line,
    )
