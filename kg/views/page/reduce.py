"""A network that is too large to be seen, made small enough: its strongest part, or its communities."""

from collections import Counter, defaultdict
from dataclasses import replace

from kg.model.dates import Bounds
from kg.model.vocabulary import BASE
from kg.network.edges import Edge, Network, Organisation
from kg.network.measures import Measures

DRAWABLE = 3000
"""Organisations up to which a drawing tells something and its page stays quick."""
STRONGEST = 1000
"""Organisations of the strongest part, unless asked otherwise."""


def reduce_to_drawable(
    network: Network, top: int | None = None, *, collapse: bool = False
) -> tuple[Network, str]:
    """Return the network, or what is drawn in its place, and a sentence that says what was done; empty if nothing.

    Args:
        top: how many organisations to keep.
        collapse: draw communities instead of organisations.
    """
    if collapse:
        return collapse_communities(network)
    if top is None and len(network.organisations) <= DRAWABLE:
        return network, ""
    return strongest(network, STRONGEST if top is None else top)


def strongest(network: Network, top: int) -> tuple[Network, str]:
    """Return the organisations that are joined most densely, and a sentence that says so.

    They are those of the highest coreness (Seidman 1983), by degree where that is equal, and then by IRI.
    """
    everyone = list(network.organisations)
    if len(everyone) <= top:
        return network, ""
    graph = Measures(network).graph
    coreness, degree = graph.coreness(), graph.degree()
    order = sorted(range(len(everyone)), key=lambda i: (-coreness[i], -degree[i], everyone[i]))
    kept = {everyone[i] for i in order[:top]}
    edges = [edge for edge in network.edges if edge.source in kept and edge.target in kept]
    organisations = {iri: o for iri, o in network.organisations.items() if iri in kept}
    said = (
        f"the {top:,} most densely joined of {len(everyone):,} organisations (by coreness, then degree), with"
        f" {_relationships(edges):,} of {_relationships(network.edges):,} relationships"
    )
    return replace(network, organisations=organisations, edges=edges), said


def collapse_communities(network: Network) -> tuple[Network, str]:
    """Return the network of communities, and a sentence that says so.

    A community is named after the one of its members that has most neighbours, and lists them all. An edge between two
    counts, kind by kind, the pairs of organisations that it stands for, and looks like the most frequent of them.
    """
    groups = Measures(network).communities()
    degree = {iri: len(joined) for iri, joined in network.neighbours().items()}
    member = {iri: _community(n) for n, group in enumerate(groups, 1) for iri in group}
    nodes = {
        _community(n): _as_organisation(network, n, group, degree)
        for n, group in enumerate(groups, 1)
    }
    said = (
        f"{len(groups):,} communities instead of {len(network.organisations):,} organisations, an edge between two in the"
        " colour and line of what is most frequent between them"
    )
    shown = dict(list(nodes.items())[:DRAWABLE])
    if len(nodes) > DRAWABLE:
        said += f"; of the communities, the {DRAWABLE:,} largest are drawn"
    edges = [
        edge for edge in _between(network, member) if edge.source in shown and edge.target in shown
    ]
    return replace(network, organisations=shown, edges=edges), said


def _community(number: int) -> str:
    return f"{BASE}community/{number:06}"


def _as_organisation(
    network: Network, number: int, group: list[str], degree: dict[str, int]
) -> Organisation:
    order = sorted(
        group, key=lambda iri: (-degree.get(iri, 0), network.organisations[iri].label, iri)
    )
    labels = tuple(network.organisations[iri].label for iri in order)
    others = {0: "", 1: " and 1 other"}.get(len(group) - 1, f" and {len(group) - 1:,} others")
    label = f"Community {number}: {labels[0]}{others}"
    return Organisation(
        _community(number), label, type_label=f"community of {len(group):,}", members=labels
    )


def _between(network: Network, member: dict[str, str]) -> list[Edge]:
    """Return an edge per pair of communities, of the kind and status that is most frequent between the two."""
    joining: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    kinds = {edge.kind.notation: edge.kind for edge in network.edges}
    for edge in network.edges:
        source, target = sorted((member[edge.source], member[edge.target]))
        if source != target:
            joining[source, target][edge.kind.notation, edge.status] += 1
    edges = []
    for (source, target), counted in sorted(joining.items()):
        ((kind, status), _), *_ = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        by_kind: Counter[str] = Counter()
        for (notation, _), count in counted.items():
            by_kind[kinds[notation].label] += count
        label = ", ".join(
            f"{count:,} × {name}"
            for name, count in sorted(by_kind.items(), key=lambda c: (-c[1], c[0]))
        )
        iri = f"{source}-{target.rpartition('/')[2]}"
        edges.append(
            Edge(iri, source, target, replace(kinds[kind], directed=False), label, status, Bounds())
        )
    return edges


def _relationships(edges: list[Edge]) -> int:
    return len({edge.relationship for edge in edges})
