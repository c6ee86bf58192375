"""Terms of other vocabularies are declared for OWL tools; shapes ask nothing of them."""

import pytest
import rdflib

from kg.model.vocabulary import PREFIXES
from kg.trust.check import check_workspace
from kg.trust.foreign import leave_out_foreign_terms
from kg.workspace.folders import find_workspace

DECLARATIONS = """
org:Organization a owl:Class .
org:hasSite a owl:ObjectProperty .
<http://xmlns.com/foaf/0.1/name> a rdf:Property , owl:DatatypeProperty .
"""


def left(text):
    """Return the subjects of which something remains."""
    graph = rdflib.Graph()
    head = "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()
    )
    graph.parse(data=head + text, format="turtle")
    leave_out_foreign_terms(graph)
    return {str(subject) for subject in graph.subjects()}


def violations(folder):
    report = check_workspace(find_workspace(folder))
    return [
        (f.rule, f.resource)
        for f in report.findings
        if f.severity == "violation"
    ]


def test_a_workspace_may_declare_foreign_terms(with_facts):
    assert violations(with_facts(DECLARATIONS)) == []


def test_declarations_are_left_out():
    assert left(DECLARATIONS) == set()


def test_a_term_that_is_described_stays():
    assert left('<urn:x/own> a owl:Class ; rdfs:label "own"@en .') == {
        "urn:x/own"
    }


def test_a_bare_term_stays_where_its_namespace_has_one_that_is_described():
    text = '<urn:x/bare> a owl:Class . <urn:x/own> a owl:Class ; rdfs:label "own"@en .'
    assert left(text) == {"urn:x/bare", "urn:x/own"}


@pytest.mark.parametrize("prefix", ["id", "rel"])
def test_what_is_no_term_stays(prefix):
    assert left(f"{prefix}:x a org:FormalOrganization .") == {
        PREFIXES[prefix] + "x"
    }


def test_an_own_term_without_a_label_is_reported(with_facts):
    text = ':odd a owl:Class ; skos:definition "A thing that is odd."@en .'
    assert violations(with_facts(text)) == [
        ("term-label", "https://example.org/id/odd")
    ]
