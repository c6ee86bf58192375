"""The layout of the drawing: the place of each organisation.

It is computed once and is always the same, so that nothing has to settle.
"""

import math
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.network.edges import Organisation
from kg.network.estimates import seeded
from kg.network.measures import Measures
from kg.views.page.overlaps import Boxes, Line, push_apart

if TYPE_CHECKING:
    import igraph

SPACING = 90.0
"""Length of a typical edge, in the units of the page (pixels at scale 1)."""
ASPECT = 1.45
"""Width of the picture divided by its height, like the usual window."""
LABELLED = 150
"""Organisations up to which there is space for the label of each."""
FINE = 400
"""Organisations in a component up to which it is laid out by Kamada and Kawai's method.

It is slower and better than that of Fruchterman and Reingold.
"""
_MARGIN = 14
_DOT = (34.0, 34.0)
"""Width and height of an organisation that is drawn without its label."""


class Point(NamedTuple):
    """A place in the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A component of the network, laid out by itself; iris and boxes have the same order."""

    iris: list[str]
    boxes: Boxes


@dataclass(frozen=True, slots=True)
class _Frame:
    """The rectangle round the boxes of a component, with a margin."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def place(measures: Measures) -> dict[str, Point]:
    """Return the place of each organisation in the drawing.

    Components are laid out one by one, freed of overlaps, and packed in rows.
    Small components are laid out by Kamada and Kawai 1989, large ones by
    Fruchterman and Reingold 1991, both of igraph.
    """
    graph = measures.graph
    organisations = list(measures.network.organisations.values())
    labelled = len(organisations) <= LABELLED
    parts: list[_Part] = []
    for vertices in sorted(graph.connected_components(), key=_largest_first):
        component = graph.subgraph(vertices)
        members = [organisations[vertex] for vertex in vertices]
        parts.append(_lay_out(component, members, labelled=labelled))
    return _pack(parts)


def _lay_out(
    component: "igraph.Graph",
    members: Sequence[Organisation],
    *,
    labelled: bool,
) -> _Part:
    """Lay out one component without overlaps."""
    boxes = Boxes(xs=[], ys=[], widths=[], heights=[])
    for member, point in zip(members, _arrange(component), strict=True):
        width, height = label_size(member.label) if labelled else _DOT
        boxes.xs.append(point.x)
        boxes.ys.append(point.y)
        boxes.widths.append(width)
        boxes.heights.append(height)
    lines = [Line(*edge.tuple) for edge in component.es] if labelled else []
    _spread(boxes, lines)
    return _Part([member.iri for member in members], boxes)


def _largest_first(component: list[int]) -> tuple[int, list[int]]:
    return -len(component), component


def label_size(label: str) -> tuple[float, float]:
    """Estimate width and height of a node with its label below it.

    The page wraps the label in up to three lines.
    """
    width = 6.2 * len(label)
    lines = min(math.ceil(width / 125), 3)
    return min(width, 135.0) + 12, 26.0 + 15 * lines


def _arrange(component: "igraph.Graph") -> list[Point]:
    """Return igraph's layout, scaled so that a typical edge has length SPACING."""
    size = component.vcount()
    if size < 3:
        return [Point(SPACING * 1.6 * vertex, 0.0) for vertex in range(size)]

    with seeded():
        if size <= FINE:
            layout = component.layout_kamada_kawai()
        else:
            rounds = 500 if size < 2000 else 200
            layout = component.layout_fruchterman_reingold(niter=rounds)

    points = [Point(float(x), float(y)) for x, y in layout]
    lengths = [
        math.dist(points[edge.source], points[edge.target])
        for edge in component.es
    ]
    lengths.sort()
    median = lengths[len(lengths) // 2]
    scale = SPACING / max(median, 1e-9)
    return _lay_flat([Point(x * scale, y * scale) for x, y in points])


def _lay_flat(points: list[Point]) -> list[Point]:
    """Turn a drawing so that it is widest from left to right.

    Its first principal axis becomes horizontal.
    """
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    centred = [Point(x - middle_x, y - middle_y) for x, y in points]

    xx = sum(x**2 for x, _ in centred)
    yy = sum(y**2 for _, y in centred)
    xy = sum(x * y for x, y in centred)
    angle = -math.atan2(2 * xy, xx - yy) / 2
    cos = math.cos(angle)
    sin = math.sin(angle)
    return [Point(x * cos - y * sin, x * sin + y * cos) for x, y in centred]


def _spread(boxes: Boxes, lines: Sequence[Line]) -> None:
    """Free the boxes of a component of overlaps.

    The component is stretched to the aspect of the page and enlarged to fit its
    boxes, and then these are pushed apart.
    """
    if len(boxes.xs) < 3:
        return

    # A chain is flat: it takes the space of its boxes, not none.
    width = max(max(boxes.xs) - min(boxes.xs), *boxes.widths)
    height = max(max(boxes.ys) - min(boxes.ys), *boxes.heights)
    stretch = min(max(math.sqrt(ASPECT * height / width), 0.75), 1.5)

    area = sum(map(operator.mul, boxes.widths, boxes.heights))
    needed = area * 1.7
    scale = max(math.sqrt(needed / (width * height)), 1.0)
    boxes.xs[:] = [x * stretch * scale for x in boxes.xs]
    boxes.ys[:] = [y / stretch * scale for y in boxes.ys]
    push_apart(boxes, lines)


def _pack(parts: Sequence[_Part]) -> dict[str, Point]:
    """Set the components side by side in rows.

    Together, the rows have the aspect of the page.
    """
    frames = [_frame(part.boxes) for part in parts]
    limit = _row_width(frames)
    placed: dict[str, Point] = {}
    left = 0.0
    top = 0.0
    row_height = 0.0
    for part, frame in zip(parts, frames, strict=True):
        end = left + frame.right - frame.left
        row_is_full = left > 0 and end > limit
        if row_is_full:
            left = 0.0
            top += row_height
            row_height = 0.0
            end = frame.right - frame.left
        placed.update(_moved(part, frame, left, top))
        left = end
        row_height = max(row_height, frame.height)
    return placed


def _row_width(frames: Sequence[_Frame]) -> float:
    """Return how wide a row can be."""
    area = sum([frame.width * frame.height for frame in frames])
    widest = max([frame.width for frame in frames], default=0)
    return max(widest, math.sqrt(area * ASPECT)) * 1.02


def _moved(
    part: _Part, frame: _Frame, left: float, top: float
) -> Iterator[tuple[str, Point]]:
    """Yield the places of a component whose frame begins at left and top."""
    boxes = part.boxes
    for iri, x, y in zip(part.iris, boxes.xs, boxes.ys, strict=True):
        moved_x = left + x - frame.left
        moved_y = top + y - frame.top
        yield iri, Point(round(moved_x, 1), round(moved_y, 1))


def _frame(boxes: Boxes) -> _Frame:
    """Return the frame around boxes, with a margin."""
    frame = _Frame(math.inf, math.inf, -math.inf, -math.inf)
    for x, y, width, height in zip(
        boxes.xs, boxes.ys, boxes.widths, boxes.heights, strict=True
    ):
        frame = _Frame(
            left=min(frame.left, x - width / 2),
            top=min(frame.top, y - height / 2),
            right=max(frame.right, x + width / 2),
            bottom=max(frame.bottom, y + height / 2),
        )
    return _Frame(
        left=frame.left - _MARGIN,
        top=frame.top - _MARGIN,
        right=frame.right + _MARGIN,
        bottom=frame.bottom + _MARGIN,
    )
