"""Measures that need all shortest paths, estimated from some of the organisations where all would take too long.

The shortest paths from K pivots drawn at random stand for those from all (Brandes and Pich 2007). The pivots are drawn in
batches with a fixed seed; how far the batches differ gives the standard error of each figure.
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
"""Organisations up to which these measures are exact unless asked otherwise: seconds; ten times as many take minutes."""
PIVOTS = 200
BATCHES = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure per vertex. Without pivots it is exact, and the standard errors are nought."""

    values: list[float]
    errors: list[float]
    pivots: int = 0


@dataclass(frozen=True, slots=True)
class Distances:
    """Mean distance in hops with its standard error, and the longest; from pivots, this is the longest that was met."""

    mean: float
    error: float
    longest: int
    pivots: int = 0


@contextmanager
def seeded() -> Iterator[None]:
    """Give igraph the same random numbers every time, and afterwards those of Python again, as it had them."""
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
    """Return the number of shortest paths through each vertex, each pair counted once, as estimated from pivots."""
    n = graph.vcount()
    batches = [
        graph.betweenness(sources=batch) for batch in _batches(range(n), pivots)
    ]
    sizes = [len(batch) for batch in _batches(range(n), pivots)]
    scaled = [
        [x * n / size for x in batch]
        for batch, size in zip(batches, sizes, strict=True)
    ]
    return _combine(scaled, sizes, n)


def estimate_closeness(graph: "igraph.Graph", pivots: int) -> Estimate:
    """Return closeness as Wasserman and Faust (1994) define it, from distances to pivots (Eppstein and Wang 2004).

    Components with no more vertices than pivots are measured exactly.
    """
    n = graph.vcount()
    found = Estimate([0.0] * n, [0.0] * n, pivots)
    components = [
        component
        for component in graph.connected_components()
        if len(component) > 1
    ]
    small = [
        vertex
        for component in components
        if len(component) <= pivots
        for vertex in component
    ]
    exact = dict(
        zip(
            small, graph.closeness(vertices=small, normalized=True), strict=True
        )
    )  # a call for each would be slow
    for component in components:
        size = len(component)
        if size <= pivots:
            means, errors = (
                [1 / float(exact[vertex]) for vertex in component],
                [0.0] * size,
            )
        else:
            means, errors = _mean_distances(graph, component, pivots)
        for vertex, mean, error in zip(component, means, errors, strict=True):
            found.values[vertex] = (size - 1) / (n - 1) / mean
            found.errors[vertex] = found.values[vertex] * error / mean
    return found


def estimate_distances(component: "igraph.Graph", pivots: int) -> Distances:
    """Return mean and longest distance in a connected graph: exact without pivots, else as met from these.

    The longest distance from a pivot is at most the diameter, and at least half of it.
    """
    if not component.ecount():
        return Distances(0.0, 0.0, 0)
    if not pivots:
        return Distances(
            float(component.average_path_length()),
            0.0,
            int(component.diameter()),
        )
    drawn = random.Random(SEED).sample(range(component.vcount()), pivots)
    means = [
        1 / float(closeness)
        for closeness in component.closeness(vertices=drawn, normalized=True)
    ]
    mean = sum(means) / pivots
    error = sqrt(sum((m - mean) ** 2 for m in means) / (pivots - 1) / pivots)
    longest = max(component.eccentricity(vertices=drawn))
    return Distances(mean, error, int(longest), pivots)


def _mean_distances(
    graph: "igraph.Graph", component: list[int], pivots: int
) -> tuple[list[float], list[float]]:
    """Return the mean distance from each vertex of a component to the others, and its standard error, from pivots."""
    size = len(component)
    total, squares = [0.0] * size, [0.0] * size
    for vertex in random.Random(SEED).sample(component, pivots):
        for i, hops in enumerate(
            graph.distances(source=vertex, target=component)[0]
        ):
            total[i] += hops
            squares[i] += hops * hops
    raw = [t / pivots for t in total]
    spread = [
        max(s / pivots - m * m, 0.0) / (pivots - 1)
        for s, m in zip(squares, raw, strict=True)
    ]
    return [m * size / (size - 1) for m in raw], [sqrt(s) for s in spread]


def _batches(vertices: range, pivots: int) -> list[list[int]]:
    drawn = random.Random(SEED).sample(vertices, pivots)
    count = min(BATCHES, pivots)
    return [drawn[start::count] for start in range(count)]


def _combine(scaled: list[list[float]], sizes: list[int], n: int) -> Estimate:
    """Return the mean of the batches' estimates, and its standard error, for pivots drawn without replacement."""
    pivots, count = sum(sizes), len(sizes)
    values, errors = [], []
    for column in zip(*scaled, strict=True):
        mean = (
            sum(x * size for x, size in zip(column, sizes, strict=True))
            / pivots
        )
        variance = sum((x - mean) ** 2 for x in column) / (count - 1) / count
        values.append(mean)
        errors.append(sqrt(variance * (1 - pivots / n)))
    return Estimate(values, errors, pivots)
