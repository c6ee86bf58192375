"""What changed between two states of a graph, in words of the domain."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import pyoxigraph as ox

from kg.ask.ontology import read_kinds, read_organisation_classes
from kg.ask.tables import make_table
from kg.model.dates import in_words
from kg.model.terms import LABELS, Table, Term, english_first, text
from kg.model.vocabulary import RDF_TYPE, node, shorten
from kg.rdf.blank_nodes import (
    FIRST,
    REST,
    blank_nodes,
    contents,
    in_place,
    rename,
    with_lasting_names,
)
from kg.store.base import Store
from kg.store.query import select

Said = dict[str, set[Term]]
"""The statements about one resource: the objects by property."""


def _iri(curie: str) -> str:
    return node(curie).value


_LABELS = [label.value for label in LABELS]
_TYPE = RDF_TYPE.value
_STATUS = _iri("adms:status")
_EVIDENCE = _iri("prov:wasDerivedFrom")
_SOURCE = _iri("oa:hasSource")
_SELECTOR = _iri("oa:hasSelector")
_HASH = _iri("kg:textSHA256")
_PREFERRED = _iri("skos:prefLabel")
_ALIAS = _iri("skos:altLabel")
_MATCH = _iri("skos:exactMatch")
_STARTS = [_iri("kg:startEarliest"), _iri("kg:startLatest")]
_ENDS = [_iri("kg:endEarliest"), _iri("kg:endLatest")]
_SPAN = [_iri("oa:start"), _iri("oa:end")]
_NIL = _iri("rdf:nil")
_ASPECTS = {
    "relationship": {
        _TYPE: "kind changed",
        _STATUS: "status changed",
        _iri("kg:signedOn"): "signing changed",
        _iri("rdfs:label"): "relationship renamed",
    },
    "organisation": {
        _PREFERRED: "organisation renamed",
        _ALIAS: "aliases changed",
        _TYPE: "class changed",
        _iri("org:classification"): "type changed",
        _MATCH: "identifiers changed",
        _iri("schema:addressCountry"): "country changed",
    },
    "source": {
        _iri("dcterms:title"): "source renamed",
        _HASH: "text changed",
    },
    "evidence": {_iri("kg:stance"): "stance changed"},
}
_NOTATIONS = """
SELECT ?term ?notation WHERE {
  ?term skos:notation ?notation
} ORDER BY ?term ?notation"""
_ROLES = "SELECT ?role WHERE { ?role rdfs:subPropertyOf+ kg:participant }"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two states."""

    what: str
    """What happened, such as `status changed`."""
    name: str
    """The name of the resource."""
    before: str
    after: str
    iri: str


