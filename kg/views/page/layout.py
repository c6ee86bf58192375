"""Where each organisation stands in the picture: computed once, the same every time, with nothing left to settle."""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.network.estimates import seeded
from kg.network.measures import Measures

if TYPE_CHECKING:
    import igraph

SPACING = 90.0
"""Length of a typical edge, in the units of the page (pixels at scale 1)."""
ASPECT = 1.45
"""Width of the picture by its height: that of the space it is usually shown in."""
LABELLED = 150
"""Up to so many organisations, there is room for the label of each."""
FINE = 400
"""Up to so many organisations in a component, it is laid out by Kamada and Kawai's method, which is slower and better."""
CLEARANCE = 26.0
"""How far from a line a figure stands that is not an end of it."""
TOLERANCE = 0.5
"""By how much two boxes may overlap."""
_ROUNDS = 150
_SETTLING = 40
_MOVES = 120_000
"""Rounds by organisations: over 800, rounds become fewer, for each costs as much as there are organisations."""
_AHEAD = ((1, 0), (-1, 1), (0, 1), (1, 1))
"""Half of the cells round a cell: the other half finds the pairs with this one."""

Point = tuple[float, float]
Box = tuple[float, float]


def place(measures: Measures) -> dict[str, Point]:
    """Return a position per organisation: components laid out one by one, freed of overlaps, and packed in rows.

    Kamada and Kawai 1989 for small components, Fruchterman and Reingold 1991 for large ones, both of igraph.
    """
    graph = measures.graph
    organisations = list(measures.network.organisations.values())
    labelled = len(organisations) <= LABELLED
    boxes = [_label_box(o.label) if labelled else (34.0, 34.0) for o in organisations]
    parts = []
    for members in sorted(graph.connected_components(), key=lambda c: (-len(c), c)):
        sizes = [boxes[v] for v in members]
        part = graph.subgraph(members)
        points = _part(_arrange(part), sizes, [edge.tuple for edge in part.es] if labelled else [])
        parts.append(([organisations[v].iri for v in members], points, sizes))
    return _pack(parts)


def _label_box(label: str) -> Box:
    """Estimate the room that a node and its label below it take, wrapped as the page wraps it."""
    width = 6.2 * len(label)
    lines = min(math.ceil(width / 125), 3)
    return min(width, 135.0) + 12, 26.0 + 15 * lines


