from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.model.vocabulary import PREFIXES
from kg.rdf.read import load_files
from kg.sparql.bind import bind
from kg.store.base import MemoryStore

ROOT = Path(__file__).resolve().parent.parent
QUERY = bind(
    (ROOT / "queries" / "questions" / "corroboration.rq").read_text("utf-8"),
    {"_lang_string": ox.Literal("en")},
)
SOURCES = """
<urn:s1> dcterms:title "1" ; dcterms:issued "2020-01-01"^^xsd:date .
<urn:s2> dcterms:title "2" ; kg:issuedEarliest "2021-01-01"^^xsd:date ; kg:issuedLatest "2021-12-31"^^xsd:date .
<urn:s3> dcterms:title "3" ; prov:wasDerivedFrom <urn:s1> ; dcterms:issued "2023-01-01"^^xsd:date .
<urn:s4> dcterms:title "4" .
"""
CASES = {
    "one source": (["s1+"], ("1", "0", "2020-01-01")),
    "two passages of one source": (["s1+", "s1+"], ("1", "0", "2020-01-01")),
    "two sources": (["s1+", "s2+"], ("2", "0", "2021-12-31")),
    "a source and its copy": (["s1+", "s3+"], ("1", "0", "2023-01-01")),
    "only the copy": (["s3+"], ("1", "0", "2023-01-01")),
    "a copy of a source that contradicts": (
        ["s1-", "s3+"],
        ("1", "1", "2023-01-01"),
    ),
    "a source without date": (["s4+"], ("1", "0", None)),
    "support and contradiction": (["s1+", "s2-"], ("1", "1", "2020-01-01")),
    "two contradictions of a third": (["s1-", "s2-", "s4+"], ("1", "2", None)),
    "only contradiction": (["s1-"], ("0", "1", None)),
    "no evidence": ([], ("0", "0", None)),
}


def world(evidence):
    lines = [
        '<urn:r> a kg:Hosting ; rdfs:label "r" ; adms:status status:in-force .',
        SOURCES,
    ]
    for number, (source, sign) in enumerate((e[:-1], e[-1]) for e in evidence):
        stance = "kg:supports" if sign == "+" else "kg:contradicts"
        lines.append(f"<urn:r> prov:wasDerivedFrom <urn:e{number}> .")
        lines.append(
            f"<urn:e{number}> a kg:Evidence ; oa:hasSource <urn:{source}> ; kg:stance {stance} ."
        )
    store = load_files([*(ROOT / "ontology").glob("*.ttl")])
    head = "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in PREFIXES.items()
    )
    store.load((head + "\n".join(lines)).encode(), format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("name", CASES)
def test_a_relationship_has_its_independent_sources_its_contradictions_and_its_latest_day(
    name, to_rdflib
):
    evidence, expected = CASES[name]
    store = world(evidence)
    columns = ("independent_sources", "contradicting", "attested")
    ours = [
        tuple(None if row[c] is None else row[c].value for c in columns)
        for row in MemoryStore(store).query(QUERY)
    ]
    theirs = [
        tuple(None if row[c] is None else str(row[c]) for c in columns)
        for row in to_rdflib([q.triple for q in store]).query(
            QUERY, initNs=PREFIXES
        )
    ]
    assert ours == theirs == [expected]
