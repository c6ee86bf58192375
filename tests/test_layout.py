import math

import networkx as nx

from kg.network.measures import Measures
from kg.views.page.layout import place


def stress(distances, points):
    """Normalised stress (Kamada and Kawai 1989) of a drawing at its best scale: 0 is perfect."""
    pairs = [
        (math.dist(points[a], points[b]), d)
        for a, row in distances.items()
        for b, d in row.items()
        if a < b
    ]
    scale = sum(drawn / d for drawn, d in pairs) / sum(
        (drawn / d) ** 2 for drawn, d in pairs
    )
    return sum((scale * drawn / d - 1) ** 2 for drawn, d in pairs) / len(pairs)


def test_the_layout_is_as_good_as_that_of_networkx(graph):
    network = graph.project()
    simple = nx.Graph(network.to_networkx())
    part = simple.subgraph(max(nx.connected_components(simple), key=len))
    distances = dict(nx.all_pairs_shortest_path_length(part))
    theirs = min(
        stress(distances, nx.spring_layout(part, seed=seed, iterations=200))
        for seed in range(5)
    )
    assert stress(distances, place(Measures(network))) <= theirs


def test_no_component_is_blown_up_beside_the_others(graph):
    network = graph.project()
    places = place(Measures(network))
    lengths = sorted(
        math.dist(places[e.source], places[e.target]) for e in network.edges
    )
    assert lengths[-1] <= 4 * lengths[len(lengths) // 2]


def test_every_organisation_has_a_place_of_its_own_and_the_same_every_time(
    graph, invented
):
    for world in (graph, invented):
        network = world.project()
        places = place(Measures(network))
        assert len(set(places.values())) == Measures(network).graph.vcount()
        assert places == place(Measures(network))
