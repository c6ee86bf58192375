"""Names of blank nodes that depend on the graph alone."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings, strategies as st

from kg.errors import KgError
from kg.rdf.blank_nodes import blank_nodes, with_lasting_names


def iri(name):
    return ox.NamedNode(f"https://example.org/{name}")


def blank(number):
    return ox.BlankNode(f"n{number}")


def named(triples):
    return {str(t) for t in with_lasting_names(triples, blank_nodes(triples))}


def relabelled(term, names):
    if isinstance(term, ox.Triple):
        return ox.Triple(*[relabelled(part, names) for part in term])
    return names.get(term, term)


blanks = st.integers(0, 5).map(blank)
properties = st.sampled_from(["p", "q"]).map(iri)
values = st.sampled_from(["1", "2"]).map(ox.Literal)
subjects = st.sampled_from(["a", "b"]).map(iri) | blanks
triple_terms = st.builds(ox.Triple, subjects, properties, subjects | values)
graphs = st.lists(
    st.builds(
        ox.Triple, subjects, properties, subjects | values | triple_terms
    ),
    min_size=1,
    max_size=15,
    unique=True,
)


@given(graphs, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_isomorphic_graphs_get_the_same_names(graph, chance):
    labels = list(range(6))
    chance.shuffle(labels)
    others = {blank(i): ox.BlankNode(f"other{labels[i]}") for i in range(6)}
    isomorphic = [relabelled(triple, others) for triple in graph]
    chance.shuffle(isomorphic)
    assert named(isomorphic) == named(graph)


@given(graphs)
@settings(deadline=None)
def test_no_two_blank_nodes_get_the_same_name(graph):
    renamed = with_lasting_names(graph, blank_nodes(graph))
    assert len(blank_nodes(renamed)) == len(blank_nodes(graph))
    assert len(set(renamed)) == len(graph)


@given(graphs)
@settings(deadline=None)
def test_a_name_stays_when_unrelated_triples_are_added(graph):
    unrelated = [
        ox.Triple(iri("z"), iri("other"), ox.BlankNode("z")),
        ox.Triple(ox.BlankNode("z"), iri("other"), ox.BlankNode("y")),
        ox.Triple(ox.BlankNode("y"), iri("other"), ox.Literal("1")),
    ]
    assert named([*graph, *unrelated]) >= named(graph)


def test_a_name_stays_when_another_resource_refers_to_the_node():
    period = ox.Triple(blank(0), iri("start"), ox.Literal("2001"))
    before = named([period, ox.Triple(iri("a"), iri("period"), blank(0))])
    after = named(
        [
            period,
            ox.Triple(iri("a"), iri("period"), blank(0)),
            ox.Triple(iri("b"), iri("period"), blank(0)),
        ]
    )
    assert before < after


def test_only_what_is_connected_with_the_wanted_nodes_is_renamed():
    left = [ox.Triple(blank(0), iri("p"), blank(1))]
    right = [ox.Triple(blank(2), iri("p"), blank(3))]
    renamed = with_lasting_names([*left, *right], {"n0"})
    assert renamed[0] == right[0]
    assert blank_nodes(renamed[1:]).isdisjoint({"n0", "n1", "n2", "n3"})


def complete(count):
    pairs = [(i, j) for i in range(count) for j in range(count) if i != j]
    return [ox.Triple(blank(i), iri("p"), blank(j)) for i, j in pairs]


def ring(count):
    return [
        ox.Triple(blank(i), iri("p"), blank((i + 1) % count))
        for i in range(count)
    ]


def two_hubs(count):
    """Two connected nodes that look alike, with as many leaves each."""
    found = ring(2)
    for hub in range(2):
        for leaf in range(count):
            other = blank(2 + hub * count + leaf)
            found.append(ox.Triple(blank(hub), iri("p"), other))
    return found


@pytest.mark.parametrize(
    "graph",
    [
        *(complete(count) for count in (8, 50)),
        *(ring(count) for count in (201, 5000)),
        *(two_hubs(count) for count in (9, 500)),
    ],
    ids=lambda graph: f"{len(graph)} triples",
)
def test_blank_nodes_that_take_too_long_to_tell_apart_are_refused(graph):
    with pytest.raises(KgError, match="look too much alike to be named"):
        named(graph)


@pytest.mark.parametrize(
    "graph",
    [complete(6), ring(60), two_hubs(5)],
    ids=["complete", "ring", "hubs"],
)
def test_regular_graphs_of_moderate_size_are_named(graph):
    others = [*graph]
    chance = random.Random(1)
    chance.shuffle(others)
    count = len(blank_nodes(graph))
    labels = chance.sample(range(count), count)
    names = {blank(i): ox.BlankNode(f"x{labels[i]}") for i in range(count)}
    assert named([relabelled(t, names) for t in others]) == named(graph)


def test_ten_thousand_nodes_that_look_alike_but_are_not_connected_are_named():
    graph = [
        ox.Triple(blank(i), iri("p"), ox.Literal("x")) for i in range(10_000)
    ]
    assert len(named(graph)) == 10_000
