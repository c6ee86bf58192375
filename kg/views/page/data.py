"""The network as JSON for the page: a node per organisation, an edge per pair."""

from collections import defaultdict
from collections.abc import Sequence
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
_WEB = ("https://", "http://")


@dataclass(slots=True)
class _Places:
    """Rank and score of an organisation by each of `MEASURES`."""

    ranks: list[int]
    scores: list[float]


def nodes(subject: Subject, measures: Measures) -> list[Json]:
    """Return a node per organisation: its place, its names, and its ranks.

    `scores` and `ranks` are in the order of `MEASURES`, over the relationships
    in force. `community` is the number of its community, the largest first,
    over all relationships drawn.

    Args:
        measures: those of the subject's network.
    """
    positions = place(measures)
    places = _rank(measures)
    communities = _community_numbers(measures)
    organisations = subject.network.organisations.values()

    found = []
    for number, organisation in enumerate(organisations):
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
    """Return the names of an organisation, its type and its identifiers."""
    label = organisation.label
    names = dossier.names.get(organisation.iri, ())
    with_language = [name for name in names if name.value == label]
    english = ox.Literal(label, language="en")
    identifiers = dossier.identifiers.get(organisation.iri, ())
    links = [iri for iri in identifiers if iri.startswith(_WEB)]
    return {
        "iri": compact(organisation.iri),
        "name": as_json(with_language[0] if with_language else english),
        "unnamed": label == organisation.iri or None,
        "also": [name.value for name in names if name.value != label],
        "members": list(organisation.members),
        "type": organisation.type_label,
        "country": organisation.country,
        "same": links,
    }


def edges(network: Network) -> list[Json]:
    """Return an edge per pair of organisations that a relationship joins.

    It refers to all three by their numbers.
    """
    number = {iri: i for i, iri in enumerate(network.organisations)}
    relationship = {iri: i for i, iri in enumerate(by_relationship(network))}
    found: list[Json] = []
    for i, edge in enumerate(network.edges):
        drawn = {
            "id": i,
            "from": number[edge.source],
            "to": number[edge.target],
            "relationship": relationship[edge.relationship],
        }
        found.append(drawn)
    _set_apart(found)
    return found


def _set_apart(drawn: Sequence[Json]) -> None:
    """Add `beside` to edges, which sets the edges of a pair apart.

    0 is straight, and the others bend by so many steps to one side.
    """
    parallel: dict[tuple[int, int], list[Json]] = defaultdict(list)
    for edge in drawn:
        ends = sorted((edge["from"], edge["to"]))
        parallel[ends[0], ends[1]].append(edge)
    for group in parallel.values():
        middle = (len(group) - 1) / 2
        for i, edge in enumerate(group):
            side = 1 if edge["from"] < edge["to"] else -1
            edge["beside"] = side * (i - middle)


def by_relationship(network: Network) -> dict[str, list[Edge]]:
    """Return the edges of each relationship."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in network.edges:
        groups[edge.relationship].append(edge)
    return groups


def compact(iri: str) -> str:
    """Return an IRI as a CURIE, or in angle brackets.

    So the one is never taken for the other.
    """
    curie = shorten(iri)
    if curie != iri and expand(curie) == iri:
        return curie
    return f"<{iri}>"


def as_json(literal: ox.Literal) -> str | list[str]:
    """Return a text with its language, or alone if it is English, as most are."""
    if literal.language == "en":
        return literal.value
    return [literal.value, literal.language or ""]


def present(known: Json) -> Json:
    """Return an object without the values that are None or empty."""
    return {
        name: value
        for name, value in known.items()
        if value is not None and value not in ("", [])
    }


def ranks_all(filters: Filters) -> bool:
    """Return whether all relationships count in ranks.

    They do if a day or statuses were chosen. Otherwise only those in force do.
    """
    return bool(filters.on or filters.statuses)


def _community_numbers(measures: Measures) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for number, group in enumerate(measures.communities()):
        numbers.update(dict.fromkeys(group, number))
    return numbers


def _rank(measures: Measures) -> dict[str, _Places]:
    """Return the ranks of the organisations in relationships that count.

    They are the same as those of `kg network rank`.
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
