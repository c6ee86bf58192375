"""What the files of a workspace assert, as they spell it, and where: what checking looks at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    """A triple as a file spells it; its terms become objects of Python only while they are looked at."""

    triple: ox.Triple
    path: Path
    line: int
    """The line that its object ends on, from 1."""


class Described(Protocol):
    """A graph of which can be said where each statement stands: what findings are made from."""

    def store(self) -> MemoryStore:
        """Return a store that answers SPARQL on the graph."""
        ...

    def subjects(self) -> list[str]:
        """Return all subjects, as IRIs or labels of blank nodes."""
        ...

    def label(self, subject: str) -> str:
        """Return what a resource is called, its CURIE where it has no name."""
        ...

    def place(self, subject: str, predicate: str | None, value: object) -> tuple[Path, int] | None:
        """Return file and line of a statement, or of what is nearest to it."""
        ...


@dataclass(frozen=True, slots=True)
class Asserted:
    """The statements about each subject, in the order of the files."""

    _by_subject: dict[str, list[Statement]]

    def place(
        self, subject: str, predicate: str | None = None, value: object = None
    ) -> tuple[Path, int] | None:
        """Return file and line of a statement, or of what is nearest to it: the property, else its subject.

        A resource that several files describe is placed where it is given its class.
        """
        own = self._by_subject.get(subject)
        if not own:
            return None
        named = [s for s in own if s.triple.predicate.value == predicate]
        exact = [s for s in named if s.triple.object == value]
        described = [s for s in own if s.triple.predicate == RDF_TYPE]
        nearest = (exact or named or described or own)[0]
        return nearest.path, nearest.line

    def label(self, subject: str) -> str:
        """Return what a resource is called, its CURIE where it has no name."""
        own = self._by_subject.get(subject, ())
        for predicate in LABELS:
            labels = [s.triple.object for s in own if s.triple.predicate == predicate]
            if labels:
                return text(min(labels, key=english_first))
        return shorten(subject)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples as they are spelt, those of one subject together."""
        for own in self._by_subject.values():
            for statement in own:
                yield statement.triple

    def store(self) -> MemoryStore:
        """Return a new store that answers SPARQL on the triples."""
        inner = ox.Store()
        inner.extend(ox.Quad(t.subject, t.predicate, t.object) for t in self.triples())
        return MemoryStore(inner)

    def subjects(self, files: set[Path] | None = None) -> list[str]:
        """Return all subjects, or those that one of some files describes, as IRIs or labels of blank nodes."""
        return [
            s
            for s, own in self._by_subject.items()
            if files is None or any(statement.path in files for statement in own)
        ]


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
    """Yield what files say, as they spell it.

    Blank nodes are named by their order: parsers name them at random, and a name is good for a file.

    Args:
        changed: contents of some of the files that are read instead of what these hold.

    Raises:
        TurtleError: a file is missing, empty, or not well-formed; with line and column.
    """
    numbered: dict[tuple[Path, ox.BlankNode], ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return numbered.setdefault((path, term), ox.BlankNode(f"b{len(numbered) + 1}"))

    for path in paths:
        for triple, line in read_statements(path, (changed or {}).get(path)):
            ends = triple.subject, triple.object
            if isinstance(ends[0], ox.BlankNode) or isinstance(ends[1], ox.BlankNode):
                triple = ox.Triple(named(ends[0]), triple.predicate, named(ends[1]))
            yield Statement(triple, path, line)
