"""The content of a graph in numbers."""

from kg.ask.names import describe_dataset
from kg.ask.ontology import ORGANISATION_CLASSES
from kg.ask.tables import make_table
from kg.model.terms import Table, text
from kg.model.vocabulary import shorten
from kg.store.base import Store
from kg.store.query import select
from kg.workspace.folders import Workspace

_COUNTS = {
    "kind": "?r adms:status ?s ; a ?class . ?class skos:notation ?value",
    "status": "?r adms:status ?s . ?s skos:notation ?value",
    "source": """
      ?value kg:textSHA256 ?hash
      OPTIONAL { ?r prov:wasDerivedFrom ?e . ?e oa:hasSource ?value }""",
    "organisation type": """
      ?r org:classification ?concept .
      ?concept skos:notation ?value""",
}
"""Patterns that bind ?r to what is counted and ?value to its group."""
_TOTALS = {
    "organisations": f"{ORGANISATION_CLASSES} ?x a ?class",
    "relationships": "?x adms:status ?s",
    "evidence": "?x a kg:Evidence",
    "sources": "?x kg:textSHA256 ?hash",
}


def take_inventory(workspace: Workspace, store: Store) -> Table:
    """Return a table of the workspace, totals, and counts by group.

    Its columns are what, value and count.
    """
    place = f"{workspace.root} ({workspace.origin})"
    rows: list[tuple[str, str, int | None]] = [("workspace", place, None)]
    if store.place != "memory":
        rows.append(("store", store.place, None))
    rows.append(("dataset", describe_dataset(store), None))
    for what, pattern in _TOTALS.items():
        rows.append(("total", what, _count(store, pattern)))
    for group, pattern in _COUNTS.items():
        for value, number in _count_by_value(store, pattern):
            rows.append((group, value, number))
    return make_table(["what", "value", "count"], rows)


def _count(store: Store, pattern: str) -> int:
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
    (row,) = select(store, query)
    (number,) = row
    return int(text(number))


def _count_by_value(store: Store, pattern: str) -> list[tuple[str, int]]:
    """Return the values with their counts, the most frequent first."""
    query = f"""
    SELECT ?value (COUNT(DISTINCT ?r) AS ?n) WHERE {{ {pattern} }}
    GROUP BY ?value
    ORDER BY DESC(?n) STR(?value)"""
    return [
        (shorten(text(value)), int(text(number)))
        for value, number in select(store, query)
    ]
