"""Is a draft right and proven? Examined in memory.

What is there, with the draft, and only what is near it.

Shapes look at the resources near the draft. Checks are asked twice: all of them about what
is near, which is little, and those that find something there about the whole graph, so that
a finding never rests on what was left out.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.curate.draft import Draft, Taken
from kg.curate.near import near
from kg.errors import EvidenceError, KgError, QueryError
from kg.model.terms import text
from kg.rdf.insert import find_block
from kg.rdf.read import load_files, read_statements
from kg.sparql.bind import bind
from kg.store.base import MemoryStore
from kg.trust.asserted import Asserted, Statement, asserted_of, statements
from kg.trust.check import (
    Check,
    faults_of_checks,
    faults_of_shapes,
    in_order,
    read_check,
)
from kg.trust.circles import find_circles
from kg.trust.findings import Fault, Finding, findings_lines, locate
from kg.trust.shacl import Result, look_near, read_shapes, validate
from kg.trust.verify import verify
from kg.workspace.folders import Workspace


@dataclass(frozen=True, slots=True)
class Edit:
    """A draft, and the file that it is about to become part of."""

    draft: Draft
    path: Path
    content: bytes
    """What the file will hold."""

    def subjects(self) -> set[str]:
        """Return what the draft describes."""
        return {text(triple.subject) for triple in self.draft.triples}


class _Files:
    """The files of a workspace as they will be, read once more for what findings are about."""

    def __init__(
        self, workspace: Workspace, change: Edit, new: set[str]
    ) -> None:
        self._workspace = workspace
        self._change = change
        self._new = new
        self._found: dict[str, Asserted] = {}

    def about(self, subject: str) -> Asserted:
        """Return what the files say of a subject, with their places."""
        if subject not in self._found:
            self._found[subject] = asserted_of(self._statements(subject))
        return self._found[subject]

    def _statements(self, subject: str) -> Iterator[Statement]:
        path, content = self._change.path, self._change.content
        block = find_block(content, subject) if subject in self._new else None
        if block is not None:
            for triple, line in read_statements(path, block.content):
                yield Statement(triple, path, line + block.lines_above)
            return
        files = [
            *self._workspace.data_files(),
            *self._workspace.ontology_files(),
        ]
        for statement in statements(
            dict.fromkeys([*files, path]), {path: content}
        ):
            if text(statement.triple.subject) == subject:
                yield statement


@dataclass(frozen=True, slots=True)
class _Graph:
    """Statements in a store, of which the files say where they stand.

    What findings are made from.
    """

    inner: ox.Store
    files: _Files

    def store(self) -> MemoryStore:
        """Return the store that answers SPARQL on the statements."""
        return MemoryStore(self.inner)

    def label(self, subject: str) -> str:
        """Return what a resource is called."""
        return self.files.about(subject).label(subject)

    def place(
        self, subject: str, predicate: str | None = None, value: object = None
    ) -> Statement | None:
        """Return a statement as a file spells it, or the nearest one."""
        return self.files.about(subject).place(subject, predicate, value)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rules find in a part of a graph."""

    results: frozenset[Result]
    """Those of the shapes."""
    messages: dict[tuple[Check, str], frozenset[str]]
    """Those of each check on a resource."""
    circles: frozenset[Fault]
    """Circles of a transitive kind, in the whole graph: they can be of any length."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a workspace."""

    shapes: list[ox.Triple]
    checks: list[Check]

    def look_at(self, beside: ox.Store, whole: ox.Store) -> _Seen:
        """Return what is found near a draft.

        Shapes that look further than a resource and its values are put to the whole graph.
        """
        data = beside if look_near(self.shapes) else whole
        results = validate((quad.triple for quad in data), self.shapes)
        messages: dict[tuple[Check, str], set[str]] = defaultdict(set)
        for check in self.checks:
            for fault in faults_of_checks(MemoryStore(beside), [check]):
                messages[check, fault.resource].add(fault.message)
        return _Seen(
            frozenset(results),
            {key: frozenset(found) for key, found in messages.items()},
            frozenset(find_circles(MemoryStore(whole))),
        )


def examine(
    workspace: Workspace, graph: ox.Store, change: Edit, texts: Path | None
) -> tuple[Finding, ...]:
    """Return the warnings about a draft.

    Args:
        graph: what the workspace asserts, with its ontology; holds the draft afterwards,
            unless it is refused.
        texts: the folder of the documents; None if the draft has no evidence.

    Raises:
        KgError: there are violations.
        EvidenceError: a passage is not in its text.
    """
    new = new_quads(graph, change.draft)
    try:
        found = find(workspace, graph, change, texts)
        faults = tuple(
            finding for finding in found if finding.severity == "violation"
        )
        if faults:
            shown = findings_lines(faults).rstrip()
            raise KgError(
                f"nothing was written, for kg check would find:\n{shown}"
            )
    except KgError:
        _remove(graph, new)
        raise
    return tuple(found)