def _arrange(part: "igraph.Graph") -> list[Point]:
    if part.vcount() < 3:
        return [(SPACING * 1.6 * v, 0.0) for v in range(part.vcount())]
    with seeded():
        if part.vcount() <= FINE:
            layout = part.layout_kamada_kawai()
        else:
            layout = part.layout_fruchterman_reingold(niter=500 if part.vcount() < 2000 else 200)
    points = [(float(x), float(y)) for x, y in layout]
    lengths = sorted(math.dist(points[e.source], points[e.target]) for e in part.es)
    scale = SPACING / max(lengths[len(lengths) // 2], 1e-9)
    return _lay_flat([(x * scale, y * scale) for x, y in points])


def _lay_flat(points: list[Point]) -> list[Point]:
    """Turn a drawing so that it is widest from left to right (its first principal axis is level)."""
    n = len(points)
    mx, my = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    xx = sum((x - mx) ** 2 for x, _ in points)
    yy = sum((y - my) ** 2 for _, y in points)
    xy = sum((x - mx) * (y - my) for x, y in points)
    angle = -math.atan2(2 * xy, xx - yy) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    return [((x - mx) * cos - (y - my) * sin, (x - mx) * sin + (y - my) * cos) for x, y in points]


def _part(
    points: list[Point], boxes: Sequence[Box], lines: Sequence[tuple[int, int]]
) -> list[Point]:
    """Stretch a component to the aspect of the page, enlarge it until its boxes have room, and push them apart."""
    if len(points) < 3:
        return points
    spans = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    # A chain is flat: it takes the room of its boxes, not none.
    width, height = (
        max(span, *sides) for span, sides in zip(spans, zip(*boxes, strict=True), strict=True)
    )
    stretch = min(max(math.sqrt(ASPECT * height / width), 0.75), 1.5)
    room = sum(w * h for w, h in boxes) * 1.7
    scale = max(math.sqrt(room / (width * height)), 1.0)
    return _push_apart(
        [(x * stretch * scale, y / stretch * scale) for x, y in points], boxes, lines
    )


def _push_apart(
    points: list[Point], boxes: Sequence[Box], lines: Sequence[tuple[int, int]]
) -> list[Point]:
    """Move boxes that overlap away from each other, along the axis in which that takes the least, until none does.

    In a large network, boxes can overlap when the rounds are over.

    Organisations that stand on a line between two others move aside, so that no line seems to lead to them.
    """
    placed, widths = [list(point) for point in points], [width for width, _ in boxes]
    rounds = min(_ROUNDS, max(_MOVES // len(points), 1))
    for number in range(rounds):
        cleared = [_clear(placed, line) for line in lines] if number < rounds - _SETTLING else []
        moved = any(cleared)
        for a, b in _close_pairs(placed, boxes):
            one, other = placed[a], placed[b]
            if (widths[a] + widths[b]) / 2 - abs(
                other[0] - one[0]
            ) > TOLERANCE:  # most are not, which need no call
                moved |= _separate(one, other, boxes[a], boxes[b])
        if not moved:
            break
    return [(x, y) for x, y in placed]


def _close_pairs(placed: Sequence[Sequence[float]], boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Return the pairs whose boxes may overlap: those in neighbouring cells of a grid as coarse as the largest box."""
    width, height = max(w for w, _ in boxes), max(h for _, h in boxes)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(placed):
        cells[int(x // width), int(y // height)].append(i)
    found: list[tuple[int, int]] = []
    for (column, row), members in cells.items():
        found += combinations(members, 2)
        beside = [b for dx, dy in _AHEAD for b in cells.get((column + dx, row + dy), ())]
        found += product(members, beside)
    return found


def _separate(one: list[float], other: list[float], box: Box, other_box: Box) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    over_x = (box[0] + other_box[0]) / 2 - abs(dx)
    over_y = (box[1] + other_box[1]) / 2 - abs(dy)
    if over_x <= TOLERANCE or over_y <= TOLERANCE:
        return False
    axis, over, toward = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    step = over / 2 if toward >= 0 else -over / 2
    one[axis] -= step
    other[axis] += step
    return True


def _clear(placed: Sequence[list[float]], line: tuple[int, int]) -> bool:
    """Move whatever stands on a line, and is not an end of it, off it."""
    (x1, y1), (x2, y2) = placed[line[0]], placed[line[1]]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    along, across = (
        ((x2 - x1) / length, (y2 - y1) / length),
        (-(y2 - y1) / length, (x2 - x1) / length),
    )
    moved = False
    for i, point in enumerate(placed):
        dx, dy = point[0] - x1, point[1] - y1
        distance = dx * across[0] + dy * across[1]
        if (
            i in line
            or not 0 < dx * along[0] + dy * along[1] < length
            or abs(distance) >= CLEARANCE
        ):
            continue
        step = (CLEARANCE - abs(distance)) / 3 * (1 if distance >= 0 else -1)
        point[0] += across[0] * step
        point[1] += across[1] * step
        moved |= abs(step) > 0.5
    return moved


def _pack(parts: list[tuple[list[str], list[Point], list[Box]]]) -> dict[str, Point]:
    """Set the components side by side, the largest first, in rows that together have the aspect of the page."""
    frames = [_frame(points, boxes) for _, points, boxes in parts]
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in frames)
    limit = max(
        [right - left for left, _, right, _ in frames] + [math.sqrt(area * ASPECT)], default=0
    )
    placed: dict[str, Point] = {}
    x0 = y0 = row = 0.0
    for (iris, points, _), (left, top, right, bottom) in zip(parts, frames, strict=True):
        if x0 and x0 + right - left > limit * 1.02:
            x0, y0, row = 0.0, y0 + row, 0.0
        for iri, (x, y) in zip(iris, points, strict=True):
            placed[iri] = (round(x0 + x - left, 1), round(y0 + y - top, 1))
        x0, row = x0 + right - left, max(row, bottom - top)
    return placed


def _frame(points: Sequence[Point], boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Return the rectangle round the boxes: left, top, right, bottom, with a margin."""
    sides = [
        (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for (x, y), (w, h) in zip(points, boxes, strict=True)
    ]
    lefts, tops, rights, bottoms = zip(*sides, strict=True)
    return min(lefts) - 14, min(tops) - 14, max(rights) + 14, max(bottoms) + 14
