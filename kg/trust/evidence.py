"""Evidence as recorded in the data.

A record says which span of which text supports or contradicts a relationship.
Verification, pages and the curating commands read evidence here.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.model.terms import Term, as_literal, text
from kg.network.lookup import select_about
from kg.sparql.labels import best_label
from kg.store.base import Store
from kg.store.query import select
from kg.trust.passages import Span

_COLUMNS = (
    "evidence",
    "says",
    "stance",
    "attests",
    "selector",
    "start",
    "end",
    "passage",
    "quote",
    "source",
    "file",
    "hash",
    "language",
)
_DETAILS = """
  OPTIONAL { ?evidence dcterms:description ?says }
  OPTIONAL { ?evidence kg:stance ?stance }
  OPTIONAL { ?evidence kg:attests ?attests }
  OPTIONAL { ?evidence oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end }
  OPTIONAL { ?evidence oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?evidence kg:passageSHA256 ?passage }
  OPTIONAL {
    ?evidence oa:hasSource ?source
    OPTIONAL { ?source dcterms:identifier ?file }
    OPTIONAL { ?source kg:textSHA256 ?hash }
    OPTIONAL { ?source dcterms:language ?language }
  }"""
_SELECT = f"SELECT DISTINCT {' '.join(f'?{column}' for column in _COLUMNS)}"
_EVIDENCE = f"""{_SELECT} WHERE {{
  {{ ?evidence a kg:Evidence }}
  UNION
  {{ ?relationship adms:status ?status ; prov:wasDerivedFrom ?evidence }}
  {_DETAILS}
}}"""
_CITED = f"""{_SELECT} WHERE {{
  ?relationship prov:wasDerivedFrom ?evidence .
  {_DETAILS}
}}"""
_CITATIONS = """
SELECT DISTINCT ?relationship ?evidence (COALESCE(?notation, STR(?state)) AS ?status) WHERE {
  ?relationship adms:status ?state ; prov:wasDerivedFrom ?evidence .
  OPTIONAL { ?state skos:notation ?notation }
} ORDER BY ?relationship ?evidence ?status"""
_PARTIES = """
SELECT DISTINCT ?relationship ?party ?alias ?name WHERE {
  ?role rdfs:subPropertyOf* kg:participant .
  ?relationship ?role ?party .
  { ?party skos:prefLabel ?name BIND (false AS ?alias) }
  UNION
  { ?party skos:altLabel ?name BIND (true AS ?alias) }
} ORDER BY ?relationship ?party ?alias ?name"""
_CUES = f"""
SELECT DISTINCT ?words (LANG(?words) AS ?language) ?status WHERE {{
  ?cue kg:hintsAt ?state ; skos:prefLabel|skos:altLabel ?words .
  {best_label("?state", "skos:prefLabel", "?status")}
}} ORDER BY ?words ?language ?status"""
_NEEDED = {
    "source": "oa:hasSource",
    "file": "source with dcterms:identifier",
    "hash": "source with kg:textSHA256",
    "start": "selector with oa:start and oa:end",
    "passage": "kg:passageSHA256",
}
_SINGLE = ("source", "file", "hash", "selector", "start", "end", "passage")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a source, as recorded; missing texts are empty."""

    iri: str
    says: ox.Literal | None
    """The content of the passage, in the words of the curator."""
    stance: str
    """IRI of the stance: the passage supports or contradicts the claim."""
    source: str
    file: str
    language: str
    text_hash: str
    selector: str
    span: Span | None
    passage_hash: str
    quote: str
    problem: str
    """What the record lacks or has twice, so that nothing can be verified.

    It is empty if the record is complete.
    """
    attests: str = ""
    """IRI of the status that the passage gives the relationship."""

    @property
    def supports(self) -> bool:
        """Whether the passage is recorded as supporting the claim."""
        return bool(self.stance) and not self.stance.endswith("#contradicts")

    @property
    def shown_span(self) -> Span | None:
        """The span, None if it has a negative number.

        Python counts negative numbers from the end of a text: such a span must
        not be looked up.
        """
        if self.span is None or min(self.span) < 0:
            return None
        return self.span


