"""Relationships read property by property, and put together here.

One scan per property costs a third of a query that joins them all, and a property with several
values (a label in two languages) does not multiply rows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from operator import itemgetter

from kg.ask.ontology import ORGANISATION_CLASSES
from kg.model.collector import no_collection
from kg.model.dates import Bounds, plain_day
from kg.model.kinds import Kind
from kg.network.edges import Edge, Organisation
from kg.sparql.labels import DEFAULT_LANGUAGE, best_label
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
    """The latest day on which a supporting document can have been issued."""


@no_collection()
def read_edges(
    store: Store,
    kinds: Sequence[Kind],
    statuses: Iterable[str] = (),
    *,
    details: bool = True,
    dates: bool = True,
    language: str = DEFAULT_LANGUAGE,
) -> list[Edge]:
    """Return the edges of the relationships of some kinds.

    They are in the order of relationship, source and target.

    Args:
        statuses: keeps these notations; none keeps all.
        details: read label, role and documents, which no measure needs.
        dates: read beginning, end, signature, and when a document attests the
            relationship.
        language: the language of labels.
    """
    status_of = _read_statuses(store, set(statuses))
    parties = _read_parties(store, kinds)
    instances = _read_instances(store, kinds)
    known = _read_known(
        store,
        {iri for iri, _ in instances},
        details=details,
        dates=dates,
        language=language,
    )
    edges: list[Edge] = []
    for iri, kind in instances:
        if iri not in status_of:
            continue
        sources = parties[kind.from_role].get(iri, _NONE)
        targets = parties[kind.to_role].get(iri, _NONE)
        symmetric = kind.from_role == kind.to_role
        pairs = _pair(sources, targets, symmetric=symmetric)
        if pairs:
            edges += _edges(iri, kind, status_of[iri], pairs, known)
    return edges


def _edges(
    iri: str,
    kind: Kind,
    status: str,
    pairs: Sequence[tuple[str, str]],
    known: _Known | None,
) -> list[Edge]:
    """Return the edges of one relationship."""
    if known is None:
        return [
            Edge(iri, source, target, kind, "", status, _UNKNOWN)
            for source, target in pairs
        ]
    label = known.labels.get(iri, iri)
    bounds = known.bounds.get(iri, _UNKNOWN)
    signed = known.signed.get(iri)
    role = known.roles.get(iri)
    documents = known.documents.get(iri, ())
    attested = known.attested.get(iri)
    return [
        Edge(
            iri,
            source,
            target,
            kind,
            label,
            status,
            bounds,
            signed,
            role,
            documents,
            attested,
        )
        for source, target in pairs
    ]


@no_collection()
def read_organisations(
    store: Store,
    others: Iterable[str] = (),
    *,
    details: bool = True,
    language: str = DEFAULT_LANGUAGE,
) -> dict[str, Organisation]:
    """Return the organisations by IRI, in the order of these.

    Args:
        others: what is taken for an organisation without being described as one.
        details: read type and country, which no measure needs.
        language: the language of labels.
    """
    classes = (
        f"SELECT ?iri ?class WHERE {{ {ORGANISATION_CLASSES} ?iri a ?class }}"
    )
    instances = {iri for iri, _ in select_pairs(store, classes)}
    instances.update(others)
    labels = _read_labels(store, "skos:prefLabel", instances, language)
    iris = sorted(instances)
    if not details:
        return {iri: Organisation(iri, labels.get(iri, iri)) for iri in iris}
    types = _read_values(store, "org:classification")
    countries = _read_values(store, "schema:addressCountry")
    notations = _read_values(store, "skos:notation")
    names = _read_names(store, "?any org:classification ?concept", language)
    found = {}
    for iri in iris:
        concept = types.get(iri)
        found[iri] = Organisation(
            iri,
            labels.get(iri, iri),
            None if concept is None else notations.get(concept),
            None if concept is None else names.get(concept, concept),
            countries.get(iri),
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


def _read_instances(
    store: Store, kinds: Iterable[Kind]
) -> list[tuple[str, Kind]]:
    """Return the relationships of some kinds in order, each with its kind."""
    found: list[tuple[str, Kind]] = []
    for kind in kinds:
        query = f"""
        SELECT ?iri ?class WHERE {{
          VALUES ?class {{ <{kind.iri}> }}
          ?iri a ?class
        }}"""
        found += [(iri, kind) for iri, _ in select_pairs(store, query)]
    found.sort(key=itemgetter(0))
    return found


def _read_statuses(store: Store, wanted: set[str]) -> Values:
    """Return the notation of the status of each relationship, its IRI where it has none.

    Args:
        wanted: leave out relationships of another status, if this is not empty.
    """
    notations = _read_values(store, "skos:notation")
    states = _read_values(store, "adms:status")
    found = {iri: notations.get(state, state) for iri, state in states.items()}
    if not wanted:
        return found
    return {iri: status for iri, status in found.items() if status in wanted}


def _read_parties(store: Store, kinds: Iterable[Kind]) -> dict[str, Lists]:
    """Return, by role, the parties that have it in each relationship."""
    found: dict[str, Lists] = {}
    for kind in kinds:
        for role in (kind.from_role, kind.to_role):
            if role not in found:
                found[role] = _read_lists(store, f"<{role}>")
    return found


def _read_known(
    store: Store,
    relationships: set[str],
    *,
    details: bool,
    dates: bool,
    language: str,
) -> _Known | None:
    """Return what is wanted beside kind, status and parties, None if nothing."""
    if not (details or dates):
        return None
    documents, attested = _read_documents(store)
    bounds = _read_bounds(store) if dates else {}
    signed = _read_values(store, "kg:signedOn")
    labels: Values = {}
    roles: Values = {}
    if details:
        labels = _read_labels(store, "rdfs:label", relationships, language)
        roles = _read_roles(store, language)
    return _Known(
        labels=labels,
        roles=roles,
        signed=signed,
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
    """Return the documents of each relationship, and when one attests it.

    Returns:
        the documents, and the latest day of issue of those that support it.
    """
    sources_of = _read_lists(store, "oa:hasSource")
    issued = _issue_days(store, sources_of)
    documents_of = {
        evidence: tuple(sorted(sources))
        for evidence, sources in sources_of.items()
    }
    documents: dict[str, tuple[str, ...]] = {}
    attested: Values = {}
    for iri, evidence in _read_lists(store, "prov:wasDerivedFrom").items():
        if len(evidence) == 1:
            # Nearly all: they need no set, and can share a tuple.
            passage = evidence[0]
            documents[iri] = documents_of.get(passage, ())
            day = issued.get(passage, "")
        else:
            documents[iri] = _join(sources_of, evidence)
            day = max([issued.get(passage, "") for passage in evidence])
        if day:
            attested[iri] = day
    return documents, attested


def _join(lists: Lists, subjects: Sequence[str]) -> tuple[str, ...]:
    """Return the values of several subjects together, in order."""
    joined: set[str] = set()
    for subject in subjects:
        joined.update(lists.get(subject, _NONE))
    return tuple(sorted(joined))


def _issue_days(store: Store, sources_of: Lists) -> Values:
    """Return the latest day of issue of each piece of supporting evidence."""
    contradicting = (
        "SELECT ?e ?o WHERE { VALUES ?o { kg:contradicts } ?e kg:stance ?o }"
    )
    against = {evidence for evidence, _ in select_pairs(store, contradicting)}
    latest = _read_values(store, "kg:issuedLatest")
    stated = latest | _read_values(store, "dcterms:issued")
    issued = {source: day for source, day in stated.items() if plain_day(day)}
    days: Values = {}
    for evidence, sources in sources_of.items():
        if evidence in against:
            continue
        known = [issued[source] for source in sources if source in issued]
        days[evidence] = max(known, default="")
    return days


def _read_roles(store: Store, language: str) -> Values:
    """Return the name of the role in each relationship that states one."""
    names = _read_names(store, "?any org:role ?concept", language)
    roles = _read_values(store, "org:role")
    return {iri: names.get(role, role) for iri, role in roles.items()}


def _read_names(store: Store, pattern: str, language: str) -> Values:
    """Return the names of the concepts that a pattern finds, each looked up once."""
    concepts = f"{{ SELECT DISTINCT ?concept WHERE {{ {pattern} }} }}"
    label = best_label("?concept", "skos:prefLabel", "?name", language)
    query = f"SELECT ?concept ?name WHERE {{ {concepts} {label} }}"
    return _least(select_pairs(store, query))


def _read_labels(
    store: Store, predicate: str, wanted: Collection[str], language: str
) -> Values:
    """Return a label of each of these resources that has one.

    Languages are compared only if a resource has several labels: it takes three times as long.
    """
    pairs = [
        (iri, label)
        for iri, label in _read_pairs(store, predicate)
        if iri in wanted
    ]
    labels = dict(pairs)
    if len(labels) == len(pairs):
        return labels
    pattern = best_label("?s", predicate, "?o", language)
    query = f"SELECT ?s ?o WHERE {{ {pattern} }}"
    best = [
        (iri, label)
        for iri, label in select_pairs(store, query)
        if iri in wanted
    ]
    return _least(best)


def _read_values(store: Store, path: str) -> Values:
    return _least(_read_pairs(store, path))


def _read_lists(store: Store, path: str) -> Lists:
    lists: Lists = defaultdict(list)
    for subject, value in _read_pairs(store, path):
        lists[subject].append(value)
    return lists


def _read_pairs(store: Store, path: str) -> list[tuple[str, str]]:
    """Return the subjects and objects of a property."""
    return select_pairs(store, f"SELECT ?s ?o WHERE {{ ?s {path} ?o }}")


def _least(pairs: list[tuple[str, str]]) -> Values:
    """Return the least value of each subject; few have several."""
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    count = Counter([subject for subject, _ in pairs])
    repeated = [
        (subject, value) for subject, value in pairs if count[subject] > 1
    ]
    return values | dict(sorted(repeated, reverse=True))
