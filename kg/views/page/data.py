"""What the page knows, as JSON: compact, in a stable order, and nothing in it is markup."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyoxigraph as ox

from kg.model.dates import in_words, period
from kg.model.kinds import Kind, OrganisationType, Status
from kg.model.vocabulary import IN_FORCE, PREFIXES, expand, shorten
from kg.network.calculator import MEASURES
from kg.network.edges import Edge, Filters, Network
from kg.network.measures import Measures
from kg.trust.evidence import Evidence
from kg.views.page.dossier import Dossier, Source, Statement
from kg.views.page.layout import place
from kg.views.page.quotes import quote

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caption:
    """What the page is: shown in its head and in what is taken away from it."""

    title: str
    version: str = ""
    licence: str = ""
    shown: str = "all relationships"
    left_out: str = ""
    """What was left out before drawing, in a sentence; empty if nothing was."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a page is made from."""

    network: Network
    dossier: Dossier
    kinds: Mapping[str, Kind]
    statuses: Mapping[str, Status]
    types: Mapping[str, OrganisationType]
    caption: Caption
    texts: Mapping[str, bytes] = field(default_factory=dict)


def nodes(subject: Subject) -> list[Json]:
    """Return a node per organisation: where it stands, what it is called, and how it ranks.

    `scores` and `ranks` are in the order of `MEASURES`, over the relationships in force. `community` is
    the number of its group of organisations, the largest first, over all relationships drawn.
    """
    network = subject.network
    measures = Measures(network)
    positions, standing, groups = place(measures), _ranks(measures), measures.communities()
    member = {iri: number for number, group in enumerate(groups) for iri in group}
    found = []
    for number, (iri, organisation) in enumerate(network.organisations.items()):
        kind = subject.types.get(organisation.type or "")
        names = subject.dossier.names.get(iri, ())
        label = next(
            (name for name in names if name.value == organisation.label),
            ox.Literal(organisation.label, language="en"),
        )
        x, y = positions[iri]
        known = {
            "iri": compact(iri),
            "name": _literal(label),
            "also": [name.value for name in names if name.value != organisation.label],
            "members": list(organisation.members),
            "type": organisation.type_label,
            "wider": kind.wider if kind else None,
            "country": organisation.country,
            "same": [
                same
                for same in subject.dossier.identifiers.get(iri, ())
                if same.startswith(("https://", "http://"))
            ],
            "ranks": [place for place, _ in standing[iri]],
            "scores": [score for _, score in standing[iri]],
            "community": member[iri],
        }
        found.append(
            {"id": number, "x": x, "y": y, "shape": kind.shape if kind else "dot"} | _present(known)
        )
    return found


def edges(subject: Subject) -> list[Json]:
    """Return an edge per pair that a relationship joins: numbers of the organisations and of the relationship.

    `beside` sets the edges of a pair apart: 0 is straight, and the others bend by so many steps to one side or the other.
    """
    number = {iri: i for i, iri in enumerate(subject.network.organisations)}
    which = {iri: i for i, iri in enumerate(_by_relationship(subject.network))}
    parallel: dict[tuple[int, int], list[Json]] = defaultdict(list)
    found = []
    for i, edge in enumerate(subject.network.edges):
        ends = number[edge.source], number[edge.target]
        found.append(
            {"id": i, "from": ends[0], "to": ends[1], "relationship": which[edge.relationship]}
        )
        parallel[min(ends), max(ends)].append(found[-1])
    for group in parallel.values():
        for i, drawn in enumerate(group):
            side = 1 if drawn["from"] < drawn["to"] else -1
            drawn["beside"] = side * (i - (len(group) - 1) / 2)
    return found


def facts(subject: Subject) -> Json:
    """Return everything else: relationships with their evidence, sources, and what the ontology says of each."""
    passages = {
        e.iri: e for statement in subject.dossier.statements.values() for e in statement.evidence
    }
    numbers = {iri: i for i, iri in enumerate([*subject.network.organisations, *passages])}
    groups = _by_relationship(subject.network)
    kinds = sorted({group[0].kind.notation for group in groups.values()})
    return {
        "relationships": [_relationship(subject, group, numbers) for group in groups.values()],
        **_evidence(subject, list(passages.values())),
        "sources": [_source(source) for source in subject.dossier.sources.values()],
        "kinds": {
            notation: _kind(subject.kinds[notation], subject.dossier.roles) for notation in kinds
        },
        "statuses": _statuses(subject),
        "types": {
            t.wider: {"label": t.wider_label, "shape": t.shape} for t in subject.types.values()
        },
        "measures": list(MEASURES),
        "ranked": "these relationships"
        if _ranks_all(subject.network.filters)
        else "relationships in force",
        "prefixes": PREFIXES,
        "caption": {name: getattr(subject.caption, name) for name in Caption.__slots__},
    }


def _statuses(subject: Subject) -> Json:
    """Return the statuses by notation; one that the ontology does not say how to draw is dotted."""
    used = {
        edge.status: {"iri": edge.status, "label": edge.status, "line": "dotted"}
        for edge in subject.network.edges
    }
    return used | {
        s.notation: {"iri": compact(s.iri), "label": s.label, "line": s.line}
        for s in subject.statuses.values()
    }


