"""Commands that tell what can be trusted: check, verify."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import Output, Session, emit, note
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.findings import Finding, Report

FINDINGS = 1
FORMATS = ("table", "json", "md")
ReportFormat = Annotated[
    str | None, typer.Option("--format", metavar="F", help="table (default: a line per finding), json, md.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (check,):
        app.command()(command)


def check(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    form: ReportFormat = None,
    output: Output = None,
) -> None:
    """Is the data well-formed and complete? Examines what is asserted with SHACL shapes and SPARQL checks.

    Exit code 1: there are violations (with --strict: or warnings), or there was nothing to examine.
    """
    from kg.check import check_workspace
    from kg.workspace import find_workspace

    chosen = _format(form, output)
    session: Session = context.obj
    report = check_workspace(find_workspace(session.data))
    emit(_write_report(report, chosen), output)
    note(
        f"{len(report.violations)} violations, {len(report.warnings)} warnings; examined {report.resources} resources"
        f" with {report.shapes} shapes and {report.checks} checks"
    )
    if report.empty:
        note("kg: nothing was examined, so nothing is proven; add data, shapes and checks")
    if not report.passes(strict=strict):
        raise typer.Exit(FINDINGS)


def _format(form: str | None, output: Path | None) -> str:
    by_extension = output.suffix.removeprefix(".") if output else ""
    chosen = form or (by_extension if by_extension in FORMATS else "table")
    if chosen not in FORMATS:
        raise ParameterError(f"unknown format {chosen!r}; known are {', '.join(FORMATS)}")
    return chosen


def _write_report(report: "Report", form: str) -> str:
    if form == "json":
        examined = {"resources": report.resources, "shapes": report.shapes, "checks": report.checks}
        return _json({"findings": [_finding(f) for f in report.findings], "examined": examined})
    return _write_findings(report.findings, form)


def _write_findings(findings: tuple["Finding", ...], form: str) -> str:
    from kg.cli.common import printable
    from kg.findings import findings_lines, findings_table
    from kg.tables import write_table

    return write_table(findings_table(findings), "md") if form == "md" else printable(findings_lines(findings))


def _finding(finding: "Finding") -> dict[str, Any]:
    import dataclasses

    return dataclasses.asdict(finding)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
