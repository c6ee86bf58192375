from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.rdf.read import load_files
from kg.store.rules import apply_rules
from kg.store.rules_on_disk import apply_rules_in_bulk

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


def test_a_relationship_that_is_not_in_force_yields_no_shortcut(
    invented, graph
):
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
    with pytest.raises(
        QueryError, match=r"bad\.rq: a rule must be a CONSTRUCT query"
    ):
        apply_rules(load_files([]), [rule])


ODD = """
PREFIX : <https://example.org/>
:a :p :b, "text", "<\\t>"@en, "1"^^:type, 5, _:blank, <<( :a :p :b )>> . _:blank :p :c . :b :p :a . :c :p :c, <https://example.org/å-🐑> .
"""
TEMPLATES = (
    "?s :q ?o",
    "?o :q ?s",
    "?o ?p ?s .",
    "?s ?p ?o . ?o ?p ?s",
    "?s :q ?o , ?p",
    "?s a ?o",
    "?s <https://example.org/q> ?o",
    "?s :q ?s",
    ":x :q ?o",
    "?s :q 1",
    "?s :q ?unbound",
    "[] :q ?o",
    "?s :q ?o ; :r ?o",
    "$s :q ?s",
)


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p ?o",
        "?s ?p ?o FILTER (ISIRI(?s) && ISIRI(?o))",
        "?s ?p ?o OPTIONAL { ?o :p ?unbound }",
    ],
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_rule_derives_the_same_on_disk_as_in_memory(
    template, pattern, tmp_path
):
    rule = tmp_path / "10-rule.rq"
    rule.write_text(
        f"PREFIX : <https://example.org/>\n# CONSTRUCT\nCONSTRUCT {{ {template} }} WHERE {{ {pattern} }}",
        "utf-8",
    )
    stores = ox.Store(), ox.Store(tmp_path / "disk")
    for store in stores:
        store.load(ODD, format=ox.RdfFormat.TURTLE)
    before = len(stores[0])
    apply_rules(stores[0], [rule])
    apply_rules_in_bulk(stores[1], [rule], tmp_path, lambda name: None)
    in_memory, on_disk = map(ox.Dataset, stores)
    for dataset in (in_memory, on_disk):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert on_disk == in_memory
    assert len(stores[0]) > before or template == "?s :q ?unbound"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "10-rule.rq",
        "disk",
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "{ SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SERVICE asks another server",
        ),
        (
            "{ # \rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o }\n }",
            "SERVICE asks another server",
        ),
        ("{ ?s ?p ?o " + "FILTER (true) " * 5000 + "}", "at most 200 and 2000"),
    ],
    ids=["service", "hidden service", "long"],
)
def test_a_rule_that_would_fetch_or_exhaust_the_stack_is_refused(
    body, message, tmp_path
):
    rule = tmp_path / "10-rule.rq"
    rule.write_bytes(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {body}".encode())
    with pytest.raises(QueryError, match=rf"10-rule\.rq: .*{message}"):
        apply_rules(ox.Store(), [rule])
    with pytest.raises(QueryError, match=rf"10-rule\.rq: .*{message}"):
        apply_rules_in_bulk(
            ox.Store(tmp_path / "disk"), [rule], tmp_path, lambda name: None
        )


@pytest.mark.parametrize(
    "rest", ["WHERE { ?s ?p ?o } ORDER BY ?s", "WHERE { ?s ?p ?o } LIMIT 1"]
)
def test_what_no_update_can_say_is_refused_on_disk_as_in_memory(rest, tmp_path):
    rule = tmp_path / "10-rule.rq"
    rule.write_text(
        f"PREFIX : <https://example.org/>\nCONSTRUCT {{ ?s :q ?o }} {rest}",
        "utf-8",
    )
    with pytest.raises(QueryError) as in_memory:
        apply_rules(ox.Store(), [rule])
    with pytest.raises(QueryError) as on_disk:
        apply_rules_in_bulk(
            ox.Store(tmp_path / "disk"), [rule], tmp_path, lambda name: None
        )
    assert str(on_disk.value) == str(in_memory.value)
    assert (
        "10-rule.rq: a rule is written CONSTRUCT { … } WHERE { … }, without FROM"
        in str(on_disk.value)
    )


def test_a_rule_that_is_no_sparql_is_told_with_its_place_in_one_line(tmp_path):
    rule = tmp_path / "bad.rq"
    said = []
    for text in (
        "CONSTRUCT { ?a kg:q ?b } WHER { ?a kg:p ?b }",
        "CONSTRUCT { ?a kg:q ?b } WHERE { } ORDER BY",
    ):
        rule.write_text(text)
        with pytest.raises(QueryError) as refused:
            apply_rules(load_files([]), [rule])
        said.append(str(refused.value))
    assert said == [
        f"{rule}: the rule is not SPARQL: error at 1:31: expected WHERE",
        f"{rule}: the rule is not SPARQL: error at 1:44",
    ]
