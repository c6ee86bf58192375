"""What a graph holds, counted."""

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
    "source": "?value kg:textSHA256 ?hash OPTIONAL { ?r prov:wasDerivedFrom ?e . ?e oa:hasSource ?value }",
    "organisation type": "?r org:classification ?concept . ?concept skos:notation ?value",
}
_TOTALS = {
    "organisations": f"{ORGANISATION_CLASSES} ?x a ?class",
    "relationships": "?x adms:status ?s",
    "evidence": "?x a kg:Evidence",
    "sources": "?x kg:textSHA256 ?hash",
}


def take_inventory(workspace: Workspace, store: Store) -> Table:
    """Return a table of what, value and count: the workspace, totals, and relationships or organisations by group."""
    rows: list[tuple[str, str, int | None]] = [
        ("workspace", f"{workspace.root} ({workspace.origin})", None),
        ("dataset", describe_dataset(store), None),
    ]
    if store.place != "memory":
        rows.insert(1, ("store", store.place, None))
    for what, pattern in _TOTALS.items():
        found = select(
            store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
        )
        rows.append(("total", what, int(text(found[0][0]))))
    for group, pattern in _COUNTS.items():
        query = (
            f"SELECT ?value (COUNT(DISTINCT ?r) AS ?n) WHERE {{ {pattern} }}"
            " GROUP BY ?value ORDER BY DESC(?n) STR(?value)"
        )
        rows += [
            (group, shorten(text(value)), int(text(n)))
            for value, n in select(store, query)
        ]
    return make_table(["what", "value", "count"], rows)
