"""The graph as an `rdflib.Graph`, for the tools that take one."""

from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.model.vocabulary import PREFIXES
from kg.store.base import LocalStore, Store

if TYPE_CHECKING:
    import rdflib


def as_rdflib(store: Store) -> "rdflib.Graph":
    """Return an `rdflib.Graph` over a store; what is changed in one is changed in the other.

    Raises:
        StoreError: the graph is on a server.
    """
    import oxrdflib
    import rdflib
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    if not isinstance(store, LocalStore):
        raise StoreError(
            f"{store.place}: an rdflib graph is made of a store on this machine, not of a server"
        )
    inner = oxrdflib.OxigraphStore(store=store.inner)
    graph = rdflib.Graph(inner, DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph
