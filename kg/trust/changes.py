"""What changed between two states of a graph, in words of the domain."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kg.ask.ontology import read_kinds
from kg.ask.tables import make_table
from kg.model.dates import in_words
from kg.model.terms import LABELS, Table, english_first, text
from kg.model.vocabulary import RDF_TYPE, node, shorten
from kg.rdf.blank_nodes import Term, blank_nodes, lasting_names, rename
from kg.store.base import Store
from kg.store.query import select

Said = dict[str, set[Term]]
"""What is said of one resource: the objects by property."""

_LABELS = tuple(label.value for label in LABELS)
_STATUS, _EVIDENCE, _SOURCE, _SELECTOR, _HASH, _SIGNED = (
    node(name).value
    for name in (
        "adms:status",
        "prov:wasDerivedFrom",
        "oa:hasSource",
        "oa:hasSelector",
        "kg:textSHA256",
        "kg:signedOn",
    )
)
_PREFERRED, _ALIAS, _MATCH = (
    node(name).value
    for name in ("skos:prefLabel", "skos:altLabel", "skos:exactMatch")
)
_STARTS = [node(name).value for name in ("kg:startEarliest", "kg:startLatest")]
_ENDS = [node(name).value for name in ("kg:endEarliest", "kg:endLatest")]
_SPAN = [node(name).value for name in ("oa:start", "oa:end")]
_ORGANISATIONS = {
    node(f"org:{name}").value
    for name in (
        "FormalOrganization",
        "OrganizationalUnit",
        "OrganizationalCollaboration",
    )
}
_ASPECTS = {
    "relationship": {
        RDF_TYPE.value: "kind changed",
        _STATUS: "status changed",
        _SIGNED: "signing changed",
        _LABELS[1]: "relationship renamed",
    },
    "organisation": {
        _PREFERRED: "organisation renamed",
        _ALIAS: "aliases changed",
        RDF_TYPE.value: "class changed",
        node("org:classification").value: "type changed",
        _MATCH: "identifiers changed",
        node("schema:addressCountry").value: "country changed",
    },
    "source": {_LABELS[2]: "source renamed", _HASH: "text changed"},
    "evidence": {node("kg:stance").value: "stance changed"},
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what happened, to what, and what stood there before and after."""

    what: str
    name: str
    before: str
    after: str
    iri: str


