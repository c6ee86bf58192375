"""What is wrong with data, as values: a finding, and the report of a whole examination."""

from dataclasses import dataclass
from typing import Literal

from pyoxigraph import NamedNode

from kg.ask.tables import make_table
from kg.model.terms import Table
from kg.model.vocabulary import shorten

Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one resource: what is wrong, where it is written, and what to do about it."""

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
        return f"{self.file or ''}:{self.line}" if self.line else self.file or ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, and how much was examined: a report that examined nothing proves nothing."""

    findings: tuple[Finding, ...]
    shapes: int
    checks: int
    resources: int

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that must be mended."""
        return tuple(finding for finding in self.findings if finding.severity == "violation")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a curator should look at, and may leave."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")

    @property
    def empty(self) -> bool:
        """Whether there was nothing to examine, or nothing to examine it with."""
        return not (self.shapes and self.checks and self.resources)

    def passes(self, *, strict: bool = False) -> bool:
        """Whether something was examined and no violation found; with `strict`, no warning either."""
        return not self.empty and not (self.findings if strict else self.violations)


def findings_table(findings: tuple[Finding, ...]) -> Table:
    """Return a table with a row per finding."""
    columns = ["severity", "place", "resource", "message", "rule", "iri"]
    return make_table(
        columns, [[f.severity, f.place, f.label, f.message, f.rule, _resource(f)] for f in findings]
    )


def _resource(finding: Finding) -> NamedNode | str:
    return finding.resource if finding.resource.startswith("_:") else NamedNode(finding.resource)


def findings_lines(findings: tuple[Finding, ...]) -> str:
    """Return a line per finding as compilers write them: place, severity, resource, message, rule."""
    lines = []
    for f in findings:
        name = shorten(f.resource)
        who = name if f.label == name else f"{f.label} ({name})"
        lines.append(f"{f.place or 'no file'}: {f.severity}: {who}: {f.message} [{f.rule}]\n")
    return "".join(lines)
