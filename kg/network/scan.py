"""Relationships read property by property, and put together here.

One scan per property costs a third of a query that joins them all, and a property with several values (a label in two
languages) does not multiply rows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
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

_BOUNDS = ("kg:startEarliest", "kg:startLatest", "kg:endEarliest", "kg:endLatest")
_UNKNOWN = Bounds()


@dataclass(frozen=True, slots=True)
class _Sources:
    """What relationships rest on: their documents, and the latest day on which one that supports them can be issued."""

    documents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    attested: Values = field(default_factory=dict)


@no_collection()
def read_edges(
    store: Store,
    kinds: Iterable[Kind],
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
    kinds = list(kinds)
    status = _statuses(store, set(statuses))
    found = [(iri, kind) for kind in kinds for iri in _instances(store, kind.iri) if iri in status]
    found.sort(key=itemgetter(0))
    parties = {
        role: _lists(store, f"<{role}>")
        for role in {r for kind in kinds for r in (kind.from_role, kind.to_role)}
    }
    labels, signed = (_values(store, p) if details else {} for p in ("rdfs:label", "kg:signedOn"))
    roles = _roles(store) if details else {}
    bounds = _bounds(store) if dates else {}
    sources = _sources(store) if details or dates else _Sources()
    edges: list[Edge] = []
    for iri, kind in found:
        pairs = _pairs(
            parties[kind.from_role].get(iri, []), parties[kind.to_role].get(iri, []), kind
        )
        if pairs:
            known = (
                kind,
                labels.get(iri, ""),
                status[iri],
                bounds.get(iri, _UNKNOWN),
                signed.get(iri),
                roles.get(iri),
                sources.documents.get(iri, ()),
                sources.attested.get(iri),
            )
            edges += [Edge(iri, source, target, *known) for source, target in pairs]
    return edges


@no_collection()
def read_organisations(store: Store, *, details: bool = True) -> dict[str, Organisation]:
    """Return the organisations by IRI, in the order of these; without type and country if no `details` are wanted."""
    labels = _values(store, "skos:prefLabel")
    types, countries = (
        _values(store, p) if details else {}
        for p in ("org:classification", "schema:addressCountry")
    )
    notations = _values(store, "skos:notation") if details else {}
    names = _names(store, "?any org:classification ?concept") if details else {}
    iris = {
        iri
        for iri, _ in select_pairs(
            store, f"SELECT ?iri ?class WHERE {{ {ORGANISATION_CLASSES} ?iri a ?class }}"
        )
    }
    found = {}
    for iri in sorted(iris & labels.keys()):
        type_ = types.get(iri, "")
        known = (notations.get(type_), names.get(type_)) if type_ in notations else (None, None)
        found[iri] = Organisation(iri, labels[iri], *known, countries.get(iri))
    return found


def _pairs(sources: list[str], targets: list[str], kind: Kind) -> list[tuple[str, str]]:
    """Return who is joined to whom: all pairs of the parties of a symmetric kind, the lesser IRI first."""
    if kind.from_role == kind.to_role:
        return list(combinations(sorted(set(sources)), 2))
    return sorted({(a, b) for a in sources for b in targets if a != b})


def _instances(store: Store, class_: str) -> list[str]:
    return [
        iri
        for iri, _ in select_pairs(
            store, f"SELECT ?iri ?class WHERE {{ VALUES ?class {{ <{class_}> }} ?iri a ?class }}"
        )
    ]


def _statuses(store: Store, wanted: set[str]) -> Values:
    notations = {
        iri: n for iri, n in _values(store, "skos:notation").items() if not wanted or n in wanted
    }
    return {
        iri: notations[state]
        for iri, state in _values(store, "adms:status").items()
        if state in notations
    }


def _bounds(store: Store) -> dict[str, Bounds]:
    columns = [_values(store, p) for p in _BOUNDS]
    known = list(set().union(*columns))
    return dict(
        zip(known, map(Bounds, *(map(column.get, known) for column in columns)), strict=True)
    )


def _sources(store: Store) -> _Sources:
    source = _lists(store, "oa:hasSource")
    against = {
        e
        for e, _ in select_pairs(
            store, "SELECT ?e ?o WHERE { VALUES ?o { kg:contradicts } ?e kg:stance ?o }"
        )
    }
    issued = _values(store, "kg:issuedLatest") | _values(store, "dcterms:issued")
    days = {
        e: max([issued[s] for s in found if s in issued], default="")
        for e, found in source.items()
        if e not in against
    }
    documents = {e: tuple(sorted(found)) for e, found in source.items()}
    sources = _Sources()
    for iri, evidence in _lists(store, "prov:wasDerivedFrom").items():
        if (
            len(evidence) == 1
        ):  # nearly all: spared the sets, and relationships of one passage share a tuple
            found, day = documents.get(evidence[0], ()), days.get(evidence[0], "")
        else:
            found = tuple(sorted({s for e in evidence for s in source.get(e, ())}))
            day = max([days.get(e, "") for e in evidence])
        sources.documents[iri] = found
        if day:
            sources.attested[iri] = day
    return sources


def _roles(store: Store) -> Values:
    """Return the English name of the role in each relationship that states one."""
    names = _names(store, "?any org:role ?concept")
    stated = select_pairs(store, "SELECT ?s ?o WHERE { ?s org:role ?o }")
    return _least([(iri, names[role]) for iri, role in stated if role in names])


def _names(store: Store, pattern: str) -> Values:
    """Return the English names of the concepts that a pattern finds, each looked up once."""
    concepts = f"{{ SELECT DISTINCT ?concept WHERE {{ {pattern} }} }}"
    label = english_label("?concept", "skos:prefLabel", "?name")
    return _least(select_pairs(store, f"SELECT ?concept ?name WHERE {{ {concepts} {label} }}"))


def _values(store: Store, path: str) -> Values:
    return _least(select_pairs(store, f"SELECT ?s ?o WHERE {{ ?s {path} ?o }}"))


def _least(pairs: list[tuple[str, str]]) -> Values:
    """Return the value of each subject, of which few have several."""
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    count = Counter(map(itemgetter(0), pairs))
    repeated = [pair for pair in pairs if count[pair[0]] > 1]
    return values | dict(sorted(repeated, reverse=True))


def _lists(store: Store, path: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = defaultdict(list)
    for subject, value in select_pairs(store, f"SELECT ?s ?o WHERE {{ ?s {path} ?o }}"):
        lists[subject].append(value)
    return lists
