"""Terms of a query that occur nowhere in the graph: why an answer is empty."""

import pyoxigraph as ox

from kg.model.near import nearest
from kg.model.terms import text as text_of
from kg.model.vocabulary import PREFIXES, shorten, split_iri
from kg.sparql.anatomy import QueryText, dissect
from kg.store.base import Store
from kg.store.query import select

_NAMES = "skos:prefLabel|skos:altLabel|rdfs:label|dcterms:title"
_BEFORE_OBJECT = ("curie", "iri", "word", "variable")


def missing_terms(store: Store, text: str) -> list[str]:
    """Return a sentence per term of a query that does not occur in the store.

    A reason for finding nothing.
    """
    query = dissect(text)
    declared = PREFIXES | query.declared_prefixes
    iris: dict[str, str] = {}
    for token in query.tokens:
        prefix, _, local = token.text.partition(":")
        if token.kind == "curie" and local and prefix in declared:
            iris[declared[prefix] + local] = token.text
        elif token.kind == "iri" and not token.text.endswith(("#>", "/>")):
            iris[token.text[1:-1]] = token.text
    absent = [
        iri
        for iri in iris
        if "XMLSchema#" not in iri and not _occurs(store, iri)
    ]
    said = [
        f"{iris[iri]} does not occur in this graph{_near_term(store, iri)}"
        for iri in absent
    ]
    return [
        *said,
        *filter(
            None,
            (
                _in_another_form(store, literal)
                for literal in _plain_literals(query)
            ),
        ),
    ]


def _plain_literals(query: QueryText) -> list[str]:
    """Return the literals of a query that stand where an object can, without a language or type."""
    found = query.tokens
    plain = [
        literal.text
        for before, literal, after in zip(
            found, found[1:], found[2:], strict=False
        )
        if literal.kind == "string"
        and before.kind in _BEFORE_OBJECT
        and after.kind != "language"
        and after.text != "^"
    ]
    return list(dict.fromkeys(plain))


def _in_another_form(store: Store, literal: str) -> str:
    """Say in which form a text occurs as a name, if it occurs only with a language.

    Of a server that would ask too much.
    """
    if store.page is not None or store.query(f"ASK {{ ?s ?p {literal} }}"):
        return ""
    query = f"""
    SELECT ?name WHERE {{
      ?s {_NAMES} ?name
      FILTER (STR(?name) = {literal})
    }} ORDER BY ?name LIMIT 1"""
    for (name,) in select(store, query):
        return f"{literal} does not occur in this graph; did you mean {name}?"
    return ""


def _occurs(store: Store, iri: str) -> bool:
    try:
        term = str(ox.NamedNode(iri))
    except ValueError:  # what BASE makes an IRI of
        return True
    patterns = (f"{term} ?p ?o", f"?s {term} ?o", f"?s ?p {term}")
    return any(
        bool(store.query(f"ASK {{ {pattern} }}")) for pattern in patterns
    )


def _near_term(store: Store, iri: str) -> str:
    """Look for a like-named term in the same namespace."""
    if store.page is not None:
        return ""  # would pass over a whole server
    namespace, wanted = split_iri(iri)
    query = f"""
    SELECT DISTINCT ?t WHERE {{
      {{ ?t ?p ?o }} UNION {{ ?s ?t ?o }}
      FILTER (STRSTARTS(STR(?t), {ox.Literal(namespace)}))
    }}"""
    names: list[str] = []
    for (term,) in select(store, query):
        name = text_of(term).removeprefix(namespace)
        if name:
            names.append(name)
    near = nearest(wanted, sorted(names))
    if not near:
        return ""
    shown = [shorten(namespace + name) for name in near]
    return f"; did you mean {' or '.join(shown)}?"
