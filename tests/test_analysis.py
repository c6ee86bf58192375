import networkx as nx
import pytest
from hypothesis import given, settings, strategies as st
from made import make

from kg.network.edges import Filters
from kg.network.measures import Measures
from kg.network.paths import path

networks = st.integers(2, 14).flatmap(
    lambda n: st.lists(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(
            lambda p: p[0] != p[1]
        ),
        max_size=40,
    ).map(lambda pairs: make(pairs, n))
)


def simple(network):
    graph = nx.Graph()
    graph.add_nodes_from(network.organisations)
    graph.add_edges_from((e.source, e.target) for e in network.edges)
    return graph


@pytest.fixture(scope="module")
def bundled(graph):
    return graph.project(Filters(statuses=("in-force",)))


REFERENCE = {
    "degree": lambda g: dict(g.degree()),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "pagerank": lambda g: nx.pagerank(g, tol=1e-12, max_iter=1000),
    "coreness": nx.core_number,
}


@pytest.mark.parametrize("measure", REFERENCE)
def test_a_measure_equals_networkx_on_the_bundled_graph(bundled, measure):
    ours = dict(
        zip(
            bundled.organisations,
            Measures(bundled).scores(measure),
            strict=True,
        )
    )
    assert ours == pytest.approx(REFERENCE[measure](simple(bundled)), abs=1e-9)


@pytest.mark.parametrize("measure", REFERENCE)
@settings(max_examples=40, deadline=None)
@given(network=networks)
def test_a_measure_equals_networkx_on_any_graph(measure, network):
    ours = dict(
        zip(
            network.organisations,
            Measures(network).scores(measure),
            strict=True,
        )
    )
    assert ours == pytest.approx(REFERENCE[measure](simple(network)), abs=1e-8)


def test_eigenvector_centrality_equals_networkx_on_the_largest_component_and_is_nought_elsewhere(
    bundled,
):
    graph = simple(bundled)
    largest = max(nx.connected_components(graph), key=len)
    expected = dict.fromkeys(graph, 0.0) | nx.eigenvector_centrality_numpy(
        graph.subgraph(largest)
    )
    ours = dict(
        zip(
            bundled.organisations,
            Measures(bundled).scores("eigenvector"),
            strict=True,
        )
    )
    assert ours == pytest.approx(expected, abs=1e-8)


def test_communities_are_as_good_as_those_of_networkx(bundled):
    ours = Measures(bundled).modularity(Measures(bundled).communities())
    theirs = max(
        nx.community.modularity(
            simple(bundled),
            nx.community.louvain_communities(simple(bundled), seed=s),
        )
        for s in range(5)
    )
    assert ours >= theirs - 1e-9


def test_modularity_equals_networkx(bundled):
    groups = Measures(bundled).communities()
    assert Measures(bundled).modularity(groups) == pytest.approx(
        nx.community.modularity(simple(bundled), groups)
    )


def test_communities_are_the_same_every_time_and_part_the_network(bundled):
    first = Measures(bundled).communities()
    assert first == Measures(bundled).communities()
    assert sorted(iri for group in first for iri in group) == sorted(
        bundled.organisations
    )


def test_brokers_equal_networkx(bundled):
    graph = simple(bundled)
    constraint, between, cut = (
        nx.constraint(graph),
        nx.betweenness_centrality(graph),
        set(nx.articulation_points(graph)),
    )
    expected = [
        (iri, between[iri], constraint[iri], iri in cut)
        for iri, degree in graph.degree()
        if degree > 1
    ]
    expected.sort(
        key=lambda row: (
            -round(row[1], 9),
            round(row[2], 9),
            bundled.organisations[row[0]].label,
            row[0],
        )
    )
    found = Measures(bundled).brokers()
    assert [(b.iri, b.label, b.articulation) for b in found] == [
        (iri, bundled.organisations[iri].label, articulation)
        for iri, _, _, articulation in expected
    ]
    assert [b.betweenness for b in found] == pytest.approx(
        [row[1] for row in expected], abs=1e-8
    )
    assert [b.constraint for b in found] == pytest.approx(
        [row[2] for row in expected], abs=1e-8
    )


@settings(max_examples=60, deadline=None)
@given(networks)
def test_a_path_is_as_short_as_networkx_finds_and_every_step_joins_its_ends(
    network,
):
    start, *_, end = network.organisations
    steps = path(network, start, end)
    graph = simple(network)
    assert len(steps) == (
        nx.shortest_path_length(graph, start, end)
        if nx.has_path(graph, start, end)
        else 0
    )
    here = start
    for step in steps:
        ends = {frozenset((e.source, e.target)) for e in step}
        assert len(ends) == 1
        (here,) = next(iter(ends)) - {here}
    assert here == (end if steps else start)


def test_the_summary_equals_networkx(bundled):
    graph, figures = simple(bundled), Measures(bundled).summarise()
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    assert (figures.organisations, figures.pairs, figures.relationships) == (
        len(graph),
        graph.number_of_edges(),
        len({e.relationship for e in bundled.edges}),
    )
    assert figures.density == pytest.approx(nx.density(graph))
    assert figures.clustering == pytest.approx(nx.transitivity(graph))
    assert (figures.components, figures.largest_component) == (
        nx.number_connected_components(graph),
        len(largest),
    )
    assert figures.diameter == nx.diameter(largest)
    assert figures.mean_distance == pytest.approx(
        nx.average_shortest_path_length(largest)
    )
    assert figures.mean_degree == pytest.approx(
        2 * graph.number_of_edges() / len(graph)
    )
    assert figures.largest_coreness == max(nx.core_number(graph).values())
    groups = Measures(bundled).communities()
    assert (figures.communities, figures.modularity) == (
        len(groups),
        pytest.approx(Measures(bundled).modularity(groups)),
    )


def test_equal_scores_share_a_rank():
    ranked = Measures(make([(0, 1), (1, 2), (3, 4)], 6)).rank("degree")
    assert [(r.rank, r.label, r.score) for r in ranked] == [
        (1, "O01", 2.0),
        (2, "O00", 1.0),
        (2, "O02", 1.0),
        (2, "O03", 1.0),
        (2, "O04", 1.0),
        (6, "O05", 0.0),
    ]


def test_a_network_without_edges_can_be_measured():
    empty = make([], 3)
    assert [
        Measures(empty).scores(m)
        for m in ("degree", "betweenness", "closeness", "eigenvector")
    ] == [[0.0] * 3] * 4
    assert sum(Measures(empty).scores("pagerank")) == pytest.approx(1)
    assert (
        Measures(empty).summarise().components,
        Measures(make([], 0)).summarise().components,
    ) == (3, 0)
