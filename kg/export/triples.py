"""Which triples of a graph an export holds.

Facts, what rules derived, what other vocabularies add.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from kg.ask.ontology import read_kinds
from kg.errors import AnswerCutOff, StoreError
from kg.export.alignment import aligned, read_alignment
from kg.model.terms import Term, make_triples
from kg.model.vocabulary import ONTOLOGY, PREFIXES, node
from kg.rdf.declarations import DATASET, conformance, with_declarations
from kg.rdf.read import load_files
from kg.store.base import LocalStore, MemoryStore, Store
from kg.store.query import in_parts, pages, reading, select
from kg.workspace.folders import Workspace

_SUBJECTS = 100
"""Subjects in one query of a paged export."""
_BOOLEAN = node("xsd:boolean")
_BOOLEANS = {"1": "true", "0": "false"}
_OUR_OWN = PREFIXES["kg"]


@dataclass(frozen=True, slots=True)
class Extent:
    """Which triples of a graph are exported."""

    asserted: bool = False
    """Leave out what rules derived."""
    entail: bool = False
    """Add the superproperties and superclasses of other vocabularies."""
    align: tuple[str, ...] = ()
    """Names of alignments; what follows from each is added."""


def exported_triples(
    workspace: Workspace, store: Store, extent: Extent
) -> list[ox.Triple]:
    """Return the facts and what follows from them, with the declarations of the ontology's terms.

    Raises:
        NameNotFound: there is no alignment of a name.
    """
    files = workspace.alignment_files()
    alignments = [read_alignment(files, name) for name in extent.align]
    facts = (
        _asserted(workspace, store) if extent.asserted else all_triples(store)
    )
    ontology = [quad.triple for quad in load_files(workspace.ontology_files())]
    found = list(_without_ontology(facts, ontology))

    more = entailed(store) if extent.entail else []
    for alignment in alignments:
        more += aligned(store, alignment)
    if more:
        found = list(dict.fromkeys(found + more))

    return list(with_declarations(found, chain(ontology, *alignments)))


def _asserted(workspace: Workspace, store: Store) -> Iterator[ox.Triple]:
    """Yield what is asserted.

    A folder or a server does not know which triples these are: of it, every triple with a property
    that the rules write is left out.
    """
    if isinstance(store, MemoryStore):
        for quad in load_files(workspace.data_files()):
            yield quad.triple
        return

    derived = _derived_properties(store)
    for triple in all_triples(store):
        if triple.predicate not in derived:
            yield triple


def all_triples(store: Store) -> Iterable[ox.Triple]:
    """Return every triple of a store.

    A server that cuts long answers off is asked in pages of whole subjects. It is asked by SELECT:
    of a CONSTRUCT, Virtuoso would not say that it cut it off.
    """
    if isinstance(store, LocalStore):
        return _local_triples(store)
    try:
        rows = select(store, "SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    except AnswerCutOff:
        return _paged_triples(store)
    return make_triples(map(_canonical, rows))


def _local_triples(store: LocalStore) -> Iterator[ox.Triple]:
    with reading(store):
        for quad in store.inner:
            yield quad.triple


def _canonical(row: Sequence[Term | None]) -> list[Term | None]:
    """Return a row with booleans spelt as everywhere else: Virtuoso writes 1 and 0."""
    return [_canonical_term(term) for term in row]


def _canonical_term(term: Term | None) -> Term | None:
    if not isinstance(term, ox.Literal) or term.datatype != _BOOLEAN:
        return term
    written = _BOOLEANS.get(term.value, term.value)
    return ox.Literal(written, datatype=_BOOLEAN)


def _paged_triples(store: Store) -> Iterator[ox.Triple]:
    # To ASK, Virtuoso answers rows.
    if select(
        store, "SELECT ?s WHERE { ?s ?p ?o FILTER (isBlank(?s)) } LIMIT 1"
    ):
        raise StoreError(
            f"{store.place}: the server cuts answers off, and its blank nodes cannot be asked for"
            " in parts; give them IRIs, or ask for a part with kg query"
        )

    def about(subjects: Sequence[str]) -> list[ox.Triple]:
        named = " ".join(str(ox.NamedNode(subject)) for subject in subjects)
        rows = select(
            store,
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {named} }} ?s ?p ?o }}",
        )
        return list(make_triples(map(_canonical, rows)))

    for page in pages(store, "s", "?s ?p ?o FILTER (isIRI(?s))"):
        for start in range(0, len(page), _SUBJECTS):
            yield from in_parts(about, page[start : start + _SUBJECTS])


def _without_ontology(
    triples: Iterable[ox.Triple],
    ontology: Iterable[ox.Triple],
) -> Iterator[ox.Triple]:
    """Yield what the ontology does not hold, and a triple that names it for each dataset."""
    left_out = set(ontology)
    wanted: dict[ox.Triple, None] = {}
    held = set()
    for triple in triples:
        if triple in left_out:
            continue
        yield triple
        if triple.object == DATASET and isinstance(
            triple.subject, ox.NamedNode
        ):
            wanted[conformance(triple.subject)] = None
        elif triple.object == ONTOLOGY:
            held.add(triple)

    for triple in wanted:
        if triple not in held:
            yield triple


def _derived_properties(store: Store) -> set[ox.NamedNode]:
    """Return the properties that the rules write.

    They are participation, the shortcuts, what these imply, and their inverses.
    """
    found = {
        node("kg:participant"),
        *_select_properties(store, "?kind kg:shortcut ?p"),
    }
    wider = {one for one in found if _is_our_own(one)}
    while (
        wider
    ):  # one step at a time: Virtuoso does not answer a path with two open ends
        above = _select_properties(
            store, f"{_values(wider)} ?own rdfs:subPropertyOf ?p"
        )
        wider = {one for one in above if _is_our_own(one)} - found
        found |= wider

    inverse = "?own owl:inverseOf|^owl:inverseOf ?p"
    return found | _select_properties(store, f"{_values(found)} {inverse}")


def _select_properties(store: Store, pattern: str) -> set[ox.NamedNode]:
    rows = select(store, f"SELECT DISTINCT ?p WHERE {{ {pattern} }}")
    return {found for (found,) in rows if isinstance(found, ox.NamedNode)}


def _values(properties: Iterable[ox.NamedNode]) -> str:
    named = " ".join(sorted(map(str, properties)))
    return f"VALUES ?own {{ {named} }}"


def _is_our_own(term: ox.NamedNode) -> bool:
    return term.value.startswith(_OUR_OWN)


def entailed(store: Store) -> list[ox.Triple]:
    """Return what follows for other vocabularies: their superproperties and superclasses."""
    properties = """
    SELECT DISTINCT ?from ?wider ?to WHERE {
      ?own rdfs:subPropertyOf+ ?wider .
      FILTER (!STRSTARTS(STR(?wider), STR(kg:)))
      FILTER (
        STRSTARTS(STR(?own), STR(kg:))
        || EXISTS { ?kind kg:shortcut|kg:fromRole|kg:toRole ?own }
      )
      ?from ?own ?to
    }"""
    classes = """
    SELECT DISTINCT ?thing (rdf:type AS ?property) ?class WHERE {
      ?kind rdfs:subClassOf+ ?class .
      FILTER (!STRSTARTS(STR(?class), STR(kg:)))
      FILTER (STRSTARTS(STR(?kind), STR(kg:)) || EXISTS { ?kind kg:shortcut ?shortcut })
      ?thing a ?kind
    }"""
    found = [
        *make_triples(select(store, properties)),
        *make_triples(select(store, classes)),
    ]
    return sorted(found, key=str)


def reifications(store: Store) -> list[ox.Triple]:
    """Return `relationship rdf:reifies <<( from shortcut to )>>` for every shortcut it yields."""
    reifies = node("rdf:reifies")
    found: list[ox.Triple] = []
    for kind in read_kinds(store).values():
        shortcut = ox.NamedNode(kind.shortcut)
        query = f"""
        SELECT ?r ?from ?to WHERE {{
          ?r a <{kind.iri}> ; adms:status status:in-force .
          ?r <{kind.from_role}> ?from ; <{kind.to_role}> ?to .
          FILTER (?from != ?to)
        }}"""
        for relationship, source, target in select(store, query):
            for said in make_triples([(source, shortcut, target)]):
                found += make_triples([(relationship, reifies, said)])
    return found
