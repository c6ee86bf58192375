from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.load import load_files
from kg.rules import apply_rules

ROOT = Path(__file__).resolve().parent.parent
RULES = sorted((ROOT / "queries" / "rules").glob("*.rq"))
CASES = ROOT / "tests" / "rules"


def triples(store):
    return {quad.triple for quad in store}


@pytest.mark.parametrize("rule", RULES, ids=lambda p: p.stem)
def test_a_rule_derives_exactly_what_is_expected(rule):
    start = CASES / rule.stem / "before.ttl"
    store = load_files([start])
    before = len(store)
    apply_rules(store, [rule])
    derived = triples(store) - triples(load_files([start]))
    assert derived == triples(load_files([CASES / rule.stem / "derived.ttl"]))
    assert len(store) - before == len(derived)


def test_applying_the_rules_again_derives_nothing(invented, graph):
    for world in (invented, graph):
        before = len(world.store.inner)
        apply_rules(world.store.inner, RULES)
        assert len(world.store.inner) == before


def test_a_relationship_that_is_not_in_force_yields_no_shortcut(invented, graph):
    query = """
    SELECT ?from ?shortcut ?to WHERE {
      ?kind kg:shortcut ?shortcut ; kg:fromRole ?fromRole ; kg:toRole ?toRole .
      ?relationship a ?kind ; adms:status ?status ; ?fromRole ?from ; ?toRole ?to .
      ?from ?shortcut ?to .
      FILTER (?status != status:in-force && ?from != ?to)
      FILTER NOT EXISTS {
        ?other a/kg:shortcut ?shortcut ; adms:status status:in-force ; ?fromRole ?from ; ?toRole ?to
      }
      FILTER (?shortcut NOT IN (kg:partnerOf, kg:partOf))
    }"""
    assert [world.query(query).rows for world in (invented, graph)] == [[], []]


def test_a_candidate_has_no_shortcut_to_the_network_it_applies_to(graph):
    query = "SELECT ?p WHERE { id:l-dih ?p id:edih-network }"
    assert graph.query(query).rows == []


def test_a_rule_that_is_no_construct_query_is_refused(tmp_path):
    rule = tmp_path / "bad.rq"
    rule.write_text("SELECT ?s WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match=r"bad\.rq: a rule must be a CONSTRUCT query"):
        apply_rules(load_files([]), [rule])
