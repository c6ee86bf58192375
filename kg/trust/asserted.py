"""What the files of a workspace assert, as they spell it, and where: what checking looks at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.model.terms import LABELS, english_first, text
from kg.model.vocabulary import RDF_TYPE, shorten
from kg.rdf.read import read_statements
from kg.store.base import MemoryStore
from kg.workspace.folders import Workspace

Statement = tuple[ox.Triple, Path, int]
"""A triple, the file it is in, and the line; its terms are objects of Python only while somebody looks."""


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
        named = [s for s in own if s[0].predicate.value == predicate]
        exact = [s for s in named if s[0].object == value]
        described = [s for s in own if s[0].predicate == RDF_TYPE]
        _, path, line = (exact or named or described or own)[0]
        return path, line

    def label(self, subject: str) -> str:
        """Return what a resource is called, its CURIE where it has no name."""
        own = self._by_subject.get(subject, ())
        for predicate in LABELS:
            labels = [triple.object for triple, _, _ in own if triple.predicate == predicate]
            if labels:
                return text(min(labels, key=english_first))
        return shorten(subject)

    def triples(self, subjects: Iterable[str] | None = None) -> Iterator[ox.Triple]:
        """Yield the triples, or those of some subjects, as they are spelt, those of one subject together."""
        chosen = (
            self._by_subject.values()
            if subjects is None
            else (self._by_subject.get(s, ()) for s in subjects)
        )
        return (triple for own in chosen for triple, _, _ in own)

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
            if files is None or any(path in files for _, path, _ in own)
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
    by_subject: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements(paths):
        by_subject[text(statement[0].subject)].append(statement)
    return Asserted(dict(by_subject))


def statements(paths: Iterable[Path]) -> Iterator[Statement]:
    """Yield what files say, as they spell it.

    Blank nodes are named by their order: parsers name them at random, and a name is good for a file.

    Raises:
        TurtleError: a file is missing, empty, or not well-formed; with line and column.
    """
    numbered: dict[tuple[Path, ox.BlankNode], ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return numbered.setdefault((path, term), ox.BlankNode(f"b{len(numbered) + 1}"))

    for path in paths:
        for triple, line in read_statements(path):
            ends = triple.subject, triple.object
            if isinstance(ends[0], ox.BlankNode) or isinstance(ends[1], ox.BlankNode):
                triple = ox.Triple(named(ends[0]), triple.predicate, named(ends[1]))
            yield triple, path, line
