"""Why a query failed or found nothing, in words that help: where, and what was probably meant."""

import re
from collections.abc import Iterable
from itertools import pairwise

import pyoxigraph as ox

from kg.errors import QueryError
from kg.lexer import Token, line_and_column, tokens
from kg.store import Store
from kg.vocabulary import PREFIXES, shorten, split_iri

KEYWORDS = frozenset(
    """
    SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED OPTIONAL FILTER UNION MINUS GRAPH SERVICE
    SILENT BIND VALUES UNDEF GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS IN NOT EXISTS COUNT SUM MIN MAX AVG SAMPLE
    GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE
    LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW
    UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC
    REGEX SUBSTR REPLACE A TRUE FALSE
    """.split()  # noqa: SIM905 - a list of 100 quoted words is harder to read
)
_AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())  # noqa: SIM905
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE".split())  # noqa: SIM905
_UNBOUND = "contains a variable that is unbound"
_PLACE = re.compile(r"error at (\d+):(\d+)")


def nearest(word: str, choices: Iterable[str], cutoff: float = 70) -> list[str]:
    """Return up to three choices that look like `word`, most alike first; case is ignored."""
    from rapidfuzz import fuzz, process

    found = process.extract(word, list(choices), scorer=fuzz.WRatio, processor=str.casefold, limit=3, score_cutoff=cutoff)
    return [choice for choice, _, _ in found]


def explain(text: str, message: str) -> QueryError:
    """Turn an engine's syntax error into one that shows the line, a caret and one hint.

    `message` is Oxigraph's: its list of expected tokens is often misleading and is not repeated.
    """
    found = list(tokens(text))
    token, hint = _suspect(found) or _ungrouped(found, message) or (None, "")
    offset = token.start if token else _second_opinion(text, message)
    line, column = line_and_column(text, offset)
    source = text.splitlines()[line - 1] if text.splitlines()[line - 1 :] else ""
    head = f"query, line {line}, column {column}: {hint or 'not valid SPARQL here; look for a missing dot or bracket'}"
    return QueryError(f"{head}\n  {source}\n  {' ' * (column - 1)}^", line, column)


def _ungrouped(found: list[Token], message: str) -> tuple[Token, str] | None:
    """Find in the outermost SELECT an aggregate without a name, or a variable beside one by which nothing is grouped."""
    words = [token.text.upper() for token in found]
    chosen = found[: words.index("{")] if "{" in words else []
    counted = next((token for token in chosen if token.text.upper() in _AGGREGATES), None)
    if counted is None:
        return None
    if "AS" not in words[: len(chosen)]:
        return counted, f"an aggregate needs brackets and a name; write ({counted.text}(…) AS ?name)"
    grouped = {token.text for token in found[words.index("GROUP") :]} if "GROUP" in words else set()
    depth = 0
    for token in chosen:
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and not depth and token.text not in grouped and _UNBOUND in message:
            return token, f"{token.text} stands beside an aggregate; add GROUP BY {token.text} at the end"
    return None


def _suspect(found: list[Token]) -> tuple[Token, str] | None:
    """Find the first undeclared prefix, word of an update, or unknown keyword."""
    declared = set(PREFIXES) | {
        after.text.removesuffix(":") for token, after in pairwise(found) if token.text.upper() == "PREFIX"
    }
    for token in found:
        if token.kind == "curie" and (prefix := token.text.partition(":")[0]) not in declared:
            near = nearest(prefix, sorted(declared))
            return token, f"unknown prefix {prefix + ':'!r}; " + (f"did you mean {near[0]}:?" if near else "declare it")
        if token.kind == "word" and token.text.upper() in _UPDATES:
            return token, f"{token.text.upper()} changes a graph, and a query only reads; change the files, or use kg add"
        if token.kind == "word" and token.text.upper() not in KEYWORDS:
            near = nearest(token.text, sorted(KEYWORDS))
            return token, f"unknown keyword {token.text!r}" + (f"; did you mean {near[0]}?" if near else "")
    return None


