"""The command verify; its verdicts are tested in test_verify.py of the whole."""

from kg.cli.verify import _refuse_foreign, _span, _totals
from kg.trust.passages import Span
from kg.trust.verify import Verification
from kg.workspace.folders import Workspace


def test_a_span_is_written_with_a_colon_and_none_is_empty():
    assert [_span(Span(3, 9)), _span(None)] == ["3:9", ""]


def test_verifying_nothing_is_said_to_prove_nothing():
    assert _totals(Verification((), ())) == (
        "kg: there is no evidence, so nothing was verified and nothing is proven"
    )


def test_a_workspace_of_the_user_may_be_updated(tmp_path):
    assert _refuse_foreign(Workspace(tmp_path, "--data")) is None
