import datetime
import random

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest

from kg import KnowledgeGraph
from kg.errors import NameNotFound, ParameterError
from kg.export.network import network_files, read_exported
from kg.network.edges import Filters, Organisation
from kg.network.measures import Measures
from kg.network.read import read_network
from kg.store.base import MemoryStore
from kg.views.page.layout import place

E = "https://example.org/"


def edges(graph, *names):
    return sorted(
        (
            u.removeprefix(E + "id/"),
            v.removeprefix(E + "id/"),
            k.removeprefix(E + "relationship/"),
            *map(d.get, names),
        )
        for u, v, k, d in graph.edges(keys=True, data=True)
    )


def test_the_network_is_a_multidigraph_keyed_by_relationship_iri(invented):
    network = invented.network()
    assert type(network) is nx.MultiDiGraph
    assert edges(network, "kind", "directed") == [
        ("alder", "birch", "alder-birch", "partner-of", False),
        ("alder", "birch", "mou", "signed-mou-with", False),
        ("alder", "cedar", "tour", "partner-of", False),
        ("alder", "dogwood", "mou", "signed-mou-with", False),
        ("alder", "fir", "alder-fir", "partner-of", False),
        ("birch", "dogwood", "mou", "signed-mou-with", False),
        ("birch", "elm", "birch-elm", "member-of", True),
        ("birch-bench", "birch-lab", "bench-lab", "part-of", True),
        ("birch-lab", "birch", "lab-birch", "part-of", True),
        ("cedar", "alder", "cedar-alder", "hosted-by", True),
        ("cedar", "elm", "cedar-elm", "member-of", True),
        ("dogwood", "fir", "old-pact", "partner-of", False),
        ("elm", "birch", "elm-birch", "hosted-by", True),
        ("fir", "elm", "fir-elm", "member-of", True),
    ]


def test_an_edge_carries_what_is_known_and_nothing_that_is_not(invented):
    network = invented.network()
    assert network.edges[
        E + "id/alder", E + "id/birch", E + "relationship/mou"
    ] == {
        "relationship": E + "relationship/mou",
        "kind": "signed-mou-with",
        "label": "Three-party memorandum",
        "status": "in-force",
        "directed": False,
        "startEarliest": "2011-03-01",
        "startLatest": "2011-03-01",
        "endEarliest": "2022-01-01",
        "endLatest": "2022-12-31",
        "signedOn": "2011-03-01",
        "sources": f"{E}source/first {E}source/second",
    }
    assert network.edges[
        E + "id/cedar", E + "id/elm", E + "relationship/cedar-elm"
    ] == {
        "relationship": E + "relationship/cedar-elm",
        "kind": "member-of",
        "label": "Hub in network",
        "status": "in-force",
        "directed": True,
        "role": "test centre",
        "sources": f"{E}source/third",
    }


def test_a_node_carries_label_type_and_country_where_known(invented):
    nodes = invented.network().nodes
    assert nodes[E + "id/alder"] == {
        "label": "Alder Agency",
        "type": "innovation-agency",
        "country": "LU",
    }
    assert nodes[E + "id/elm"] == {"label": "Elm Network"}


def test_no_attribute_is_none(invented, graph):
    for network in (
        invented.network(on="2020-06-30", possible=True),
        graph.network(),
    ):
        assert None not in {
            v for _, d in network.nodes(data=True) for v in d.values()
        }
        assert None not in {
            v for _, _, d in network.edges(data=True) for v in d.values()
        }


def test_filters_by_kind_and_status_keep_only_those_and_who_takes_part(
    invented,
):
    network = invented.network(
        kinds=["member-of", "hosted-by"], statuses=["in-force"]
    )
    assert edges(network) == [
        ("cedar", "alder", "cedar-alder"),
        ("cedar", "elm", "cedar-elm"),
    ]
    assert sorted(network) == [E + "id/alder", E + "id/cedar", E + "id/elm"]


