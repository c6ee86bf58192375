import io

import pytest

from kg.errors import TurtleError
from kg.rdf import guard
from kg.rdf.guard import (
    MAX_DEPTH,
    refuse_json,
    refuse_triple_terms,
    refuse_xml,
    too_long,
)

CHUNK = 1 << 20


def nested_terms(depth):
    return (
        b"<urn:a> <urn:b> "
        + b"<<( <urn:a> <urn:b> " * depth
        + b"1"
        + b" )>>" * depth
    )


def nested_json(depth):
    return b'{"a":[' * (depth // 2) + b"1" + b"]}" * (depth // 2)


def nested_xml(depth):
    return b"<x>" * depth + b"</x>" * depth


CASES = [
    (refuse_triple_terms, nested_terms),
    (refuse_json, nested_json),
    (refuse_xml, nested_xml),
]


@pytest.mark.parametrize(("refuse", "nested"), CASES)
def test_the_greatest_depth_is_read(refuse, nested):
    refuse("a", io.BytesIO(nested(MAX_DEPTH)))


@pytest.mark.parametrize(("refuse", "nested"), CASES)
def test_a_greater_depth_is_refused(refuse, nested):
    content = nested(MAX_DEPTH + 2)
    with pytest.raises(TurtleError, match=r"^a:?\d*: nests more than 200 deep"):
        refuse("a", io.BytesIO(content))


def test_marks_in_texts_iris_and_comments_that_close_nothing_do_not_count():
    hidden = b'<<( <urn:a> <urn:b> ")>>" # )>>\n' * (MAX_DEPTH + 1)
    with pytest.raises(TurtleError, match=r"nests more than 200 deep"):
        refuse_triple_terms("a", io.BytesIO(hidden))


def test_many_triple_terms_one_after_another_are_not_deep():
    refuse_triple_terms("a", io.BytesIO(nested_terms(1) * 1000))


def test_a_mark_that_two_pieces_of_a_file_share_is_seen():
    opening = b"<<( <urn:a> <urn:b> " * (MAX_DEPTH + 1)
    content = b"#" * (CHUNK - 2) + b"\n" + opening
    with pytest.raises(TurtleError, match=r"nests more than 200 deep"):
        refuse_triple_terms("a", io.BytesIO(content))


def test_brackets_in_strings_of_json_do_not_count():
    content = b'{"a": "' + b"[" * 1000 + b'\\"' + b"{" * 1000 + b'"}'
    refuse_json("a", io.BytesIO(content))


def test_an_entity_is_refused_with_its_line():
    content = b'<!DOCTYPE x [\n<!ENTITY ha "ha">]><x>&ha;</x>'
    with pytest.raises(TurtleError, match=r"^a:2: declares the entity 'ha'"):
        refuse_xml("a", io.BytesIO(content))


def test_what_is_not_xml_is_refused_with_line_and_column():
    with pytest.raises(TurtleError, match=r"^a:2:3: mismatched tag$"):
        refuse_xml("a", io.BytesIO(b"<x>\n</y>"))


def test_a_text_is_as_long_as_it_may_be_and_no_longer(monkeypatch):
    monkeypatch.setattr(guard, "MAX_LITERAL", 10)
    refuse_xml("a", io.BytesIO(b"<x>0123456789<y/>0123456789</x>"))
    with pytest.raises(
        TurtleError, match=r"^a: a literal, IRI or line is longer"
    ):
        refuse_xml("a", io.BytesIO(b"<x>0123456789a</x>"))


def test_a_long_literal_is_told_with_the_limit():
    assert str(too_long("a.nt")) == (
        "a.nt: a literal, IRI or line is longer than 16 MiB;"
        " keep texts in files of their own"
    )
