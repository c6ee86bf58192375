"""Statements of a workspace as they are written, each with its file and line.

This is what checking and verifying examine.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyoxigraph as ox

from kg.model.terms import LABELS, english_first, text
from kg.model.vocabulary import RDF_TYPE, shorten
from kg.rdf.read import read_statements
from kg.store.base import MemoryStore
from kg.workspace.folders import Workspace


class Statement(NamedTuple):
    """A triple, the file it is in, and the line on which it ends."""

    triple: ox.Triple
    path: Path
    line: int


class Described(Protocol):
    """A graph that knows where each of its statements is written."""

    def store(self) -> MemoryStore:
        """Return a store that answers SPARQL on the graph."""
        ...

    def label(self, subject: str) -> str:
        """Return the name of a resource, or its CURIE if it has no name."""
        ...

    def place(
        self, subject: str, predicate: str | None, value: object
    ) -> Statement | None:
        """Return a statement as it is written, or the nearest one."""
        ...


@dataclass(frozen=True, slots=True)
class Asserted:
    """The statements about each subject, in the order of the files.

    The terms of a triple become objects of Python only while they are looked at, so a large
    workspace fits in memory.
    """

    _by_subject: dict[str, list[Statement]]

    def place(
        self, subject: str, predicate: str | None = None, value: object = None
    ) -> Statement | None:
        """Return the statement that a fault is in, or the nearest one.

        That is another one of the property, or one of the subject. A resource
        that several files describe is placed where it is given its class.
        """
        own = self._by_subject.get(subject)
        if not own:
            return None
        named = [s for s in own if s.triple.predicate.value == predicate]
        exact = [s for s in named if s.triple.object == value]
        described = [s for s in own if s.triple.predicate == RDF_TYPE]
        nearest = exact or named or described or own
        return nearest[0]

    def label(self, subject: str) -> str:
        """Return the name of a resource, or its CURIE if it has no name."""
        own = self._by_subject.get(subject, ())
        for predicate in LABELS:
            labels = [
                statement.triple.object
                for statement in own
                if statement.triple.predicate == predicate
            ]
            if labels:
                return text(min(labels, key=english_first))
        return shorten(subject)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples as they are written, those of one subject together."""
        for own in self._by_subject.values():
            for statement in own:
                yield statement.triple

    def store(self) -> MemoryStore:
        """Return a new store that answers SPARQL on the triples."""
        inner = ox.Store()
        inner.extend(
            ox.Quad(t.subject, t.predicate, t.object) for t in self.triples()
        )
        return MemoryStore(inner)

    def subjects(self, files: Collection[Path] | None = None) -> list[str]:
        """Return all subjects, or those that some files describe.

        They are IRIs or labels of blank nodes.
        """
        if files is None:
            return list(self._by_subject)
        wanted = set(files)
        found: list[str] = []
        for subject, own in self._by_subject.items():
            paths = {statement.path for statement in own}
            if not paths.isdisjoint(wanted):
                found.append(subject)
        return found


def read_workspace(workspace: Workspace) -> Asserted:
    """Read the data and the ontology of a workspace, without inferring anything.

    Raises:
        TurtleError: a file is missing, empty, or not well-formed; with line and column.
    """
    return read_asserted([*workspace.data_files(), *workspace.ontology_files()])


def read_asserted(paths: Iterable[Path]) -> Asserted:
    """Read files as they are written, without inferring anything.

    Raises:
        TurtleError: a file is missing, empty, or not well-formed; with line and column.
    """
    return asserted_of(statements(paths))


def asserted_of(found: Iterable[Statement]) -> Asserted:
    """Return statements by their subjects."""
    by_subject: dict[str, list[Statement]] = defaultdict(list)
    for statement in found:
        by_subject[text(statement.triple.subject)].append(statement)
    return Asserted(dict(by_subject))


def statements(
    paths: Iterable[Path], changed: Mapping[Path, bytes] | None = None
) -> Iterator[Statement]:
    """Yield the statements of files as they are written.

    Blank nodes are numbered in the order of the files, as parsers name them at random, and a name
    holds for one file only.

    Args:
        changed: contents that are read instead of those of some of the files.

    Raises:
        TurtleError: a file is missing, empty, or not well-formed; with line and column.
    """
    names = _BlankNames()
    for path in paths:
        names.start_file()
        content = changed.get(path) if changed else None
        for triple, line in read_statements(path, content):
            yield Statement(names.renamed(triple), path, line)


class _BlankNames:
    """New names for the blank nodes of one file after another."""

    def __init__(self) -> None:
        self._count = 0
        self._by_old: dict[ox.BlankNode, ox.BlankNode] = {}

    def start_file(self) -> None:
        """Forget the names of the file before."""
        self._by_old = {}

    def renamed(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple with the new names of its blank nodes."""
        subject = triple.subject
        value = triple.object
        is_named = isinstance(subject, ox.NamedNode)
        if is_named and isinstance(value, ox.NamedNode | ox.Literal):
            return triple
        return ox.Triple(self._new(subject), triple.predicate, self._new(value))

    def _new(self, term: Any) -> Any:
        if isinstance(term, ox.Triple):
            return self.renamed(term)
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in self._by_old:
            self._count += 1
            self._by_old[term] = ox.BlankNode(f"b{self._count}")
        return self._by_old[term]