@dataclass(frozen=True)
class Snapshot:
    """One state of a graph: what its files say, by resource, and which properties are roles of parties."""

    triples: dict[str, list[ox.Triple]]
    """What is said, by the name of its subject."""
    kinds: frozenset[str]
    notations: dict[str, str]
    """Short name of each kind, status and type by its IRI."""
    roles: frozenset[str]
    _said: dict[str, Said] = field(default_factory=dict)

    def said(self, iri: str) -> Said:
        """Return what is said of a resource."""
        if iri not in self._said:
            said: Said = {}
            for triple in self.triples.get(iri, ()):
                said.setdefault(triple.predicate.value, set()).add(
                    triple.object
                )
            self._said[iri] = said
        return self._said[iri]

    @cached_property
    def claims(self) -> dict[str, list[str]]:
        """Relationships by the evidence that they rest on."""
        return self._by_object(_EVIDENCE)

    @cached_property
    def selecting(self) -> dict[str, list[str]]:
        """Evidence by the selectors of its spans."""
        return self._by_object(_SELECTOR)

    def _by_object(self, predicate: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, own in self.triples.items():
            for value in {
                text(t.object) for t in own if t.predicate.value == predicate
            }:
                found[value].append(iri)
        return dict(found)

    def sort(self, iri: str) -> str:
        """Return what a resource is: organisation, relationship, source, evidence, selector, or other."""
        said = self.said(iri)
        classes = {text(term) for term in said.get(RDF_TYPE.value, ())}
        if classes & _ORGANISATIONS:
            return "organisation"
        if classes & self.kinds or _STATUS in said:
            return "relationship"
        if _SOURCE in said:
            return "evidence"
        if _HASH in said:
            return "source"
        return (
            "selector"
            if node("oa:TextPositionSelector").value in classes
            else "other"
        )

    def name(self, iri: str) -> str:
        """Return what a resource is called, else its CURIE."""
        said = self.said(iri)
        for label in _LABELS:
            found = sorted(said.get(label, ()), key=str)
            if found:
                return text(min(found, key=english_first))
        return self.notations.get(iri) or shorten(iri)


def take_snapshot(triples: Iterable[ox.Triple], ontology: Store) -> Snapshot:
    """Return the state that triples describe.

    Args:
        ontology: a store that knows the kinds; it may hold more.
    """
    held = list(triples)
    if blank := blank_nodes(held):
        held = list(dict.fromkeys(held))
        names = lasting_names(held, blank)
        held = [rename(triple, names) for triple in held]
    by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in held:
        by_subject[text(triple.subject)].append(triple)
    notations = select(
        ontology,
        "SELECT ?term ?notation WHERE { ?term skos:notation ?notation } ORDER BY ?term ?notation",
    )
    roles = select(
        ontology,
        "SELECT ?role WHERE { ?role rdfs:subPropertyOf+ kg:participant }",
    )
    return Snapshot(
        dict(by_subject),
        frozenset(kind.iri for kind in read_kinds(ontology).values()),
        {text(term): text(notation) for term, notation in notations},
        frozenset(text(role) for (role,) in roles),
    )


def compare(old: Snapshot, new: Snapshot) -> list[Change]:
    """Return every difference between two states, none if they say the same."""
    heirs = dict(_heirs(old, new))
    found: list[Change] = []
    for iri in sorted(old.triples.keys() | new.triples.keys()):
        if old.triples.get(iri) != new.triples.get(iri) and old.said(
            iri
        ) != new.said(iri):
            found += _changes(old, new, iri, heirs)
    order = {"organisation": 0, "relationship": 1, "evidence": 2, "source": 3}
    return sorted(
        found,
        key=lambda c: (
            order.get(_sort(old, new, c.iri), 4),
            c.name.casefold(),
            c.iri,
            c.what,
            c.after,
        ),
    )


def changes_table(changes: Iterable[Change]) -> Table:
    """Return a table with a row per change."""
    columns = ["change", "name", "before", "after", "iri"]
    rows = [
        [
            c.what,
            c.name,
            c.before,
            c.after,
            c.iri if c.iri.startswith("_:") else ox.NamedNode(c.iri),
        ]
        for c in changes
    ]
    return make_table(columns, rows)


def _sort(old: Snapshot, new: Snapshot, iri: str) -> str:
    return new.sort(iri) if iri in new.triples else old.sort(iri)


def _changes(
    old: Snapshot, new: Snapshot, iri: str, heirs: dict[str, str]
) -> Iterator[Change]:
    sort = _sort(old, new, iri)
    thing = "resource" if sort == "other" else sort
    if _comes_or_goes(old, new, iri, "evidence"):
        yield from _evidence(old, new, iri)
    elif _comes_or_goes(old, new, iri, "selector") and _is_told_with_evidence(
        old, new, iri
    ):
        return
    elif iri not in old.triples:
        yield Change(
            f"{thing} added", new.name(iri), "", _summary(new, iri, sort), iri
        )
    elif iri in new.triples:
        yield from _altered(old, new, iri, sort)
    elif iri in heirs:
        heir = heirs[iri]
        what = (
            "organisation merged"
            if heir in old.triples
            else "organisation has another IRI"
        )
        yield Change(
            what,
            old.name(iri),
            shorten(iri),
            f"{new.name(heir)} ({shorten(heir)})",
            iri,
        )
    else:
        yield Change(
            f"{thing} removed", old.name(iri), _summary(old, iri, sort), "", iri
        )


def _comes_or_goes(old: Snapshot, new: Snapshot, iri: str, sort: str) -> bool:
    return (iri in old.triples) != (iri in new.triples) and _sort(
        old, new, iri
    ) == sort


def _is_told_with_evidence(old: Snapshot, new: Snapshot, selector: str) -> bool:
    holders = (
        evidence
        for snapshot in (old, new)
        for evidence in snapshot.selecting.get(selector, ())
    )
    return any(
        _comes_or_goes(old, new, evidence, "evidence") for evidence in holders
    )


def _heirs(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each organisation that is gone with the one that now has its name or identifier."""
    gone = [
        iri
        for iri in sorted(old.triples.keys() - new.triples.keys())
        if old.sort(iri) == "organisation"
    ]
    if not gone:
        return
    holders: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(new.triples):
        if new.sort(iri) == "organisation":
            for text in _marks(new, iri, aliases=True):
                holders[text].append(iri)
    for iri in gone:
        found = {
            holder
            for text in _marks(old, iri, aliases=False)
            for holder in holders[text]
        }
        if len(found) == 1:
            yield iri, found.pop()


def _marks(snapshot: Snapshot, iri: str, *, aliases: bool) -> set[str]:
    said = snapshot.said(iri)
    names = said.get(_PREFERRED, set()) | (
        said.get(_ALIAS, set()) if aliases else set()
    )
    return {text(name).casefold() for name in names} | {
        text(match) for match in said.get(_MATCH, ())
    }


def _summary(snapshot: Snapshot, iri: str, sort: str) -> str:
    said = snapshot.said(iri)
    if sort == "relationship":
        kinds = sorted(
            snapshot.notations.get(text(term), "")
            for term in said.get(RDF_TYPE.value, ())
        )
        dates = _dates(said, _STARTS, "since"), _dates(said, _ENDS, "until")
        return "; ".join(
            filter(
                None,
                (
                    *kinds,
                    _parties(snapshot, iri),
                    _shown(snapshot, said.get(_STATUS, ())),
                    *dates,
                ),
            )
        )
    if sort == "selector":
        return _span(snapshot, iri)
    if sort == "other":
        return f"{sum(map(len, said.values()))} statements"
    return ""


def _span(snapshot: Snapshot, iri: str) -> str:
    return ":".join(
        _shown(snapshot, snapshot.said(iri).get(bound, ())) for bound in _SPAN
    )


def _parties(snapshot: Snapshot, iri: str) -> str:
    said = snapshot.said(iri)
    by_role = {
        role: _shown(snapshot, said[role])
        for role in sorted(snapshot.roles & said.keys())
    }
    if len(by_role) == 1:
        return next(iter(by_role.values()))
    return ", ".join(
        f"{shorten(role).partition(':')[2]} {names}"
        for role, names in by_role.items()
    )


def _dates(said: Said, bounds: list[str], word: str) -> str:
    earliest, latest = (
        min(map(text, said.get(bound, ())), default=None) for bound in bounds
    )
    try:
        known = in_words(earliest, latest)
    except ValueError:  # not a day: `kg check` tells so
        known = f"{earliest} to {latest}"
    return f"{word} {known}" if known else ""


def _evidence(old: Snapshot, new: Snapshot, iri: str) -> Iterator[Change]:
    gained = iri in new.triples
    snapshot = new if gained else old
    told = _shown(
        snapshot, snapshot.said(iri).get(node("dcterms:description").value, ())
    )
    source = _shown(snapshot, snapshot.said(iri).get(_SOURCE, ()))
    text = f"{source}: {told}"
    for claim in sorted(snapshot.claims.get(iri, [iri])):
        what = "evidence gained" if gained else "evidence lost"
        yield Change(
            what,
            snapshot.name(claim),
            "" if gained else text,
            text if gained else "",
            claim,
        )


def _altered(
    old: Snapshot, new: Snapshot, iri: str, sort: str
) -> Iterator[Change]:
    before, after = old.said(iri), new.said(iri)
    differing = {
        p for p in before.keys() | after.keys() if before.get(p) != after.get(p)
    }
    name = new.name(iri)
    if sort == "relationship":
        yield from _altered_relationship(old, new, iri, differing)
        differing -= {*_STARTS, *_ENDS, *new.roles, *old.roles, _EVIDENCE}
    if differing & set(_SPAN) and sort == "selector":
        yield Change(
            "span changed", name, _span(old, iri), _span(new, iri), iri
        )
        differing -= set(_SPAN)
    for predicate in sorted(differing):
        what = _ASPECTS.get(sort, {}).get(
            predicate, f"{shorten(predicate)} changed"
        )
        shown = (
            _shown(old, before.get(predicate, ())),
            _shown(new, after.get(predicate, ())),
        )
        yield Change(
            what, name, *_apart(shown, before, after, [predicate]), iri
        )


def _altered_relationship(
    old: Snapshot, new: Snapshot, iri: str, differing: set[str]
) -> Iterator[Change]:
    before, after, name = old.said(iri), new.said(iri), new.name(iri)
    for bounds, word, what in (
        (_STARTS, "since", "start changed"),
        (_ENDS, "until", "end changed"),
    ):
        if differing & set(bounds):
            shown = _dates(before, bounds, word), _dates(after, bounds, word)
            yield Change(what, name, *_apart(shown, before, after, bounds), iri)
    if roles := differing & (new.roles | old.roles):
        yield Change(
            "parties changed",
            name,
            *_apart(
                (_parties(old, iri), _parties(new, iri)), before, after, roles
            ),
            iri,
        )
    lost, gained = before.get(_EVIDENCE, set()), after.get(_EVIDENCE, set())
    for term in sorted(lost - gained, key=str):
        if not _comes_or_goes(old, new, text(term), "evidence"):
            yield Change(
                "evidence detached", name, _shown(old, [term]), "", iri
            )
    for term in sorted(gained - lost, key=str):
        if not _comes_or_goes(old, new, text(term), "evidence"):
            yield Change(
                "evidence attached", name, "", _shown(new, [term]), iri
            )


def _apart(
    shown: tuple[str, str], before: Said, after: Said, predicates: Iterable[str]
) -> tuple[str, str]:
    """Return what is shown of two states; in full where that is the same: a language, a datatype, an IRI differs."""
    if shown[0] != shown[1]:
        return shown
    first, second = (
        sorted(str(t) for p in predicates for t in said.get(p, ()))
        for said in (before, after)
    )
    return ", ".join(first), ", ".join(second)


def _shown(snapshot: Snapshot, terms: Iterable[Term]) -> str:
    named = (
        snapshot.name(term.value)
        if isinstance(term, ox.NamedNode)
        else text(term)
        for term in terms
    )
    return ", ".join(sorted(named))
