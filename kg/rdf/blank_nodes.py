"""Blank nodes: which of them a Turtle file can write in place, and lasting names for the others."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from kg.model.vocabulary import PREFIXES

REST = PREFIXES["rdf"] + "rest"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
MAX_NESTING = 50
"""How deep blank nodes are written inside each other; what is deeper gets names."""
MAX_NAMED = 1000
"""How many blank nodes get lasting names; where there are more, they keep the order they had."""
MAX_TIES = 200
"""How many blank nodes that look alike are told apart one after the other, which takes a pass each."""


def in_place(triples: Sequence[ox.Triple]) -> list[str]:
    """Return the blank nodes that exactly one triple refers to, those inside another before that other.

    Those on a cycle, and those with more than MAX_NESTING levels inside them, are left out; a list is one level.
    """
    referred = Counter(
        t.object.value for t in triples if isinstance(t.object, ox.BlankNode)
    )
    once = {
        name for name, times in referred.items() if times == 1
    } - _in_triple_terms(triples)
    inside: dict[str, list[tuple[str, int]]] = {name: [] for name in once}
    outside: dict[str, str] = {}
    for t in triples:
        ends = {
            end.value
            for end in (t.subject, t.object)
            if isinstance(end, ox.BlankNode)
        }
        if (
            isinstance(t.subject, ox.BlankNode)
            and isinstance(t.object, ox.BlankNode)
            and ends <= once
        ):
            inside[t.subject.value].append(
                (t.object.value, t.predicate.value != REST)
            )
            outside[t.object.value] = t.subject.value
    waiting = {name: len(held) for name, held in inside.items()}
    level: dict[str, int] = {}
    ready = sorted(name for name, held in inside.items() if not held)
    for name in ready:
        level[name] = max(
            (level[held] + step for held, step in inside[name]), default=0
        )
        if name in outside:
            waiting[outside[name]] -= 1
            if not waiting[outside[name]]:
                ready.append(outside[name])
    return [name for name in ready if level[name] < MAX_NESTING]


def _in_triple_terms(triples: Sequence[ox.Triple]) -> set[str]:
    found = set()
    waiting = [t.object for t in triples if isinstance(t.object, ox.Triple)]
    while waiting:
        inner = waiting.pop()
        for part in (inner.subject, inner.object):
            if isinstance(part, ox.Triple):
                waiting.append(part)
            elif isinstance(part, ox.BlankNode):
                found.add(part.value)
    return found


def lasting_names(
    triples: Sequence[ox.Triple], nodes: set[str]
) -> dict[str, str]:
    """Return names for blank nodes that depend on what is said of them, not on the names they had.

    Colour refinement (Weisfeiler and Leman 1968): nodes are told apart by their triples, then by their neighbours'. Of
    those left alike one is marked and the rest refined again, which gives the same graph whichever is marked, except
    in graphs far more regular than data are.
    """
    everyone = blank_nodes(triples)
    if len(everyone) > MAX_NAMED:
        return {
            name: f"b{number}" for number, name in enumerate(sorted(nodes), 1)
        }
    colours = _refine(triples, dict.fromkeys(everyone, ""))
    for _ in range(MAX_TIES):
        shared = Counter(colours[name] for name in nodes)
        alike = sorted(name for name in nodes if shared[colours[name]] > 1)
        if not alike:
            break
        first = min(alike, key=lambda name: colours[name])
        colours = _refine(triples, {**colours, first: colours[first] + "*"})
    ordered = sorted(nodes, key=lambda name: (colours[name], name))
    return {name: f"b{number}" for number, name in enumerate(ordered, 1)}


def blank_nodes(triples: Sequence[ox.Triple]) -> set[str]:
    """Return the names of the blank nodes, those in triple terms included."""
    ends = (end for t in triples for end in (t.subject, t.object))
    return {
        end.value for end in ends if isinstance(end, ox.BlankNode)
    } | _in_triple_terms(triples)


def _refine(
    triples: Sequence[ox.Triple], colours: dict[str, str]
) -> dict[str, str]:
    """Colour each node by its triples until no more nodes can be told apart."""
    kinds = 0
    for _ in range(MAX_NESTING):
        said: dict[str, list[str]] = defaultdict(list)
        for t in triples:
            subject, value = (
                _coloured(t.subject, colours),
                _coloured(t.object, colours),
            )
            if isinstance(t.subject, ox.BlankNode):
                said[t.subject.value].append(f"> {t.predicate} {value}")
            if isinstance(t.object, ox.BlankNode):
                said[t.object.value].append(f"< {t.predicate} {subject}")
        colours = {
            name: hashlib.sha256(
                "\n".join([before, *sorted(said[name])]).encode()
            ).hexdigest()
            for name, before in colours.items()
        }
        if len(set(colours.values())) == kinds:
            break
        kinds = len(set(colours.values()))
    return colours


def _coloured(term: Term, colours: Mapping[str, str]) -> str:
    if isinstance(term, ox.Triple):
        return f"<< {_coloured(term.subject, colours)} {term.predicate} {_coloured(term.object, colours)} >>"
    return (
        f"_:{colours[term.value]}"
        if isinstance(term, ox.BlankNode)
        else str(term)
    )


def rename(triple: ox.Triple, names: Mapping[str, str]) -> ox.Triple:
    """Return a triple with other names for its blank nodes."""
    ends = []
    for end in (triple.subject, triple.object):
        if isinstance(end, ox.BlankNode):
            end = ox.BlankNode(names[end.value])
        elif isinstance(end, ox.Triple):
            end = rename(end, names)
        ends.append(end)
    return ox.Triple(ends[0], triple.predicate, ends[1])  # type: ignore[arg-type]
