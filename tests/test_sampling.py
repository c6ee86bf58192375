import random
import statistics

import igraph
import pytest
from hypothesis import given, settings, strategies as st

from kg.network.estimates import (
    EXACT_UP_TO,
    PIVOTS,
    Distances,
    estimate_betweenness,
    estimate_closeness,
    estimate_distances,
    pivots_for,
)

graphs = st.integers(12, 40).flatmap(
    lambda n: st.lists(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)),
        min_size=n,
        max_size=4 * n,
    ).map(lambda pairs: igraph.Graph(n=n, edges=pairs).simplify())
)


def scale_free():
    igraph.set_random_number_generator(random.Random(1))
    return igraph.Graph.Barabasi(400, 3)


@pytest.mark.parametrize(
    ("organisations", "sample", "exact", "pivots"),
    [
        (EXACT_UP_TO, None, False, 0),
        (EXACT_UP_TO + 1, None, False, PIVOTS),
        (EXACT_UP_TO + 1, None, True, 0),
        (50, 10, False, 10),
        (50, 50, False, 0),
        (50, 1, False, 2),
    ],
)
def test_only_large_networks_are_sampled_unless_asked(
    organisations, sample, exact, pivots
):
    assert pivots_for(organisations, sample, exact=exact) == pivots


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_pivots_from_everywhere_give_exact_betweenness(graph):
    found = estimate_betweenness(graph, graph.vcount())
    assert found.values == pytest.approx(graph.betweenness(), abs=1e-6)
    assert found.errors == pytest.approx([0.0] * graph.vcount(), abs=1e-6)


def test_sampled_betweenness_is_within_four_standard_errors_where_it_matters():
    graph = scale_free()
    exact, found = graph.betweenness(), estimate_betweenness(graph, 100)
    top = sorted(range(400), key=lambda i: -exact[i])[:10]
    assert all(
        abs(exact[i] - found.values[i]) <= 4 * found.errors[i] for i in top
    )


def test_sampled_closeness_is_within_four_standard_errors():
    graph = scale_free()
    exact, found = (
        graph.closeness(normalized=True),
        estimate_closeness(graph, 100),
    )
    off = [
        abs(a - b) > 4 * e
        for a, b, e in zip(exact, found.values, found.errors, strict=True)
    ]
    assert sum(off) == 0


@pytest.mark.parametrize("estimate", [estimate_betweenness, estimate_closeness])
def test_a_standard_error_is_as_large_as_the_estimates_of_other_pivots_differ(
    monkeypatch, estimate
):
    graph, pivots = scale_free(), 60
    found = []
    for seed in range(30):
        monkeypatch.setattr("kg.network.estimates.SEED", seed)
        found.append(estimate(graph, pivots))
    top = sorted(range(400), key=lambda i: -found[0].values[i])[:20]
    true = sum(statistics.stdev(one.values[i] for one in found) for i in top)
    stated = sum(statistics.mean(one.errors[i] for one in found) for i in top)
    assert 0.5 < stated / true < 2


def test_closeness_in_small_components_is_exact():
    graph = igraph.Graph(n=5, edges=[(0, 1), (1, 2)])
    found = estimate_closeness(graph, 4)
    assert found.values == pytest.approx([1 / 3, 0.5, 1 / 3, 0.0, 0.0])
    assert found.errors == [0.0] * 5


def test_distances_of_a_ring_are_the_same_from_every_pivot():
    assert estimate_distances(igraph.Graph.Ring(11), 4) == Distances(
        3.0, 0.0, 5, 4
    )
    assert estimate_distances(igraph.Graph.Ring(11), 0) == Distances(
        3.0, 0.0, 5, 0
    )


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_the_longest_distance_met_is_at_most_the_diameter_and_at_least_half_of_it(
    graph,
):
    component = graph.connected_components().giant()
    if component.vcount() > 3:
        met, diameter = (
            estimate_distances(component, 2).longest,
            component.diameter(),
        )
        assert diameter / 2 <= met <= diameter


def test_the_same_pivots_are_drawn_every_time():
    graph = igraph.Graph(
        edges=[*((i, (i + 1) % 50) for i in range(50)), (0, 25)]
    )
    assert estimate_betweenness(graph, 10) == estimate_betweenness(graph, 10)
