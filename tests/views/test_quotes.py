"""Passages as a page quotes them."""

import hashlib

import pytest

from kg.trust.evidence import Evidence
from kg.trust.passages import Span
from kg.views.page.dossier import Source
from kg.views.page.quotes import quote

TEXT = b"The lamp was lit by the keeper"
SOURCE = Source(
    "urn:s", "A text", "lamp.txt", text_hash=hashlib.sha256(TEXT).hexdigest()
)
TEXTS = {"lamp.txt": TEXT}


def evidence(span, passage):
    return Evidence(
        iri="urn:e",
        says=None,
        stance="",
        source="urn:s",
        file="lamp.txt",
        language="en",
        text_hash=SOURCE.text_hash,
        selector="",
        span=span,
        passage_hash=hashlib.sha256(passage).hexdigest(),
        quote="",
        problem="",
    )


def test_a_passage_is_quoted_with_the_words_around_it():
    assert quote(evidence(Span(4, 8), b"lamp"), SOURCE, TEXTS) == {
        "before": "The ",
        "passage": "lamp",
        "after": " was lit by the keeper",
    }


@pytest.mark.parametrize(
    "span", [Span(-6, 30), Span(-6, -1), Span(4, -22), None]
)
def test_a_place_that_is_counted_from_the_end_is_not_quoted(span):
    """A hash of what Python finds there must not make it the passage."""
    passage = b"" if span is None else TEXT[span.start : span.end]
    assert quote(evidence(span, passage), SOURCE, TEXTS) == {
        "differs": "The passage at this place of lamp.txt differs from the one that was read."
    }


def test_a_text_that_was_changed_is_not_quoted():
    changed = quote(
        evidence(Span(4, 8), b"lamp"), SOURCE, {"lamp.txt": TEXT + b"."}
    )
    assert list(changed) == ["differs"]


def test_without_a_text_there_is_no_quote():
    assert quote(evidence(Span(4, 8), b"lamp"), SOURCE, {}) is None