@pytest.mark.parametrize(
    ("day", "possible", "standing"),
    [
        ("2012-01-01", False, {"mou": "in-force"}),
        (
            "2020-06-30",
            False,
            {
                "alder-birch": "presumed",
                "bench-lab": "presumed",
                "cedar-alder": "presumed",
                "lab-birch": "presumed",
                "mou": "in-force",
            },
        ),
        (
            "2019-06-30",
            True,
            {
                "alder-birch": "possible",
                "bench-lab": "possible",
                "cedar-elm": "possible",
                "lab-birch": "possible",
                "mou": "in-force",
                "old-pact": "possible",
            },
        ),
        (
            "2020-10-15",
            True,
            {
                "alder-birch": "presumed",
                "bench-lab": "presumed",
                "cedar-alder": "presumed",
                "cedar-elm": "possible",
                "lab-birch": "presumed",
                "mou": "in-force",
                "tour": "possible",
            },
        ),
        (
            "2022-12-31",
            False,
            {
                "alder-birch": "presumed",
                "bench-lab": "presumed",
                "cedar-alder": "presumed",
                "lab-birch": "presumed",
            },
        ),
    ],
)
def test_on_a_day_what_stands_is_kept_with_its_standing(
    invented, day, possible, standing
):
    found = {
        k: s
        for _, _, k, s in edges(
            invented.network(on=day, possible=possible), "standing"
        )
    }
    assert found == standing


def test_a_neighbourhood_reaches_as_far_as_its_hops(invented):
    lab = [
        invented.network(around="Birch Laboratory", hops=n) for n in (0, 1, 2)
    ]
    near = [
        sorted(n.removeprefix(E + "id/") for n in network) for network in lab
    ]
    assert near == [
        ["birch-lab"],
        ["birch", "birch-bench", "birch-lab"],
        ["alder", "birch", "birch-bench", "birch-lab", "dogwood", "elm"],
    ]


def test_an_unknown_status_is_refused_with_near_ones(invented):
    with pytest.raises(
        NameNotFound,
        match="no status is called 'inforce'; did you mean in-force",
    ):
        invented.network(statuses=["inforce"])


@pytest.mark.parametrize("form", ["graphml", "gexf"])
@pytest.mark.parametrize("world", ["invented", "graph"])
def test_the_network_comes_back_whole_from_a_file(
    request, tmp_path, form, world
):
    knowledge = request.getfixturevalue(world)
    file = tmp_path / f"network.{form}"
    for path, content in network_files(knowledge.project(), file, form).items():
        path.write_bytes(content)
    before, after = knowledge.network(), read_exported(file)
    assert dict(after.nodes(data=True)) == dict(before.nodes(data=True))
    assert {e[:3]: e[3] for e in after.edges(keys=True, data=True)} == {
        e[:3]: e[3] for e in before.edges(keys=True, data=True)
    }


def test_edge_identifiers_are_unique_in_a_file_though_a_relationship_has_many_edges(
    tmp_path, graph
):
    (content,) = network_files(
        graph.project(), tmp_path / "n.graphml", "graphml"
    ).values()
    (tmp_path / "n.graphml").write_bytes(content)
    read = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    keys = [key for _, _, key in read.edges(keys=True)]
    assert len(keys) == len(set(keys)) == graph.network().number_of_edges()


def test_gexf_carries_the_dates_as_start_and_end_of_an_edge(tmp_path, graph):
    (content,) = network_files(
        graph.project(), tmp_path / "n.gexf", "gexf"
    ).values()
    assert b'start="2020-10-01" end="2020-11-30"' in content
    assert b"lastmodifieddate" not in content


def test_the_network_of_the_bundled_data_has_the_stated_size(graph):
    network = graph.network()
    relationships = {key for _, _, key in network.edges(keys=True)}
    assert (
        network.number_of_nodes(),
        len(relationships),
        network.number_of_edges(),
    ) == (
        37,
        38,
        49,
    )


