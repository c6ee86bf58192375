"""Passages in their context, given only where they are exactly what was read."""

import hashlib
from collections.abc import Mapping

from kg.trust.evidence import Evidence
from kg.trust.passages import Span
from kg.views.page.dossier import Source

CONTEXT = 240
"""Characters shown before and after a passage."""


def quote(
    evidence: Evidence, source: Source, texts: Mapping[str, bytes]
) -> dict[str, str] | None:
    """Return a passage as `before`, `passage`, `after`, or as `differs`, which says why it is not shown.

    Args:
        texts: the bytes of each source's text by file name, as they were found.
    """
    if source.file not in texts:
        return (
            {"before": "", "passage": evidence.quote, "after": ""}
            if evidence.quote
            else None
        )
    content = texts[source.file]
    if hashlib.sha256(content).hexdigest() != source.text_hash:
        return {
            "differs": f"The text in {source.file} differs from the one that was read, so its passage is not shown."
        }
    text = content.decode("utf-8", "replace")
    start, end = evidence.shown_span or Span(0, 0)
    passage = text[start:end]
    if (
        not passage
        or hashlib.sha256(passage.encode("utf-8")).hexdigest()
        != evidence.passage_hash
    ):
        return {
            "differs": f"The passage at this place of {source.file} differs from the one that was read."
        }
    return {
        "before": _tail(text[:start]),
        "passage": passage,
        "after": _head(text[end:]),
    }


def _head(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= CONTEXT:
        return text
    return text[:CONTEXT].rpartition(" ")[0] + " …"


def _tail(text: str) -> str:
    if len(text) <= CONTEXT:
        return text
    return "… " + text[-CONTEXT:].partition(" ")[2]
