"""What a passage may not bear out, although its words are there: a warning for a reader to judge."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model.vocabulary import IN_FORCE
from kg.trust.evidence import Claim, Cue, Evidence
from kg.trust.passages import Span, around, occurs


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence with the text it is in and the place where it stands now."""

    evidence: Evidence
    text: str
    span: Span

    @property
    def words(self) -> str:
        """The passage itself."""
        return self.text[self.span[0] : self.span[1]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning on a relationship or a piece of evidence."""

    rule: str
    resource: str
    message: str
    predicate: str | None = None
    value: str | None = None


def unnamed_parties(
    passages: Mapping[str, Passage],
    claims: Sequence[Claim],
    parties: Mapping[str, Mapping[str, Sequence[str]]],
    window: int,
) -> Iterator[Doubt]:
    """Yield a doubt per party that no passage of a source names, or names near by, for a relationship.

    All passages of the relationship in one source are taken together: one may name one party, the next the other.
    """
    pooled: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for claim in claims:
        if claim.evidence in passages:
            passage = passages[claim.evidence]
            pooled[claim.relationship, passage.evidence.source].append(passage)
    for (relationship, _), together in pooled.items():
        near = [around(passage.text, passage.span, window) for passage in together]
        for names in parties.get(relationship, {}).values():
            if not any(occurs(name, text) for name in names for text in near):
                file = together[0].evidence.file
                yield Doubt(
                    "party-not-near",
                    relationship,
                    f"{names[0]} is not named in its passages in {file}, nor within {window} characters of them;"
                    " see whether the text means it by other words, and record these as an alias if it does.",
                    "prov:wasDerivedFrom",
                    together[0].evidence.iri,
                )


def overclaims(
    passages: Mapping[str, Passage], claims: Sequence[Claim], cues: Sequence[Cue]
) -> Iterator[Doubt]:
    """Yield a doubt per supporting passage of a relationship in force whose words hint at another status."""
    languages = {passage.evidence.language for passage in passages.values()}
    spoken = {
        language: [cue for cue in cues if _same_language(cue.language, language)]
        for language in languages
    }
    for claim in claims:
        if claim.status != IN_FORCE or not claim.supports or claim.evidence not in passages:
            continue
        passage = passages[claim.evidence]
        words = passage.words
        found = [cue for cue in spoken[passage.evidence.language] if occurs(cue.words, words)]
        if found:
            said = ", ".join(f'"{cue.words}" ({cue.status})' for cue in found)
            yield Doubt(
                "over-claim",
                claim.relationship,
                f"Its status is in force, but the passage at {passage.span[0]}:{passage.span[1]} of"
                f" {passage.evidence.file} has words that hint otherwise: {said}; read it again.",
                "prov:wasDerivedFrom",
                claim.evidence,
            )


def misquotations(passages: Mapping[str, Passage]) -> Iterator[Doubt]:
    """Yield a doubt per piece of evidence whose recorded quotation is not the passage."""
    for iri, passage in passages.items():
        if passage.evidence.quote and passage.evidence.quote != passage.words:
            yield Doubt(
                "misquotation",
                iri,
                "Its oa:exact is not the passage at its span; mend one of them.",
            )


def _same_language(spoken: str, written: str) -> bool:
    """Whether a cue applies to a text, by their languages; where one of the two has none, it does."""
    first, second = (language.partition("-")[0] for language in (spoken, written))
    return not first or not second or first == second
