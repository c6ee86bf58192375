import gzip
import io

import pyoxigraph as ox
import pytest

from kg.errors import TurtleError
from kg.rdf.syntaxes import BY_NAME
from kg.store import load_worker
from kg.store.load_worker import load_stream

LINE = b"<urn:a> <urn:b> <urn:c> .\n"
TRIPLE = ox.Triple(
    ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c")
)


@pytest.fixture
def load():
    """Load bytes into a new store; return its triples and the bytes reported."""

    def make(content, syntax="turtle", packed=False):
        store = ox.Store()
        reports = []
        load_stream(
            store,
            "a.ttl",
            io.BytesIO(content),
            BY_NAME[syntax],
            packed,
            reports.append,
        )
        return [quad.triple for quad in store], sum(reports)

    return make


def test_a_stream_is_loaded_and_its_bytes_are_reported(load):
    assert load(LINE) == ([TRIPLE], len(LINE))


def test_a_mark_of_byte_order_is_left_out(load):
    triples, _ = load(b"\xef\xbb\xbf" + LINE)
    assert triples == [TRIPLE]


def test_of_gzip_the_packed_bytes_are_reported(load):
    packed = gzip.compress(LINE)
    assert load(packed, packed=True) == ([TRIPLE], len(packed))


def test_gzip_that_unpacks_without_end_is_refused(load, monkeypatch):
    monkeypatch.setattr(load_worker, "FREE", 1 << 20)
    bomb = gzip.compress(LINE + b"#" * (1 << 23))
    with pytest.raises(
        TurtleError, match=r"^a\.ttl: unpacks to more than 200 times its size"
    ):
        load(bomb, packed=True)


def test_an_empty_file_is_refused(load):
    with pytest.raises(TurtleError, match=r"^a\.ttl: is empty"):
        load(b" \n")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (gzip.compress(LINE), "gzip"),
        (b"PK\x03\x04" + bytes(30), "a zip archive"),
        (b"<!DOCTYPE html><p>Not found</p>", "a web page"),
    ],
)
def test_what_is_not_rdf_is_told_by_its_first_bytes(load, content, what):
    with pytest.raises(TurtleError, match=rf"^a\.ttl:1:1: .*looks like {what}"):
        load(content)
