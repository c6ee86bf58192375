"""The lives of organisations: a relationship stands only while all its parties exist."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

from kg.model.dates import plain_day
from kg.model.standing import NO_LIMIT, Life, common_life
from kg.model.terms import text
from kg.model.vocabulary import node
from kg.network.edges import Edge
from kg.network.lookup import select_about
from kg.store.base import Store
from kg.store.query import select

_BOUNDS = {
    "kg:foundedEarliest": ("founded_earliest",),
    "kg:foundedLatest": ("founded_latest",),
    "kg:dissolvedEarliest": ("dissolved_earliest",),
    "kg:dissolvedLatest": ("dissolved_latest",),
    "schema:foundingDate": ("founded_earliest", "founded_latest"),
    "schema:dissolutionDate": ("dissolved_earliest", "dissolved_latest"),
}
"""What each property bounds; a day of schema.org is known exactly."""
_QUERY = f"""
SELECT ?organisation ?property ?day WHERE {{
  VALUES ?property {{ {" ".join(_BOUNDS)} }}
  ?organisation ?property ?day .
}}"""


def read_lives(
    store: Store, organisations: Collection[str] | None = None
) -> dict[str, Life]:
    """Return the life of each organisation that has a known beginning or end.

    Args:
        organisations: IRIs of those asked for; None for all.
    """
    if organisations is None:
        rows = select(store, _QUERY)
    else:
        rows = select_about(store, _QUERY, "organisation", organisations)
    bounds_of = {node(name).value: bounds for name, bounds in _BOUNDS.items()}
    days: dict[str, dict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for organisation, property_, written in rows:
        day = plain_day(text(written))
        if day is not None:
            for bound in bounds_of[text(property_)]:
                days[text(organisation)][bound].append(day)
    return {iri: _life(found) for iri, found in days.items()}


def _life(days: Mapping[str, Sequence[str]]) -> Life:
    """Return the strictest bounds: the last founding and the first dissolution."""
    return Life(
        max(days.get("founded_earliest", ()), default=""),
        max(days.get("founded_latest", ()), default=""),
        min(days.get("dissolved_earliest", ()), default=""),
        min(days.get("dissolved_latest", ()), default=""),
    )


def with_lives(edges: list[Edge], lives: Mapping[str, Life]) -> list[Edge]:
    """Return the edges, each with the time in which all parties of its relationship exist.

    Args:
        edges: all edges of each relationship among them.
        lives: of the organisations that have a known beginning or end.
    """
    if not lives:
        return edges
    parties: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        parties[edge.relationship].update((edge.source, edge.target))
    common = {}
    for relationship, joined in parties.items():
        limits = [lives[iri] for iri in joined if iri in lives]
        if limits:
            common[relationship] = common_life(limits)
    return [
        edge._replace(life=common.get(edge.relationship, NO_LIMIT))
        for edge in edges
    ]


def parties_of(edges: Sequence[Edge]) -> set[str]:
    """Return the organisations that edges join."""
    return {
        *map(attrgetter("source"), edges),
        *map(attrgetter("target"), edges),
    }
