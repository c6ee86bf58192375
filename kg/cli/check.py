"""The command that examines data: check."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.exits import FINDINGS
from kg.cli.findings import (
    ReportOptions,
    as_json,
    findings_as_json,
    workspace_of_files,
    write_findings,
)
from kg.cli.messages import note
from kg.cli.options import TableOptions, grouped
from kg.cli.output import emit, emit_table
from kg.cli.session import Session

if TYPE_CHECKING:
    from kg.trust.findings import Report


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(check)


@grouped
def check(
    context: typer.Context,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail on warnings, too.")
    ] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="Only list the rules.")
    ] = False,
    options: ReportOptions,
) -> None:
    """Is the data well-formed and complete?

    Examines what is asserted, before any rule is applied, with SHACL shapes and SPARQL checks.

    Exit code 1: there are violations (with --strict: or warnings), or there was nothing to examine.
    """
    from kg.trust.check import check_workspace, list_rules

    session: Session = context.obj
    workspace = workspace_of_files(session)
    if rules:
        emit_table(
            list_rules(workspace), TableOptions(options.form, options.output)
        )
        return
    form = options.choose_format()
    report = check_workspace(workspace)
    emit(_write_report(report, form), options.output)
    note(
        f"violations: {len(report.violations)}, warnings: {len(report.warnings)};"
        f" examined: {report.resources} resources,"
        f" by {report.shapes} shapes and {report.checks} checks"
    )
    if report.empty:
        note(
            "kg: nothing was examined, so nothing is proven; add data, shapes and checks"
        )
    if not report.passes(strict=strict):
        raise typer.Exit(FINDINGS)


def _write_report(report: "Report", form: str) -> str:
    if form != "json":
        return write_findings(report.findings, form)
    examined = {
        "resources": report.resources,
        "shapes": report.shapes,
        "checks": report.checks,
    }
    return as_json(
        {"findings": findings_as_json(report.findings), "examined": examined}
    )
