"""Doubts about passages whose words are in the text but may not mean what is claimed.

Each is a warning for a reader to judge.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kg.model.terms import as_resource
from kg.model.vocabulary import IN_FORCE, node
from kg.trust.evidence import Citation, Cue, Evidence
from kg.trust.findings import Fault
from kg.trust.passages import Span, around, occurs

_DERIVED = node("prov:wasDerivedFrom").value


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence, its text, and where in the text it is now."""

    evidence: Evidence
    text: str
    span: Span

    @property
    def words(self) -> str:
        """The passage itself."""
        return self.text[self.span.start : self.span.end]


def unnamed_parties(
    passages: Mapping[str, Passage],
    citations: Sequence[Citation],
    parties: Mapping[str, Mapping[str, Sequence[str]]],
    window: int,
) -> Iterator[Fault]:
    """Yield a doubt for each party that the passages of a relationship do not name.

    All passages of the relationship in one source are taken together, with the
    text around them: one may name one party, the next the other.

    Args:
        passages: by IRI of the evidence.
        parties: names by relationship and party.
        window: code points on either side of a passage that count as near.
    """
    pooled: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for citation in citations:
        passage = passages.get(citation.evidence)
        if passage is not None and passage.evidence.stance:
            key = citation.relationship, passage.evidence.source
            pooled[key].append(passage)
    for (relationship, _), together in pooled.items():
        near = [
            around(passage.text, passage.span, window) for passage in together
        ]
        evidence = together[0].evidence
        for names in parties.get(relationship, {}).values():
            if not _any_occurs(names, near):
                yield _unnamed_party(relationship, names[0], evidence, window)


def _any_occurs(names: Sequence[str], texts: Sequence[str]) -> bool:
    return any(occurs(name, text) for name, text in product(names, texts))


def _unnamed_party(
    relationship: str, name: str, evidence: Evidence, window: int
) -> Fault:
    return Fault(
        "warning",
        "party-not-near",
        relationship,
        f"{name} is not named in its passages in {evidence.file}, nor within {window} characters"
        " of them; see whether the text means it by other words, and record these as an alias if"
        " it does.",
        _DERIVED,
        as_resource(evidence.iri),
    )


def overclaims(
    passages: Mapping[str, Passage],
    citations: Sequence[Citation],
    cues: Sequence[Cue],
) -> Iterator[Fault]:
    """Yield a doubt for each passage that hints at a status other than in force.

    Only passages that support a relationship in force are looked at.

    Args:
        passages: by IRI of the evidence.
    """
    cues_in: dict[str, list[Cue]] = {}
    for citation in citations:
        if citation.status != IN_FORCE:
            continue
        passage = passages.get(citation.evidence)
        if passage is None or not passage.evidence.supports:
            continue
        language = passage.evidence.language
        if language not in cues_in:
            cues_in[language] = [
                cue for cue in cues if _same_language(cue.language, language)
            ]
        words = passage.words
        hints = [cue for cue in cues_in[language] if occurs(cue.words, words)]
        if hints:
            yield _overclaim(citation, passage, hints)


def _overclaim(
    citation: Citation, passage: Passage, hints: Sequence[Cue]
) -> Fault:
    quoted = ", ".join([f'"{cue.words}" ({cue.status})' for cue in hints])
    start, end = passage.span
    return Fault(
        "warning",
        "over-claim",
        citation.relationship,
        f"Its status is in force, but the passage at {start}:{end} of {passage.evidence.file} has"
        f" words that hint otherwise: {quoted}; read it again.",
        _DERIVED,
        as_resource(citation.evidence),
    )


def misquotations(passages: Mapping[str, Passage]) -> Iterator[Fault]:
    """Yield a doubt for each quotation that differs from its passage."""
    message = (
        "Its oa:exact is not the passage at its span; correct one of them."
    )
    for iri, passage in passages.items():
        quote = passage.evidence.quote
        if quote and quote != passage.words:
            yield Fault("warning", "misquotation", iri, message)


def _same_language(one: str, other: str) -> bool:
    """Return whether two languages are the same, or one is not stated.

    Regions do not matter: en-GB and en are the same.
    """
    first = _without_region(one)
    second = _without_region(other)
    return not first or not second or first == second


def _without_region(language: str) -> str:
    return language.partition("-")[0]
