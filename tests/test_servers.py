import dataclasses
import json
import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import servers

from kg import KnowledgeGraph
from kg.ask.questions import read_question
from kg.errors import StoreError
from kg.network.edges import Filters
from kg.store.endpoint import open_endpoint
from kg.store.folder import open_folder
from kg.store.load import find_sources, load_folder
from kg.views.inventory import take_inventory

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = sorted((ROOT / "queries" / "questions").glob("*.rq"))
PARAMETERS = json.loads(
    (ROOT / "tests" / "questions" / "parameters.json").read_text("utf-8")
)
VIEWS = [
    Filters(),
    Filters(kinds=("member-of", "partner-of")),
    Filters(statuses=("in-force",)),
    Filters(on="2020-06-30", possible=True),
]
AROUND = {"invented": "Alder Agency", "graph": "L-DIH"}


def is_there(name):
    return {
        "oxigraph": True,
        "fuseki": Path(os.environ.get("FUSEKI_JAR", "nowhere")).is_file(),
        "virtuoso": shutil.which("virtuoso-t") is not None,
    }[name]


@pytest.fixture(
    scope="session",
    params=[
        "folder",
        "oxigraph",
        *(
            pytest.param(n, marks=pytest.mark.servers)
            for n in ("fuseki", "virtuoso")
        ),
    ],
)
def place(request):
    return request.param


@pytest.fixture(scope="session", params=["invented", "graph"])
def world(request):
    return request.param, request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def elsewhere(place, world, tmp_path_factory):
    """The same graph in a folder or on a server; the fixture's graphs are asked for in pages of seven."""
    name, here = world
    folder = tmp_path_factory.mktemp(place)
    if place == "folder":
        load_folder(
            folder / "store",
            find_sources(here.workspace.data_files()),
            here.workspace,
            lambda told: None,
        )
        yield KnowledgeGraph(here.workspace, open_folder(folder / "store"))
        return
    if not is_there(place):
        if os.environ.get("KG_SERVERS") == "required":
            pytest.fail(f"{place} is not installed")
        pytest.skip(f"{place} is not installed; .ci/servers installs it")
    with servers.ALL[place](
        folder, servers.dump(here.store.inner, folder / "graph.nt")
    ) as server:
        store = dataclasses.replace(
            open_endpoint(server.query), page=7 if name == "invented" else 2000
        )
        yield KnowledgeGraph(here.workspace, store)


def plain(place, rows):
    """Return rows as text; Virtuoso writes booleans as 1 and 0."""
    words = {"true": "1", "false": "0"} if place == "virtuoso" else {}
    return [
        tuple(
            None if term is None else words.get(term.value, term.value)
            for term in row
        )
        for row in rows
    ]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)
def test_a_question_has_the_same_rows_everywhere(place, world, elsewhere, path):
    name, here = world
    question = read_question(path)
    known = PARAMETERS["default"] | PARAMETERS.get(question.name, {})
    values = {
        p.name: known.get(p.name, p.default)
        if name == "invented"
        else p.default or ""
        for p in question.parameters
    }
    ours = plain(place, here.ask(question.name, **values).rows)
    theirs = plain(place, elsewhere.ask(question.name, **values).rows)
    assert theirs == ours


@pytest.mark.parametrize(
    "filters", VIEWS, ids=["all", "kinds", "status", "day"]
)
def test_the_network_is_the_same_everywhere(world, elsewhere, filters):
    _, here = world
    assert elsewhere.project(filters) == here.project(filters)


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_a_neighbourhood_is_the_same_everywhere(world, elsewhere, hops):
    name, here = world
    filters = Filters(statuses=("in-force",), around=AROUND[name], hops=hops)
    assert elsewhere.project(filters) == here.project(filters)


def test_the_inventory_is_the_same_everywhere(place, world, elsewhere):
    _, here = world
    assert (
        plain(place, take_inventory(elsewhere.workspace, elsewhere.store).rows)[
            2:
        ]
        == plain(place, take_inventory(here.workspace, here.store).rows)[1:]
    )


def test_an_export_has_the_same_triples_everywhere(world, elsewhere):
    _, here = world
    assert set(elsewhere.triples()) == set(here.triples())
    assert set(elsewhere.triples(asserted=True)) == set(
        here.triples(asserted=True)
    )
    assert set(elsewhere.triples(entail=True)) == set(here.triples(entail=True))
    for name in ("schema-org", "ror"):
        assert set(elsewhere.triples(align=[name])) == set(
            here.triples(align=[name])
        )


def test_a_page_is_the_same_everywhere(world, elsewhere):
    _, here = world
    assert elsewhere.draw() == here.draw()


def test_a_construct_query_has_the_same_triples_everywhere(world, elsewhere):
    _, here = world
    query = "CONSTRUCT { ?a kg:partnerOf ?b } WHERE { ?a kg:partnerOf ?b }"
    answer = elsewhere.query(query)
    assert answer == here.query(query)
    assert all(isinstance(triple, ox.Triple) for triple in answer)


def test_an_answer_that_a_server_cuts_off_is_no_answer(place, elsewhere):
    query = "SELECT ?a ?b WHERE { ?a rdfs:label ?l . ?b rdfs:label ?m }"
    if place == "virtuoso":
        with pytest.raises(
            StoreError, match="gives at most 1500 rows, this answer has more"
        ):
            elsewhere.query(query)
    else:
        assert len(elsewhere.query(query).rows) > 1500