def find(
    workspace: Workspace, graph: ox.Store, change: Edit, texts: Path | None
) -> list[Finding]:
    """Return what is wrong with a draft, and the violations that it brings about elsewhere.

    Of two resources that do not go together, a check may name the one that was there before.

    Args:
        graph: what the workspace asserts, with its ontology; holds the draft afterwards.
        texts: the folder of the documents; None if the draft has no evidence.

    Raises:
        EvidenceError: a passage is not in its text.
    """
    taken = Taken(MemoryStore(graph))
    unknown = {subject for subject in change.subjects() if subject not in taken}
    new = new_quads(graph, change.draft)
    graph.extend(new)
    whole = _Graph(graph, _Files(workspace, change, unknown))
    warnings, faults = _examined(workspace, whole, change, new, texts)
    return in_order(
        [*warnings, *(locate(fault, whole, workspace.root) for fault in faults)]
    )


def new_quads(graph: ox.Store, draft: Draft) -> list[ox.Quad]:
    """Return the statements of a draft that a graph does not make."""
    quads = [ox.Quad(*triple) for triple in draft.triples]
    return [quad for quad in quads if quad not in graph]


def _examined(
    workspace: Workspace,
    whole: _Graph,
    change: Edit,
    new: list[ox.Quad],
    texts: Path | None,
) -> tuple[list[Finding], list[Fault]]:
    """Return the warnings of verification, and what shapes and checks find."""
    own = change.subjects()
    rules = _Rules(
        read_shapes(workspace.shape_files()),
        [read_check(path) for path in workspace.query_files("checks")],
    )
    beside = near(
        whole.inner,
        load_files(workspace.ontology_files()),
        change.draft.triples,
    )
    warnings = _unproven(workspace, _Graph(beside, whole.files), change, texts)
    after = rules.look_at(beside, whole.inner)
    with _without(new, beside, whole.inner):
        before = rules.look_at(beside, whole.inner)
    faults = [
        *faults_of_shapes(_new_results(before, after, own)),
        *_new_faults(before, after, own, whole.inner, new),
        *(after.circles - before.circles),
    ]
    return warnings, faults


def _new_results(
    before: _Seen, after: _Seen, own: set[str]
) -> Iterator[Result]:
    """Yield the results on the resources of a draft, and the violations elsewhere that are new."""
    for result in after.results:
        is_new = result not in before.results
        if result.resource in own or (is_new and not result.warning):
            yield result


def _new_faults(
    before: _Seen,
    after: _Seen,
    own: set[str],
    whole: ox.Store,
    new: list[ox.Quad],
) -> Iterator[Fault]:
    """Yield what checks find on the resources of a draft.

    Elsewhere, the violations that are new.
    """
    for (check, resource), messages in after.messages.items():
        if resource in own:
            yield from _confirmed(whole, check, resource)
            continue
        known = before.messages.get((check, resource), frozenset())
        if check.severity == "violation" and messages - known:
            yield from _brought_about(whole, new, check, resource)


def _unproven(
    workspace: Workspace, beside: _Graph, change: Edit, texts: Path | None
) -> list[Finding]:
    """Return warnings on what the passages of a draft may not bear out.

    Raises:
        EvidenceError: a passage is not in its text.
    """
    if texts is None:
        return []
    own = change.subjects()
    verification = verify(workspace, beside, texts)
    for result in verification.results:
        if result.evidence.iri in own and result.verdict != "ok":
            reason = result.note or change.draft.iri
            raise EvidenceError(
                f"nothing was written: {result.verdict}: {reason}"
            )
    return [
        warning for warning in verification.warnings if warning.resource in own
    ]


def _confirmed(whole: ox.Store, check: Check, resource: str) -> list[Fault]:
    """Return what a check finds on a resource in the whole graph.

    The resource is bound in the query. Where that cannot be, since the query computes it,
    all is asked for.
    """
    store = MemoryStore(whole)
    try:
        asked = bind(check.text, {"resource": ox.NamedNode(resource)})
        return list(
            faults_of_checks(store, [dataclasses.replace(check, text=asked)])
        )
    except (ValueError, QueryError):
        everything = faults_of_checks(store, [check])
        return [fault for fault in everything if fault.resource == resource]


def _brought_about(
    whole: ox.Store, new: list[ox.Quad], check: Check, resource: str
) -> list[Fault]:
    """Return what a check finds on a resource only because of a draft."""
    with _without(new, whole):
        before = {fault.message for fault in _confirmed(whole, check, resource)}
    found = _confirmed(whole, check, resource)
    return [fault for fault in found if fault.message not in before]


@contextmanager
def _without(quads: list[ox.Quad], *graphs: ox.Store) -> Iterator[None]:
    """Take statements out of graphs for a while."""
    for graph in graphs:
        _remove(graph, quads)
    try:
        yield
    finally:
        for graph in graphs:
            graph.extend(quads)


def _remove(graph: ox.Store, quads: Iterable[ox.Quad]) -> None:
    for quad in quads:
        graph.remove(quad)