@dataclass(frozen=True)
class Snapshot:
    """One state of a graph."""

    triples: dict[str, list[ox.Triple]]
    """The triples by the IRI or blank-node label of their subject."""
    organisation_classes: frozenset[str]
    kinds: frozenset[str]
    notations: dict[str, str]
    """Short name of each kind, status and type by its IRI."""
    roles: frozenset[str]
    """The properties that are roles of parties."""
    nested: dict[str, str] = field(default_factory=dict)
    """The content of each blank node that only one resource refers to."""
    _said: dict[str, Said] = field(default_factory=dict)

    def said(self, iri: str) -> Said:
        """Return the statements about a resource."""
        if iri not in self._said:
            said: Said = defaultdict(set)
            for triple in self.triples.get(iri, ()):
                said[triple.predicate.value].add(triple.object)
            self._said[iri] = dict(said)
        return self._said[iri]

    def objects(self, iri: str, predicate: str) -> set[Term]:
        """Return the objects of one property of a resource."""
        return self.said(iri).get(predicate, set())

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
            values = {
                text(triple.object)
                for triple in own
                if triple.predicate.value == predicate
            }
            for value in values:
                found[value].append(iri)
        return dict(found)

    def sort(self, iri: str) -> str:
        """Return the sort of a resource.

        It is organisation, relationship, source, evidence, selector, or other.
        """
        said = self.said(iri)
        classes = {text(term) for term in said.get(_TYPE, ())}
        if classes & self.organisation_classes:
            return "organisation"
        if classes & self.kinds or _STATUS in said:
            return "relationship"
        if _SOURCE in said:
            return "evidence"
        if _HASH in said:
            return "source"
        if _iri("oa:TextPositionSelector") in classes:
            return "selector"
        return "other"

    def name(self, iri: str) -> str:
        """Return the name of a resource, or its CURIE if it has no name.

        Of a nested blank node, it is the content.
        """
        if iri in self.nested:
            return self._content(iri)
        for label in _LABELS:
            found = sorted(self.objects(iri, label), key=str)
            if found:
                return text(min(found, key=english_first))
        return self.notations.get(iri) or shorten(iri)

    def _content(self, iri: str) -> str:
        """Write a nested blank node as Turtle does, with names of resources."""
        if self._is_cell(iri):
            return self._list(iri)
        parts: list[str] = []
        for predicate, objects in sorted(self.said(iri).items()):
            parts.append(f"{shorten(predicate)} {_shown(self, objects)}")
        return f"[ {' ; '.join(parts)} ]" if parts else "[]"

    def _is_cell(self, iri: str) -> bool:
        return self.said(iri).keys() == {FIRST, REST}

    def _list(self, cell: str) -> str:
        items: list[str] = []
        while cell in self.nested and self._is_cell(cell):
            items.append(_shown(self, self.objects(cell, FIRST)))
            cell = min(text(rest) for rest in self.objects(cell, REST))
        if cell != _NIL:
            items.append(f"and {shorten(cell)}")
        return f"( {' '.join(items)} )"


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two states of a graph."""

    old: Snapshot
    new: Snapshot

    def sort(self, iri: str) -> str:
        """Return the sort of a resource, as it is now if it still exists."""
        state = self.new if iri in self.new.triples else self.old
        return state.sort(iri)

    def comes_or_goes(self, iri: str, sort: str) -> bool:
        """Return whether a resource of this sort is in only one state."""
        was = iri in self.old.triples
        is_now = iri in self.new.triples
        return was != is_now and self.sort(iri) == sort


def take_snapshot(triples: Iterable[ox.Triple], ontology: Store) -> Snapshot:
    """Return the state that triples describe.

    Args:
        ontology: a store that knows the kinds; it may hold more.
    """
    stated, nested = _with_lasting_names(list(triples))
    by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in stated:
        by_subject[text(triple.subject)].append(triple)
    notations = select(ontology, _NOTATIONS)
    roles = select(ontology, _ROLES)
    kinds = read_kinds(ontology).values()
    return Snapshot(
        triples=dict(by_subject),
        organisation_classes=frozenset(read_organisation_classes(ontology)),
        kinds=frozenset([kind.iri for kind in kinds]),
        notations={text(term): text(notation) for term, notation in notations},
        roles=frozenset([text(role) for (role,) in roles]),
        nested=nested,
    )


def _with_lasting_names(
    triples: list[ox.Triple],
) -> tuple[list[ox.Triple], dict[str, str]]:
    """Return triples with comparable blank nodes, and the content of nested ones.

    A nested blank node is named after its content, others as in exports.
    """
    if not blank_nodes(triples):
        return triples, {}
    triples = list(dict.fromkeys(triples))
    loose = blank_nodes(triples) - set(in_place(triples))
    triples = with_lasting_names(triples, loose)
    inner = in_place(triples)
    content_of = contents(triples, inner)
    names = {name: name for name in blank_nodes(triples)}
    names |= _names_by_content(triples, content_of)
    renamed = [rename(triple, names) for triple in triples]
    nested = {f"_:{names[name]}": content_of[name] for name in inner}
    return renamed, nested


def _names_by_content(
    triples: Iterable[ox.Triple], content_of: Mapping[str, str]
) -> dict[str, str]:
    """Return names for nested blank nodes; equal ones in one place are numbered."""
    alike: Counter[tuple[str, str, str]] = Counter()
    names: dict[str, str] = {}
    for triple in triples:
        value = triple.object
        if not isinstance(value, ox.BlankNode):
            continue
        content = content_of.get(value.value)
        if content is None:
            continue
        place = (str(triple.subject), triple.predicate.value, content)
        alike[place] += 1
        written = f"{content}\n{alike[place]}"
        digest = sha256(written.encode()).hexdigest()
        names[value.value] = f"nested{digest}"
    return names


def compare(old: Snapshot, new: Snapshot) -> list[Change]:
    """Return every difference between two states, none if they say the same."""
    states = _Comparison(old, new)
    heirs = dict(_heirs(old, new))
    found: list[Change] = []
    for iri in sorted(old.triples.keys() | new.triples.keys()):
        same_triples = old.triples.get(iri) == new.triples.get(iri)
        if not same_triples and old.said(iri) != new.said(iri):
            found += _changes(states, iri, heirs)
    rank = {"organisation": 0, "relationship": 1, "evidence": 2, "source": 3}

    def order(change: Change) -> tuple[int, str, str, str, str]:
        return (
            rank.get(states.sort(change.iri), 4),
            change.name.casefold(),
            change.iri,
            change.what,
            change.after,
        )

    return sorted(found, key=order)


def changes_table(changes: Iterable[Change]) -> Table:
    """Return a table with a row per change."""
    columns = ["change", "name", "before", "after", "iri"]
    rows: list[list[Term | str | None]] = []
    for change in changes:
        is_blank = change.iri.startswith("_:")
        iri = change.iri if is_blank else ox.NamedNode(change.iri)
        rows.append(
            [change.what, change.name, change.before, change.after, iri]
        )
    return make_table(columns, rows)


def _changes(
    states: _Comparison, iri: str, heirs: dict[str, str]
) -> Iterator[Change]:
    """Yield the changes of one resource."""
    old = states.old
    new = states.new
    sort = states.sort(iri)
    thing = "resource" if sort == "other" else sort
    if states.comes_or_goes(iri, "evidence"):
        yield from _evidence(states, iri)
    elif _is_covered_by_evidence(states, iri):
        return
    elif iri in old.nested or iri in new.nested:
        return  # what refers to it has changed as well
    elif iri not in old.triples:
        after = _summary(new, iri, sort)
        yield Change(f"{thing} added", new.name(iri), "", after, iri)
    elif iri in new.triples:
        yield from _altered(states, iri, sort)
    elif iri in heirs:
        yield _replaced(states, iri, heirs[iri])
    else:
        before = _summary(old, iri, sort)
        yield Change(f"{thing} removed", old.name(iri), before, "", iri)


def _replaced(states: _Comparison, iri: str, heir: str) -> Change:
    """Return the change of an organisation whose name or identifier moved."""
    is_merged = heir in states.old.triples
    return Change(
        "organisation merged" if is_merged else "organisation has another IRI",
        states.old.name(iri),
        shorten(iri),
        f"{states.new.name(heir)} ({shorten(heir)})",
        iri,
    )


def _is_covered_by_evidence(states: _Comparison, iri: str) -> bool:
    """Return whether a selector comes or goes together with its evidence."""
    if not states.comes_or_goes(iri, "selector"):
        return False
    selecting = [
        *states.old.selecting.get(iri, ()),
        *states.new.selecting.get(iri, ()),
    ]
    return any(
        states.comes_or_goes(evidence, "evidence") for evidence in selecting
    )


def _heirs(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each organisation that is gone with its heir.

    The heir is the only organisation that now has its name or identifier.
    """
    gone = [
        iri
        for iri in sorted(old.triples.keys() - new.triples.keys())
        if old.sort(iri) == "organisation"
    ]
    if not gone:
        return
    holders = _organisations_by_mark(new)
    for iri in gone:
        found: set[str] = set()
        for mark in _names(old, iri, _PREFERRED) | _identifiers(old, iri):
            found |= holders.get(mark, set())
        if len(found) == 1:
            yield iri, found.pop()


