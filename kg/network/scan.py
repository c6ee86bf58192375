"""Relationships read property by property, and put together here.

One scan per property costs a third of a query that joins them all, and a property with several
values (a label in two languages) does not multiply rows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import itemgetter

from kg.ask.names import ORGANISATION_CLASSES
from kg.model.collector import no_collection
from kg.model.dates import Bounds
from kg.model.kinds import Kind
from kg.network.edges import Edge, Organisation
from kg.sparql.labels import english_label
from kg.store.base import Store
from kg.store.query import select_pairs

Values = dict[str, str]
"""Value of a property by subject; the least where there are several."""
Lists = dict[str, list[str]]
"""All values of a property by subject."""

_UNKNOWN = Bounds()
_NONE: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """Properties of relationships beside kind, status and parties, each by relationship."""

    labels: Values = field(default_factory=dict)
    signed: Values = field(default_factory=dict)
    roles: Values = field(default_factory=dict)
    bounds: dict[str, Bounds] = field(default_factory=dict)
    documents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    attested: Values = field(default_factory=dict)
    """The latest day on which a document that supports the relationship can have been issued."""


@no_collection()
def read_edges(
    store: Store,
    kinds: Sequence[Kind],
    statuses: Iterable[str] = (),
    *,
    details: bool = True,
    dates: bool = True,
) -> list[Edge]:
    """Return the edges of the relationships of some kinds, by relationship, source and target.

    Args:
        statuses: keeps these notations; none keeps all.
        details: read label, day of signature, role and documents, which no measure needs.
        dates: read beginning, end, and when a document attests the relationship.
    """
    status = _read_statuses(store, set(statuses))
    found: list[tuple[str, Kind]] = []
    for kind in kinds:
        found += [
            (iri, kind)
            for iri in _read_instances(store, kind.iri)
            if iri in status
        ]
    found.sort(key=itemgetter(0))
    parties = _read_parties(store, kinds)
    known = _read_known(store, details=details, dates=dates)
    edges: list[Edge] = []
    for iri, kind in found:
        sources = parties[kind.from_role].get(iri, _NONE)
        targets = parties[kind.to_role].get(iri, _NONE)
        pairs = _pair(
            sources, targets, symmetric=kind.from_role == kind.to_role
        )
        if not pairs:
            continue
        if known is None:
            edges += [
                Edge(iri, one, other, kind, "", status[iri], _UNKNOWN)
                for one, other in pairs
            ]
            continue
        label = known.labels.get(iri, "")
        bounds = known.bounds.get(iri, _UNKNOWN)
        signed = known.signed.get(iri)
        role = known.roles.get(iri)
        documents = known.documents.get(iri, ())
        attested = known.attested.get(iri)
        edges += [
            Edge(
                iri,
                one,
                other,
                kind,
                label,
                status[iri],
                bounds,
                signed,
                role,
                documents,
                attested,
            )
            for one, other in pairs
        ]
    return edges


@no_collection()
def read_organisations(
    store: Store, *, details: bool = True
) -> dict[str, Organisation]:
    """Return the organisations by IRI, in the order of these.

    Args:
        details: read type and country, which no measure needs.
    """
    labels = _read_values(store, "skos:prefLabel")
    classes = (
        f"SELECT ?iri ?class WHERE {{ {ORGANISATION_CLASSES} ?iri a ?class }}"
    )
    iris = sorted(
        {iri for iri, _ in select_pairs(store, classes)} & labels.keys()
    )
    if not details:
        return {iri: Organisation(iri, labels[iri]) for iri in iris}
    types = _read_values(store, "org:classification")
    countries = _read_values(store, "schema:addressCountry")
    notations = _read_values(store, "skos:notation")
    names = _read_names(store, "?any org:classification ?concept")
    found = {}
    for iri in iris:
        concept = types.get(iri, "")
        notation = notations.get(concept)
        name = None if notation is None else names.get(concept)
        found[iri] = Organisation(
            iri, labels[iri], notation, name, countries.get(iri)
        )
    return found


def _pair(
    sources: Sequence[str], targets: Sequence[str], *, symmetric: bool
) -> list[tuple[str, str]]:
    """Return who is joined to whom, in order.

    Args:
        symmetric: join all pairs of the sources, the lesser IRI first; the targets are the same.
    """
    if symmetric:
        return list(combinations(sorted(set(sources)), 2))
    pairs = set()
    for source in sources:
        pairs.update(
            [(source, target) for target in targets if target != source]
        )
    return sorted(pairs)


def _read_instances(store: Store, class_: str) -> list[str]:
    query = f"SELECT ?iri ?class WHERE {{ VALUES ?class {{ <{class_}> }} ?iri a ?class }}"
    return [iri for iri, _ in select_pairs(store, query)]


def _read_statuses(store: Store, wanted: set[str]) -> Values:
    """Return the notation of each relationship's status, if it is one of those wanted, or if none are."""
    notations = _read_values(store, "skos:notation")
    if wanted:
        notations = {
            iri: notation
            for iri, notation in notations.items()
            if notation in wanted
        }
    states = _read_values(store, "adms:status")
    return {
        iri: notations[state]
        for iri, state in states.items()
        if state in notations
    }


