"""Boxes in a plane, moved until none overlaps another and none hides a line between two others."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

CLEARANCE = 26.0
"""How far from a line a box is kept that is not at an end of it."""
TOLERANCE = 0.5
"""By how much two boxes may overlap."""
_ROUNDS = 150
_SETTLING = 40
"""Rounds at the end in which boxes are not moved off lines, so that what this pushes together parts."""
_MOVES = 120_000
"""Rounds times boxes: of over 800 boxes, there are fewer rounds, as each takes that much longer."""
_NEXT_CELLS = ((1, 0), (-1, 1), (0, 1), (1, 1))
"""Half of the cells round a cell: those in the other half find the pairs with this one."""


class Line(NamedTuple):
    """A line between two boxes, by their numbers."""

    start: int
    end: int


@dataclass(slots=True)
class Boxes:
    """Boxes by number: where the middle of each is, and its size."""

    xs: list[float]
    ys: list[float]
    widths: list[float]
    heights: list[float]


def push_apart(boxes: Boxes, lines: Sequence[Line]) -> None:
    """Move boxes that overlap away from each other, along the axis that takes the shorter move.

    Many boxes can still overlap when the rounds are over. Boxes on a line between two others move
    aside, so that no line seems to lead to them.
    """
    rounds = min(_ROUNDS, max(_MOVES // len(boxes.xs), 1))
    for number in range(rounds):
        moved = False
        if number < rounds - _SETTLING:
            for line in lines:
                moved |= _clear(boxes, line)
        moved |= _separate_all(boxes)
        if not moved:
            break


def _clear(boxes: Boxes, line: Line) -> bool:
    """Move every box that is near a line, and at neither end of it, off the line.

    Returns:
        whether any of them moved noticeably.
    """
    xs, ys = boxes.xs, boxes.ys
    x1, y1 = xs[line.start], ys[line.start]
    x2, y2 = xs[line.end], ys[line.end]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
    across_x, across_y = -(y2 - y1) / length, (x2 - x1) / length

    moved = False
    for i in range(len(xs)):
        dx, dy = xs[i] - x1, ys[i] - y1
        distance = dx * across_x + dy * across_y
        if i in line or abs(distance) >= CLEARANCE:
            continue
        if not 0 < dx * along_x + dy * along_y < length:
            continue
        side = 1 if distance >= 0 else -1
        step = (CLEARANCE - abs(distance)) / 3 * side
        xs[i] += across_x * step
        ys[i] += across_y * step
        moved |= abs(step) > 0.5
    return moved


def _separate_all(boxes: Boxes) -> bool:
    """Move every two boxes that overlap apart, and tell whether there were any."""
    xs, widths = boxes.xs, boxes.widths
    moved = False
    for one, other in _close_pairs(boxes):
        # Most pairs are apart, and spared a call.
        if (widths[one] + widths[other]) / 2 - abs(
            xs[other] - xs[one]
        ) > TOLERANCE:
            moved |= _separate(boxes, one, other)
    return moved


def _close_pairs(boxes: Boxes) -> list[tuple[int, int]]:
    """Return the pairs that may overlap.

    They are those in neighbouring cells of a grid as coarse as the largest box.
    """
    width, height = max(boxes.widths), max(boxes.heights)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(zip(boxes.xs, boxes.ys, strict=True)):
        cells[int(x // width), int(y // height)].append(number)

    found: list[tuple[int, int]] = []
    for (column, row), members in cells.items():
        found += combinations(members, 2)
        near: list[int] = []
        for right, down in _NEXT_CELLS:
            near += cells.get((column + right, row + down), ())
        found += product(members, near)
    return found


def _separate(boxes: Boxes, one: int, other: int) -> bool:
    """Move two boxes apart if they overlap, and tell whether they did."""
    xs, ys, widths, heights = boxes.xs, boxes.ys, boxes.widths, boxes.heights
    dx = xs[other] - xs[one]
    dy = ys[other] - ys[one]
    over_x = (widths[one] + widths[other]) / 2 - abs(dx)
    over_y = (heights[one] + heights[other]) / 2 - abs(dy)
    if over_x <= TOLERANCE or over_y <= TOLERANCE:
        return False

    if over_x < over_y:
        step = over_x / 2 if dx >= 0 else -over_x / 2
        xs[one] -= step
        xs[other] += step
    else:
        step = over_y / 2 if dy >= 0 else -over_y / 2
        ys[one] -= step
        ys[other] += step
    return True
