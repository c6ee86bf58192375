"""Commands that tell what can be trusted: check, verify."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import Output, TextsOption, texts_folder
from kg.cli.output import emit, emit_table
from kg.cli.session import Session, note
from kg.errors import ParameterError
from kg.trust.passages import WINDOW

if TYPE_CHECKING:
    from kg.trust.findings import Finding, Report
    from kg.trust.passages import Span
    from kg.trust.verify import Verification, Verified
    from kg.workspace.folders import Workspace

FINDINGS = 1
FORMATS = ("table", "json", "md")
ReportFormat = Annotated[
    str | None,
    typer.Option("--format", metavar="F", help="table (default: a line per finding), json, md."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (check, verify):
        app.command()(command)


def check(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Only list the rules.")] = False,
    form: ReportFormat = None,
    output: Output = None,
) -> None:
    """Is the data well-formed and complete?

    Examines what is asserted, before any rule is applied, with SHACL shapes and SPARQL checks.

    Exit code 1: there are violations (with --strict: or warnings), or there was nothing to examine.
    """
    from kg.trust.check import check_workspace, list_rules

    workspace = _workspace(context)
    if rules:
        emit_table(list_rules(workspace), form, output)
        return
    chosen = _format(form, output)
    report = check_workspace(workspace)
    emit(_write_report(report, chosen), output)
    note(
        f"violations: {len(report.violations)}, warnings: {len(report.warnings)}; examined: {report.resources} resources,"
        f" by {report.shapes} shapes and {report.checks} checks"
    )
    if report.empty:
        note("kg: nothing was examined, so nothing is proven; add data, shapes and checks")
    if not report.passes(strict=strict):
        raise typer.Exit(FINDINGS)


def verify(
    context: typer.Context,
    texts: TextsOption = None,
    window: Annotated[
        int,
        typer.Option(
            "--window",
            metavar="N",
            min=0,
            help="Characters on either side of a passage in"
            " which the names of the parties are looked for.",
        ),
    ] = WINDOW,
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help="Record new spans and hashes of what is changed or moved; never of what is lost.",
        ),
    ] = False,
    form: ReportFormat = None,
    output: Output = None,
) -> None:
    """Is each claim in its document?

    Compares the passage of every piece of evidence with the text.
    It proves that the words are there, not that they mean what is claimed: that takes a reader.

    Verdicts: ok (file and passage as recorded), changed (the file differs, the passage still stands at its span), moved
    (it stands elsewhere in the file), lost (it is not in the file), no-text (no such file). Warnings: a party that is not
    named near its passages; words such as "will" or "no longer" in a passage for a relationship in force.

    Exit code 1: something is not ok, or there was no evidence to verify. Warnings do not count.
    """
    from kg.trust.verify import verify_workspace

    chosen = _format(form, output)
    workspace = _workspace(context)
    texts = texts_folder(texts, workspace.root)
    if not texts.is_dir():
        raise ParameterError(
            f"{texts}: no such folder; --texts names the folder with the texts of the sources"
        )
    if update:
        _refuse_foreign(workspace)
    verification = verify_workspace(workspace, texts, window)
    emit(_write_verification(verification, chosen), output)
    note(_totals(verification))
    if update:
        _update(workspace, verification)
        verification = verify_workspace(workspace, texts, window)
        note(_totals(verification))
    if not verification.passes():
        raise typer.Exit(FINDINGS)


def _refuse_foreign(workspace: "Workspace") -> None:
    from kg.workspace.folders import BUNDLED, refuse_installed

    if workspace.origin == BUNDLED:
        raise ParameterError(
            "the bundled data is not yours to update; name your own workspace with --data"
        )
    refuse_installed(workspace.root)


def _update(workspace: "Workspace", verification: "Verification") -> None:
    from kg.trust.moved import updated_files
    from kg.workspace.files import write_files

    files = updated_files(workspace, verification.results)
    write_files(files)
    note(
        f"recorded new spans and hashes in {', '.join(map(str, files)) or 'no file, for none is changed or moved'}"
    )


def _workspace(context: typer.Context) -> "Workspace":
    from kg.workspace.folders import find_workspace

    session: Session = context.obj
    if session.store is not None:
        raise ParameterError(
            "check and verify read the files of a workspace, where the lines are; leave out --store"
        )
    workspace = find_workspace(session.data)
    if session.verbose:
        note(f"workspace {workspace.root} ({workspace.origin})")
    return workspace


def _totals(verification: "Verification") -> str:
    if not verification.results:
        return "kg: there is no evidence, so nothing was verified and nothing is proven"
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verification.totals.items())
    return (
        f"passages: {len(verification.results)} ({counts}), warnings: {len(verification.warnings)}"
    )


def _write_verification(verification: "Verification", form: str) -> str:
    from kg.ask.tables import make_table, write_table
    from kg.model.terms import text

    columns = ["verdict", "file", "recorded", "found", "says", "note", "evidence"]
    if form == "json":
        rows = [dict(zip(columns, _verdict(r), strict=True)) for r in verification.results]
        warnings = [_finding(f) for f in verification.warnings]
        return _json({"evidence": rows, "totals": verification.totals, "warnings": warnings})
    if form == "md":
        table = make_table(columns, [_verdict(r) for r in verification.results])
        return write_table(table, form) + "\n" + _write_findings(verification.warnings, form)
    from kg.cli.session import printable
    from kg.model.vocabulary import shorten

    lines = [
        f"{r.evidence.file or 'no file'}:{_span(r.evidence.span)}: {r.verdict}: {text(r.evidence.says)}"
        f"{' - ' if r.note else ''}{r.note} [{shorten(r.evidence.iri)}]\n"
        for r in verification.results
        if r.verdict != "ok"
    ]
    return printable("".join(lines)) + _write_findings(verification.warnings, form)


def _verdict(result: "Verified") -> list[str]:
    from kg.model.terms import text

    evidence = result.evidence
    return [
        result.verdict,
        evidence.file,
        _span(evidence.span),
        _span(result.found),
        text(evidence.says),
        result.note,
        evidence.iri,
    ]


def _span(span: "Span | None") -> str:
    return "" if span is None else f"{span.start}:{span.end}"


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
    from kg.ask.tables import write_table
    from kg.cli.session import printable
    from kg.trust.findings import findings_lines, findings_table

    return (
        write_table(findings_table(findings), "md")
        if form == "md"
        else printable(findings_lines(findings))
    )


def _finding(finding: "Finding") -> dict[str, Any]:
    import dataclasses

    return dataclasses.asdict(finding)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
