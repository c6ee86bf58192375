import igraph
import pytest

from kg.network.calculator import Calculator
from kg.network.edges import Network
from kg.network.measures import Measures

COMMANDS = {
    "network summary": 1,
    "network rank --by betweenness": 1,
    "network communities": 1,
    "network brokers": 1,
    "draw -o page.html": 2,
    "draw -o page.html --status in-force": 1,
}
"""Commands, and the networks that each measures: a page ranks by the relationships in force alone."""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_builds_one_graph_for_each_network_that_it_measures(
    kg, tmp_path, monkeypatch, command
):
    built = []
    own = Measures.graph.func

    def counted(measures):
        built.append(measures)
        return own(measures)

    monkeypatch.setattr(Measures.graph, "func", counted)
    monkeypatch.chdir(tmp_path)
    assert kg(*command.split()).exit_code == 0
    assert len(built) == COMMANDS[command]


def test_the_graph_of_measures_is_built_once(invented, monkeypatch):
    built = []
    own = igraph.Graph.__init__

    def counted(graph, *arguments, **named):
        built.append(named)
        own(graph, *arguments, **named)

    measures = Measures(invented.project())
    monkeypatch.setattr(igraph.Graph, "__init__", counted)
    measures.summarise()
    measures.brokers()
    measures.modularity(measures.communities())
    assert len([named for named in built if "edges" in named]) == 1


def test_measures_are_a_calculator():
    calculator: Calculator = Measures(Network({}, []))
    offered = {name for name in vars(Calculator) if not name.startswith("_")}
    assert offered == {
        "network",
        "estimate",
        "rank",
        "communities",
        "modularity",
        "brokers",
        "summarise",
    }
    assert all(hasattr(calculator, name) for name in offered)


def test_a_measure_that_there_is_not_is_refused(invented):
    with pytest.raises(ValueError, match="unknown measure 'fame'"):
        Measures(invented.project()).scores("fame")
