"""A store, which answers SPARQL, and the one in memory for a workspace.

The two other stores are in `folder` and `endpoint`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import pyoxigraph as ox

from kg.model.vocabulary import PREFIXES
from kg.rdf.read import load_files
from kg.store.rules import apply_rules
from kg.workspace.folders import Workspace

Solutions = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]


class Store(Protocol):
    """What every stage after loading needs of a store."""

    @property
    def place(self) -> str:
        """Where the graph is, in words for the user."""
        ...

    @property
    def page(self) -> int | None:
        """How many relationships to ask for at a time.

        None where nothing limits the length of an answer.
        """
        ...

    def query(self, text: str) -> Solutions:
        """Answer a SPARQL query; the known prefixes need no declaration.

        Raises:
            SyntaxError: the query is malformed.
            StoreError: the store does not answer.
        """
        ...


@runtime_checkable
class LocalStore(Store, Protocol):
    """An Oxigraph store on this machine, whose triples can be iterated over."""

    @property
    def inner(self) -> ox.Store:
        """Oxigraph's own store."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryStore:
    """Facts, ontology and derived triples in an Oxigraph store in memory.

    All of them are in the default graph.
    """

    inner: ox.Store
    place: str = "memory"

    @property
    def page(self) -> None:
        """Nothing limits the length of an answer."""
        return

    def query(self, text: str) -> Solutions:
        """Answer a SPARQL query on the default graph."""
        return self.inner.query(text, prefixes=PREFIXES)


def open_workspace(workspace: Workspace) -> MemoryStore:
    """Load a workspace's ontology and data, and apply the rules.

    Raises:
        TurtleError: a file is not well-formed; with line and column.
        QueryError: a rule is not a CONSTRUCT query.
    """
    store = load_files([*workspace.ontology_files(), *workspace.data_files()])
    apply_rules(store, workspace.query_files("rules"))
    return MemoryStore(store)
