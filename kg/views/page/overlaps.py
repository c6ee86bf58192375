"""Boxes in a plane, moved until none overlaps another and none hides a line between two others."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

CLEARANCE = 26.0
"""Distance from a line to the boxes that are not at an end of it."""
TOLERANCE = 0.5
"""Overlap of two boxes that is accepted."""
_ROUNDS = 150
_SETTLING = 40
"""Rounds at the end in which boxes are no longer moved off lines.

In these, boxes that were pushed together for this move apart again.
"""
_MOVES = 120_000
"""Limit on rounds times boxes.

With over 800 boxes there are fewer rounds, as each takes longer.
"""
_NEXT_CELLS = ((1, 0), (-1, 1), (0, 1), (1, 1))
"""Half of the cells round a cell: the other half have this cell as a neighbour."""


class Line(NamedTuple):
    """A line between two boxes, by their numbers."""

    start: int
    end: int


class _Direction(NamedTuple):
    """The direction of a line as a vector of length 1, and its length."""

    x: float
    y: float
    length: float


class _Near(NamedTuple):
    """A box near a line, and its distance, which is negative on one side."""

    box: int
    distance: float


@dataclass(slots=True)
class Boxes:
    """Boxes by number: the middle of each, and its size."""

    xs: list[float]
    ys: list[float]
    widths: list[float]
    heights: list[float]


def push_apart(boxes: Boxes, lines: Sequence[Line]) -> None:
    """Move boxes that overlap apart, along the axis that takes the shorter move.

    Many boxes can still overlap when the rounds are over. Boxes on a line
    between two others move aside, so that no line seems to lead to them.
    """
    rounds = min(_ROUNDS, max(_MOVES // len(boxes.xs), 1))
    for number in range(rounds):
        moved = False
        is_settling = number >= rounds - _SETTLING
        if not is_settling:
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
    direction = _direction(boxes, line)
    moved = False
    for box, distance in _boxes_near(boxes, line, direction):
        side = 1 if distance >= 0 else -1
        step = (CLEARANCE - abs(distance)) / 3 * side
        boxes.xs[box] -= direction.y * step
        boxes.ys[box] += direction.x * step
        moved |= abs(step) > 0.5
    return moved


def _direction(boxes: Boxes, line: Line) -> _Direction:
    start = line.start
    end = line.end
    dx = boxes.xs[end] - boxes.xs[start]
    dy = boxes.ys[end] - boxes.ys[start]
    length = math.hypot(dx, dy) or 1.0
    return _Direction(dx / length, dy / length, length)


def _boxes_near(boxes: Boxes, line: Line, direction: _Direction) -> list[_Near]:
    """Return the boxes that are too near a line and at neither end of it."""
    start_x = boxes.xs[line.start]
    start_y = boxes.ys[line.start]
    along_x, along_y, length = direction
    found: list[_Near] = []
    for box, (x, y) in enumerate(zip(boxes.xs, boxes.ys, strict=True)):
        dx = x - start_x
        dy = y - start_y
        distance = dy * along_x - dx * along_y
        if abs(distance) >= CLEARANCE or box in line:
            continue
        if 0 < dx * along_x + dy * along_y < length:
            found.append(_Near(box, distance))
    return found


def _separate_all(boxes: Boxes) -> bool:
    """Move all boxes that overlap apart, and return whether there were any."""
    xs = boxes.xs
    widths = boxes.widths
    moved = False
    for one, other in _close_pairs(boxes):
        reach = (widths[one] + widths[other]) / 2
        # Most pairs are apart: a call for each would be slow.
        if reach - abs(xs[other] - xs[one]) > TOLERANCE:
            moved |= _separate(boxes, one, other)
    return moved


def _close_pairs(boxes: Boxes) -> list[tuple[int, int]]:
    """Return the pairs that may overlap.

    They are in neighbouring cells of a grid as coarse as the largest box.
    """
    width = max(boxes.widths)
    height = max(boxes.heights)
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
    """Move two boxes apart if they overlap, and return whether they did."""
    dx = boxes.xs[other] - boxes.xs[one]
    dy = boxes.ys[other] - boxes.ys[one]
    width = (boxes.widths[one] + boxes.widths[other]) / 2
    height = (boxes.heights[one] + boxes.heights[other]) / 2
    overlap_x = width - abs(dx)
    overlap_y = height - abs(dy)
    if overlap_x <= TOLERANCE or overlap_y <= TOLERANCE:
        return False
    if overlap_x < overlap_y:
        _move_apart(boxes.xs, one, other, overlap_x)
    else:
        _move_apart(boxes.ys, one, other, overlap_y)
    return True


def _move_apart(
    positions: list[float], one: int, other: int, overlap: float
) -> None:
    """Move each of two boxes by half of their overlap on one axis."""
    step = overlap / 2
    distance = positions[other] - positions[one]
    if distance < 0:
        step = -step
    positions[one] -= step
    positions[other] += step
