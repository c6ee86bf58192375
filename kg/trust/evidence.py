"""Evidence as the data records it: which span of which text, for which relationship, of which parties."""

from collections import defaultdict
from dataclasses import dataclass

from kg.model.terms import Table
from kg.sparql.labels import english_label
from kg.store.base import MemoryStore
from kg.store.query import ask_store
from kg.trust.passages import Span

_EVIDENCE = """
SELECT DISTINCT ?evidence ?says ?selector ?start ?end ?passage ?quote ?source ?file ?hash ?language WHERE {
  { ?evidence a kg:Evidence } UNION { ?relationship adms:status ?status ; prov:wasDerivedFrom ?evidence }
  OPTIONAL { ?evidence dcterms:description ?says }
  OPTIONAL { ?evidence oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end }
  OPTIONAL { ?evidence oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?evidence kg:passageSHA256 ?passage }
  OPTIONAL {
    ?evidence oa:hasSource ?source
    OPTIONAL { ?source dcterms:identifier ?file }
    OPTIONAL { ?source kg:textSHA256 ?hash }
    OPTIONAL { ?source dcterms:language ?language }
  }
} ORDER BY ?file ?start ?end ?evidence ?says ?selector ?quote ?passage ?source ?hash ?language"""
_CLAIMS = """
SELECT DISTINCT ?relationship ?evidence ?status ?stance WHERE {
  ?relationship adms:status/skos:notation ?status ; prov:wasDerivedFrom ?evidence .
  ?evidence kg:stance ?stance .
} ORDER BY ?relationship ?evidence ?status ?stance"""
_PARTIES = """
SELECT DISTINCT ?relationship ?party ?alias ?name WHERE {
  ?role rdfs:subPropertyOf* kg:participant .
  ?relationship ?role ?party .
  { ?party skos:prefLabel ?name BIND (false AS ?alias) } UNION { ?party skos:altLabel ?name BIND (true AS ?alias) }
} ORDER BY ?relationship ?party ?alias ?name"""
_CUES = f"""
SELECT DISTINCT ?words (LANG(?words) AS ?language) ?status WHERE {{
  ?cue kg:hintsAt ?state ; skos:prefLabel|skos:altLabel ?words .
  {english_label("?state", "skos:prefLabel", "?status")}
}} ORDER BY ?words ?language ?status"""
_NEEDED = {
    "source": "oa:hasSource",
    "file": "source with dcterms:identifier",
    "hash": "source with kg:textSHA256",
    "start": "selector with oa:start and oa:end",
    "passage": "kg:passageSHA256",
}
_SINGLE = ("source", "file", "hash", "selector", "start", "end", "passage")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a source, as recorded."""

    iri: str
    says: str
    source: str
    file: str
    language: str
    text_hash: str
    selector: str
    span: Span | None
    passage_hash: str
    quote: str
    problem: str
    """What the record lacks or has twice, so that nothing can be verified; empty where it is whole."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A relationship and a passage that it rests on."""

    relationship: str
    evidence: str
    status: str
    supports: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that hint at a status other than in force, in a language; empty where it is not said."""

    words: str
    language: str
    status: str


def read_evidence(store: MemoryStore) -> list[Evidence]:
    """Return all evidence, that of each source in the order of its text."""
    recorded: dict[str, dict[str, list[str]]] = {}
    for row in _rows(store, _EVIDENCE):
        values = recorded.setdefault(row["evidence"], defaultdict(list))
        for name, value in row.items():
            if value not in values[name]:
                values[name].append(value)
    return [_evidence(iri, values) for iri, values in recorded.items()]


def _evidence(iri: str, values: dict[str, list[str]]) -> Evidence:
    first = {name: found[0] for name, found in values.items()}
    problem, span = _problem(values), None
    if "start" in first and "end" in first:
        try:
            span = int(first["start"]), int(first["end"])
        except ValueError:
            problem = problem or "the span is not made of whole numbers"
    return Evidence(
        iri,
        first.get("says", ""),
        first.get("source", ""),
        first.get("file", ""),
        first.get("language", ""),
        first.get("hash", ""),
        first.get("selector", ""),
        span,
        first.get("passage", ""),
        first.get("quote", ""),
        problem,
    )


def _problem(values: dict[str, list[str]]) -> str:
    for name, what in _NEEDED.items():
        if not values.get(name):
            return f"the record has no {what}"
    several = [name for name in _SINGLE if len(values.get(name, ())) > 1]
    return f"the record has several of: {', '.join(several)}" if several else ""


def read_claims(store: MemoryStore) -> list[Claim]:
    """Return which relationship rests on which evidence."""
    return [
        Claim(
            row["relationship"],
            row["evidence"],
            row["status"],
            not row["stance"].endswith("#contradicts"),
        )
        for row in _rows(store, _CLAIMS)
    ]


def read_parties(store: MemoryStore) -> dict[str, dict[str, list[str]]]:
    """Return the names of each party by relationship and party, the label first."""
    parties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(store, _PARTIES):
        parties[row["relationship"]][row["party"]].append(row["name"])
    return parties


def read_cues(store: MemoryStore) -> list[Cue]:
    """Return the words that hint at another status than in force."""
    return [
        Cue(row["words"], row.get("language", ""), row["status"]) for row in _rows(store, _CUES)
    ]


def _rows(store: MemoryStore, query: str) -> list[dict[str, str]]:
    """Return the rows of a query as texts by variable, without what is unbound."""
    answer = ask_store(store, query)
    assert isinstance(answer, Table)
    return [
        {
            name: term.value if hasattr(term, "value") else str(term)
            for name, term in zip(answer.columns, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
