"""The network as JSON for the page: a node per organisation, an edge per pair."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from kg.model.vocabulary import IN_FORCE, expand, shorten
from kg.network.calculator import MEASURES
from kg.network.edges import Edge, Filters, Network, Organisation
from kg.network.measures import Measures
from kg.views.page.dossier import Dossier
from kg.views.page.layout import place
from kg.views.page.subject import Subject

Json = dict[str, Any]
"""An object of JSON; nothing in it is markup."""


@dataclass(slots=True)
class _Places:
    """Rank and score of an organisation by each of `MEASURES`."""

    ranks: list[int]
    scores: list[float]


def nodes(subject: Subject, measures: Measures) -> list[Json]:
    """Return a node per organisation: where it is drawn, what it is called, and how it ranks.

    `scores` and `ranks` are in the order of `MEASURES`, over the relationships in force. `community` is
    the number of its group of organisations, the largest first, over all relationships drawn.

    Args:
        measures: those of the subject's network.
    """
    positions = place(measures)
    places = _rank(measures)
    communities = _community_numbers(measures)

    found = []
    for number, organisation in enumerate(
        subject.network.organisations.values()
    ):
        iri = organisation.iri
        type_ = subject.types.get(organisation.type or "")
        drawn = {
            "id": number,
            "x": positions[iri].x,
            "y": positions[iri].y,
            "shape": type_.shape if type_ else "dot",
        }
        ranked = places.get(iri, _Places([], []))
        known = {
            **_described(organisation, subject.dossier),
            "wider": type_.wider if type_ else None,
            "ranks": ranked.ranks,
            "scores": ranked.scores,
            "community": communities[iri],
        }
        found.append(drawn | present(known))
    return found


def _described(organisation: Organisation, dossier: Dossier) -> Json:
    """Return what an organisation is called and what it is."""
    names = dossier.names.get(organisation.iri, ())
    label = ox.Literal(organisation.label, language="en")
    for name in names:
        if name.value == organisation.label:
            label = name
            break
    identifiers = dossier.identifiers.get(organisation.iri, ())
    return {
        "iri": compact(organisation.iri),
        "name": as_json(label),
        "unnamed": organisation.label == organisation.iri or None,
        "also": [
            name.value for name in names if name.value != organisation.label
        ],
        "members": list(organisation.members),
        "type": organisation.type_label,
        "country": organisation.country,
        "same": [
            iri
            for iri in identifiers
            if iri.startswith(("https://", "http://"))
        ],
    }


def edges(network: Network) -> list[Json]:
    """Return an edge per pair that a relationship joins, by the numbers of these three.

    `beside` sets the edges of a pair apart: 0 is straight, and the others bend by so many steps to one
    side or the other.
    """
    number = {iri: i for i, iri in enumerate(network.organisations)}
    which = {iri: i for i, iri in enumerate(by_relationship(network))}

    parallel: dict[tuple[int, int], list[Json]] = defaultdict(list)
    found = []
    for i, edge in enumerate(network.edges):
        source, target = number[edge.source], number[edge.target]
        drawn: Json = {
            "id": i,
            "from": source,
            "to": target,
            "relationship": which[edge.relationship],
        }
        found.append(drawn)
        parallel[min(source, target), max(source, target)].append(drawn)

    for group in parallel.values():
        middle = (len(group) - 1) / 2
        for i, drawn in enumerate(group):
            side = 1 if drawn["from"] < drawn["to"] else -1
            drawn["beside"] = side * (i - middle)
    return found


def by_relationship(network: Network) -> dict[str, list[Edge]]:
    """Return the edges of each relationship."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in network.edges:
        groups[edge.relationship].append(edge)
    return groups


def compact(iri: str) -> str:
    """Return an IRI as CURIE, or in angle brackets, so that the one is never taken for the other."""
    short = shorten(iri)
    return short if short != iri and expand(short) == iri else f"<{iri}>"


def as_json(literal: ox.Literal) -> str | list[str]:
    """Return a text: alone if it is English, as most are, else with its language."""
    if literal.language == "en":
        return literal.value
    return [literal.value, literal.language or ""]


def present(known: Json) -> Json:
    """Return what is known, without what is None or empty."""
    return {
        name: value
        for name, value in known.items()
        if value is not None and value not in ("", [])
    }


def ranks_all(filters: Filters) -> bool:
    """Tell whether all relationships count in ranks, as a day or statuses were chosen.

    Otherwise those in force alone do.
    """
    return bool(filters.on or filters.statuses)


def _community_numbers(measures: Measures) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for number, group in enumerate(measures.communities()):
        numbers.update(dict.fromkeys(group, number))
    return numbers


def _rank(measures: Measures) -> dict[str, _Places]:
    """Return the places of the organisations that a relationship which counts joins.

    They are those that `kg network rank` gives.
    """
    counted = _counted(measures.network)
    if counted != measures.network:
        measures = Measures(counted)

    places: dict[str, _Places] = defaultdict(lambda: _Places([], []))
    for measure in MEASURES:
        for ranked in measures.rank(measure):
            places[ranked.iri].ranks.append(ranked.rank)
            places[ranked.iri].scores.append(round(ranked.score, 5))
    return places


def _counted(network: Network) -> Network:
    """Return the part of a network that counts in ranks."""
    edges = network.edges
    if not ranks_all(network.filters):
        edges = [edge for edge in edges if edge.status == IN_FORCE]

    ends: set[str] = set()
    for edge in edges:
        ends.add(edge.source)
        ends.add(edge.target)

    joined = {
        iri: organisation
        for iri, organisation in network.organisations.items()
        if iri in ends
    }
    return replace(network, organisations=joined, edges=edges)
