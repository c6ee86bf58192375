"""The data of a page beside nodes and edges, as JSON in a stable order.

These are relationships with their evidence, sources, and terms of the ontology.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kg.model.dates import Bounds, in_words, period
from kg.model.kinds import Kind
from kg.model.standing import Life
from kg.model.vocabulary import PREFIXES, shorten
from kg.network.calculator import MEASURES
from kg.network.edges import Edge
from kg.trust.evidence import Evidence
from kg.views.page.data import (
    Json,
    as_json,
    by_relationship,
    compact,
    present,
    ranks_all,
)
from kg.views.page.dossier import Account, Source
from kg.views.page.quotes import quote
from kg.views.page.subject import Subject

_UNSTATED = Account()


def facts(subject: Subject) -> Json:
    """Return all data of a page beside nodes and edges."""
    cited = _cited(subject)
    sources = subject.dossier.sources.values()
    ranked = "relationships in force"
    if ranks_all(subject.network.filters):
        ranked = "these relationships"
    return {
        "relationships": _relationships(subject, cited),
        **_evidence(subject, cited),
        "sources": [_source(source) for source in sources],
        "kinds": _kinds(subject),
        "statuses": _statuses(subject),
        "types": _types(subject),
        "measures": list(MEASURES),
        "ranked": ranked,
        "prefixes": PREFIXES,
        "caption": asdict(subject.caption),
    }


def _cited(subject: Subject) -> list[Evidence]:
    """Return each piece of evidence once, however many relationships rest on it."""
    cited: dict[str, Evidence] = {}
    for statement in subject.dossier.statements.values():
        for evidence in statement.evidence:
            cited[evidence.iri] = evidence
    return list(cited.values())


def _relationships(subject: Subject, cited: Sequence[Evidence]) -> list[Json]:
    """Return the relationships with the numbers of their parties and evidence."""
    organisations = {
        iri: number for number, iri in enumerate(subject.network.organisations)
    }
    evidence = {each.iri: number for number, each in enumerate(cited)}
    statements = subject.dossier.statements

    found = []
    for iri, group in by_relationship(subject.network).items():
        statement = statements.get(iri, _UNSTATED)
        known = {
            **_parties(group, organisations),
            **_stated(group[0], statement),
            "evidence": [evidence[each.iri] for each in statement.evidence],
        }
        found.append(present(known))
    return found


def _parties(group: Sequence[Edge], organisations: Mapping[str, int]) -> Json:
    """Return the parties by role; a kind that is not directed has one role."""
    sources: set[int] = set()
    targets: set[int] = set()
    for edge in group:
        sources.add(organisations[edge.source])
        targets.add(organisations[edge.target])
    if not group[0].kind.directed:
        return {"from": sorted(sources | targets), "to": []}
    return {"from": sorted(sources), "to": sorted(targets)}


def _stated(edge: Edge, statement: Account) -> Json:
    """Return the properties of a relationship, which all of its edges share."""
    name: Any = edge.label or None
    if statement.label is not None:
        name = as_json(statement.label)
    return {
        "iri": compact(edge.relationship),
        "name": name,
        "about": None if statement.about is None else as_json(statement.about),
        "kind": edge.kind.notation,
        "status": edge.status,
        "bounds": _bounds(edge.bounds),
        "attested": edge.attested,
        "life": _life(edge.life),
        "signed": edge.signed,
        "dates": _dates(edge),
        "role": edge.role,
        "roleIri": compact(statement.role) if statement.role else None,
    }


def _bounds(bounds: Bounds) -> list[str | None] | None:
    known = [
        bounds.start_earliest,
        bounds.start_latest,
        bounds.end_earliest,
        bounds.end_latest,
    ]
    return known if any(known) else None


def _life(life: Life) -> list[str] | None:
    known = [
        life.founded_earliest,
        life.founded_latest,
        life.dissolved_earliest,
        life.dissolved_latest,
    ]
    return known if any(known) else None


def _dates(edge: Edge) -> str:
    """Return the period of a relationship and its day of signature in words."""
    dates = [period(edge.bounds)]
    if edge.signed:
        dates.append(f"signed {in_words(edge.signed, edge.signed)}")
    return "; ".join([date for date in dates if date])


def _evidence(subject: Subject, cited: Sequence[Evidence]) -> Json:
    """Return the evidence, and each passage once.

    Several pieces of evidence can have the same passage.
    """
    sources = subject.dossier.sources
    numbers = {iri: number for number, iri in enumerate(sources)}
    quotes: dict[str, int] = {}

    found = []
    for evidence in cited:
        known = _passage(evidence, numbers)
        source = sources[evidence.source]
        passage = quote(evidence, source, subject.texts)
        if passage is not None:
            known["quote"] = quotes.setdefault(json.dumps(passage), len(quotes))
        found.append(known)
    return {
        "evidence": found,
        "quotes": [json.loads(written) for written in quotes],
    }


def _passage(evidence: Evidence, sources: Mapping[str, int]) -> Json:
    usual_selector = f"{evidence.iri}-span"
    selector = "" if evidence.selector == usual_selector else evidence.selector
    return present(
        {
            "iri": compact(evidence.iri),
            "source": sources[evidence.source],
            "stance": compact(evidence.stance) if evidence.stance else None,
            "attests": compact(evidence.attests) if evidence.attests else None,
            "says": None if evidence.says is None else as_json(evidence.says),
            "at": None
            if evidence.shown_span is None
            else list(evidence.shown_span),
            "selector": compact(selector) if selector else None,
            "hash": evidence.passage_hash,
        }
    )


def _source(source: Source) -> Json:
    return present(
        {
            "iri": compact(source.iri),
            "title": source.title,
            "file": source.file,
            "dated": source.dated,
            "day": source.day,
        }
    )


def _kinds(subject: Subject) -> Json:
    """Return the kinds in which relationships are drawn, by notation."""
    groups = by_relationship(subject.network).values()
    used = {group[0].kind.notation for group in groups}
    roles = subject.dossier.roles
    found: Json = {}
    for notation in sorted(used):
        kind = subject.kinds[notation]
        found[notation] = _kind(kind, roles)
    return found


def _kind(kind: Kind, roles: Mapping[str, str]) -> Json:
    return {
        "iri": compact(kind.iri),
        "label": kind.label,
        "colour": kind.colour,
        "directed": kind.directed,
        "forth": kind.shortcut_label,
        "back": kind.inverse_label,
        "from": _role(kind.from_role, roles),
        "to": _role(kind.to_role, roles),
    }


def _role(iri: str, labels: Mapping[str, str]) -> Json:
    return {"iri": compact(iri), "label": labels.get(iri, shorten(iri))}


def _statuses(subject: Subject) -> Json:
    """Return the statuses by notation.

    A status that is not in the ontology is drawn dotted.
    """
    found: Json = {}
    for edge in subject.network.edges:
        found[edge.status] = {
            "iri": edge.status,
            "label": edge.status,
            "line": "dotted",
        }
    for status in subject.statuses.values():
        found[status.notation] = {
            "iri": compact(status.iri),
            "label": status.label,
            "line": status.line,
        }
    return found


def _types(subject: Subject) -> Json:
    """Return the wider types of organisation by notation, each with its shape."""
    found: Json = {}
    for type_ in subject.types.values():
        found[type_.wider] = {"label": type_.wider_label, "shape": type_.shape}
    return found
