"""Estimates of measures that need all shortest paths, for large networks.

The shortest paths from K pivots drawn at random stand for those from all
organisations (Brandes and Pich 2007). The pivots are drawn in batches with a
fixed seed; how far the batches differ gives the standard error of each figure.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import igraph

SEED = 20190930
EXACT_UP_TO = 10_000
"""Organisations up to which these measures are exact unless asked otherwise.

They take seconds; for ten times as many organisations, minutes.
"""
PIVOTS = 200
BATCHES = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure per vertex, with its standard error.

    Without pivots it is exact, and the standard errors are 0.
    """

    values: list[float]
    errors: list[float]
    pivots: int = 0


@dataclass(frozen=True, slots=True)
class Distances:
    """Mean distance with its standard error, and the longest, in hops.

    With pivots, the longest is the longest distance from one of them.
    """

    mean: float
    error: float
    longest: int
    pivots: int = 0


@contextmanager
def seeded() -> Iterator[None]:
    """Give igraph the same random numbers every time.

    After the block, igraph uses Python's random numbers again.
    """
    import igraph

    igraph.set_random_number_generator(random.Random(SEED))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def pivots_for(
    organisations: int, sample: int | None = None, *, exact: bool = False
) -> int:
    """Return how many pivots to use, 0 for an exact measure.

    Args:
        sample: how many are asked for; None leaves it to the size.
    """
    if exact or (sample is None and organisations <= EXACT_UP_TO):
        return 0
    wanted = PIVOTS if sample is None else max(sample, 2)
    return 0 if wanted >= organisations else wanted


def estimate_betweenness(graph: "igraph.Graph", pivots: int) -> Estimate:
    """Estimate the number of shortest paths through each vertex from pivots.

    Each pair of vertices counts once.
    """
    n = graph.vcount()
    estimates: list[list[float]] = []
    sizes: list[int] = []
    for batch in _batches(range(n), pivots):
        size = len(batch)
        paths = graph.betweenness(sources=batch)
        estimates.append([count * n / size for count in paths])
        sizes.append(size)
    return _combine(estimates, sizes, n)


def estimate_closeness(graph: "igraph.Graph", pivots: int) -> Estimate:
    """Estimate closeness (Wasserman and Faust 1994) from distances to pivots.

    The method is that of Eppstein and Wang (2004). Components with no more
    vertices than pivots are measured exactly.
    """
    n = graph.vcount()
    found = Estimate([0.0] * n, [0.0] * n, pivots)
    components = [
        component
        for component in graph.connected_components()
        if len(component) > 1
    ]
    small: list[int] = []
    for component in components:
        if len(component) <= pivots:
            small += component
    # One call for all components: a call for each would be slow.
    exact = graph.closeness(vertices=small, normalized=True)
    exact_by_vertex = dict(zip(small, exact, strict=True))
    for component in components:
        size = len(component)
        if size <= pivots:
            means = [1 / float(exact_by_vertex[vertex]) for vertex in component]
            errors = [0.0] * size
        else:
            means, errors = _mean_distances(graph, component, pivots)
        for vertex, mean, error in zip(component, means, errors, strict=True):
            closeness = (size - 1) / (n - 1) / mean
            found.values[vertex] = closeness
            found.errors[vertex] = closeness * error / mean
    return found


def estimate_distances(component: "igraph.Graph", pivots: int) -> Distances:
    """Return mean and longest distance in a connected graph.

    Without pivots they are exact, otherwise they are the distances from pivots.

    The longest distance from a pivot is at most the diameter, and at least half of it.
    """
    if not component.ecount():
        return Distances(0.0, 0.0, 0)
    if not pivots:
        exact = float(component.average_path_length())
        return Distances(exact, 0.0, int(component.diameter()))
    drawn = random.Random(SEED).sample(range(component.vcount()), pivots)
    closeness = component.closeness(vertices=drawn, normalized=True)
    means = [1 / float(value) for value in closeness]
    mean = sum(means) / pivots
    squares = sum([(m - mean) ** 2 for m in means])
    error = sqrt(squares / (pivots - 1) / pivots)
    longest = max(component.eccentricity(vertices=drawn))
    return Distances(mean, error, int(longest), pivots)


def _mean_distances(
    graph: "igraph.Graph", component: list[int], pivots: int
) -> tuple[list[float], list[float]]:
    """Estimate the mean distance from each vertex to its component from pivots.

    Returns:
        the means, and their standard errors.
    """
    size = len(component)
    total = [0.0] * size
    squares = [0.0] * size
    for vertex in random.Random(SEED).sample(component, pivots):
        (distances,) = graph.distances(source=vertex, target=component)
        for i, hops in enumerate(distances):
            total[i] += hops
            squares[i] += hops * hops
    means: list[float] = []
    errors: list[float] = []
    for total_hops, total_squares in zip(total, squares, strict=True):
        raw = total_hops / pivots
        spread = max(total_squares / pivots - raw * raw, 0.0)
        means.append(raw * size / (size - 1))
        errors.append(sqrt(spread / (pivots - 1)))
    return means, errors


def _batches(vertices: range, pivots: int) -> list[list[int]]:
    drawn = random.Random(SEED).sample(vertices, pivots)
    count = min(BATCHES, pivots)
    return [drawn[start::count] for start in range(count)]


def _combine(
    estimates: list[list[float]], sizes: list[int], n: int
) -> Estimate:
    """Return the mean of the estimates of batches, and its standard error.

    Args:
        estimates: of each batch, an estimate for each vertex.
        sizes: how many pivots each batch has; they are drawn without replacement.
        n: the number of vertices from which the pivots are drawn.
    """
    pivots = sum(sizes)
    count = len(sizes)
    values: list[float] = []
    errors: list[float] = []
    for of_vertex in zip(*estimates, strict=True):
        weighted = [x * size for x, size in zip(of_vertex, sizes, strict=True)]
        mean = sum(weighted) / pivots
        squares = sum([(x - mean) ** 2 for x in of_vertex])
        variance = squares / (count - 1) / count
        values.append(mean)
        errors.append(sqrt(variance * (1 - pivots / n)))
    return Estimate(values, errors, pivots)
