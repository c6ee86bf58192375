"""Terms of RDF and tables of them, as values."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.model.vocabulary import node

_WITHOUT_VALUE = (ox.BlankNode, ox.Triple)
LABELS = tuple(node(name) for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"))
"""What names a resource, the best first."""
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of terms; None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


def name_of(term: object) -> str:
    """Return a term as findings name it: the IRI, the text of a literal, `_:b` for a blank node."""
    return str(term) if isinstance(term, _WITHOUT_VALUE) else str(term.value)  # type: ignore[attr-defined]