def _organisations_by_mark(snapshot: Snapshot) -> dict[str, set[str]]:
    """Return organisations by their names, aliases and identifiers."""
    found: dict[str, set[str]] = defaultdict(set)
    for iri in snapshot.triples:
        if snapshot.sort(iri) != "organisation":
            continue
        names = _names(snapshot, iri, _PREFERRED)
        aliases = _names(snapshot, iri, _ALIAS)
        for mark in names | aliases | _identifiers(snapshot, iri):
            found[mark].add(iri)
    return found


def _names(snapshot: Snapshot, iri: str, predicate: str) -> set[str]:
    names = snapshot.objects(iri, predicate)
    return {text(name).casefold() for name in names}


def _identifiers(snapshot: Snapshot, iri: str) -> set[str]:
    return {text(match) for match in snapshot.objects(iri, _MATCH)}


def _summary(snapshot: Snapshot, iri: str, sort: str) -> str:
    """Describe a resource that was added or removed."""
    if sort == "relationship":
        return _relationship_summary(snapshot, iri)
    if sort == "selector":
        return _span(snapshot, iri)
    if sort == "other":
        said = snapshot.said(iri)
        return f"{sum(map(len, said.values()))} statements"
    return ""


def _relationship_summary(snapshot: Snapshot, iri: str) -> str:
    classes = snapshot.objects(iri, _TYPE)
    kinds = [snapshot.notations.get(text(class_), "") for class_ in classes]
    parts = [
        *sorted(kinds),
        _parties(snapshot, iri),
        _shown(snapshot, snapshot.objects(iri, _STATUS)),
        _dates(snapshot, iri, _STARTS, "since"),
        _dates(snapshot, iri, _ENDS, "until"),
    ]
    return "; ".join([part for part in parts if part])