@dataclass(frozen=True, slots=True)
class Citation:
    """A relationship, the notation of its status, and a piece of evidence that it cites."""

    relationship: str
    evidence: str
    status: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that hint at a status other than in force."""

    words: str
    language: str
    """Empty if it is not stated."""
    status: str


def read_evidence(store: Store) -> list[Evidence]:
    """Return all evidence, in the order of the texts."""
    return _gather(select(store, _EVIDENCE))


def read_cited_evidence(
    store: Store, relationships: Collection[str]
) -> list[Evidence]:
    """Return the evidence that some relationships cite, in order of the texts."""
    return _gather(select_about(store, _CITED, "relationship", relationships))


def read_citations(
    store: Store, relationships: Collection[str] | None = None
) -> list[Citation]:
    """Return the citations of all relationships, or of some."""
    if relationships is None:
        rows = select(store, _CITATIONS)
    else:
        rows = select_about(store, _CITATIONS, "relationship", relationships)
    return [
        Citation(text(citing), text(cited), text(status))
        for citing, cited, status in rows
    ]


def read_parties(store: Store) -> dict[str, dict[str, list[str]]]:
    """Return the names of each party by relationship and party, the label first."""
    parties: dict[str, dict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for relationship, party, _, name in select(store, _PARTIES):
        parties[text(relationship)][text(party)].append(text(name))
    return parties


def read_cues(store: Store) -> list[Cue]:
    """Return the words that hint at another status than in force."""
    rows = select(store, _CUES)
    return [
        Cue(text(words), text(language), text(status))
        for words, language, status in rows
    ]


def _gather(rows: Iterable[Sequence[Term | None]]) -> list[Evidence]:
    """Return one value per piece of evidence.

    A property with several values makes several rows.
    """
    recorded: dict[str, dict[str, set[Term]]] = {}
    for row in rows:
        cells = dict(zip(_COLUMNS, row, strict=True))
        iri = text(cells["evidence"])
        values = recorded.setdefault(iri, defaultdict(set))
        for column, term in cells.items():
            if term is not None:
                values[column].add(term)
    found = [_evidence(iri, values) for iri, values in recorded.items()]
    return sorted(found, key=_place)


def _evidence(iri: str, recorded: dict[str, set[Term]]) -> Evidence:
    values = {
        column: sorted(terms, key=str) for column, terms in recorded.items()
    }
    first = {column: text(terms[0]) for column, terms in values.items()}
    problem = _problem(values)
    start = _whole_number(first.get("start", ""))
    end = _whole_number(first.get("end", ""))
    span = None if start is None or end is None else Span(start, end)
    if span is None and not problem:
        problem = "the span is not made of whole numbers"
    return Evidence(
        iri=iri,
        says=as_literal(values["says"][0]) if "says" in values else None,
        stance=first.get("stance", ""),
        attests=first.get("attests", ""),
        source=first.get("source", ""),
        file=first.get("file", ""),
        language=first.get("language", ""),
        text_hash=first.get("hash", ""),
        selector=first.get("selector", ""),
        span=span,
        passage_hash=first.get("passage", ""),
        quote=first.get("quote", ""),
        problem=problem,
    )


def _problem(values: dict[str, list[Term]]) -> str:
    """Say what a record lacks or has twice."""
    for column, needed in _NEEDED.items():
        if column not in values:
            return f"the record has no {needed}"
    several = [column for column in _SINGLE if len(values.get(column, ())) > 1]
    if several:
        return f"the record has several of: {', '.join(several)}"
    return ""


def _whole_number(written: str) -> int | None:
    return int(written) if _WHOLE_NUMBER.fullmatch(written) else None


def _place(evidence: Evidence) -> tuple[str, Span, str]:
    """Sort by file, by place in it, and by IRI; evidence without a span comes first."""
    return evidence.file, evidence.span or Span(-1, -1), evidence.iri