def _read_parties(store: Store, kinds: Iterable[Kind]) -> dict[str, Lists]:
    """Return by role who has it in which relationship."""
    found: dict[str, Lists] = {}
    for kind in kinds:
        for role in (kind.from_role, kind.to_role):
            if role not in found:
                found[role] = _read_lists(store, f"<{role}>")
    return found


def _read_known(store: Store, *, details: bool, dates: bool) -> _Known | None:
    """Return what is wanted beside kind, status and parties; None if that is nothing."""
    if not (details or dates):
        return None
    documents, attested = _read_documents(store)
    bounds = _read_bounds(store) if dates else {}
    if not details:
        return _Known(bounds=bounds, documents=documents, attested=attested)
    return _Known(
        labels=_read_values(store, "rdfs:label"),
        signed=_read_values(store, "kg:signedOn"),
        roles=_read_roles(store),
        bounds=bounds,
        documents=documents,
        attested=attested,
    )


def _read_bounds(store: Store) -> dict[str, Bounds]:
    start_earliest = _read_values(store, "kg:startEarliest")
    start_latest = _read_values(store, "kg:startLatest")
    end_earliest = _read_values(store, "kg:endEarliest")
    end_latest = _read_values(store, "kg:endLatest")
    known = list(
        {**start_earliest, **start_latest, **end_earliest, **end_latest}
    )
    bounds = map(
        Bounds,
        map(start_earliest.get, known),
        map(start_latest.get, known),
        map(end_earliest.get, known),
        map(end_latest.get, known),
    )
    return dict(zip(known, bounds, strict=True))


def _read_documents(store: Store) -> tuple[dict[str, tuple[str, ...]], Values]:
    """Return the documents of each relationship, and the latest day on which one attests it."""
    sources = _read_lists(store, "oa:hasSource")
    issued = _issue_days(store, sources)
    in_order = {
        evidence: tuple(sorted(found)) for evidence, found in sources.items()
    }
    documents: dict[str, tuple[str, ...]] = {}
    attested: Values = {}
    for iri, evidence in _read_lists(store, "prov:wasDerivedFrom").items():
        if len(evidence) == 1:
            # Nearly all: spared the sets, and relationships of one passage share a tuple.
            documents[iri] = in_order.get(evidence[0], ())
            day = issued.get(evidence[0], "")
        else:
            found: set[str] = set()
            found.update(*(sources.get(passage, _NONE) for passage in evidence))
            documents[iri] = tuple(sorted(found))
            day = max([issued.get(passage, "") for passage in evidence])
        if day:
            attested[iri] = day
    return documents, attested


def _issue_days(store: Store, sources: Lists) -> Values:
    """Return the latest day of issue of each piece of evidence that does not contradict."""
    contradicting = (
        "SELECT ?e ?o WHERE { VALUES ?o { kg:contradicts } ?e kg:stance ?o }"
    )
    against = {evidence for evidence, _ in select_pairs(store, contradicting)}
    issued = _read_values(store, "kg:issuedLatest") | _read_values(
        store, "dcterms:issued"
    )
    days = {}
    for evidence, found in sources.items():
        if evidence not in against:
            days[evidence] = max(
                [issued[s] for s in found if s in issued], default=""
            )
    return days


def _read_roles(store: Store) -> Values:
    """Return the English name of the role in each relationship that states one."""
    names = _read_names(store, "?any org:role ?concept")
    stated = select_pairs(store, "SELECT ?s ?o WHERE { ?s org:role ?o }")
    return _least([(iri, names[role]) for iri, role in stated if role in names])


def _read_names(store: Store, pattern: str) -> Values:
    """Return the English names of the concepts that a pattern finds, each looked up once."""
    concepts = f"{{ SELECT DISTINCT ?concept WHERE {{ {pattern} }} }}"
    label = english_label("?concept", "skos:prefLabel", "?name")
    return _least(
        select_pairs(
            store, f"SELECT ?concept ?name WHERE {{ {concepts} {label} }}"
        )
    )


def _read_values(store: Store, path: str) -> Values:
    return _least(select_pairs(store, f"SELECT ?s ?o WHERE {{ ?s {path} ?o }}"))


def _read_lists(store: Store, path: str) -> Lists:
    lists: Lists = defaultdict(list)
    for subject, value in select_pairs(
        store, f"SELECT ?s ?o WHERE {{ ?s {path} ?o }}"
    ):
        lists[subject].append(value)
    return lists


def _least(pairs: list[tuple[str, str]]) -> Values:
    """Return the value of each subject, of which few have several."""
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    count = Counter(map(itemgetter(0), pairs))
    repeated = [pair for pair in pairs if count[pair[0]] > 1]
    return values | dict(sorted(repeated, reverse=True))
