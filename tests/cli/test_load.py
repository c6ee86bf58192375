"""What load says of the time it took; the load itself is tested in test_folder.py."""

import pytest

from kg.cli import load
from kg.cli.load import _bytes, _Times


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (2_500_000, "2 MB"),
        (3e9, "3.0 GB"),
    ],
)
def test_sizes_have_a_unit(count, shown):
    assert _bytes(count) == shown


def test_each_step_lasts_until_the_next(monkeypatch):
    times = _Times(began=0.0)
    for at, step in (
        (2.0, "settling"),
        (3.0, "rule"),
        (4.0, "rule"),
        (7.0, "merging"),
    ):
        monkeypatch.setattr(load.time, "perf_counter", lambda at=at: at)
        times.record({step: "x"})
    monkeypatch.setattr(load.time, "perf_counter", lambda: 8.5)
    times.record({"counting": "triples"})
    assert (
        times.in_words(1000)
        == "2.0 s, 1 kB at 500 B/s; settled in 2.5 s, rules in 4.0 s"
    )


def test_steps_that_did_not_happen_took_no_time(monkeypatch):
    times = _Times(began=0.0)
    monkeypatch.setattr(load.time, "perf_counter", lambda: 2.0)
    assert times.in_words(0) == "2.0 s; settled in 0.0 s, rules in 0.0 s"
