"""A relationship that a curator records, with its evidence, as a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ask.names import resolve
from kg.ask.ontology import check_notations, read_kinds, read_statuses
from kg.curate.draft import (
    Draft,
    Period,
    Statements,
    Taken,
    day_literal,
    english,
    refuse_odd,
)
from kg.curate.iris import first_free, mint, read_space
from kg.errors import NameNotFound, ParameterError
from kg.model.kinds import Kind, Status
from kg.model.terms import text
from kg.model.vocabulary import DENIED, IN_FORCE, node, shorten, split_iri
from kg.store.base import MemoryStore
from kg.store.query import select
from kg.trust.evidence import read_cited_evidence
from kg.trust.passages import Span, digest
from kg.workspace.texts import Text

SUPPORTS = "supports"
CONTRADICTS = "contradicts"
MAX_SLUGS = 4
"""Parties in the IRI of a relationship; further ones are its others."""
_NONE: Period = (None, None)
_SPAN = "-span"
"""Appended to the IRI of a piece of evidence, it is that of its selector."""


@dataclass(frozen=True, slots=True)
class NewRelationship:
    """A relationship as a curator states it."""

    kind: str
    parties: tuple[str, ...]
    source: str
    span: Span
    says: str
    status: str | None = None
    """Its notation; None for in force, or denied if the passage contradicts it."""
    attests: str | None = None
    """The status that the passage attests, None for that of the relationship."""
    start: Period = _NONE
    end: Period = _NONE
    signed: str | None = None
    label: str | None = None
    slug: str | None = None
    stance: str = SUPPORTS
    also: bool = False


def draft_relationship(
    store: MemoryStore, new: NewRelationship, document: Text
) -> Draft:
    """Return a relationship with its passage, or a further passage for a known one.

    Args:
        document: the text that the passage is in.

    Raises:
        ParameterError: too few or too many parties, one twice, or the
            relationship is there already.
        NameNotFound: no such kind, status, organisation or source.
    """
    kind, statuses = _vocabulary(store, new)
    parties = _parties(store, kind, new.parties)
    source = resolve(store, new.source, "source")
    known = _same(store, kind, parties)

    if known is None:
        _refuse_further_evidence(new.also)
        status = statuses[_first_status(new)].iri
        iri = _new_iri(store, kind, parties, new.slug)
    else:
        status = _recorded_status(store, known)
        iri = known
        _refuse_further(store, new, known, source, status)

    statements = Statements()
    evidence = _say_evidence(statements, store, iri, source, new, document)
    if new.attests:
        attested = statuses[new.attests].iri
    elif new.stance == SUPPORTS:
        attested = status
    else:
        attested = ""
    if attested:
        statements.say(evidence, "kg:attests", ox.NamedNode(attested))
    if known is None:
        label = _label_of(store, new, kind, parties)
        statements.say(iri, "rdfs:label", label)
        statements.say(iri, "adms:status", ox.NamedNode(status))
        _say_dates(statements, iri, new)
        _say_roles(statements, iri, kind, parties)

    file = f"data/facts/{split_iri(source)[1]}.ttl"
    return Draft(file, iri, tuple(statements.found))


def _vocabulary(
    store: MemoryStore, new: NewRelationship
) -> tuple[Kind, Mapping[str, Status]]:
    """Return the kind of a relationship, and the statuses by notation.

    Raises:
        NameNotFound: there is no such kind or status.
    """
    kinds = read_kinds(store)
    statuses = read_statuses(store)
    check_notations(dict(kinds), (new.kind,), "kind of relationship")
    named = filter(None, (new.status, new.attests))
    check_notations(dict(statuses), tuple(named), "status")
    return kinds[new.kind], statuses


def _label_of(
    store: MemoryStore,
    new: NewRelationship,
    kind: Kind,
    parties: Sequence[str],
) -> ox.Literal:
    label = new.label
    if not label:
        names = [_label(store, party) for party in parties]
        label = _describe(kind, names)
    return english(refuse_odd("the label", label))


def _first_status(new: NewRelationship) -> str:
    """Return the status of a relationship that its first passage gives it.

    Raises:
        ParameterError: the passage contradicts the relationship, and the status is not denied; or
            the other way about.
    """
    if new.stance == SUPPORTS:
        if new.status == DENIED:
            raise ParameterError(
                "a relationship is denied if a passage contradicts it and none supports it;"
                " add --contradicts, or give another --status"
            )
        return new.status or IN_FORCE
    if new.status not in (None, DENIED):
        raise ParameterError(
            f"a relationship that only a contradicting passage bears on is {DENIED},"
            f" not {new.status}; leave --status out, or add a passage that supports it first"
        )
    return DENIED


def _recorded_status(store: MemoryStore, iri: str) -> str:
    query = "SELECT ?status WHERE { ?relationship adms:status ?status } ORDER BY ?status"
    rows = select(store, query, {"relationship": ox.NamedNode(iri)})
    return text(rows[0][0]) if rows else node(f"status:{IN_FORCE}").value


def _refuse_undecided(iri: str, status: str, stance: str) -> None:
    """Refuse a passage that supports a denied relationship: the curator decides what holds."""
    if stance == SUPPORTS and status == node(f"status:{DENIED}").value:
        raise ParameterError(
            f"{shorten(iri)} is denied by a source, and this passage supports it: decide what"
            " holds, change its adms:status, and add the passage then"
        )


def _new_iri(
    store: MemoryStore, kind: Kind, parties: Sequence[str], slug: str | None
) -> str:
    last = slug or _reading(parties, kind.notation)
    return mint(read_space(store).relationships, "", last, Taken(store))


def _refuse_further(
    store: MemoryStore,
    new: NewRelationship,
    iri: str,
    source: str,
    status: str,
) -> None:
    """Refuse a passage for a known relationship that it cannot be added to."""
    _refuse_known(iri, new.also)
    _refuse_repeated(store, iri, source, new.span)
    _refuse_undecided(iri, status, new.stance)


def _refuse_known(iri: str, also: bool) -> None:
    """Refuse a relationship that is there already, unless it is given further evidence."""
    if not also:
        raise ParameterError(
            f"{shorten(iri)} is there already, of the same kind and parties; add --also to give it"
            " this passage as further evidence"
        )


def _refuse_further_evidence(also: bool) -> None:
    """Refuse further evidence for a relationship that is not there."""
    if also:
        raise ParameterError(
            "--also adds a passage to a relationship, and there is none of this kind and parties;"
            " leave it out"
        )


def _refuse_repeated(
    store: MemoryStore, iri: str, source: str, span: Span
) -> None:
    """Refuse a passage that the relationship rests on already, which would count twice."""
    for evidence in read_cited_evidence(store, [iri]):
        if evidence.source == source and evidence.span == span:
            raise ParameterError(
                f"{shorten(iri)} has this passage already, as {shorten(evidence.iri)}"
            )


def _say_evidence(
    statements: Statements,
    store: MemoryStore,
    iri: str,
    source: str,
    new: NewRelationship,
    document: Text,
) -> str:
    """Say what the passage is, and return the IRI of the evidence."""
    name = f"{split_iri(iri)[1]}-{split_iri(source)[1]}"
    evidence = first_free(
        read_space(store).evidence + name, Taken(store), _SPAN
    )
    span = evidence + _SPAN
    start, end = new.span
    passage = document.decoded()[start:end]
    statements.say(evidence, "a", node("kg:Evidence"))
    statements.say(
        evidence,
        "dcterms:description",
        english(refuse_odd("what it says", new.says)),
    )
    statements.say(evidence, "oa:hasSource", ox.NamedNode(source))
    statements.say(evidence, "oa:hasSelector", ox.NamedNode(span))
    statements.say(evidence, "kg:passageSHA256", digest(passage))
    statements.say(evidence, "kg:stance", node(f"kg:{new.stance}"))
    statements.say(span, "a", node("oa:TextPositionSelector"))
    statements.say(span, "oa:start", ox.Literal(start))
    statements.say(span, "oa:end", ox.Literal(end))
    statements.say(iri, "prov:wasDerivedFrom", ox.NamedNode(evidence))
    return evidence


def _say_dates(statements: Statements, iri: str, new: NewRelationship) -> None:
    start_earliest, start_latest = new.start
    end_earliest, end_latest = new.end
    if not (start_earliest or start_latest):
        # Signed means begun, unless the text says otherwise.
        start_earliest = start_latest = new.signed
    statements.say(iri, "kg:startEarliest", day_literal(start_earliest))
    statements.say(iri, "kg:startLatest", day_literal(start_latest))
    statements.say(iri, "kg:endEarliest", day_literal(end_earliest))
    statements.say(iri, "kg:endLatest", day_literal(end_latest))
    statements.say(iri, "kg:signedOn", day_literal(new.signed))


def _say_roles(
    statements: Statements, iri: str, kind: Kind, parties: Sequence[str]
) -> None:
    """Say the kind of a relationship, and who has which role in it."""
    statements.say(iri, "a", ox.NamedNode(kind.iri))
    for role, party in _roles(kind, parties):
        triple = ox.Triple(
            ox.NamedNode(iri), ox.NamedNode(role), ox.NamedNode(party)
        )
        statements.found.append(triple)


def _roles(kind: Kind, parties: Sequence[str]) -> list[tuple[str, str]]:
    """Return role and party: the first has the from-role, all others the to-role."""
    roles = [(kind.from_role, parties[0])]
    roles += [(kind.to_role, other) for other in parties[1:]]
    return roles


def _parties(store: MemoryStore, kind: Kind, names: Sequence[str]) -> list[str]:
    if len(names) < 2:
        raise ParameterError(
            f"{kind.notation} joins two organisations or more; name them all"
        )
    if len(names) > 2 and kind.from_role != kind.to_role:
        raise ParameterError(
            f"{kind.notation} leads from one organisation to one other;"
            " add one relationship for each"
        )
    found: list[str] = []
    for name in names:
        party = _party(store, name)
        if party in found:
            raise ParameterError(
                f"{name!r} is named twice; an organisation has no relationship with itself"
            )
        found.append(party)
    return found


def _party(store: MemoryStore, name: str) -> str:
    try:
        return resolve(store, name)
    except NameNotFound as error:
        raise ParameterError(
            f'{error}; if it is new: kg add organisation "{name}"'
        ) from error


def _same(store: MemoryStore, kind: Kind, parties: Sequence[str]) -> str | None:
    """Find a relationship of the same kind, in which the same have the same roles."""
    wanted = set(_roles(kind, parties))
    pairs = [f"<{role}> <{party}>" for role, party in sorted(wanted)]
    named = " ; ".join(pairs)
    query = f"SELECT ?r WHERE {{ ?r {named} . ?r a <{kind.iri}> }} ORDER BY ?r"
    for (found,) in select(store, query):
        iri = text(found)
        if _held_roles(store, iri, kind) == wanted:
            return iri
    return None


def _held_roles(
    store: MemoryStore, iri: str, kind: Kind
) -> set[tuple[str, str]]:
    query = f"""
    SELECT ?role ?party WHERE {{
      VALUES ?role {{ <{kind.from_role}> <{kind.to_role}> }}
      ?relationship ?role ?party
    }}"""
    rows = select(store, query, {"relationship": ox.NamedNode(iri)})
    return {(text(role), text(party)) for role, party in rows}


def _label(store: MemoryStore, iri: str) -> str:
    rows = select(
        store,
        f"SELECT ?label WHERE {{ <{iri}> skos:prefLabel ?label }} ORDER BY ?label",
    )
    return text(rows[0][0]) if rows else shorten(iri)


def _reading(parties: Sequence[str], kind: str) -> str:
    """Return the last part of a relationship's IRI, such as `a-hosted-by-b`.

    It says nothing that can change.
    """
    names = [split_iri(party)[1].lower() for party in parties]
    shown = [names[0], kind, *names[1:MAX_SLUGS]]
    if len(names) > MAX_SLUGS:
        shown.append("and-others")
    return "-".join(shown)


def _describe(kind: Kind, names: Sequence[str]) -> str:
    """Name a relationship: `A hosted by B`, `Partnership of A, B and C`."""
    if kind.from_role != kind.to_role:
        return f"{names[0]} {kind.shortcut_label} {names[1]}"
    what = kind.label[:1].upper() + kind.label[1:]
    first = ", ".join(names[:-1])
    return f"{what} of {first} and {names[-1]}"