def test_who_takes_part_and_is_described_nowhere_appears_under_the_iri(
    with_facts, kg, tmp_path
):
    folder = with_facts(
        "<urn:r> a kg:Partnership ; adms:status status:in-force ; kg:party :alder , :ghost ."
    )
    network = KnowledgeGraph.open(folder).project()
    assert network.organisations[E + "id/ghost"] == Organisation(
        E + "id/ghost", E + "id/ghost"
    )
    assert list(network.organisations) == sorted(network.organisations)
    near = KnowledgeGraph.open(folder).network(around=E + "id/alder")
    assert E + "id/ghost" in near
    for words in (
        ["show", "Alder Agency"],
        ["network", "summary"],
        ["network", "rank"],
        ["network", "communities"],
        ["network", "brokers"],
        ["network", "path", "Alder Agency", "Birch University"],
        ["draw", "-o", tmp_path / "x.html"],
        ["export", tmp_path / "x.csv"],
    ):
        result = kg("--data", folder, *words)
        assert (words[0], result.exit_code) == (words[0], 0), result.stderr


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        (
            "[] a kg:Partnership ; adms:status status:in-force ; kg:party :alder , :fir .",
            (
                "network summary",
                "draw -o x.html",
                "show alder",
                "network around alder",
            ),
        ),
        (
            "<urn:r> a kg:Partnership ; adms:status status:in-force ; kg:party :alder , [] .",
            ("network summary", "draw -o x.html"),
        ),
    ],
    ids=["relationship", "party"],
)
def test_a_blank_node_in_the_network_is_refused_with_one_line(
    with_facts, kg, monkeypatch, tmp_path, text, commands
):
    folder = with_facts(text)
    monkeypatch.chdir(tmp_path)
    for command in commands:
        result = kg("--data", folder, *command.split())
        assert (result.exit_code, result.stdout, result.stderr) == (
            3,
            "",
            (
                "kg: a relationship, or who takes part in it, is not an IRI but a blank node ([ … ]), a literal or a triple term:"
                " `kg check` says where; give it an IRI\n"
            ),
        )


def test_python_takes_a_day_and_a_single_word(invented):
    day = datetime.date(2021, 6, 30)
    assert dict(invented.network(on=day).edges) == dict(
        invented.network(on="2021-06-30").edges
    )
    assert dict(invented.network(kinds="part-of").edges) == dict(
        invented.network(kinds=["part-of"]).edges
    )
    assert invented.ask("standing", date=day) == invented.ask(
        "standing", date="2021-06-30"
    )


def test_measures_and_layouts_leave_igraphs_random_numbers_to_python(invented):
    def drawn():
        random.seed(1)
        return igraph.Graph.Erdos_Renyi(30, m=30).get_edgelist()

    before = drawn()
    Measures(invented.project()).communities()
    place(Measures(invented.project()))
    assert drawn() == before


def test_a_status_that_the_ontology_does_not_draw_is_drawn_dotted(with_facts):
    folder = with_facts("""
    :dormant skos:notation "dormant" ; skos:prefLabel "dormant"@en .
    :r a kg:Partnership ; rdfs:label "r"@en ; adms:status :dormant ; kg:party :alder , :birch .""")
    page = str(KnowledgeGraph.open(folder).draw())
    assert (
        '"dormant":{"iri":"dormant","label":"dormant","line":"dotted"}'
        in page.replace(": ", ":").replace(", ", ",")
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"on": "30.06.2021"}, "'30.06.2021' is not a date"),
        ({"possible": True}, r"possible goes with a day \(on\); give one"),
        ({"hops": 3}, r"hops go with an organisation \(around\); give one"),
        ({"around": ""}, "'' names no organisation to look around"),
        (
            {"around": "Alder Agency", "hops": -1},
            "-1 is no number of hops; give a whole one from 0 on",
        ),
        ({"around": "Alder Agency", "hops": "2"}, "'2' is no number of hops"),
    ],
)
def test_a_filter_that_would_be_left_out_of_account_is_told(
    invented, arguments, message
):
    with pytest.raises(ParameterError, match=message):
        invented.network(**arguments)
    with pytest.raises(ParameterError, match=message):
        Filters(**arguments)


def test_an_empty_name_on_the_command_line_is_no_filter_forgotten(kg):
    result = kg("network", "summary", "--around", "")
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "kg: '' names no organisation to look around\n",
    )


def test_a_graph_without_an_ontology_is_reported_as_that():
    with pytest.raises(
        NameNotFound,
        match=r"no status is called 'ended'.*the graph holds no ontology that names any",
    ):
        read_network(MemoryStore(ox.Store()), Filters(statuses=("ended",)))
