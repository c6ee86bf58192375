"""Making a large network small enough to be drawn.

What is drawn is its strongest part, or its communities.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from kg.model.dates import Bounds
from kg.model.kinds import Kind
from kg.model.vocabulary import BASE
from kg.network.edges import Edge, Network, Organisation
from kg.network.measures import Measures

DRAWABLE = 3000
"""Organisations up to which a drawing is useful and its page stays quick."""
STRONGEST = 1000
"""Organisations of the strongest part, unless asked otherwise."""


class _Pair(NamedTuple):
    """Two communities, the lesser IRI first."""

    source: str
    target: str


class _Look(NamedTuple):
    """The look of an edge, which kind and status decide."""

    kind: str
    status: str


Name = TypeVar("Name", _Look, str)


def reduce_to_drawable(
    network: Network, top: int | None = None, *, collapse: bool = False
) -> tuple[Network, str]:
    """Return the network to draw, and a sentence that says what was left out.

    The sentence is empty if it is the network itself.

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
    """Return the most densely joined organisations, and a sentence about them.

    They are those of the highest coreness (Seidman 1983), by degree where that
    is equal, and then by IRI.
    """
    if len(network.organisations) <= top:
        return network, ""

    kept = set(_most_densely_joined(network)[:top])
    edges = [
        edge
        for edge in network.edges
        if edge.source in kept and edge.target in kept
    ]
    organisations = {
        iri: organisation
        for iri, organisation in network.organisations.items()
        if iri in kept
    }
    kept_relationships = _count_relationships(edges)
    all_relationships = _count_relationships(network.edges)
    sentence = (
        f"the {top:,} most densely joined of"
        f" {len(network.organisations):,} organisations"
        " (by coreness, then degree),"
        f" with {kept_relationships:,} of {all_relationships:,} relationships"
    )
    return replace(network, organisations=organisations, edges=edges), sentence


def _most_densely_joined(network: Network) -> list[str]:
    """Return the organisations by coreness, degree and IRI."""
    measures = Measures(network)
    iris = list(network.organisations)
    coreness = dict(zip(iris, measures.scores("coreness"), strict=True))
    degree = dict(zip(iris, measures.scores("degree"), strict=True))

    def order(iri: str) -> tuple[float, float, str]:
        return -coreness[iri], -degree[iri], iri

    return sorted(iris, key=order)


def collapse_communities(network: Network) -> tuple[Network, str]:
    """Return the network of communities, and a sentence about it.

    A community is named after the member that has most neighbours, and lists
    all its members. An edge between two communities counts, kind by kind, the
    pairs of organisations that it stands for, and looks like the most frequent
    of them.
    """
    groups = Measures(network).communities()
    degree = {iri: len(joined) for iri, joined in network.neighbours().items()}

    shown: dict[str, Organisation] = {}
    member: dict[str, str] = {}
    for number, group in enumerate(groups, 1):
        community = _community(network, number, group, degree)
        member.update(dict.fromkeys(group, community.iri))
        if number <= DRAWABLE:
            shown[community.iri] = community

    edges = [
        edge
        for edge in _between(network, member)
        if edge.source in shown and edge.target in shown
    ]
    sentence = (
        f"{len(groups):,} communities instead of"
        f" {len(network.organisations):,} organisations,"
        " an edge between two in the colour and line of what is most frequent"
        " between them"
    )
    if len(groups) > DRAWABLE:
        sentence += f"; of the communities, the {DRAWABLE:,} largest are drawn"
    return replace(network, organisations=shown, edges=edges), sentence


def _community(
    network: Network,
    number: int,
    group: Sequence[str],
    degree: Mapping[str, int],
) -> Organisation:
    """Return a community as an organisation that stands for its members."""

    def order(organisation: Organisation) -> tuple[int, str, str]:
        return (
            -degree.get(organisation.iri, 0),
            organisation.label,
            organisation.iri,
        )

    members = sorted([network.organisations[iri] for iri in group], key=order)
    others = len(group) - 1
    label = f"Community {number}: {members[0].label}"
    if others == 1:
        label += " and 1 other"
    elif others > 1:
        label += f" and {others:,} others"

    return Organisation(
        iri=f"{BASE}community/{number:06}",
        label=label,
        type_label=f"community of {len(group):,}",
        members=tuple([organisation.label for organisation in members]),
    )


def _between(network: Network, member: Mapping[str, str]) -> list[Edge]:
    """Return an edge per pair of communities that a relationship joins.

    Args:
        member: the community of each organisation.
    """
    kinds: dict[str, Kind] = {}
    joining: dict[_Pair, Counter[_Look]] = defaultdict(Counter)
    for edge in network.edges:
        kinds[edge.kind.notation] = edge.kind
        source, target = sorted((member[edge.source], member[edge.target]))
        if source != target:
            look = _Look(edge.kind.notation, edge.status)
            joining[_Pair(source, target)][look] += 1
    return [_joined(pair, joining[pair], kinds) for pair in sorted(joining)]


def _joined(
    pair: _Pair, looks: Counter[_Look], kinds: Mapping[str, Kind]
) -> Edge:
    """Return an edge between two communities.

    It looks like the most frequent edge between them.
    """
    look = _by_frequency(looks)[0]

    by_kind: Counter[str] = Counter()
    for each, count in looks.items():
        by_kind[kinds[each.kind].label] += count
    counts = [
        f"{by_kind[label]:,} × {label}" for label in _by_frequency(by_kind)
    ]

    _, _, number = pair.target.rpartition("/")
    return Edge(
        relationship=f"{pair.source}-{number}",
        source=pair.source,
        target=pair.target,
        kind=replace(kinds[look.kind], directed=False),
        label=", ".join(counts),
        status=look.status,
        bounds=Bounds(),
    )


def _by_frequency(counted: Counter[Name]) -> list[Name]:
    """Return the keys by descending count, those of equal count in order."""
    return sorted(sorted(counted), key=counted.__getitem__, reverse=True)


def _count_relationships(edges: Sequence[Edge]) -> int:
    return len({edge.relationship for edge in edges})