def _span(snapshot: Snapshot, iri: str) -> str:
    bounds = [_shown(snapshot, snapshot.objects(iri, p)) for p in _SPAN]
    return ":".join(bounds)


def _parties(snapshot: Snapshot, iri: str) -> str:
    """Name the parties, with their roles if these differ."""
    said = snapshot.said(iri)
    by_role = {
        role: _shown(snapshot, said[role])
        for role in sorted(snapshot.roles & said.keys())
    }
    if len(by_role) == 1:
        return next(iter(by_role.values()))
    parts: list[str] = []
    for role, names in by_role.items():
        _, _, local_name = shorten(role).partition(":")
        parts.append(f"{local_name} {names}")
    return ", ".join(parts)


def _dates(snapshot: Snapshot, iri: str, bounds: list[str], word: str) -> str:
    """Return a pair of bounds in words.

    Args:
        bounds: the properties for the earliest and the latest day.
    """
    days: list[str | None] = []
    for bound in bounds:
        written = [text(term) for term in snapshot.objects(iri, bound)]
        days.append(min(written, default=None))
    earliest, latest = days
    try:
        known = in_words(earliest, latest)
    except ValueError:  # not a day, which `kg check` reports
        known = f"{earliest} to {latest}"
    return f"{word} {known}" if known else ""


def _evidence(states: _Comparison, iri: str) -> Iterator[Change]:
    """Yield a change for each relationship that gained or lost evidence."""
    gained = iri in states.new.triples
    snapshot = states.new if gained else states.old
    says = _shown(snapshot, snapshot.objects(iri, _iri("dcterms:description")))
    source = _shown(snapshot, snapshot.objects(iri, _SOURCE))
    shown = f"{source}: {says}"
    for claim in sorted(snapshot.claims.get(iri, [iri])):
        name = snapshot.name(claim)
        if gained:
            yield Change("evidence gained", name, "", shown, claim)
        else:
            yield Change("evidence lost", name, shown, "", claim)


