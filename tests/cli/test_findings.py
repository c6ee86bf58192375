"""Reports of findings."""

import json
from pathlib import Path

import pytest

from kg.cli.findings import (
    ReportOptions,
    as_json,
    findings_as_json,
    workspace_of_files,
    write_findings,
)
from kg.cli.session import Session
from kg.errors import ParameterError
from kg.trust.findings import Finding

FOUND = Finding(
    "warning", "a-rule", "urn:a", "A\x07", "is odd", "data/a.ttl", 3
)


@pytest.mark.parametrize(
    ("form", "output", "chosen"),
    [
        (None, None, "table"),
        (None, "x.json", "json"),
        (None, "x.csv", "table"),
        ("md", "x.json", "md"),
    ],
)
def test_a_format_is_asked_for_or_follows_from_the_output(form, output, chosen):
    options = ReportOptions(form, None if output is None else Path(output))
    assert options.choose_format() == chosen


def test_a_format_that_is_not_known_is_refused():
    with pytest.raises(
        ParameterError,
        match=r"^unknown format 'csv'; known are table, json, md$",
    ):
        ReportOptions("csv").choose_format()


def test_findings_are_lines_without_control_characters_or_a_table_of_markdown():
    assert write_findings((FOUND,), "table") == (
        "data/a.ttl:3: warning: A\\u0007 (urn:a): is odd [a-rule]\n"
    )
    assert write_findings((FOUND,), "md").splitlines()[0] == (
        "| severity | place | resource | message | rule | iri |"
    )


def test_findings_are_json_values():
    written = json.loads(as_json(findings_as_json((FOUND,))))
    assert written == [
        {
            "severity": "warning",
            "rule": "a-rule",
            "resource": "urn:a",
            "label": "A\x07",
            "message": "is odd",
            "file": "data/a.ttl",
            "line": 3,
        }
    ]


def test_a_store_has_no_lines():
    with pytest.raises(ParameterError, match="leave out --store"):
        workspace_of_files(Session(store="somewhere"))
