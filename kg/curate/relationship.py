"""A relationship that a curator records, with its evidence, as a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ask.names import resolve
from kg.ask.ontology import check_notations, read_kinds, read_statuses
from kg.curate.draft import Draft, Period, Statements, day_literal, english, refuse_odd, taken_iris
from kg.curate.iris import Space, mint, read_space
from kg.errors import NameNotFound, ParameterError
from kg.model.kinds import Kind
from kg.model.terms import text
from kg.model.vocabulary import node, shorten, split_iri
from kg.store.base import MemoryStore
from kg.store.query import select
from kg.trust.passages import Span, digest
from kg.workspace.texts import Text

MAX_SLUGS = 4
"""Parties in the IRI of a relationship; further ones are its others."""
_NONE: Period = (None, None)


@dataclass(frozen=True, slots=True)
class Claim:
    """A relationship as a curator states it."""

    kind: str
    parties: tuple[str, ...]
    source: str
    span: Span
    says: str
    status: str = "in-force"
    start: Period = _NONE
    end: Period = _NONE
    signed: str | None = None
    label: str | None = None
    slug: str | None = None
    stance: str = "supports"
    also: bool = False


def draft_relationship(store: MemoryStore, claim: Claim, text: Text) -> Draft:
    """Return a relationship with the passage it rests on, or a further passage for one that is there.

    Raises:
        ParameterError: too few or too many parties, one twice, or the relationship is there already.
        NameNotFound: no such kind, status, organisation or source.
    """
    kinds, statuses = read_kinds(store), read_statuses(store)
    check_notations(dict(kinds), (claim.kind,), "kind of relationship")
    check_notations(dict(statuses), (claim.status,), "status")
    kind = kinds[claim.kind]
    parties = _parties(store, kind, claim.parties)
    space = read_space(store)
    source = resolve(store, claim.source, "source")
    there = _same(store, kind, parties)
    _refuse_other(there, claim.also)
    _refuse_repeated(store, there, source, claim.span)
    taken = taken_iris(store)
    names = {iri: _label(store, iri) for iri in parties}
    iri = there or mint(
        space.relationships, "", claim.slug or _reading(parties, kind.notation), taken
    )
    told = Statements()
    _add_evidence(told, space, iri, source, claim, text, taken)
    if not there:
        label = (
            refuse_odd("the label", claim.label)
            if claim.label
            else _describe(kind, [names[p] for p in parties])
        )
        told.say(iri, "a", ox.NamedNode(kind.iri))
        told.say(iri, "rdfs:label", english(label))
        told.say(iri, "adms:status", ox.NamedNode(statuses[claim.status].iri))
        bounds = zip(
            ("startEarliest", "startLatest", "endEarliest", "endLatest"),
            claim.start + claim.end,
            strict=True,
        )
        for name, day in (*bounds, ("signedOn", claim.signed)):
            told.say(iri, f"kg:{name}", day_literal(day))
        roles = (kind.from_role, *(kind.to_role for _ in parties[1:]))
        told.found += [
            ox.Triple(ox.NamedNode(iri), ox.NamedNode(r), ox.NamedNode(p))
            for r, p in zip(roles, parties, strict=True)
        ]
    return Draft(f"data/facts/{split_iri(source)[1]}.ttl", iri, tuple(told.found))


def _refuse_other(there: str | None, also: bool) -> None:
    """Refuse a relationship that is there already, and further evidence for one that is not."""
    if there and not also:
        raise ParameterError(
            f"{shorten(there)} is there already, of the same kind and parties; add --also to give it this passage as"
            " further evidence"
        )
    if also and not there:
        raise ParameterError(
            "--also adds a passage to a relationship, and there is none of this kind and parties; leave it out"
        )


def _refuse_repeated(store: MemoryStore, there: str | None, source: str, span: Span) -> None:
    """Refuse a passage that the relationship rests on already, which would count twice."""
    start, end = span
    query = f"""
    SELECT ?evidence WHERE {{
      <{there}> prov:wasDerivedFrom ?evidence . ?evidence oa:hasSource <{source}> ; oa:hasSelector ?span .
      ?span oa:start {start} ; oa:end {end} }} ORDER BY ?evidence"""
    for (evidence,) in select(store, query) if there else ():
        raise ParameterError(
            f"{shorten(there or '')} has this passage already, as {shorten(text(evidence))}"
        )


def _add_evidence(
    told: Statements, space: Space, iri: str, source: str, claim: Claim, text: Text, taken: set[str]
) -> None:
    name = f"{split_iri(iri)[1]}-{split_iri(source)[1]}"
    numbered = (space.evidence + _numbered(name, n) for n in range(1, len(taken) + 2))
    evidence = next(free for free in numbered if not {free, f"{free}-span"} & taken)
    span = f"{evidence}-span"
    start, end = claim.span
    told.say(evidence, "a", node("kg:Evidence"))
    told.say(evidence, "dcterms:description", english(refuse_odd("what it says", claim.says)))
    told.say(evidence, "oa:hasSource", ox.NamedNode(source))
    told.say(evidence, "oa:hasSelector", ox.NamedNode(span))
    told.say(evidence, "kg:passageSHA256", digest(text.decoded()[start:end]))
    told.say(evidence, "kg:stance", node(f"kg:{claim.stance}"))
    told.say(span, "a", node("oa:TextPositionSelector"))
    told.say(span, "oa:start", ox.Literal(start))
    told.say(span, "oa:end", ox.Literal(end))
    told.say(iri, "prov:wasDerivedFrom", ox.NamedNode(evidence))


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _parties(store: MemoryStore, kind: Kind, names: Sequence[str]) -> list[str]:
    if len(names) < 2:
        raise ParameterError(f"{kind.notation} joins two organisations or more; name them all")
    if len(names) > 2 and kind.from_role != kind.to_role:
        raise ParameterError(
            f"{kind.notation} leads from one organisation to one other; add one relationship for each"
        )
    found = []
    for name in names:
        try:
            found.append(resolve(store, name))
        except NameNotFound as error:
            raise ParameterError(f'{error}; if it is new: kg add organisation "{name}"') from error
    if twice := next(
        (name for name, iri in zip(names, found, strict=True) if found.count(iri) > 1), None
    ):
        raise ParameterError(
            f"{twice!r} is named twice; an organisation has no relationship with itself"
        )
    return found


def _same(store: MemoryStore, kind: Kind, parties: Sequence[str]) -> str | None:
    """Find a relationship of the same kind between the same parties, in the same roles."""
    query = f"""
    SELECT ?r ?role ?party WHERE {{
      ?r a <{kind.iri}> ; ?role ?party . FILTER (?role IN (<{kind.from_role}>, <{kind.to_role}>)) }}"""
    held: dict[str, set[tuple[str, str]]] = {}
    for relationship, role, party in select(store, query):
        held.setdefault(text(relationship), set()).add((text(role), text(party)))
    wanted = {
        (kind.from_role if i == 0 else kind.to_role, party) for i, party in enumerate(parties)
    }
    return next(
        (relationship for relationship in sorted(held) if held[relationship] == wanted), None
    )


def _label(store: MemoryStore, iri: str) -> str:
    rows = select(store, f"SELECT ?label WHERE {{ <{iri}> skos:prefLabel ?label }} ORDER BY ?label")
    return text(rows[0][0]) if rows else shorten(iri)


def _reading(parties: Sequence[str], kind: str) -> str:
    """Return the last part of a relationship's IRI: `a-hosted-by-b`; it tells nothing that can change."""
    first, *others = (split_iri(party)[1].lower() for party in parties)
    more = ["and-others"] if len(parties) > MAX_SLUGS else []
    return "-".join((first, kind, *others[: MAX_SLUGS - 1], *more))


def _describe(kind: Kind, names: Sequence[str]) -> str:
    """Say a relationship in words: `A hosted by B`, `Partnership of A, B and C`."""
    if kind.from_role != kind.to_role:
        return f"{names[0]} {kind.shortcut_label} {names[1]}"
    return f"{kind.label[:1].upper()}{kind.label[1:]} of {', '.join(names[:-1])} and {names[-1]}"
