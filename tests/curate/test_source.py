import pytest

from kg.curate.source import NewSource, draft_source
from kg.errors import EvidenceError, ParameterError
from kg.trust.passages import digest
from kg.workspace.texts import Text

TEXT = Text("keeper.txt", b"The keeper writes.\n")


def said(draft):
    return {
        (
            triple.predicate.value.rpartition("/")[2].rpartition("#")[2],
            triple.object.value,
        )
        for triple in draft.triples
    }


def test_a_dated_source_has_its_day_and_its_hash(store):
    draft = draft_source(
        store, NewSource(TEXT, "The keeper's notes", issued="2022-02-01")
    )
    assert (draft.file, draft.iri) == (
        "data/sources.ttl",
        "https://example.org/proven/source/the-keepers-notes",
    )
    assert said(draft) == {
        ("type", "https://schema.org/CreativeWork"),
        ("title", "The keeper's notes"),
        ("identifier", "keeper.txt"),
        ("language", "en"),
        ("textSHA256", digest(TEXT.content)),
        ("issued", "2022-02-01"),
    }


def test_an_undated_source_has_bounds_and_the_reason_for_them(store):
    new = NewSource(
        TEXT,
        "Notes",
        "fr",
        between=(None, "2022-12-31"),
        note="It ends there.",
        slug="n",
    )
    draft = draft_source(store, new)
    assert draft.iri.endswith("/source/n")
    assert said(draft) >= {
        ("issuedLatest", "2022-12-31"),
        ("editorialNote", "It ends there."),
    }
    assert "issuedEarliest" not in dict(said(draft))


@pytest.mark.parametrize(
    ("document", "error", "message"),
    [
        (
            Text("empty.txt", b" \n"),
            EvidenceError,
            "empty.txt: is empty; a source has words",
        ),
        (
            Text("latin.txt", b"\xe9t\xe9"),
            EvidenceError,
            "latin.txt: is not UTF-8 (byte 0)",
        ),
        (
            Text("tour.txt", b"Another text."),
            ParameterError,
            "a file called tour.txt is known as https://example.org/proven/source/tour",
        ),
    ],
)
def test_a_text_that_cannot_be_a_new_source_is_refused(
    store, document, error, message
):
    with pytest.raises(error) as caught:
        draft_source(store, NewSource(document, "A title"))
    assert message in str(caught.value)


def test_a_known_text_under_another_name_is_refused(workspace, store):
    content = (workspace.root / "texts" / "tour.txt").read_bytes()
    with pytest.raises(
        ParameterError, match=r"this text is known as .*/source/tour"
    ):
        draft_source(store, NewSource(Text("copy.txt", content), "A copy"))
