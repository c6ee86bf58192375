"""Is the data well-formed and complete? Shapes and checks on what is asserted, before anything is inferred."""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

import pyoxigraph as ox

from kg.ask.tables import make_table
from kg.errors import QueryError
from kg.model.terms import Table, Term, text
from kg.model.vocabulary import shorten, split_iri
from kg.sparql.decorators import read_decorators, read_query
from kg.store.base import MemoryStore
from kg.store.query import ask_store
from kg.trust import circles
from kg.trust.asserted import Asserted, read_workspace
from kg.trust.findings import Fault, Finding, Report, Severity, locate
from kg.trust.shacl import (
    Result,
    count_shapes,
    describe_shapes,
    read_shapes,
    rule_name,
    validate,
)
from kg.workspace.folders import Workspace

_PLAIN = {"xsd:integer", "xsd:boolean", "xsd:date", "xsd:decimal"}
"""Datatypes whose values are plain without quotation marks."""
_PLACEHOLDER = re.compile(r"\{\?(\w+)\}")
_SEVERITIES: dict[str, Severity] = {
    "violation": "violation",
    "warning": "warning",
}
MAX_NEAR = 100
"""Unknown IRIs for which near names are looked for: each is compared with all names of its namespace."""


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A SELECT whose rows are faults: it must have a column ?resource, and may have ?property and ?value."""

    name: str
    summary: str
    severity: Severity
    message: str
    """What to do; `{?variable}` stands for the value in the row."""
    text: str
    path: Path


def read_check(path: Path) -> Check:
    """Read a check file; its name is the file's.

    Raises:
        QueryError: its decorators do not say what it is about.
    """
    text = read_query(path)
    fields = read_decorators(text)
    severity = _SEVERITIES.get(fields.get("severity", ""))
    if (
        severity is None
        or not fields.get("summary")
        or not fields.get("description")
    ):
        raise QueryError(
            f"{path}: a check starts with #+ summary:, #+ description: and #+ severity: violation or warning"
        )
    return Check(
        path.stem,
        fields["summary"],
        severity,
        fields["description"],
        text,
        path,
    )


def check_workspace(workspace: Workspace) -> Report:
    """Examine a workspace's data and ontology with the bundled shapes and checks and its own.

    Raises:
        TurtleError: a file is not well-formed; with line and column.
        OntologyError: a shape is malformed or holds code.
        QueryError: a check is not a SELECT query with a column ?resource.
    """
    return check(workspace, read_workspace(workspace))


def check(workspace: Workspace, asserted: Asserted) -> Report:
    """Examine what was read of a workspace.

    Raises:
        OntologyError: a shape is malformed or holds code.
        QueryError: a check is not a SELECT query with a column ?resource.
    """
    shapes = read_shapes(workspace.shape_files())
    checks = [read_check(path) for path in workspace.query_files("checks")]
    store = asserted.store()
    faults = [
        *faults_of_checks(store, checks),
        *circles.find_circles(store),
        *faults_of_shapes(validate(asserted.triples(), shapes)),
    ]
    findings = in_order(
        locate(fault, asserted, workspace.root) for fault in faults
    )
    resources = asserted.subjects(set(workspace.data_files()))
    return Report(
        tuple(findings), count_shapes(shapes), len(checks) + 1, len(resources)
    )


def list_rules(workspace: Workspace) -> Table:
    """Return a table of the rules: name, severity, whether a shape or a check, and what it says."""
    shapes = [
        [name, "warning" if warns else "violation", "shape", message]
        for name, warns, message in describe_shapes(
            read_shapes(workspace.shape_files())
        )
    ]
    checks = [read_check(path) for path in workspace.query_files("checks")]
    rows = [
        *shapes,
        *(
            [check.name, check.severity, "check", f"{check.summary}."]
            for check in checks
        ),
        [circles.RULE, "violation", "check", f"{circles.SUMMARY}."],
    ]
    return make_table(["rule", "severity", "by", "says"], rows)


def faults_of_shapes(results: Iterable[Result]) -> Iterator[Fault]:
    """Yield the results of validation as faults."""
    for result in results:
        shown = (
            "" if result.value is None else f" It is {_shown(result.value)}."
        )
        yield Fault(
            "warning" if result.warning else "violation",
            rule_name(result.shape),
            result.resource,
            result.message + shown,
            result.predicate,
            result.value,
        )


def faults_of_checks(
    store: MemoryStore, checks: Iterable[Check]
) -> Iterator[Fault]:
    """Yield a fault for each row of each check.

    Raises:
        QueryError: a check is not a SELECT query with a column ?resource.
    """
    names = _Names(store)
    for check in checks:
        for row in _rows(store, check):
            predicate = row.get("property")
            message = _PLACEHOLDER.sub(partial(_filled, row), check.message)
            yield Fault(
                check.severity,
                check.name,
                text(row["resource"]),
                message + names.near(row.get("unknown")),
                None if predicate is None else text(predicate),
                row.get("value"),
            )


def _filled(row: dict[str, Term | None], match: re.Match[str]) -> str:
    return _shown(row.get(match[1]))


def _rows(store: MemoryStore, check: Check) -> Iterator[dict[str, Term | None]]:
    try:
        answer = ask_store(store, check.text)
    except QueryError as error:
        raise QueryError(
            f"{check.path}: {error}", error.line, error.column
        ) from error
    if not isinstance(answer, Table) or "resource" not in answer.columns:
        raise QueryError(
            f"{check.path}: a check must be a SELECT with a column ?resource, the faulty resource"
        )
    for row in answer.rows:
        named = dict(zip(answer.columns, row, strict=True))
        if named["resource"] is not None:
            yield named


def _shown(term: object) -> str:
    """Return a term as a message names it."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if not isinstance(term, ox.Literal):
        return "something without an IRI"
    datatype = shorten(term.datatype.value)
    if datatype in ("xsd:string", "rdf:langString"):
        return f'"{term.value}"'
    return term.value if datatype in _PLAIN else f'"{term.value}"^^{datatype}'


class _Names:
    """The last parts of the IRIs that are described, by namespace: among them is what an unknown one was meant to be."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._found: dict[str, str] = {}

    @cached_property
    def _by_namespace(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for subject in {text(quad.subject) for quad in self._store.inner}:
            namespace, name = split_iri(subject)
            found[namespace].add(name)
        return found

    def near(self, unknown: Term | None) -> str:
        """Return a question after what was probably meant by an IRI that nothing describes."""
        if not isinstance(unknown, ox.NamedNode):
            return ""
        if unknown.value not in self._found and len(self._found) < MAX_NEAR:
            self._found[unknown.value] = self._look(unknown.value)
        return self._found.get(unknown.value, "")

    def _look(self, unknown: str) -> str:
        from kg.model.near import nearest

        namespace, name = split_iri(unknown)
        beside = self._by_namespace.get(namespace, set())
        near = (
            [] if name in beside else nearest(name, sorted(beside), cutoff=80)
        )
        return (
            f" Did you mean {' or '.join(shorten(namespace + local) for local in near)}?"
            if near
            else ""
        )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by severity and place, each once."""
    return sorted(
        set(findings),
        key=lambda f: (
            f.severity != "violation",
            f.file or "",
            f.line or 0,
            f.resource,
            f.rule,
            f.message,
        ),
    )
