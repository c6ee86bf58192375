"""Triples inserted into a file as text, held to writing the whole file anew."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings, strategies as st

from kg.rdf.insert import find_block, insert
from kg.rdf.read import read_turtle
from kg.rdf.turtle import write_turtle

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data").rglob("*.ttl"))
NAMES = st.text("ab-1", min_size=1, max_size=3)
IRIS = st.builds(
    lambda space, name: ox.NamedNode(space + name),
    st.sampled_from(
        (
            "https://w3id.org/institutional-kg/id/",
            "http://purl.org/dc/terms/",
            "https://example.org/own/",
            "urn:x:",
        )
    ),
    NAMES,
)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12
)
LITERALS = st.builds(
    ox.Literal, TEXTS | st.sampled_from(['"""', " # ", "a\n\nb .", "<x>", "\\"])
)
TRIPLES = st.builds(ox.Triple, IRIS, IRIS, IRIS | LITERALS)


@given(
    st.sets(TRIPLES, min_size=1, max_size=8),
    st.sets(TRIPLES, min_size=1, max_size=4),
)
@settings(max_examples=300, deadline=None)
def test_a_file_with_triples_inserted_is_the_file_written_anew(there, added):
    content = write_turtle(there, {"own": "https://example.org/own/"})
    reader = ox.parse(content, format=ox.RdfFormat.TURTLE)
    assert set(there) == {quad.triple for quad in reader}
    inserted = insert(content, added)
    assert inserted in (None, write_turtle({*there, *added}, reader.prefixes))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_subject_of_the_bundled_files_can_be_inserted_again(path):
    _, triples, prefixes = read_turtle(path)
    whole = write_turtle(triples, prefixes)
    for subject in {t.subject for t in triples}:
        own = [t for t in triples if t.subject == subject]
        others = [t for t in triples if t.subject != subject]
        if others:
            assert insert(write_turtle(others, prefixes), own) == whole


ODD = {
    "a comment": b'<urn:a> <urn:b> "c" . # said\n',
    "a comment above": b'# said\n<urn:a> <urn:b> "c" .\n',
    "a long literal": b'<urn:a> <urn:b> """c\n\nd .""" .\n',
    "subjects out of order": b'<urn:b> <urn:b> "c" .\n\n<urn:a> <urn:b> "c" .\n',
    "a subject twice": b'<urn:a> <urn:b> "c" .\n\n<urn:a> <urn:b> "d" .\n',
    "statements without a line between": b'<urn:a> <urn:b> "c" .\n<urn:b> <urn:b> "d" .\n\n<urn:a> <urn:b> "e" .\n',
    "a blank node as a subject": b'_:x <urn:b> "c" .\n',
    "a base": b'@base <urn:x> .\n\n<a> <urn:b> "c" .\n',
    "prefixes as SPARQL has them": b'PREFIX x: <urn:x:>\n\nx:a <urn:b> "c" .\n',
    "prefixes alone": b"@prefix x: <urn:x:> .\n",
}


@pytest.mark.parametrize("name", ODD)
def test_a_file_that_is_not_canonical_is_not_changed_as_text(name):
    added = ox.Triple(
        ox.NamedNode("urn:z"), ox.NamedNode("urn:b"), ox.Literal("z")
    )
    assert insert(ODD[name], [added]) is None


def test_a_number_sign_in_an_iri_or_a_literal_is_no_comment():
    there = ox.Triple(
        ox.NamedNode("urn:a#b"), ox.NamedNode("urn:b"), ox.Literal("no # 3")
    )
    added = ox.Triple(
        ox.NamedNode("urn:z"), ox.NamedNode("urn:b"), ox.Literal("z")
    )
    assert insert(write_turtle([there]), [added]) == write_turtle(
        [there, added]
    )


def test_the_block_of_a_subject_is_found_with_its_place():
    content = (
        b"@prefix dcterms: <http://purl.org/dc/terms/> .\n\n"
        b'<urn:a> dcterms:title "One" .\n\n'
        b'<urn:b> dcterms:title "Two" ;\n    <urn:c> "d" .\n'
    )
    block = find_block(content, "urn:b")
    assert block.content == (
        b"@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        b'<urn:b> dcterms:title "Two" ;\n    <urn:c> "d" .'
    )
    assert block.lines_above == 3
    assert find_block(content, "urn:none") is None
