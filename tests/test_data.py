"""The bundled data, tested like code."""

import hashlib
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.model.vocabulary import PREFIXES, node
from kg.rdf.read import load_files
from kg.store.base import MemoryStore
from kg.store.query import select

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT / "tests" / "registry.json"
FILES = sorted((ROOT / "data").rglob("*.ttl"))
WORDS = 9
"""A run of so many words that a file of ours shares with a source counts as copied. Names of bodies are shorter."""


@pytest.fixture(scope="module")
def asserted():
    return MemoryStore(load_files(FILES))


def rows(store, query):
    return [
        tuple(None if t is None else t.value for t in row)
        for row in select(store, query)
    ]


def test_no_blank_node_is_in_the_data(asserted):
    terms = {t for q in asserted.inner for t in (q.subject, q.object)}
    assert [t for t in terms if isinstance(t, ox.BlankNode)] == []


def test_every_iri_of_ours_that_is_used_is_described(graph):
    store = graph.store.inner
    used = {
        t
        for q in store
        for t in (q.subject, q.predicate, q.object)
        if isinstance(t, ox.NamedNode)
    }
    ours = {
        t
        for t in used
        if t.value.startswith("https://w3id.org/institutional-kg/")
    }
    undescribed = {
        t.value
        for t in ours
        if next(store.quads_for_pattern(t, None, None), None) is None
    }
    assert undescribed <= {
        PREFIXES["id"],
        "https://w3id.org/institutional-kg/ontology/0.3.0",
    }


def test_names_are_trimmed_and_no_two_organisations_share_one(asserted):
    names = rows(
        asserted,
        "SELECT ?name ?o WHERE { ?o skos:prefLabel|skos:altLabel ?name ; org:classification ?t }",
    )
    assert all(name == name.strip() and "  " not in name for name, _ in names)
    owners = {}
    for name, organisation in names:
        owners.setdefault(name.casefold(), set()).add(organisation)
    assert {name: o for name, o in owners.items() if len(o) > 1} == {}


def test_every_relationship_has_a_label_a_status_and_evidence_with_a_source(
    asserted,
):
    query = """
    SELECT ?r WHERE { ?r prov:wasDerivedFrom|adms:status ?x
      FILTER NOT EXISTS { ?r rdfs:label ?l ; adms:status ?s ; prov:wasDerivedFrom ?e .
        ?e oa:hasSource ?d ; oa:hasSelector ?p ; kg:passageSHA256 ?h ; kg:stance ?st ; dcterms:description ?says .
        ?p oa:start ?a ; oa:end ?b . ?d kg:textSHA256 ?t FILTER(?a < ?b) } }"""
    assert rows(asserted, query) == []


def test_every_source_is_dated_or_says_why_it_is_not(asserted):
    query = """SELECT ?s WHERE { ?s kg:textSHA256 ?h
      FILTER NOT EXISTS { ?s dcterms:issued ?d }
      FILTER NOT EXISTS { ?s kg:issuedEarliest|kg:issuedLatest ?d ; skos:editorialNote ?why } }"""
    assert rows(asserted, query) == []


def test_an_instrument_of_several_parties_is_one_relationship(asserted):
    query = "SELECT (COUNT(?p) AS ?n) WHERE { rel:greater-region-hubs-declaration a kg:Partnership ; kg:party ?p }"
    assert rows(asserted, query) == [("5",)]


def test_the_only_memorandum_is_the_one_that_its_source_calls_so(asserted):
    query = "SELECT ?r ?p WHERE { ?r a kg:MemorandumOfUnderstanding ; kg:party ?p } ORDER BY ?p"
    assert [p.rpartition("/")[2] for _, p in rows(asserted, query)] == [
        "luxinnovation",
        "skolkovo-foundation",
    ]


def test_every_passage_is_where_the_data_say_and_has_the_recorded_hash(world):
    query = """SELECT ?file ?text ?start ?end ?hash WHERE {
      ?e oa:hasSource ?s ; oa:hasSelector ?p ; kg:passageSHA256 ?hash . ?p oa:start ?start ; oa:end ?end .
      ?s dcterms:identifier ?file ; kg:textSHA256 ?text }"""
    found = rows(MemoryStore(load_files(world.files())), query)
    assert len(found) >= 5
    for name, text_hash, start, end, passage_hash in found:
        content = (world.texts / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == text_hash
        passage = content.decode("utf-8")[int(start) : int(end)]
        assert passage == passage.strip()
        assert (
            hashlib.sha256(passage.encode("utf-8")).hexdigest() == passage_hash
        )


def test_every_file_of_facts_holds_evidence(world):
    files = [file for file in world.files() if file.parent.name == "facts"]
    evidence = node("kg:Evidence")
    assert files
    assert [
        f
        for f in files
        if not list(load_files([f]).quads_for_pattern(None, None, evidence))
    ] == []


def test_every_source_document_was_read(world):
    store = MemoryStore(load_files(world.files()))
    files = {
        f
        for (f,) in rows(store, "SELECT ?f WHERE { ?s dcterms:identifier ?f }")
    }
    assert files == {p.name for p in world.texts.glob("*.txt")}


def words(text):
    return re.findall(r"\w+", text.casefold())


def runs(text):
    found = words(text)
    return {tuple(found[i : i + WORDS]) for i in range(len(found) - WORDS + 1)}


def readable(root):
    """Yield the files of a folder that hold words of ours."""
    for pattern in (
        "**/*.ttl",
        "**/*.md",
        "**/*.py",
        "**/*.rq",
        "**/*.csv",
        "*.cff",
    ):
        for path in root.glob(pattern):
            if not {".venv", "node_modules", "build"} & set(
                path.relative_to(root).parts
            ):
                yield path


def test_no_sentence_of_a_source_is_copied_into_the_repository(world):
    of_sources = set()
    for source in world.texts.glob("*.txt"):
        of_sources |= runs(source.read_text("utf-8"))
    assert of_sources
    copied = {}
    for path in readable(world.root if world.root.name == "proven" else ROOT):
        shared = runs(path.read_text("utf-8")) & of_sources
        if shared:
            copied[str(path)] = shared
    assert copied == {}


def registry():
    """Return the records of the registry that organisations are matched to: the names and identifiers in them."""
    return {
        record["id"]: record
        for record in json.loads(REGISTRY.read_text("utf-8"))
    }


def test_what_is_matched_to_the_registry_bears_the_name_that_the_registry_gives(
    asserted,
):
    records = registry()
    matches = rows(
        asserted,
        'SELECT ?o ?ror WHERE { ?o skos:exactMatch ?ror FILTER(STRSTARTS(STR(?ror), "https://ror.org/")) }',
    )
    assert len(matches) == 4
    for organisation, ror in matches:
        subject = ox.NamedNode(organisation)
        ours = {
            q.object.value
            for p in ("skos:prefLabel", "skos:altLabel")
            for q in asserted.inner.quads_for_pattern(subject, node(p), None)
        }
        assert set(records[ror]["names"]) <= ours


def test_wikidata_identifiers_are_those_of_the_registry_records(asserted):
    records = registry()
    query = """SELECT ?ror ?wd WHERE { ?o skos:exactMatch ?ror , ?wd
      FILTER(STRSTARTS(STR(?ror), "https://ror.org/") && STRSTARTS(STR(?wd), "http://www.wikidata.org/entity/")) }"""
    found = rows(asserted, query)
    assert len(found) == 3
    for ror, wikidata in found:
        known = records[ror]["wikidata"]
        assert wikidata.rpartition("/")[2] in known
