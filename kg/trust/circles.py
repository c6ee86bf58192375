"""Circles of relationships whose kind is transitive: nothing is a part of its own part."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model.terms import text
from kg.model.vocabulary import shorten
from kg.store.base import Store
from kg.store.query import select
from kg.trust.findings import Fault

RULE = "circle"
SUMMARY = "A transitive kind does not lead back to where it began"
_KINDS = """
SELECT DISTINCT ?kind ?from ?to WHERE {
  ?kind kg:shortcut ?shortcut ; kg:fromRole ?from ; kg:toRole ?to .
  ?shortcut a owl:TransitiveProperty .
  FILTER (?from != ?to)
} ORDER BY ?kind"""


@dataclass(frozen=True, slots=True)
class _Step:
    """A relationship in force that leads from one organisation to another."""

    relationship: str
    source: str
    target: str


def find_circles(store: Store) -> Iterator[Fault]:
    """Yield a fault for each group of organisations that lead to each other.

    Relationships in force count, each transitive kind by itself. The message names a
    shortest circle of the group; the fault is at a relationship of that circle.
    """
    for kind, from_role, to_role in select(store, _KINDS):
        steps = _read_steps(store, text(kind), text(from_role), text(to_role))
        for group in _strong_components(steps):
            yield _fault(_shortest_circle(group), text(from_role))


def _read_steps(
    store: Store, kind: str, from_role: str, to_role: str
) -> list[_Step]:
    query = f"""
    SELECT ?relationship ?source ?target WHERE {{
      ?relationship a <{kind}> ; adms:status status:in-force ;
        <{from_role}> ?source ; <{to_role}> ?target .
    }} ORDER BY ?relationship ?source ?target"""
    steps = []
    for relationship, source, target in select(store, query):
        if source != target:  # the check `with-itself` reports these
            step = _Step(text(relationship), text(source), text(target))
            steps.append(step)
    return steps


def _strong_components(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Yield the steps within each group in which everyone leads to everyone."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    steps = list(steps)
    for step in steps:
        graph.add_edge(step.source, step.target)
    group_of: dict[str, int] = {}
    for number, group in enumerate(nx.strongly_connected_components(graph)):
        group_of.update(dict.fromkeys(group, number))
    inside: dict[int, list[_Step]] = defaultdict(list)
    for step in steps:
        if group_of[step.source] == group_of[step.target]:
            inside[group_of[step.source]].append(step)
    yield from sorted(inside.values(), key=_first_relationship)


def _first_relationship(steps: list[_Step]) -> str:
    return steps[0].relationship


def _shortest_circle(steps: list[_Step]) -> list[_Step]:
    """Return a shortest circle through the least organisation of a group."""
    leaving: dict[str, list[_Step]] = defaultdict(list)
    for step in steps:
        leaving[step.source].append(step)
    start = min(leaving)
    reached: dict[str, list[_Step]] = {}
    waiting: deque[tuple[str, list[_Step]]] = deque([(start, [])])
    while start not in reached:
        organisation, way = waiting.popleft()
        for step in leaving[organisation]:
            if step.target not in reached:
                reached[step.target] = [*way, step]
                waiting.append((step.target, reached[step.target]))
    return reached[start]


def _fault(circle: list[_Step], from_role: str) -> Fault:
    stops = [shorten(step.source) for step in circle]
    way = " → ".join([*stops, stops[0]])
    others = ", ".join(shorten(step.relationship) for step in circle[1:])
    return Fault(
        "violation",
        RULE,
        circle[0].relationship,
        f"This kind is transitive, and it leads in a circle: {way}"
        f" (with {others}); correct the direction of one of them, or end it.",
        from_role,
    )
