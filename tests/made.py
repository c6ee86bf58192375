"""Networks made of pairs of numbers, for tests of what is computed on a network alone."""

from kg.model.dates import Bounds
from kg.model.kinds import Kind
from kg.network.edges import Edge, Network, Organisation

KIND = Kind(
    "urn:k",
    "knows",
    "knowing",
    "urn:f",
    "urn:t",
    "urn:s",
    True,
    "#000000",
    "knows",
    "is known by",
)


def make(pairs, count, width=2):
    """Return a network of so many organisations, whose numbers are written with so many digits."""
    names = [f"{number:0{width}}" for number in range(count)]
    organisations = {
        f"urn:{name}": Organisation(f"urn:{name}", f"O{name}") for name in names
    }
    edges = [
        Edge(
            f"urn:r{n:0{width}}",
            f"urn:{names[a]}",
            f"urn:{names[b]}",
            KIND,
            "",
            "in-force",
            Bounds(),
        )
        for n, (a, b) in enumerate(pairs)
    ]
    return Network(organisations, edges)
