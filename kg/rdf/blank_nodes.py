"""Blank nodes: which of them brackets can hold, and names for the others.

The names come from RDF Dataset Canonicalization (RDFC-1.0), a recommendation of
the W3C, as Oxigraph implements it. There, blank nodes in triple terms count as
well, of which the recommendation says nothing.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import KgError
from kg.model.terms import Term
from kg.model.vocabulary import PREFIXES

FIRST = PREFIXES["rdf"] + "first"
REST = PREFIXES["rdf"] + "rest"
MAX_NESTING = 50
"""How deep blank nodes are written inside each other; deeper ones get names."""
MAX_ALIKE = 200
"""How many connected blank nodes may look alike. They take half a second."""
FEW = 6
"""So many take no time, in whatever way they are connected."""
MAX_ORDERS = 1_000_000
"""How many orders of neighbours that look alike may have to be compared."""
_DIGITS = 16
"""Length of the hash in a name: two of a million are alike once in 10^7 graphs."""


def blank_nodes(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the names of blank nodes, those in triple terms included."""
    found: set[str] = set()
    for triple in triples:
        found.update(_blank_nodes_of(triple))
    return found


def _blank_nodes_of(triple: ox.Triple) -> list[str]:
    found: list[str] = []
    waiting = [triple]
    while waiting:
        current = waiting.pop()
        for end in (current.subject, current.object):
            if isinstance(end, ox.BlankNode):
                found.append(end.value)
            elif isinstance(end, ox.Triple):
                waiting.append(end)
    return found


def _in_triple_terms(triples: Iterable[ox.Triple]) -> set[str]:
    terms = [t.object for t in triples if isinstance(t.object, ox.Triple)]
    return blank_nodes(terms)


def in_place(triples: Sequence[ox.Triple]) -> list[str]:
    """Return the blank nodes that exactly one triple refers to, inner ones first.

    Those on a cycle, and those with more than MAX_NESTING levels inside them,
    are left out; a list is one level.
    """
    nesting = _find_nesting(triples, _referred_once(triples))
    waiting = {name: len(held) for name, held in nesting.inside.items()}
    level: dict[str, int] = {}
    ready = sorted([name for name, count in waiting.items() if not count])
    for name in ready:  # which grows
        level[name] = 0
        for held, step in nesting.inside[name].items():
            level[name] = max(level[name], level[held] + step)
        outer = nesting.outside.get(name)
        if outer is not None:
            waiting[outer] -= 1
            if not waiting[outer]:
                ready.append(outer)
    return [name for name in ready if level[name] < MAX_NESTING]


def _referred_once(triples: Sequence[ox.Triple]) -> set[str]:
    """Return the blank nodes that exactly one triple refers to."""
    referred: Counter[str] = Counter()
    for triple in triples:
        if isinstance(triple.object, ox.BlankNode):
            referred[triple.object.value] += 1
    once = {name for name, times in referred.items() if times == 1}
    return once - _in_triple_terms(triples)


@dataclass(frozen=True, slots=True)
class _Nesting:
    """Which blank nodes stand inside which others."""

    inside: dict[str, dict[str, int]]
    """The nodes directly inside each, with the levels that they are deeper."""
    outside: dict[str, str]


def _find_nesting(
    triples: Iterable[ox.Triple], nodes: Collection[str]
) -> _Nesting:
    found = _Nesting({name: {} for name in nodes}, {})
    for triple in triples:
        outer = triple.subject
        inner = triple.object
        if not isinstance(outer, ox.BlankNode):
            continue
        if not isinstance(inner, ox.BlankNode):
            continue
        if outer.value in nodes and inner.value in nodes:
            step = 0 if triple.predicate.value == REST else 1
            found.inside[outer.value][inner.value] = step
            found.outside[inner.value] = outer.value
    return found


def contents(
    triples: Iterable[ox.Triple], inner: Iterable[str]
) -> dict[str, str]:
    """Return the content of each blank node that stands in place.

    Args:
        inner: these nodes, inner ones first; others are written with their names.
    """
    said: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            said[triple.subject.value].append(triple)
    found: dict[str, str] = {}
    for name in inner:
        parts: list[str] = []
        for triple in said[name]:
            value = str(triple.object)
            if isinstance(triple.object, ox.BlankNode):
                value = found.get(triple.object.value, value)
            parts.append(f"{triple.predicate} {value}")
        found[name] = _shortened("[" + " ; ".join(sorted(parts)) + "]")
    return found


def _shortened(content: str) -> str:
    if len(content) < 1000:
        return content
    return content[:200] + hashlib.sha256(content.encode()).hexdigest()


def with_lasting_names(
    triples: Sequence[ox.Triple], wanted: Collection[str]
) -> list[ox.Triple]:
    """Return triples with names of blank nodes that depend only on the graph.

    Blank nodes that triples connect are canonicalized together, and apart from
    all others. Their names begin with a hash of what they say. So a name stays
    when other parts of the graph change, or when another IRI refers to the
    node. RDFC-1.0 alone would number all blank nodes of the graph through.

    Args:
        wanted: the nodes that need such names; those connected with them get
            them as well, all others keep theirs.

    Raises:
        KgError: too many nodes look alike, which takes exponential time.
    """
    if not wanted:
        return list(triples)
    part_of = _parts(triples)
    needed = {part_of[name] for name in wanted}
    found: list[ox.Triple] = []
    connected: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        nodes = _blank_nodes_of(triple)
        part = part_of[nodes[0]] if nodes else ""
        if part in needed:
            connected[part].append(triple)
        else:
            found.append(triple)
    canonical = [_canonicalize(part) for part in connected.values()]
    return found + _with_names(canonical)


