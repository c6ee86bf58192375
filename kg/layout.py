"""Where each organisation stands in the picture: computed once, the same every time, with nothing left to settle."""

import math
import random

from kg.analysis import SEED, to_igraph
from kg.network import Network

SPACING = 110.0
"""Length of a typical edge, in the units of the page (pixels at scale 1)."""


def place(network: Network) -> dict[str, tuple[float, float]]:
    """Return a position per organisation: Fruchterman and Reingold 1991 per component, the components packed in rows."""
    import igraph

    graph = to_igraph(network)
    iris = list(network.organisations)
    igraph.set_random_number_generator(random.Random(SEED))
    boxes = []
    for members in sorted(graph.connected_components(), key=lambda c: (-len(c), c)):
        part = graph.subgraph(members)
        points = [(0.0, 0.0)] if len(members) == 1 else _arrange(part)
        boxes.append(([iris[v] for v in members], points))
    return _pack(boxes)


def _arrange(part: "object") -> list[tuple[float, float]]:
    import igraph

    assert isinstance(part, igraph.Graph)
    layout = part.layout_fruchterman_reingold(niter=1000 if part.vcount() < 2000 else 300)
    points = [(float(x), float(y)) for x, y in layout]
    lengths = sorted(math.dist(points[e.source], points[e.target]) for e in part.es)
    scale = SPACING / max(lengths[len(lengths) // 2], 1e-9)
    return [(x * scale, y * scale) for x, y in points]


def _pack(boxes: list[tuple[list[str], list[tuple[float, float]]]]) -> dict[str, tuple[float, float]]:
    """Set the components side by side, the largest first, in rows about as wide as the largest is or the whole is high."""
    margin = SPACING
    sizes = [(max(x) - min(x) + margin, max(y) - min(y) + margin) for x, y in (zip(*p, strict=True) for _, p in boxes)]
    limit = max([w for w, _ in sizes] + [math.sqrt(sum(w * h for w, h in sizes)) * 1.5], default=0)
    placed: dict[str, tuple[float, float]] = {}
    left = top = row = 0.0
    for (iris, points), (w, h) in zip(boxes, sizes, strict=True):
        if left and left + w > limit:
            left, top, row = 0.0, top + row, 0.0
        x0, y0 = min(x for x, _ in points), min(y for _, y in points)
        for iri, (x, y) in zip(iris, points, strict=True):
            placed[iri] = (round(left + x - x0, 1), round(top + y - y0, 1))
        left, row = left + w, max(row, h)
    return placed
