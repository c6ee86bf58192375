from dataclasses import replace

import pyoxigraph as ox

from kg.model.vocabulary import node
from kg.trust.doubts import (
    Passage,
    misquotations,
    overclaims,
    unnamed_parties,
)
from kg.trust.evidence import Citation, Cue, Evidence
from kg.trust.findings import Fault
from kg.trust.passages import Span

TEXT = "Ant Office will join Bee Network. Elsewhere it rains all day long."
EVIDENCE = Evidence(
    iri="urn:evidence",
    says=None,
    stance=node("kg:supports").value,
    source="urn:source",
    file="a.txt",
    language="en",
    text_hash="",
    selector="",
    span=Span(11, 20),
    passage_hash="",
    quote="",
    problem="",
)
PASSAGE = Passage(EVIDENCE, TEXT, Span(11, 20))
PASSAGES = {"urn:evidence": PASSAGE}
CITATION = Citation("urn:joined", "urn:evidence", "in-force")
WILL = Cue("will join", "en", "planned")


def changed(**fields):
    """Return the passages with evidence that differs in some fields."""
    return {
        "urn:evidence": replace(PASSAGE, evidence=replace(EVIDENCE, **fields))
    }


def overclaimed(passages=PASSAGES, citation=CITATION, cue=WILL):
    return list(overclaims(passages, [citation], [cue]))


def unnamed(parties, window, passages=PASSAGES):
    named = {"urn:joined": parties}
    faults = unnamed_parties(passages, [CITATION], named, window)
    return [fault.message.partition(" is not named")[0] for fault in faults]


def test_the_words_of_a_passage_are_those_of_its_span():
    assert PASSAGE.words == "will join"


def test_words_that_hint_at_another_status_are_a_doubt():
    assert overclaimed() == [
        Fault(
            "warning",
            "over-claim",
            "urn:joined",
            "Its status is in force, but the passage at 11:20 of a.txt has"
            ' words that hint otherwise: "will join" (planned); read it again.',
            node("prov:wasDerivedFrom").value,
            ox.NamedNode("urn:evidence"),
        )
    ]


def test_only_a_relationship_in_force_can_be_claimed_too_much():
    planned = replace(CITATION, status="planned")
    assert overclaimed(citation=planned) == []


def test_a_passage_that_contradicts_claims_nothing():
    against = changed(stance=node("kg:contradicts").value)
    assert overclaimed(passages=against) == []


def test_a_hint_outside_the_passage_does_not_count():
    assert overclaimed(cue=Cue("rains", "en", "planned")) == []


def test_a_hint_counts_in_its_language_whatever_the_region():
    assert len(overclaimed(passages=changed(language="en-GB"))) == 1
    assert len(overclaimed(passages=changed(language=""))) == 1
    assert overclaimed(passages=changed(language="fr")) == []


def test_a_party_is_named_near_a_passage_by_any_of_its_names():
    bee = {"urn:bee": ["Bee Network"]}
    assert unnamed(bee, 0) == ["Bee Network"]
    assert unnamed(bee, 13) == []
    assert unnamed({"urn:bee": ["The Bees", "Bee Network"]}, 13) == []


def test_a_party_that_is_not_named_is_a_doubt_with_advice():
    parties = {"urn:joined": {"urn:cat": ["Cat Bureau", "CB"]}}
    assert list(unnamed_parties(PASSAGES, [CITATION], parties, 20)) == [
        Fault(
            "warning",
            "party-not-near",
            "urn:joined",
            "Cat Bureau is not named in its passages in a.txt, nor within"
            " 20 characters of them; see whether the text means it by other"
            " words, and record these as an alias if it does.",
            node("prov:wasDerivedFrom").value,
            ox.NamedNode("urn:evidence"),
        )
    ]


def test_passages_of_one_source_name_the_parties_together():
    rain = replace(EVIDENCE, iri="urn:rain")
    both = {**PASSAGES, "urn:rain": Passage(rain, TEXT, Span(34, 43))}
    citations = [CITATION, replace(CITATION, evidence="urn:rain")]
    parties = {"urn:joined": {"urn:ant": ["will join"], "urn:b": ["Elsewhere"]}}
    assert list(unnamed_parties(both, citations, parties, 0)) == []
    apart = replace(rain, source="urn:other")
    both["urn:rain"] = Passage(apart, TEXT, Span(34, 43))
    assert len(list(unnamed_parties(both, citations, parties, 0))) == 2


def test_a_quotation_that_is_not_the_passage_is_a_doubt():
    assert list(misquotations(PASSAGES)) == []
    assert list(misquotations(changed(quote="will join"))) == []
    assert list(misquotations(changed(quote="has joined"))) == [
        Fault(
            "warning",
            "misquotation",
            "urn:evidence",
            "Its oa:exact is not the passage at its span; correct one of them.",
        )
    ]
