import math

import pytest

from kg.views.page.overlaps import CLEARANCE, TOLERANCE, Boxes, Line, push_apart


def boxes(*middles, width=40.0, height=10.0):
    count = len(middles)
    return Boxes(
        [x for x, _ in middles],
        [y for _, y in middles],
        [width] * count,
        [height] * count,
    )


def overlapping(found):
    """Return the pairs of boxes that overlap by more than the tolerance."""
    count = len(found.xs)
    pairs = []
    for one in range(count):
        for other in range(one):
            across = (found.widths[one] + found.widths[other]) / 2
            along = (found.heights[one] + found.heights[other]) / 2
            over_x = across - abs(found.xs[one] - found.xs[other])
            over_y = along - abs(found.ys[one] - found.ys[other])
            if min(over_x, over_y) > TOLERANCE:
                pairs.append((one, other))
    return pairs


def test_boxes_that_are_apart_stay_where_they_are():
    found = boxes((0.0, 0.0), (41.0, 0.0), (0.0, 11.0))
    push_apart(found, [])
    assert (found.xs, found.ys) == ([0.0, 41.0, 0.0], [0.0, 0.0, 11.0])


@pytest.mark.parametrize(
    ("middle", "xs", "ys"),
    [
        ((4.0, 6.0), [0.0, 4.0], [-2.0, 8.0]),
        ((36.0, 0.0), [-2.0, 38.0], [0.0, 0.0]),
        ((-36.0, 0.0), [2.0, -38.0], [0.0, 0.0]),
    ],
)
def test_two_boxes_part_the_shorter_way_by_half_each(middle, xs, ys):
    found = boxes((0.0, 0.0), middle)
    push_apart(found, [])
    assert (found.xs, found.ys) == (xs, ys)


def test_a_heap_of_boxes_is_taken_apart():
    heap = [(float(number % 3), float(number // 3)) for number in range(9)]
    found = boxes(*heap)
    assert len(overlapping(found)) == 9 * 8 / 2
    push_apart(found, [])
    assert overlapping(found) == []


def test_a_box_on_a_line_moves_aside_and_the_ends_stay():
    found = boxes((0.0, 0.0), (400.0, 0.0), (200.0, 1.0))
    push_apart(found, [Line(0, 1)])
    assert (found.xs, found.ys[:2]) == ([0.0, 400.0, 200.0], [0.0, 0.0])
    assert math.isclose(found.ys[2], CLEARANCE, abs_tol=1)


def test_a_box_beyond_the_end_of_a_line_does_not_move():
    found = boxes((0.0, 0.0), (400.0, 0.0), (500.0, 1.0))
    push_apart(found, [Line(0, 1)])
    assert (found.xs[2], found.ys[2]) == (500.0, 1.0)
