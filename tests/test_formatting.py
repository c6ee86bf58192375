import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings, strategies as st
from rdflib.compare import isomorphic

from kg.errors import TurtleError
from kg.rdf.canonical import canonical_file
from kg.rdf.turtle import write_turtle

XSD = "http://www.w3.org/2001/XMLSchema#"
names = st.sampled_from(
    ["a", "b-c", "d.e", "é", "f%20g", "h_1", "1", "nested0"]
)
nodes = st.builds(lambda n: ox.NamedNode(f"http://e/{n}"), names) | st.builds(
    lambda n: ox.NamedNode(f"https://w3id.org/institutional-kg/id/{n}"), names
)
blanks = st.builds(lambda n: ox.BlankNode(f"n{n}"), st.integers(0, 5))
texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=12
)
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(
        lambda t, lang: ox.Literal(t, language=lang),
        texts,
        st.sampled_from(["en", "de-at"]),
    ),
    st.builds(
        lambda t: ox.Literal(t, datatype=ox.NamedNode(XSD + "integer")),
        st.sampled_from(["1", "01", "-0", "+7"]),
    ),
    st.builds(
        lambda t: ox.Literal(t, datatype=ox.NamedNode(XSD + "date")),
        st.sampled_from(["2024-02-30", "2019-01-01"]),
    ),
)
triples = st.builds(ox.Triple, nodes | blanks, nodes, nodes | blanks | literals)
graphs = st.lists(triples, min_size=1, max_size=25)


def read(turtle):
    return [
        quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    ]


def as_rdflib(found):
    written = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    return rdflib.Graph().parse(data=written, format="nt")


@given(graphs)
@settings(deadline=None)
def test_formatting_loses_and_adds_nothing(found):
    assert isomorphic(as_rdflib(read(write_turtle(found))), as_rdflib(found))


@given(graphs)
@settings(deadline=None)
def test_formatting_twice_is_formatting_once(found):
    once = write_turtle(found)
    assert write_turtle(read(once)) == once


@given(graphs, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_neither_the_order_of_triples_nor_the_names_of_blank_nodes_matter(
    found, random
):
    renamed = {f"n{i}": f"m{random.randrange(10**9)}x{i}" for i in range(6)}
    swap = [
        ox.Triple(
            *(
                ox.BlankNode(renamed[e.value])
                if isinstance(e, ox.BlankNode)
                else e
                for e in t
            )
        )
        for t in found
    ]
    random.shuffle(swap)
    assert write_turtle(swap) == write_turtle(found)


def test_all_files_of_data_and_ontology_are_in_canonical_form(root):
    files = [
        *(root / "data").rglob("*.ttl"),
        *(root / "ontology").rglob("*.ttl"),
    ]
    assert files
    odd = [
        str(f.relative_to(root))
        for f in files
        if len(set(canonical_file(f))) > 1
    ]
    assert odd == [], "mend them with: kg fmt"


SHAPE = """@prefix ex: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:S a sh:NodeShape ;
    sh:or ( [ sh:path ex:k ] [ sh:path ex:l ] ) ;
    sh:property [
        sh:in ( 1 "a, b" ) ;
        sh:path ex:p
    ] , [ sh:path ex:q ] .
"""


def test_blank_nodes_stand_in_brackets_and_lists_in_parentheses(tmp_path):
    file = tmp_path / "shape.ttl"
    file.write_text(SHAPE)
    assert canonical_file(file) == (SHAPE.encode(), SHAPE.encode())


def test_literals_keep_the_form_they_were_given_and_prefixes_of_the_file_stay(
    tmp_path,
):
    file = tmp_path / "odd.ttl"
    file.write_text(
        '@prefix schema: <http://schema.org/> . @prefix : <http://e/> .\n:b schema:n 01, 1.50, "2024-02-30" .'
    )
    expected = '@prefix :       <http://e/> .\n@prefix schema: <http://schema.org/> .\n\n:b schema:n 01 , 1.50 , "2024-02-30" .\n'
    assert canonical_file(file)[1].decode() == expected


def test_a_file_of_prefixes_alone_is_left_as_it_is(tmp_path):
    file = tmp_path / "later.ttl"
    file.write_text("# for later\n@prefix a: <http://a/> .\n")
    assert canonical_file(file) == (file.read_bytes(), file.read_bytes())


def test_a_file_with_a_comment_is_refused_unless_its_loss_is_allowed(tmp_path):
    file = tmp_path / "told.ttl"
    file.write_text(
        '<http://e/a> <http://e/b#c> "# no comment" .\n  # a comment\n'
    )
    with pytest.raises(TurtleError, match=r"told\.ttl:2:3: has a comment"):
        canonical_file(file)
    assert (
        canonical_file(file, drop_comments=True)[1]
        == b'<http://e/a> <http://e/b#c> "# no comment" .\n'
    )


def test_fmt_check_lists_the_files_and_changes_nothing_and_fmt_formats_them(
    kg, tmp_path
):
    file = tmp_path / "untidy.ttl"
    file.write_text(
        "<http://e/b>   <http://e/b> 1.<http://e/a> <http://e/b> 1 ."
    )
    listed = kg("fmt", "--check", file)
    assert (listed.exit_code, listed.stdout) == (1, f"{file}\n")
    assert (
        "1 of 1 files are not in canonical form; run kg fmt to format them"
        in listed.stderr
    )
    assert kg("fmt", file).exit_code == 0
    assert (
        file.read_text()
        == "<http://e/a> <http://e/b> 1 .\n\n<http://e/b> <http://e/b> 1 .\n"
    )
    assert kg("fmt", "--check", file).exit_code == 0


def test_a_file_whose_blank_nodes_are_too_alike_is_refused_in_one_line(
    kg, tmp_path
):
    file = tmp_path / "regular.ttl"
    pairs = [(i, j) for i in range(9) for j in range(9) if i != j]
    lines = [f"_:n{i} <http://e/p> _:n{j} .\n" for i, j in pairs]
    file.write_text("".join(lines))
    before = file.read_text()
    refused = kg("fmt", file)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert refused.stderr == (
        f"kg: {file}: 9 connected blank nodes look too much alike to be named;"
        " give them IRIs (their properties: <http://e/p>)\n"
    )
    assert file.read_text() == before