def compact(iri: str) -> str:
    """Return an IRI as CURIE, or in angle brackets, so that the one is never taken for the other."""
    short = shorten(iri)
    return short if short != iri and expand(short) == iri else f"<{iri}>"


def _by_relationship(network: Network) -> dict[str, list[Edge]]:
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in network.edges:
        groups[edge.relationship].append(edge)
    return groups


def _relationship(subject: Subject, group: list[Edge], numbers: Mapping[str, int]) -> Json:
    edge = group[0]
    statement = subject.dossier.statements.get(edge.relationship, Statement(None, None, None, ()))
    from_, to = ({numbers[getattr(e, end)] for e in group} for end in ("source", "target"))
    if not edge.kind.directed:
        from_, to = from_ | to, set()
    signed = f"signed {in_words(edge.signed, edge.signed)}" if edge.signed else ""
    bounds = [
        edge.bounds.start_earliest,
        edge.bounds.start_latest,
        edge.bounds.end_earliest,
        edge.bounds.end_latest,
    ]
    known = {
        "iri": compact(edge.relationship),
        "name": _literal(statement.label) if statement.label else edge.label or None,
        "about": _literal(statement.about) if statement.about else None,
        "kind": edge.kind.notation,
        "status": edge.status,
        "from": sorted(from_),
        "to": sorted(to),
        "bounds": bounds if any(bounds) else None,
        "attested": edge.attested,
        "signed": edge.signed,
        "dates": "; ".join(filter(None, (period(edge.bounds), signed))),
        "role": edge.role,
        "roleIri": compact(statement.role) if statement.role else None,
        "evidence": [
            numbers[e.iri] - len(subject.network.organisations) for e in statement.evidence
        ],
    }
    return _present(known)


def _evidence(subject: Subject, evidence: list[Evidence]) -> Json:
    """Return each piece of evidence once, and each passage once, however many relationships rest on it."""
    sources = {iri: number for number, iri in enumerate(subject.dossier.sources)}
    quotes: dict[str, int] = {}
    found = []
    for e in evidence:
        known = _passage(e, sources)
        passage = quote(e, subject.dossier.sources[e.source], subject.texts)
        if passage is not None:
            known["quote"] = quotes.setdefault(json.dumps(passage), len(quotes))
        found.append(known)
    return {"evidence": found, "quotes": [json.loads(text) for text in quotes]}


def _passage(evidence: Evidence, sources: Mapping[str, int]) -> Json:
    selector = evidence.selector if evidence.selector != f"{evidence.iri}-span" else None
    known = {
        "iri": compact(evidence.iri),
        "source": sources[evidence.source],
        "stance": compact(evidence.stance) if evidence.stance else None,
        "says": _literal(evidence.says) if evidence.says else None,
        "at": list(evidence.span) if evidence.span else None,
        "selector": compact(selector) if selector else None,
        "hash": evidence.passage_hash,
    }
    return _present(known)


def _source(source: Source) -> Json:
    return _present(
        {
            "iri": compact(source.iri),
            "title": source.title,
            "file": source.file,
            "dated": source.dated,
        }
    )


def _kind(kind: Kind, roles: Mapping[str, str]) -> Json:
    from_, to = (
        {"iri": compact(role), "label": roles.get(role, shorten(role))}
        for role in (kind.from_role, kind.to_role)
    )
    return {
        "iri": compact(kind.iri),
        "label": kind.label,
        "colour": kind.colour,
        "directed": kind.directed,
        "forth": kind.shortcut_label,
        "back": kind.inverse_label,
        "from": from_,
        "to": to,
    }


def _ranks_all(filters: Filters) -> bool:
    """Tell whether all relationships count in ranks, as a day or statuses were chosen, or only those in force."""
    return bool(filters.on or filters.statuses)


def _ranks(measures: Measures) -> dict[str, list[tuple[int, float]]]:
    """Return rank and score by each measure, as `kg network` has them: of the organisations that what counts joins."""
    counted = _counted(measures.network)
    if counted != measures.network:
        measures = Measures(counted)
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for measure in MEASURES:
        for ranked in measures.rank(measure):
            found[ranked.iri].append((ranked.rank, round(ranked.score, 5)))
    return found


def _counted(network: Network) -> Network:
    """Return the part of a network that counts in ranks."""
    chosen = _ranks_all(network.filters)
    edges = [edge for edge in network.edges if chosen or edge.status == IN_FORCE]
    ends = {edge.source for edge in edges} | {edge.target for edge in edges}
    joined = {iri: o for iri, o in network.organisations.items() if iri in ends}
    return replace(network, organisations=joined, edges=edges)


def _literal(literal: ox.Literal) -> str | list[str]:
    """Return a text: alone if it is English, as most are, else with its language."""
    return literal.value if literal.language == "en" else [literal.value, literal.language or ""]


def _present(known: Json) -> Json:
    return {
        name: value for name, value in known.items() if value is not None and value not in ("", [])
    }
