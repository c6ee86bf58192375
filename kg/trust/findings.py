"""Faults of data as values: a finding, and the report of a whole examination."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pyoxigraph import NamedNode

from kg.ask.tables import make_table
from kg.model.terms import Table, Term
from kg.model.vocabulary import shorten
from kg.trust.asserted import Described

Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding without file and line: a resource and the faulty statement."""

    severity: Severity
    rule: str
    resource: str
    message: str
    predicate: str | None = None
    value: Term | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one resource, where it is written, and what to do about it."""

    severity: Severity
    rule: str
    """Name of the shape or check that found it, as in `docs/check.md`."""
    resource: str
    """IRI of the faulty resource, or the label of a blank node."""
    label: str
    message: str
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """File and line, as editors and terminals understand them."""
        if self.line:
            return f"{self.file or ''}:{self.line}"
        return self.file or ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, and how much was examined.

    A report that examined nothing proves nothing.
    """

    findings: tuple[Finding, ...]
    shapes: int
    checks: int
    resources: int

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that must be corrected."""
        return tuple(f for f in self.findings if f.severity == "violation")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a curator should look at, and may leave as they are."""
        return tuple(f for f in self.findings if f.severity == "warning")

    @property
    def empty(self) -> bool:
        """Whether there was nothing to examine, or nothing to examine it with."""
        return not (self.shapes and self.checks and self.resources)

    def passes(self, *, strict: bool = False) -> bool:
        """Return whether something was examined without a violation.

        Args:
            strict: accept no warning either.
        """
        faults = self.findings if strict else self.violations
        return not self.empty and not faults


def locate(fault: Fault, described: Described, root: Path) -> Finding:
    """Return a fault as a finding, with file and line where the statement is written.

    Args:
        root: the workspace's folder; files in it are named from there.
    """
    statement = described.place(fault.resource, fault.predicate, fault.value)
    label = described.label(fault.resource)
    found = Finding(
        severity=fault.severity,
        rule=fault.rule,
        resource=fault.resource,
        label=label,
        message=fault.message,
    )
    if statement is None:
        return found
    path = statement.path
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return replace(found, file=shown.as_posix(), line=statement.line)


def findings_table(findings: Sequence[Finding]) -> Table:
    """Return a table with a row per finding."""
    columns = ["severity", "place", "resource", "message", "rule", "iri"]
    rows = [
        [f.severity, f.place, f.label, f.message, f.rule, _resource(f)]
        for f in findings
    ]
    return make_table(columns, rows)


def _resource(finding: Finding) -> NamedNode | str:
    is_blank = finding.resource.startswith("_:")
    return finding.resource if is_blank else NamedNode(finding.resource)


def findings_lines(findings: Sequence[Finding]) -> str:
    """Return a line per finding, in the form that compilers use."""
    return "".join([_line(finding) for finding in findings])


def _line(finding: Finding) -> str:
    name = shorten(finding.resource)
    resource = name if finding.label == name else f"{finding.label} ({name})"
    place = finding.place or "no file"
    message = f"{resource}: {finding.message} [{finding.rule}]"
    return f"{place}: {finding.severity}: {message}\n"
