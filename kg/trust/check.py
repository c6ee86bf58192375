"""Checking that the data is well-formed and complete.

Shapes and checks examine the facts as asserted, before anything is inferred.
"""

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
"""Unknown IRIs for which near names are looked for.

Each is compared with all names of its namespace.
"""
_UNDECORATED = (
    "a check starts with #+ summary:, #+ description:"
    " and #+ severity: violation or warning"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A SELECT whose rows are faults.

    It must have a column ?resource, and may have ?property and ?value.
    """

    name: str
    summary: str
    severity: Severity
    message: str
    """What to do; `{?variable}` stands for the value in the row."""
    text: str
    path: Path


def read_check(path: Path) -> Check:
    """Read a check, which has the name of its file.

    Raises:
        QueryError: it lacks a decorator.
    """
    text = read_query(path)
    fields = read_decorators(text)
    summary = fields.get("summary")
    description = fields.get("description")
    severity = _SEVERITIES.get(fields.get("severity", ""))
    if not (summary and description and severity):
        raise QueryError(f"{path}: {_UNDECORATED}")
    return Check(path.stem, summary, severity, description, text, path)


def check_workspace(workspace: Workspace) -> Report:
    """Examine the data and ontology of a workspace with shapes and checks.

    Both the bundled ones and those of the workspace are applied.

    Raises:
        TurtleError: a file is not well-formed; with line and column.
        OntologyError: a shape is malformed or holds code.
        QueryError: a check is not a SELECT query with a column ?resource.
    """
    return check(workspace, read_workspace(workspace))


def check(workspace: Workspace, asserted: Asserted) -> Report:
    """Examine the statements that were read from a workspace.

    Raises:
        OntologyError: a shape is malformed or holds code.
        QueryError: a check is not a SELECT query with a column ?resource.
    """
    shapes = read_shapes(workspace.shape_files())
    checks = [read_check(path) for path in workspace.query_files("checks")]
    store = asserted.store()
    results = validate(asserted.triples(), shapes)
    faults = [
        *faults_of_checks(store, checks),
        *circles.find_circles(store),
        *faults_of_shapes(results),
    ]
    findings = [locate(fault, asserted, workspace.root) for fault in faults]
    resources = asserted.subjects(workspace.data_files())
    return Report(
        findings=tuple(in_order(findings)),
        shapes=count_shapes(shapes),
        checks=len(checks) + 1,  # the check for circles is not a file
        resources=len(resources),
    )


def list_rules(workspace: Workspace) -> Table:
    """Return a table of the rules, which are shapes and checks."""
    rows: list[list[str]] = []
    shapes = read_shapes(workspace.shape_files())
    for name, warns, message in describe_shapes(shapes):
        severity = "warning" if warns else "violation"
        rows.append([name, severity, "shape", message])
    for path in workspace.query_files("checks"):
        check = read_check(path)
        rows.append([check.name, check.severity, "check", f"{check.summary}."])
    rows.append([circles.RULE, "violation", "check", f"{circles.SUMMARY}."])
    return make_table(["rule", "severity", "by", "says"], rows)


def faults_of_shapes(results: Iterable[Result]) -> Iterator[Fault]:
    """Yield the results of validation as faults."""
    for result in results:
        message = result.message
        if result.value is not None:
            message = f"{message} It is {_shown(result.value)}."
        yield Fault(
            severity="warning" if result.warning else "violation",
            rule=rule_name(result.shape),
            resource=result.resource,
            message=message,
            predicate=result.predicate,
            value=result.value,
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
            message = _PLACEHOLDER.sub(partial(_fill_in, row), check.message)
            yield Fault(
                severity=check.severity,
                rule=check.name,
                resource=text(row["resource"]),
                message=message + names.near(row.get("unknown")),
                predicate=None if predicate is None else text(predicate),
                value=row.get("value"),
            )


def _fill_in(row: dict[str, Term | None], match: re.Match[str]) -> str:
    """Return the value of the variable in a placeholder."""
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
            f"{check.path}: a check must be a SELECT with a column ?resource,"
            " the faulty resource"
        )
    for row in answer.rows:
        named = dict(zip(answer.columns, row, strict=True))
        if named["resource"] is not None:
            yield named


def _shown(term: object) -> str:
    """Return a term as a message shows it."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if not isinstance(term, ox.Literal):
        return "something without an IRI"
    datatype = shorten(term.datatype.value)
    if datatype in _PLAIN:
        return term.value
    if datatype in ("xsd:string", "rdf:langString"):
        return f'"{term.value}"'
    return f'"{term.value}"^^{datatype}'


class _Names:
    """The local names of the IRIs that are described, by namespace.

    One of them may be the name that was meant by an unknown IRI.
    """

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
        """Ask whether a similar IRI was meant by one that nothing describes."""
        if not isinstance(unknown, ox.NamedNode):
            return ""
        if unknown.value not in self._found and len(self._found) < MAX_NEAR:
            self._found[unknown.value] = self._question(unknown.value)
        return self._found.get(unknown.value, "")

    def _question(self, unknown: str) -> str:
        from kg.model.near import nearest

        namespace, name = split_iri(unknown)
        known = self._by_namespace.get(namespace, set())
        if name in known:
            return ""
        near = nearest(name, sorted(known), cutoff=80)
        if not near:
            return ""
        iris = [shorten(namespace + local_name) for local_name in near]
        return f" Did you mean {' or '.join(iris)}?"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by severity and place, each once."""
    return sorted(set(findings), key=_order)


def _order(finding: Finding) -> tuple[bool, str, int, str, str, str]:
    return (
        finding.severity != "violation",
        finding.file or "",
        finding.line or 0,
        finding.resource,
        finding.rule,
        finding.message,
    )
