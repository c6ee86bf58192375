from made import make

from kg.network.paths import path


def stops(network, start, end):
    iris = list(network.organisations)
    steps = path(network, iris[start], iris[end])
    return [
        sorted({iris.index(end) for e in step for end in (e.source, e.target)})
        for step in steps
    ]


def test_a_shortest_path_comes_step_by_step():
    assert stops(make([(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)], 5), 0, 3) == [
        [0, 4],
        [3, 4],
    ]


def test_of_equally_short_paths_it_is_the_first_by_iri():
    assert stops(make([(0, 2), (2, 3), (0, 1), (1, 3)], 4), 0, 3) == [
        [0, 1],
        [1, 3],
    ]


def test_no_path_joins_two_components_and_none_leads_from_one_to_itself():
    network = make([(0, 1), (2, 3)], 4)
    assert stops(network, 0, 3) == []
    assert stops(network, 0, 0) == []
