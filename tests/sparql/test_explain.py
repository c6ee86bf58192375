import pyoxigraph as ox
import pytest

from kg.model.vocabulary import PREFIXES
from kg.sparql.explain import explain

UNKNOWN_PREFIX = "SELECT * WHERE {\n  ?s skoss:prefLabel ?o\n}"


def explained(text):
    """Explain the error that the engine itself gives."""
    with pytest.raises((SyntaxError, ValueError)) as caught:
        ox.Store().query(text, prefixes=PREFIXES)
    return explain(text, str(caught.value))


def test_the_line_is_shown_with_a_caret_below_the_place():
    error = explained(UNKNOWN_PREFIX)
    assert str(error) == (
        "query, line 2, column 6: unknown prefix 'skoss:'; did you mean skos:?\n"
        "    ?s skoss:prefLabel ?o\n"
        "       ^"
    )
    assert (error.line, error.column) == (2, 6)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        (
            "SELECT * { ?s zzzzzz:p ?o }",
            (1, 15),
            "unknown prefix 'zzzzzz:'; declare it",
        ),
        (
            "SELCT * { ?s ?p ?o }",
            (1, 1),
            "unknown keyword 'SELCT'; did you mean SELECT?",
        ),
        (
            "DELETE WHERE { ?s ?p ?o }",
            (1, 1),
            "DELETE changes a graph, and a query only reads;"
            " change the files, or use kg add",
        ),
        (
            "SELECT COUNT(?s) { ?s ?p ?o }",
            (1, 8),
            "an aggregate needs brackets and a name; write (COUNT(…) AS ?name)",
        ),
        (
            "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o }",
            (1, 8),
            "?p stands beside an aggregate; add GROUP BY ?p at the end",
        ),
        (
            "SELECT * { ?s ?p ?o ",
            (1, 21),
            "not valid SPARQL here; look for a missing dot or bracket",
        ),
    ],
)
def test_a_malformed_query_is_explained_by_one_hint(text, place, hint):
    error = explained(text)
    line, column = place
    head = str(error).partition("\n")[0]
    assert head == f"query, line {line}, column {column}: {hint}"
    assert (error.line, error.column) == place
