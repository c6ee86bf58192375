"""The graph and the network in other tools' formats, the same bytes for the same input."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.ask.ontology import read_kinds
from kg.errors import AnswerCutOff, ExportError, StoreError
from kg.model.terms import Term, text
from kg.model.vocabulary import ONTOLOGY, PREFIXES, RDF_TYPE, node
from kg.rdf.declarations import DATASET, conformance
from kg.rdf.syntaxes import BY_NAME, RDF_XML, SYNTAXES, TURTLE
from kg.rdf.turtle import in_order, write_turtle
from kg.store.base import LocalStore, Store
from kg.store.query import in_parts, pages, reading, select

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
XML_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RDF_1_2 = "turtle12"
"""Turtle with the triple terms of RDF 1.2."""
GRAPH_FORMATS = {
    TURTLE.name: TURTLE.extension,
    RDF_1_2: "",
    **{syntax.name: syntax.extension for syntax in SYNTAXES},
}
NETWORK_FORMATS = {"graphml": ".graphml", "gexf": ".gexf", "csv": ".csv", "cytoscape": ".cyjs"}
_SUBJECTS = 100
"""Subjects in one query of a paged export."""
_BOOLEAN = node("xsd:boolean")


def choose_format(path: Path, form: str | None) -> str:
    """Return the format of a file: the one that was asked for, else the one of the extension.

    Raises:
        ExportError: neither is known.
    """
    known = GRAPH_FORMATS | NETWORK_FORMATS
    by_extension = {extension: name for name, extension in known.items() if extension}
    if form is not None:
        found = form if form in known else by_extension.get(f".{form.removeprefix('.')}")
        if found is None:
            raise ExportError(f"unknown format {form!r}; known are {', '.join(known)}")
        return found
    if path.suffix not in by_extension:
        raise ExportError(
            f"{path}: no format is known for {path.suffix or 'a name without extension'!r};"
            f" use {', '.join(by_extension)} or --format"
        )
    return by_extension[path.suffix]


def graph_bytes(triples: Iterable[ox.Triple], form: str) -> bytes:
    """Return triples in one of GRAPH_FORMATS, sorted."""
    if form in (TURTLE.name, RDF_1_2):
        return write_turtle(triples)
    ordered = in_order(triples)
    if form == RDF_XML.name and (
        odd := next(
            (
                t
                for t in ordered
                if isinstance(t.object, ox.Literal) and XML_ILLEGAL.search(t.object.value)
            ),
            None,
        )
    ):
        raise ExportError(
            f"{odd.subject} {odd.predicate} has a control character that XML cannot hold; use Turtle"
        )
    try:
        written = ox.serialize(ordered, format=BY_NAME[form].format, prefixes=PREFIXES)
    except (OSError, ValueError) as error:  # triple terms
        raise ExportError(f"{form} cannot hold this graph: {error}; use Turtle") from error
    assert written is not None
    if form == RDF_XML.name:  # readers of XML take a carriage return for a line feed
        written = written.replace(b"\r", b"&#13;")
    return written if written.endswith(b"\n") else written + b"\n"


def all_triples(store: Store) -> Iterable[ox.Triple]:
    """Return every triple of a store; of a server that cuts long answers off, in pages of whole subjects."""
    if isinstance(store, LocalStore):
        return _local_triples(store)
    try:
        rows = select(
            store, "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
        )  # of CONSTRUCT, Virtuoso would not say that it cut it off
    except AnswerCutOff:
        return _paged_triples(store)
    return (_canonical(*row) for row in rows)


def _local_triples(store: LocalStore) -> Iterator[ox.Triple]:
    with reading(store):
        yield from (quad.triple for quad in store.inner)


def _canonical(subject: Any, predicate: Any, value: Any) -> ox.Triple:
    """Return a triple from a server, with booleans spelt as everywhere else: Virtuoso writes 1 and 0."""
    if isinstance(value, ox.Literal) and value.datatype == _BOOLEAN:
        value = ox.Literal(
            {"1": "true", "0": "false"}.get(value.value, value.value), datatype=_BOOLEAN
        )
    return ox.Triple(subject, predicate, value)


def _paged_triples(store: Store) -> Iterable[ox.Triple]:
    def about(subjects: Sequence[str]) -> list[ox.Triple]:
        named = " ".join(str(ox.NamedNode(subject)) for subject in subjects)
        return [
            _canonical(*row)
            for row in select(
                store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {named} }} ?s ?p ?o }}"
            )
        ]

    if select(
        store, "SELECT ?s WHERE { ?s ?p ?o FILTER (isBlank(?s)) } LIMIT 1"
    ):  # to ASK, Virtuoso answers rows
        raise StoreError(
            f"{store.place}: the server cuts answers off, and its blank nodes cannot be asked for in parts;"
            " give them IRIs, or ask for a part with kg query"
        )
    for page in pages(store, "s", "?s ?p ?o FILTER (isIRI(?s))"):
        for start in range(0, len(page), _SUBJECTS):
            yield from in_parts(about, page[start : start + _SUBJECTS])


def derived_predicates(store: Store) -> frozenset[str]:
    """Return the properties that the rules write: participation, the shortcuts, what these imply, and their inverses."""
    found = {node("kg:participant").value, *_values(store, "?kind kg:shortcut ?p")}
    wider = {p for p in found if p.startswith(PREFIXES["kg"])}
    while wider:  # one step at a time: Virtuoso does not answer a path whose both ends are open
        ends = " ".join(f"<{p}>" for p in sorted(wider))
        wider = {
            p
            for p in _values(store, f"VALUES ?own {{ {ends} }} ?own rdfs:subPropertyOf ?p")
            if p.startswith(PREFIXES["kg"])
        }
        wider -= found
        found |= wider
    ends = " ".join(f"<{p}>" for p in sorted(found))
    return frozenset(
        {*found, *_values(store, f"VALUES ?own {{ {ends} }} ?own owl:inverseOf|^owl:inverseOf ?p")}
    )


def _values(store: Store, pattern: str) -> list[str]:
    return [text(p) for (p,) in select(store, f"SELECT DISTINCT ?p WHERE {{ {pattern} }}")]


def without_ontology(
    triples: Iterable[ox.Triple], ontology: Iterable[ox.Triple]
) -> Iterable[ox.Triple]:
    """Return the triples that the ontology does not hold, and one that names it for each dataset."""
    left_out = set(ontology)
    wanted: dict[ox.Triple, None] = {}
    held = set()
    for triple in triples:
        if triple in left_out:
            continue
        yield triple
        if triple.object == DATASET and isinstance(triple.subject, ox.NamedNode):
            wanted[conformance(triple.subject)] = None
        elif triple.object == ONTOLOGY:
            held.add(triple)
    yield from (triple for triple in wanted if triple not in held)


def entailed(store: Store) -> list[ox.Triple]:
    """Return what follows from the alignment to other vocabularies: their superproperties and superclasses."""
    properties = """
    SELECT DISTINCT ?from ?wider ?to WHERE {
      ?own rdfs:subPropertyOf+ ?wider . FILTER (!STRSTARTS(STR(?wider), STR(kg:)))
      FILTER (STRSTARTS(STR(?own), STR(kg:)) || EXISTS { ?kind kg:shortcut|kg:fromRole|kg:toRole ?own })
      ?from ?own ?to
    }"""
    classes = """
    SELECT DISTINCT ?thing ?class WHERE {
      ?kind rdfs:subClassOf+ ?class .
      FILTER (!STRSTARTS(STR(?class), STR(kg:)))
      FILTER (STRSTARTS(STR(?kind), STR(kg:)) || EXISTS { ?kind kg:shortcut ?shortcut })
      ?thing a ?kind
    }"""
    found = [triple_of(*row) for row in select(store, properties)]
    found += [triple_of(thing, RDF_TYPE, class_) for thing, class_ in select(store, classes)]
    return sorted(found, key=str)


def triple_of(subject: Term | None, predicate: Term | None, value: Term | None) -> ox.Triple:
    """Return a triple of terms that a query bound where only these sorts can stand."""
    return ox.Triple(cast(Subject, subject), cast(ox.NamedNode, predicate), cast(Term, value))


def reifications(store: Store) -> list[ox.Triple]:
    """Return `relationship rdf:reifies <<( from shortcut to )>>` for every shortcut that a relationship yields."""
    found = []
    for kind in read_kinds(store).values():
        query = f"""
        SELECT ?r ?from ?to WHERE {{
          ?r a <{kind.iri}> ; adms:status status:in-force ; <{kind.from_role}> ?from ; <{kind.to_role}> ?to .
          FILTER (?from != ?to)
        }}"""
        for relationship, source, target in select(store, query):
            triple = ox.Triple(source, ox.NamedNode(kind.shortcut), target)  # type: ignore[arg-type]
            found.append(ox.Triple(relationship, node("rdf:reifies"), triple))  # type: ignore[arg-type]
    return found
