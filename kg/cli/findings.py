"""Reports of findings, as `kg check` and `kg verify` write them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.messages import printable
from kg.cli.options import Output
from kg.cli.session import Session
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.trust.findings import Finding
    from kg.workspace.folders import Workspace

_FORMATS = ("table", "json", "md")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How and where a report is written."""

    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="table (default: a line per finding), json, md.",
        ),
    ] = None
    output: Output = None

    def choose_format(self) -> str:
        """Return the format: as asked for, by the extension of the file, or a line per finding.

        Raises:
            ParameterError: the format is not known.
        """
        if self.form is None:
            return _by_extension(self.output)
        if self.form not in _FORMATS:
            raise ParameterError(
                f"unknown format {self.form!r}; known are {', '.join(_FORMATS)}"
            )
        return self.form


def _by_extension(output: Path | None) -> str:
    extension = output.suffix.removeprefix(".") if output else ""
    return extension if extension in _FORMATS else "table"


def workspace_of_files(session: Session) -> "Workspace":
    """Return the workspace to examine: findings name the lines of its files.

    Raises:
        ParameterError: a store is named instead.
    """
    if session.store is not None:
        raise ParameterError(
            "check and verify read the files of a workspace, where the lines are; leave out --store"
        )
    return session.workspace()


def write_findings(findings: "tuple[Finding, ...]", form: str) -> str:
    """Return findings as a table in Markdown, or as a line each."""
    from kg.ask.tables import write_table
    from kg.trust.findings import findings_lines, findings_table

    if form == "md":
        return write_table(findings_table(findings), "md")
    return printable(findings_lines(findings))


def findings_as_json(findings: "tuple[Finding, ...]") -> list[dict[str, Any]]:
    """Return findings as values that JSON has."""
    return [asdict(finding) for finding in findings]


def as_json(report: object) -> str:
    """Return a report as JSON to read and to parse."""
    import json

    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
