import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
import servers

from kg import KnowledgeGraph
from kg.errors import AnswerCutOff, ParameterError, QueryError, StoreError
from kg.model.vocabulary import node
from kg.network.edges import Filters
from kg.network.read import read_network, read_surroundings
from kg.store.address import check_address
from kg.store.base import MemoryStore
from kg.store.endpoint import declare_prefixes, open_endpoint
from kg.store.upload import BATCH, update_address
from kg.workspace.folders import Workspace, bundled

# Oxigraph may drop the error of a broken-off answer a second time, when its reader is collected: nothing to raise it to.
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)

WORKSPACE = Workspace(bundled(), "bundled")
ASK = "SELECT ?o WHERE { ?o a org:FormalOrganization }"
ROWS = json.dumps(
    {
        "head": {"vars": ["o"]},
        "results": {
            "bindings": [
                {"o": {"type": "uri", "value": "https://example.org/a"}}
            ]
        },
    }
)
JSON = "application/sparql-results+json"
XML = """<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="o"/></head><results>
<result><binding name="o"><uri>https://example.org/a</uri></binding></result></results></sparql>
"""
XML_TYPE = "application/sparql-results+xml"
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">
<rdf:Description rdf:about="https://example.org/a"><e:p>b</e:p></rdf:Description></rdf:RDF>
"""
SECRET = "correct-horse"


@contextmanager
def answering(answer) -> Iterator[tuple[str, list]]:
    """Serve `answer(handler, number)` on a free port; yields the address and the requests as (headers, form)."""
    seen: list = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            seen.append(
                (
                    dict(self.headers),
                    {k: v[0] for k, v in parse_qs(body).items()},
                )
            )
            answer(self, len(seen))

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *arguments: (
        None
    )  # a client that hangs up is meant
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply(status=200, body=ROWS, kind=JSON, **headers):
    def answer(handler, number):
        content = body.encode()
        handler.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            **headers,
        }.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def in_turn(*answers):
    return lambda handler, number: answers[min(number, len(answers)) - 1](
        handler, number
    )


def cut_off(handler, number):
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    handler.wfile.write(ROWS[:60].encode())
    handler.close_connection = True


def cut_off_refusal(handler, number):
    handler.send_response(400)
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    handler.wfile.write(b"encount")
    handler.close_connection = True


def cut_off_chunks(handler, number):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"20\r\n" + ROWS[:32].encode() + b"\r\n")
    handler.close_connection = True


def query(url, text=ASK):
    return KnowledgeGraph(WORKSPACE, open_endpoint(url)).query(text)


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch):
    for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN", "KG_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("kg.store.endpoint._WAIT", 0.01)


def test_a_query_is_posted_with_the_prefixes_it_uses_on_its_first_line():
    with answering(reply()) as (url, seen):
        assert query(url).rows == [(ox.NamedNode("https://example.org/a"),)]
    assert seen[0][1] == {
        "query": "PREFIX org: <http://www.w3.org/ns/org#> " + ASK
    }
    assert "Authorization" not in seen[0][0]


def test_a_prefix_that_a_query_declares_is_not_declared_again():
    assert declare_prefixes(
        "PREFIX kg: <https://example.org/> ASK { ?a kg:p owl:Thing }"
    ) == (
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX kg: <https://example.org/> ASK { ?a kg:p owl:Thing }"
    )
    assert declare_prefixes('ASK { ?a ?b "kg:p" }') == 'ASK { ?a ?b "kg:p" }'


FAULTY = {
    "a web page": (
        reply(body="<html></html>", kind="text/html; charset=utf-8"),
        "answered with a web page, not with SPARQL",
    ),
    "another type": (
        reply(kind="application/json5"),
        "answered with application/json5, not with SPARQL results",
    ),
    "no type": (reply(kind=""), "answered with something without a type"),
    "not what it says": (
        reply(body="<html>"),
        r"is not what its type says|breaks off or is damaged",
    ),
    "unauthorised": (
        reply(401, "who are you"),
        r"asks for credentials \(401\): set KG_USER and KG_PASSWORD, or KG_TOKEN$",
    ),
    "forbidden": (reply(403, "no"), r"asks for credentials \(403\)"),
    "not found": (
        reply(404, "none"),
        r"no SPARQL endpoint is at this address \(404\); check it",
    ),
    "bad request": (
        reply(400, "Line 1:\n encountered"),
        r"does not take this \(400\): Line 1: encountered$",
    ),
    "server error": (reply(500, "oh"), r"the server failed \(500\): oh$"),
    "unavailable": (
        reply(503, "busy"),
        r"is not available \(503\), also after 3 more tries; try later",
    ),
    "cut off": (cut_off, "the answer broke off in the middle"),
    "cut off in chunks": (cut_off_chunks, "the answer broke off in the middle"),
    "half of XML": (
        reply(body=XML[: XML.index("</results>")], kind=XML_TYPE),
        "the answer broke off in the middle",
    ),
    "half a document": (reply(body=ROWS[:-8]), "breaks off or is damaged"),
    "rows left out": (
        reply(X_SPARQL_MaxRows="10000"),
        "gives at most 10000 rows, this answer has more",
    ),
    "round in circles": (reply(302, Location="/sparql"), "redirects too often"),
    "to another protocol": (
        reply(302, Location="file:///etc/passwd"),
        "redirects to something that is no address",
    ),
    "to no address": (
        reply(302, Location="http://[::1/sparql"),
        "redirects to something that is no address",
    ),
    "a refusal cut off": (cut_off_refusal, "the connection broke off"),
    "a yes or no": (
        reply(body='{"head": {}, "boolean": true}'),
        "answered SELECT with something else",
    ),
    "triples": (
        reply(body="", kind="text/turtle"),
        r"answered SELECT with something else \(text/turtle\)",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_endpoint_is_told_in_one_line(kg, fault):
    answer, message = FAULTY[fault]
    with answering(answer) as (url, _):
        with pytest.raises(StoreError, match=message):
            query(url)
        result = kg("query", "-e", ASK, "--store", url)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (
        3,
        "",
        1,
    )


def test_answers_in_xml_are_read_to_their_end():
    construct = "CONSTRUCT WHERE { ?s ?p ?o }"
    with answering(reply(body=XML, kind=XML_TYPE)) as (url, _):
        assert query(url).rows == [(ox.NamedNode("https://example.org/a"),)]
    with answering(reply(body=RDF, kind="application/rdf+xml")) as (url, _):
        assert len(query(url, construct)) == 1
    for cut in range(RDF.index("<rdf:Description"), len(RDF.rstrip())):
        with (
            answering(reply(body=RDF[:cut], kind="application/rdf+xml")) as (
                url,
                _,
            ),
            pytest.raises(StoreError),
        ):
            query(url, construct)


def test_a_connection_that_was_closed_after_an_answer_is_opened_again():
    def closing(handler, number):
        reply()(handler, number)
        handler.close_connection = True

    def closing_unheard(handler, number):
        handler.connection.shutdown(
            socket.SHUT_RDWR
        ) if number == 2 else closing(handler, number)

    with answering(closing_unheard) as (url, seen):
        graph = KnowledgeGraph(WORKSPACE, open_endpoint(url))
        assert len(graph.query(ASK).rows) == len(graph.query(ASK).rows) == 1
    assert len(seen) == 3


def test_a_server_that_never_answers_is_given_up(kg, monkeypatch):
    monkeypatch.setenv("KG_TIMEOUT", "0.3")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        result = kg(
            "query",
            "-e",
            ASK,
            "--store",
            f"http://127.0.0.1:{silent.getsockname()[1]}/sparql",
        )
    assert (
        result.exit_code,
        "gave no answer for 0.3 s; ask for less, or set KG_TIMEOUT"
        in result.stderr,
    ) == (3, True)


def test_a_server_that_is_not_there_is_told(kg):
    result = kg(
        "info", "--store", f"http://127.0.0.1:{servers.free_port()}/sparql"
    )
    assert (
        result.exit_code,
        "cannot be reached; is the server running, and the port right?"
        in result.stderr,
    ) == (3, True)
    result = kg("info", "--store", "http://no-such-host.invalid/sparql")
    assert (
        result.exit_code,
        "no server of that name is known; check the address" in result.stderr,
    ) == (3, True)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_server_that_is_busy_is_asked_again(status):
    with answering(in_turn(reply(status), reply(status), reply())) as (
        url,
        seen,
    ):
        assert len(query(url).rows) == 1
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        (
            {"KG_USER": "ana", "KG_PASSWORD": SECRET},
            "Basic YW5hOmNvcnJlY3QtaG9yc2U=",
        ),
        ({"KG_TOKEN": f"{SECRET}\n"}, f"Bearer {SECRET}"),
    ],
)
def test_credentials_come_from_the_environment_and_never_show(
    kg, monkeypatch, environment, header
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with answering(reply()) as (url, seen):
        query(url)
    assert seen[0][0]["Authorization"] == header
    for status, message in (
        (401, "refuses the credentials in the environment (401)"),
        (500, "failed (500): … and …"),
    ):
        with answering(reply(status, f"{header.split()[1]} and {SECRET}")) as (
            url,
            _,
        ):
            result = kg("--verbose", "query", "-e", ASK, "--store", url)
        assert (result.exit_code, message in result.stderr) == (3, True)
        assert SECRET not in result.stderr
        assert header.split()[1] not in result.stderr


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"URI: /sparql?apikey={SECRET}", "URI: /sparql?…"),
        (f"key {SECRET}", "key …"),
        ("login of ana:a  b  c failed", "login of ana:… failed"),
        (" " * 290 + "YW5hOmEgIGIgIGM=", "…"),
        (" " * 3990 + "YW5hOmEgIGIgIGM=", ""),
    ],
)
def test_what_a_server_says_is_shown_without_keys_and_halves_of_them(
    kg, monkeypatch, said, shown
):
    monkeypatch.setenv("KG_USER", "ana")
    monkeypatch.setenv("KG_PASSWORD", "a  b  c")
    with answering(reply(500, said)) as (url, _):
        result = kg("info", "--store", f"{url}?apikey={SECRET}")
    assert (
        result.stderr
        == f"kg: {url}: the server failed (500){': ' if shown else ''}{shown}\n"
    )
    with answering(reply(kind="x/YW5hOmEgIGIgIGM=")) as (url, _):
        assert (
            "answered with x/…, not with SPARQL results"
            in kg("info", "--store", url).stderr
        )


def test_a_password_of_any_bytes_is_sent(monkeypatch):
    monkeypatch.setenv("KG_USER", "ana")
    monkeypatch.setenv("KG_PASSWORD", os.fsdecode(b"p\xe9"))
    with answering(reply()) as (url, seen):
        query(url)
    assert (
        base64.b64decode(seen[0][0]["Authorization"].split()[1]) == b"ana:p\xe9"
    )


def test_credentials_that_were_not_sent_along_are_not_called_wrong(
    kg, monkeypatch
):
    monkeypatch.setenv("KG_TOKEN", SECRET)
    with (
        answering(reply(401)) as (other, _),
        answering(reply(307, Location=f"{other}?key=x")) as (url, _),
    ):
        result = kg("info", "--store", url)
    assert result.stderr == (
        f"kg: {url}: redirects to {other}, which asks for credentials (401); those in the environment are not sent along to"
        " another server: name that address\n"
    )


def test_credentials_are_not_sent_along_to_another_host(monkeypatch):
    monkeypatch.setenv("KG_TOKEN", SECRET)
    with (
        answering(reply()) as (other, there),
        answering(reply(307, Location=other)) as (url, here),
    ):
        assert len(query(url).rows) == 1
    assert [("Authorization" in headers) for headers, _ in (*here, *there)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "file:///etc/passwd",
            "begins with http:// or https:// and names a server",
        ),
        (
            "ftp://example.org/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http:///sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http://[::1/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http://example.org:abc/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http://exa mple.org/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http://a..b/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            f"http://{'a' * 70}.org/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http://example.org:99999/sparql",
            "begins with http:// or https:// and names a server",
        ),
        (
            "http://ana:geheim@example.org/sparql",
            r"^the address holds a user name or password; set KG_USER",
        ),
    ],
)
def test_an_address_that_is_none_or_holds_a_password_is_refused(
    kg, url, message
):
    with pytest.raises(ParameterError, match=message):
        check_address(url)
    result = kg("info", "--store", url)
    assert (result.exit_code, "geheim" in result.stderr) == (2, False)


@pytest.mark.parametrize("given", ["soon", "0", "-5", "nan", "inf", "1e300"])
def test_a_time_that_is_none_is_told(monkeypatch, given):
    monkeypatch.setenv("KG_TIMEOUT", given)
    with pytest.raises(
        ParameterError,
        match="KG_TIMEOUT is not a number of seconds above 0, up to 1,000,000, such as 120",
    ):
        open_endpoint("http://127.0.0.1/sparql")


def test_a_token_of_two_lines_is_told(monkeypatch):
    monkeypatch.setenv("KG_TIMEOUT", "5")
    monkeypatch.setenv("KG_TOKEN", "a\r\nHost: b")
    with pytest.raises(
        ParameterError, match="KG_TOKEN holds characters that no token has"
    ):
        query("http://127.0.0.1/sparql")


def test_what_is_refused_of_a_query_never_reaches_the_server():
    with answering(reply()) as (url, seen):
        for text, message in (
            (
                "SELECT ?s WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
                "--allow-network",
            ),
            (
                "SELECT ?s FROM <http://example.org/> WHERE { ?s ?p ?o }",
                "FROM names a graph",
            ),
            ("SELECT ?s WHERE { ?s ?p ?o", "line 1"),
            ("SELECT ?s WHERE { ?s nix:p ?o }", "unknown prefix"),
        ):
            with pytest.raises(QueryError, match=message):
                query(url, text)
    assert seen == []


def test_no_rdflib_graph_is_made_of_a_server():
    with pytest.raises(
        StoreError, match="of a store on this machine, not of a server"
    ):
        KnowledgeGraph(
            WORKSPACE, open_endpoint("http://127.0.0.1:1/sparql")
        ).rdflib()


class Counting:
    """A store that counts what is asked of it, as a server in pages of `page`."""

    place = "counted"

    def __init__(self, inner, page):
        self.memory, self.page, self.asked, self.longest = (
            MemoryStore(inner),
            page,
            [],
            0,
        )

    def query(self, text):
        self.asked.append(text)
        answer = self.memory.query(text)
        self.last = (
            len(list(self.memory.query(text)))
            if isinstance(answer, ox.QuerySolutions)
            else 0
        )
        self.longest = max(self.longest, self.last)
        return answer


def test_the_network_takes_few_queries(invented, graph):
    """One per property on this machine; paged, four for each page, one for each kind that finds no more, and a few for organisations."""
    local = Counting(graph.store.inner, None)
    assert read_network(local) == graph.project()
    kinds, relationships = (
        5,
        len({e.relationship for e in graph.project().edges}),
    )
    assert len(local.asked) == 36
    paged = Counting(graph.store.inner, 10)
    assert read_network(paged) == graph.project()
    pages = relationships // 10 + kinds
    organisations = len(graph.project().organisations)
    assert len(paged.asked) <= 2 + 4 * pages + kinds + organisations // 10 + 3


def test_a_neighbourhood_does_not_ask_for_the_whole_graph(graph):
    counted = Counting(graph.store.inner, 2000)
    filters = Filters(kinds=("hosted-by",), around="Luxinnovation", hops=1)
    network, _ = read_surroundings(counted, filters)
    hostings = {e.relationship for e in network.edges}
    assert all("VALUES" in text for text in counted.asked[2:])
    assert counted.longest <= 10 * len(hostings)
    assert len(counted.asked) <= 14


class Miserly(Counting):
    """A server that says when it leaves rows out of a long answer, or gives shorter pages than asked for and says nothing."""

    def __init__(self, inner, rows, says):
        super().__init__(inner, 2000)
        self.rows, self.says = rows, says

    def query(self, text):
        answer = super().query(text)
        if self.says and self.last > self.rows:
            raise AnswerCutOff(f"at most {self.rows} rows")
        return (
            answer
            if self.says
            else self.memory.query(re.sub(r"LIMIT 2000", "LIMIT 7", text))
        )


@pytest.mark.parametrize("says", [True, False])
def test_a_server_that_gives_few_rows_at_a_time_gives_the_whole_network(
    graph, says
):
    server = Miserly(graph.store.inner, 25, says)
    assert read_network(server) == graph.project()
    around = Filters(around="Luxinnovation", hops=2)
    assert read_surroundings(server, around) == read_surroundings(
        graph.store, around
    )
    assert not says or set(KnowledgeGraph(WORKSPACE, server).triples()) == set(
        graph.triples()
    )


def test_names_in_two_languages_double_nothing(invented):
    store = ox.Store()
    store.extend(invented.store.inner)
    for iri, name in (
        ("relationship/mou", "rdfs:label"),
        ("id/alder", "skos:prefLabel"),
    ):
        store.add(
            ox.Quad(
                ox.NamedNode(f"https://example.org/{iri}"),
                node(name),
                ox.Literal("Anders", language="de"),
            )
        )
    local = read_network(MemoryStore(store))
    assert read_network(Counting(store, 10)) == local
    assert len(local.edges) == len(invented.project().edges)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


def on(server):
    return KnowledgeGraph(WORKSPACE, open_endpoint(server.query))


def test_files_are_sent_with_ontology_and_rules_in_batches(
    kg, invented, server, tmp_path
):
    result = kg(
        "load", *invented.workspace.data_files(), "--store", server.query
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert (
        f"sent {len(invented.store.inner):,} triples to {server.query}"
        in result.stderr
    )
    assert set(on(server).triples()) == set(invented.triples())
    again = kg(
        "load", *invented.workspace.data_files(), "--store", server.query
    )
    assert again.exit_code == 0
    assert set(on(server).triples()) == set(invented.triples())


@pytest.mark.parametrize("fault", ["syntax", "blank"])
def test_a_faulty_file_sends_nothing(kg, tmp_path, fault):
    content = {
        "syntax": "<https://example.org/a> oops",
        "blank": "[] a <https://example.org/A> .",
    }[fault]
    (tmp_path / "f.ttl").write_text(content)
    with answering(reply()) as (url, seen):
        result = kg("load", tmp_path / "f.ttl", "--store", url)
    assert (result.exit_code, seen) == (3, [])


def test_an_interrupted_load_says_how_to_go_on_and_goes_on(kg, tmp_path):
    lines = "".join(
        f"<https://example.org/{n}> <https://example.org/p> <https://example.org/o> .\n"
        for n in range(3 * BATCH)
    )
    (tmp_path / "f.nt").write_text(lines)
    with answering(
        in_turn(TAKEN, HELD, TAKEN, HELD, reply(500, "disk full"))
    ) as (url, first):
        result = kg("load", tmp_path / "f.nt", "--store", url)
    assert (result.exit_code, len(first)) == (3, 5)
    assert f"disk full; {2 * BATCH:,} of " in result.stderr
    assert f"go on with --resume {2 * BATCH}" in result.stderr
    with answering(in_turn(TAKEN, HELD, TAKEN, HELD)) as (url, second):
        result = kg(
            "load", tmp_path / "f.nt", "--store", url, "--resume", 2 * BATCH
        )
    assert result.exit_code == 0
    assert second[0][1] == first[4][1]
    assert [name for _, form in first for name in form] == [
        "update",
        "query",
        "update",
        "query",
        "update",
    ]
    assert all(
        form["update"].startswith("INSERT DATA {\n") for _, form in first[::2]
    )


TAKEN, HELD = reply(204, "", ""), reply(body='{"head": {}, "boolean": true}')
LOST = reply(body='{"head": {}, "boolean": false}')


def test_triples_that_a_server_takes_and_does_not_hold_are_told(kg, invented):
    with answering(
        in_turn(reply(200, "<html>Sign in</html>", "text/html"), LOST)
    ) as (url, seen):
        result = kg(
            "load",
            *invented.workspace.data_files(),
            "--store",
            f"{url}?key=geheim",
        )
    assert (result.exit_code, len(seen)) == (3, 2)
    told = f"{url}: took triples that {url} does not hold; say with --update where it takes them; start again\n"
    assert result.stderr == f"kg: {told}"


def test_a_batch_that_a_server_loses_on_the_way_is_told(kg, tmp_path):
    (tmp_path / "f.nt").write_text(
        "".join(f"<urn:{n}> <urn:p> <urn:o> .\n" for n in range(3 * BATCH))
    )
    with answering(in_turn(TAKEN, HELD, TAKEN, LOST)) as (url, _):
        result = kg("load", tmp_path / "f.nt", "--store", url)
    assert (result.exit_code, f"{BATCH:,} of " in result.stderr) == (3, True)
    assert f"go on with --resume {BATCH}\n" in result.stderr


def test_more_cannot_have_been_sent_than_there_is(kg, tmp_path):
    (tmp_path / "f.nt").write_text(
        "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n"
    )
    with answering(TAKEN) as (url, seen):
        result = kg(
            "load", tmp_path / "f.nt", "--store", url, "--resume", 99_999
        )
    assert (result.exit_code, seen) == (2, [])
    assert re.search(
        r"--resume 99999: the files make [\d,]+ triples; are they those of the first time\?",
        result.stderr,
    )


@pytest.mark.parametrize(
    "ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
)
def test_what_ends_a_load_from_outside_is_told_how_to_go_on_and_leaves_nothing(
    tmp_path, ended_by, start
):
    lines = "".join(
        f"<https://example.org/{n}> <https://example.org/p> <https://example.org/o> .\n"
        for n in range(2 * BATCH)
    )
    (tmp_path / "f.nt").write_text(lines)

    def interrupting(handler, number):
        os.kill(process.pid, ended_by) if number == 3 else (TAKEN, HELD)[
            number - 1
        ](handler, number)

    with answering(interrupting) as (url, _):
        command = [
            sys.executable,
            "-c",
            "from kg.cli import app; app(prog_name='kg')",
            "load",
            tmp_path / "f.nt",
            "--store",
            url,
        ]
        (tmp_path / "scratch").mkdir()
        scratch = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
        process = start(command, stderr=subprocess.PIPE, env=scratch)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, list((tmp_path / "scratch").iterdir())) == (
        130,
        [],
    )
    assert re.fullmatch(
        rf"kg: interrupted; {BATCH:,} of \d,\d+ triples are sent; go on with --resume {BATCH}\n",
        said,
    )


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("http://h/query", "http://h/update"),
        ("http://h/ds/query?x=1", "http://h/ds/update?x=1"),
        ("http://h/sparql", "http://h/sparql"),
        ("http://h/repositories/r", "http://h/repositories/r/statements"),
    ],
)
def test_updates_go_where_the_common_servers_take_them(place, address):
    assert update_address(place) == address


def test_an_export_is_read_in_pages_where_the_server_cuts_answers_off(invented):
    class Limited(Counting):
        def query(self, text):
            if text.startswith("SELECT ?s ?p ?o WHERE { ?s ?p ?o }"):
                raise AnswerCutOff("at most 10 rows")
            return super().query(text)

    paged = KnowledgeGraph(
        invented.workspace, Limited(invented.store.inner, 50)
    )
    assert set(paged.triples()) == set(invented.triples())
    inner = ox.Store()
    inner.extend(invented.store.inner)
    inner.add(ox.Quad(ox.BlankNode(), ox.NamedNode("urn:p"), ox.Literal("x")))
    with pytest.raises(
        StoreError,
        match="cuts answers off, and its blank nodes cannot be asked for in parts; give them IRIs",
    ):
        list(KnowledgeGraph(invented.workspace, Limited(inner, 50)).triples())
