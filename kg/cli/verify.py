"""The command that compares evidence with the texts: verify."""

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
from kg.cli.messages import note, printable
from kg.cli.options import TextsOption, grouped, texts_folder
from kg.cli.output import emit
from kg.cli.session import Session
from kg.errors import ParameterError
from kg.trust.passages import WINDOW

if TYPE_CHECKING:
    from kg.trust.passages import Span
    from kg.trust.verify import Verification, Verified
    from kg.workspace.folders import Workspace

_COLUMNS = ("verdict", "file", "recorded", "found", "says", "note", "evidence")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(verify)


@grouped
def verify(
    context: typer.Context,
    *,
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
    options: ReportOptions,
) -> None:
    """Is each claim in its document?

    Compares the passage of every piece of evidence with the text.
    It proves that the words are there, not that they mean what is claimed: that takes a reader.

    Verdicts: ok (file and passage as recorded), changed (the file differs, the passage
    still stands at its span), moved (it stands elsewhere in the file), lost (it is not in
    the file), no-text (no such file). Warnings: a party that is not named near its
    passages; words such as "will" or "no longer" in a passage for a relationship in force.

    Exit code 1: something is not ok, or there was no evidence to verify. Warnings do not count.
    """
    from kg.trust.verify import verify_workspace

    form = options.choose_format()
    session: Session = context.obj
    workspace = workspace_of_files(session)
    folder = texts_folder(texts, workspace.root)
    if not folder.is_dir():
        raise ParameterError(
            f"{folder}: no such folder; --texts names the folder with the texts of the sources"
        )
    if update:
        _refuse_foreign(workspace)
    verification = verify_workspace(workspace, folder, window)
    emit(_write_verification(verification, form), options.output)
    note(_totals(verification))
    if update:
        _update(workspace, verification)
        verification = verify_workspace(workspace, folder, window)
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
    if files:
        note(f"recorded new spans and hashes in {', '.join(map(str, files))}")
    else:
        note("recorded nothing: no passage is changed or moved")


def _totals(verification: "Verification") -> str:
    if not verification.results:
        return "kg: there is no evidence, so nothing was verified and nothing is proven"
    counts = ", ".join(
        f"{count} {verdict}" for verdict, count in verification.totals.items()
    )
    passages = len(verification.results)
    warnings = len(verification.warnings)
    return f"passages: {passages} ({counts}), warnings: {warnings}"


def _write_verification(verification: "Verification", form: str) -> str:
    from kg.ask.tables import make_table, write_table

    warnings = verification.warnings
    if form == "table":
        lines = [
            _line(result)
            for result in verification.results
            if result.verdict != "ok"
        ]
        return printable("".join(lines)) + write_findings(warnings, form)
    verdicts = [_verdict(result) for result in verification.results]
    if form == "md":
        table = make_table(
            _COLUMNS, [list(verdict.values()) for verdict in verdicts]
        )
        return write_table(table, form) + "\n" + write_findings(warnings, form)
    return as_json(
        {
            "evidence": verdicts,
            "totals": verification.totals,
            "warnings": findings_as_json(warnings),
        }
    )


def _line(result: "Verified") -> str:
    """Return a verdict as compilers write their findings: place, verdict, passage, evidence."""
    from kg.model.terms import text
    from kg.model.vocabulary import shorten

    evidence = result.evidence
    place = f"{evidence.file or 'no file'}:{_span(evidence.span)}"
    reason = f" - {result.note}" if result.note else ""
    says = text(evidence.says)
    return (
        f"{place}: {result.verdict}: {says}{reason} [{shorten(evidence.iri)}]\n"
    )


def _verdict(result: "Verified") -> dict[str, str]:
    """Return the cells of a verdict, one for each of the columns."""
    from kg.model.terms import text

    evidence = result.evidence
    return {
        "verdict": result.verdict,
        "file": evidence.file,
        "recorded": _span(evidence.span),
        "found": _span(result.found),
        "says": text(evidence.says),
        "note": result.note,
        "evidence": evidence.iri,
    }


def _span(span: "Span | None") -> str:
    return "" if span is None else f"{span.start}:{span.end}"
