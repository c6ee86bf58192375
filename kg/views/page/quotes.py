"""Passages in their context, shown only where they are exactly as recorded."""

from collections.abc import Mapping

from kg.trust.evidence import Evidence
from kg.trust.passages import Span, digest
from kg.views.page.dossier import Source

CONTEXT = 240
"""Characters shown before and after a passage."""


def quote(
    evidence: Evidence, source: Source, texts: Mapping[str, bytes]
) -> dict[str, str] | None:
    """Return a passage with the text before and after it.

    Args:
        texts: the bytes of the texts by file name.

    Returns:
        `before`, `passage` and `after`; or `differs`, which says why the
        passage is not shown; None if there is neither a text nor a quotation.
    """
    if source.file not in texts:
        if not evidence.quote:
            return None
        return {"before": "", "passage": evidence.quote, "after": ""}
    content = texts[source.file]
    if digest(content) != source.text_hash:
        return {
            "differs": f"The text in {source.file} differs from the one that"
            " was read, so its passage is not shown."
        }
    text = content.decode("utf-8", "replace")
    span = evidence.shown_span or Span(0, 0)
    passage = text[span.start : span.end]
    if not passage or digest(passage) != evidence.passage_hash:
        return {
            "differs": f"The passage at this place of {source.file} differs"
            " from the one that was read."
        }
    return {
        "before": _tail(text[: span.start]),
        "passage": passage,
        "after": _head(text[span.end :]),
    }


def _head(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= CONTEXT:
        return text
    words, _, _ = text[:CONTEXT].rpartition(" ")
    return f"{words} …"


def _tail(text: str) -> str:
    """Return the end of a text, cut between words."""
    if len(text) <= CONTEXT:
        return text
    _, _, words = text[-CONTEXT:].partition(" ")
    return f"… {words}"