def _with_names(parts: Iterable["_Part"]) -> list[ox.Triple]:
    """Return the triples of canonical parts; those of equal content are numbered."""
    by_content: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        by_content[part.content].append(part)
    found: list[ox.Triple] = []
    for content, alike in by_content.items():
        alike.sort(key=lambda part: part.lines)
        for copy, part in enumerate(alike):
            found += _named(part, content, copy)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """Triples of connected blank nodes, as RDFC-1.0 names those."""

    triples: list[ox.Triple]
    lines: list[str]
    """The triples in N-Triples, in order."""
    content: str
    """The lines about blank nodes; all lines if there is none."""


def _parts(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return for each blank node one that stands for all connected with it."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        root = parent.setdefault(name, name)
        while parent[root] != root:
            root = parent[root]
        while parent[name] != root:
            above = parent[name]
            parent[name] = root
            name = above
        return root

    for triple in triples:
        nodes = _blank_nodes_of(triple)
        for node in nodes:
            root = find(nodes[0])
            parent[find(node)] = root
    return {name: find(name) for name in parent}


def _canonicalize(triples: list[ox.Triple]) -> _Part:
    _refuse_too_alike(triples)
    dataset = ox.Dataset(
        ox.Quad(t.subject, t.predicate, t.object) for t in triples
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    named = [quad.triple for quad in dataset]
    lines = sorted(map(str, named))
    own = [line for line in lines if line.startswith("_:")]
    return _Part(named, lines, "\n".join(own or lines))


def _named(part: _Part, content: str, copy: int) -> Iterator[ox.Triple]:
    """Yield the triples of a part with their lasting names.

    Args:
        copy: how many parts of the same content come before.
    """
    digest = hashlib.sha256(f"{content}\n{copy}".encode()).hexdigest()
    start = f"b{digest[:_DIGITS]}"
    nodes = blank_nodes(part.triples)
    if len(nodes) == 1:
        names = dict.fromkeys(nodes, start)
    else:
        names = {name: f"{start}-{name.removeprefix('c14n')}" for name in nodes}
    for triple in part.triples:
        yield rename(triple, names)


def _refuse_too_alike(triples: Sequence[ox.Triple]) -> None:
    """Refuse connected blank nodes that RDFC-1.0 would take too long to name.

    It compares nodes by their own triples first. Where these look alike, it
    tries every order of the neighbours that look alike as well. Nothing can
    interrupt it, so the number of these orders is estimated before.
    """
    if len(blank_nodes(triples)) <= FEW:
        return
    looks = _looks(triples)
    times = Counter(looks.values())
    alike = {name for name, look in looks.items() if times[look] > 1}
    if len(alike) <= FEW:
        return
    orders = 1
    for neighbours in _alike_neighbours(triples, looks, alike).values():
        orders *= math.factorial(min(neighbours, MAX_ALIKE))
        if orders > MAX_ORDERS:
            break
    if len(alike) > MAX_ALIKE or orders > MAX_ORDERS:
        predicates = sorted({str(triple.predicate) for triple in triples})
        raise KgError(
            f"{len(alike)} connected blank nodes look too much alike to be named;"
            f" give them IRIs (their properties: {', '.join(predicates[:3])})"
        )


def _looks(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Describe each blank node by its own triples, whatever its name is."""
    said: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        nodes = set(_blank_nodes_of(triple))
        for node in nodes:
            names = dict.fromkeys(nodes, "other")
            names[node] = "own"
            renamed = rename(triple, names)
            said[node].append(str(renamed))
    looks = {}
    for name, own in said.items():
        looks[name] = "\n".join(sorted(own))
    return looks


def _alike_neighbours(
    triples: Iterable[ox.Triple], looks: Mapping[str, str], alike: set[str]
) -> Counter[tuple[str, str, bool, str]]:
    """Count the neighbours that look alike from each node in the same way."""
    found: Counter[tuple[str, str, bool, str]] = Counter()
    for triple in triples:
        nodes = set(_blank_nodes_of(triple)) & alike
        for node in nodes:
            is_subject = triple.subject == ox.BlankNode(node)
            for other in nodes - {node}:
                key = (node, triple.predicate.value, is_subject, looks[other])
                found[key] += 1
    return found


def rename(triple: ox.Triple, names: Mapping[str, str]) -> ox.Triple:
    """Return a triple with other names for its blank nodes."""
    subject: ox.NamedNode | ox.BlankNode | ox.Triple = triple.subject
    value: Term = triple.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.BlankNode(names[subject.value])
    if isinstance(value, ox.BlankNode):
        value = ox.BlankNode(names[value.value])
    elif isinstance(value, ox.Triple):
        value = rename(value, names)
    return ox.Triple(subject, triple.predicate, value)
