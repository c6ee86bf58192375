"""The command check; its findings are tested in test_check.py of the whole."""

import json

from kg.cli.check import _write_report
from kg.trust.findings import Finding, Report

FOUND = Finding("warning", "a-rule", "urn:a", "A", "is odd", "data/a.ttl", 3)
REPORT = Report((FOUND,), shapes=2, checks=3, resources=4)


def test_a_report_is_a_line_per_finding_or_json_with_what_was_examined():
    assert _write_report(REPORT, "table") == (
        "data/a.ttl:3: warning: A (urn:a): is odd [a-rule]\n"
    )
    written = json.loads(_write_report(REPORT, "json"))
    assert written["examined"] == {"resources": 4, "shapes": 2, "checks": 3}
    assert [found["rule"] for found in written["findings"]] == ["a-rule"]
