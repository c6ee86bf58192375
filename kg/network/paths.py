"""Shortest paths, with the relationships of each step."""

from itertools import pairwise

from kg.network.edges import Edge, Network


def path(network: Network, start: str, end: str) -> list[list[Edge]]:
    """Return the steps of a shortest path, each with all edges that join its two ends.

    Among equally short paths it is the one whose organisations come first by IRI.

    Returns:
        nothing if no path joins the two, or they are the same.
    """
    before = _search(network, start, end)
    if end not in before or start == end:
        return []
    stops = [end]
    while stops[-1] != start:
        stops.append(before[stops[-1]])
    stops.reverse()
    return [_joining(network, one, other) for one, other in pairwise(stops)]


def _search(network: Network, start: str, end: str) -> dict[str, str]:
    """Search breadth first until the end is reached.

    Returns:
        the organisation before each organisation that was reached.
    """
    joined = network.neighbours()
    before = {start: start}
    frontier = [start]
    while frontier and end not in before:
        reached: list[str] = []
        for iri in frontier:
            new = sorted(joined[iri] - before.keys())
            before.update(dict.fromkeys(new, iri))
            reached += new
        frontier = reached
    return before


def _joining(network: Network, one: str, other: str) -> list[Edge]:
    ends = {one, other}
    return [
        edge for edge in network.edges if {edge.source, edge.target} == ends
    ]