def _altered(states: _Comparison, iri: str, sort: str) -> Iterator[Change]:
    """Yield the changes of a resource that is in both states."""
    old = states.old
    new = states.new
    differing = _differing(states, iri)
    if sort == "relationship":
        yield from _altered_relationship(states, iri, differing)
        differing -= {*_STARTS, *_ENDS, *new.roles, *old.roles, _EVIDENCE}
    if sort == "selector" and not differing.isdisjoint(_SPAN):
        yield _altered_span(states, iri)
        differing -= set(_SPAN)
    aspects = _ASPECTS.get(sort, {})
    for predicate in sorted(differing):
        what = aspects.get(predicate, f"{shorten(predicate)} changed")
        before = _shown(old, old.objects(iri, predicate))
        after = _shown(new, new.objects(iri, predicate))
        yield _change(states, iri, what, before, after, [predicate])


def _differing(states: _Comparison, iri: str) -> set[str]:
    """Return the properties with other objects in the new state."""
    before = states.old.said(iri)
    after = states.new.said(iri)
    differing = set()
    for predicate in before.keys() | after.keys():
        if before.get(predicate) != after.get(predicate):
            differing.add(predicate)
    return differing


def _altered_span(states: _Comparison, selector: str) -> Change:
    before = _span(states.old, selector)
    after = _span(states.new, selector)
    name = states.new.name(selector)
    return Change("span changed", name, before, after, selector)


def _altered_relationship(
    states: _Comparison, iri: str, differing: set[str]
) -> Iterator[Change]:
    """Yield the changes of dates, parties and evidence of a relationship."""
    old = states.old
    new = states.new
    if not differing.isdisjoint(_STARTS):
        before = _dates(old, iri, _STARTS, "since")
        after = _dates(new, iri, _STARTS, "since")
        yield _change(states, iri, "start changed", before, after, _STARTS)
    if not differing.isdisjoint(_ENDS):
        before = _dates(old, iri, _ENDS, "until")
        after = _dates(new, iri, _ENDS, "until")
        yield _change(states, iri, "end changed", before, after, _ENDS)
    roles = differing & (new.roles | old.roles)
    if roles:
        before = _parties(old, iri)
        after = _parties(new, iri)
        yield _change(states, iri, "parties changed", before, after, roles)
    yield from _altered_evidence(states, iri)


def _altered_evidence(states: _Comparison, iri: str) -> Iterator[Change]:
    """Yield evidence in both states that a relationship cites in only one.

    Evidence that comes or goes is reported by `_evidence`.
    """
    old = states.old
    new = states.new
    name = new.name(iri)
    before = old.objects(iri, _EVIDENCE)
    after = new.objects(iri, _EVIDENCE)
    for term in sorted(before - after, key=str):
        if not states.comes_or_goes(text(term), "evidence"):
            shown = _shown(old, [term])
            yield Change("evidence detached", name, shown, "", iri)
    for term in sorted(after - before, key=str):
        if not states.comes_or_goes(text(term), "evidence"):
            shown = _shown(new, [term])
            yield Change("evidence attached", name, "", shown, iri)


def _change(
    states: _Comparison,
    iri: str,
    what: str,
    before: str,
    after: str,
    predicates: Iterable[str],
) -> Change:
    """Return the change of some properties.

    Where both states look the same, a language, a datatype or an IRI differs:
    then the terms are shown in full.
    """
    if before == after:
        before = _in_full(states.old, iri, predicates)
        after = _in_full(states.new, iri, predicates)
    return Change(what, states.new.name(iri), before, after, iri)


def _in_full(snapshot: Snapshot, iri: str, predicates: Iterable[str]) -> str:
    terms: list[str] = []
    for predicate in predicates:
        written = map(str, snapshot.objects(iri, predicate))
        terms += [snapshot.nested.get(term, term) for term in written]
    return ", ".join(sorted(terms))


def _shown(snapshot: Snapshot, terms: Iterable[Term]) -> str:
    """Return the names of terms in order."""
    names: list[str] = []
    for term in terms:
        if isinstance(term, ox.NamedNode) or str(term) in snapshot.nested:
            names.append(snapshot.name(text(term)))
        else:
            names.append(text(term))
    return ", ".join(sorted(names))