def _second_opinion(text: str, message: str) -> int:
    """Return where rdflib's parser stops, which for a missing dot or bracket is nearer than Oxigraph's place."""
    from pyparsing.exceptions import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except ParseBaseException as error:
        return min(int(error.loc), len(text))
    except (RecursionError, ValueError, TypeError):
        pass
    place = _PLACE.search(message)
    if place is None:
        return 0
    lines = text.splitlines(keepends=True)[: int(place[1]) - 1]
    return min(sum(map(len, lines)) + int(place[2]) - 1, len(text))


_NAMES = "skos:prefLabel|skos:altLabel|rdfs:label|dcterms:title"
_BEFORE_OBJECT = ("curie", "iri", "word", "variable")


def missing_terms(store: Store, text: str) -> list[str]:
    """Return a sentence per term of a query that does not occur in the store: a reason for finding nothing."""
    declared = {**PREFIXES, **dict(_declarations(text))}
    iris: dict[str, str] = {}
    for token in tokens(text):
        prefix, _, local = token.text.partition(":")
        if token.kind == "curie" and local and prefix in declared:
            iris[declared[prefix] + local] = token.text
        elif token.kind == "iri" and not token.text.endswith(("#>", "/>")):
            iris[token.text[1:-1]] = token.text
    absent = [iri for iri in iris if "XMLSchema#" not in iri and not _occurs(store, iri)]
    said = [f"{iris[iri]} does not occur in this graph{_near_term(store, iri)}" for iri in absent]
    return [*said, *filter(None, (_in_another_form(store, literal) for literal in _plain_literals(text)))]


def _plain_literals(text: str) -> list[str]:
    """Return the literals of a query that stand where an object can, without a language or type."""
    found = list(tokens(text))
    plain = [
        literal.text
        for before, literal, after in zip(found, found[1:], found[2:], strict=False)
        if literal.kind == "string" and before.kind in _BEFORE_OBJECT and after.kind != "language" and after.text != "^"
    ]
    return list(dict.fromkeys(plain))


def _in_another_form(store: Store, literal: str) -> str:
    """Say in which form a text occurs as a name, if it occurs only with a language; of a server that would ask too much."""
    if store.page is not None or store.query(f"ASK {{ ?s ?p {literal} }}"):
        return ""
    query = f"SELECT ?name WHERE {{ ?s {_NAMES} ?name FILTER (STR(?name) = {literal}) }} ORDER BY ?name LIMIT 1"
    names: Iterable[ox.QuerySolution] = store.query(query)  # type: ignore[assignment]
    return next((f"{literal} does not occur in this graph; did you mean {name[0]}?" for name in names), "")


def _declarations(text: str) -> Iterable[tuple[str, str]]:
    found = list(tokens(text))
    for token, name, iri in zip(found, found[1:], found[2:], strict=False):
        if token.text.upper() == "PREFIX":
            yield name.text.removesuffix(":"), iri.text[1:-1]


def _occurs(store: Store, iri: str) -> bool:
    try:
        term = str(ox.NamedNode(iri))
    except ValueError:  # what BASE makes an IRI of
        return True
    patterns = (f"{term} ?p ?o", f"?s {term} ?o", f"?s ?p {term}")
    return any(bool(store.query(f"ASK {{ {pattern} }}")) for pattern in patterns)


def _near_term(store: Store, iri: str) -> str:
    """Look for a like-named term in the same namespace."""
    if store.page is not None:
        return ""  # would pass over a whole server
    namespace, wanted = split_iri(iri)
    inside = f"FILTER (STRSTARTS(STR(?t), {ox.Literal(namespace)}))"
    rows = store.query(f"SELECT DISTINCT ?t WHERE {{ {{ ?t ?p ?o }} UNION {{ ?s ?t ?o }} {inside} }}")
    assert isinstance(rows, ox.QuerySolutions)
    names = sorted(row["t"].value.removeprefix(namespace) for row in rows)
    near = [shorten(namespace + name) for name in nearest(wanted, [n for n in names if n])]
    return f"; did you mean {' or '.join(near)}?" if near else ""
