"""Fast paths beside the slower twins that give the same result: is each worth its code?

    python -m benchmarks.twins [PAIR …] [--organisations N] [--runs N] [--data DIR]

A fast path stays if it gains at least twofold at 100,000 organisations. To add a pair, add
a `Pair` below: two tasks as `benchmarks.harness` describes them, which return the same
figure where they give the same result.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness import Measured, measure
from benchmarks.prepare import prepare

ORGANISATIONS = 100_000
WORTH_IT = 2.0
"""How many times faster than its twin a fast path has to be."""
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pair:
    """A fast path and its twin, each a task `module:function`."""

    work: str
    fast: str
    slow: str


PAIRS = {
    "turtle": Pair(
        "canonical Turtle: from a dump's text, from triples",
        "writing:turtle_from_text",
        "writing:turtle_from_triples",
    ),
    "ntriples": Pair(
        "sorted N-Triples: from a dump's text, from triples",
        "writing:ntriples_from_text",
        "writing:ntriples_from_triples",
    ),
    "rules": Pair(
        "rules on a folder: rows and bulk loads, updates in the engine",
        "loading:rules_by_rows",
        "loading:rules_by_updates",
    ),
    "network": Pair(
        "the network: properties read through, relationships looked up",
        "networks:read_by_scans",
        "networks:read_by_lookups",
    ),
}


def measure_pairs(
    names: Sequence[str], folder: Path, runs: int
) -> list[dict[str, Any]]:
    """Return a row for each pair.

    CPU seconds of both, how many times faster the fast one is, and what went wrong.
    """
    rows = []
    for name in names:
        pair = PAIRS[name]
        measured = measure([[pair.fast], [pair.slow]], folder, runs)
        rows.append(
            {
                "work": pair.work,
                **_gain(measured[pair.fast], measured[pair.slow]),
            }
        )
    return rows


def _gain(fast: Measured | str, slow: Measured | str) -> dict[str, Any]:
    if isinstance(fast, str) or isinstance(slow, str):
        return {"fault": fast if isinstance(fast, str) else slow}
    row = {
        "fast": fast.cpu,
        "slow": slow.cpu,
        "gain": slow.cpu / fast.cpu,
        "runs": fast.runs,
    }
    if fast.result != slow.result:
        row["fault"] = f"the results differ: {fast.result} and {slow.result}"
    return row


def twins_table(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the lines of a Markdown table of measured pairs."""
    lines = ["| work | fast path, CPU s | twin, CPU s | gain | runs |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for row in rows:
        if "fault" in row:
            lines.append(f"| {row['work']} | {row['fault']} | | | |")
            continue
        gain = f"{row['gain']:.1f}"
        if row["gain"] < WORTH_IT:
            gain = f"**{gain}**"
        lines.append(
            f"| {row['work']} | {row['fast']:.2f} | {row['slow']:.2f} | {gain} | {row['runs']} |"
        )
    return lines


def main() -> None:
    """Measure the named pairs, or all of them, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.twins", description=__doc__
    )
    parser.add_argument(
        "pairs", nargs="*", metavar="PAIR", help=f"of: {', '.join(PAIRS)}"
    )
    parser.add_argument(
        "--organisations", type=int, default=ORGANISATIONS, metavar="N"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--data", type=Path, default=HERE / "data", help="folder for graphs"
    )
    given = parser.parse_args()
    if unknown := set(given.pairs) - PAIRS.keys():
        parser.error(
            f"unknown pair {', '.join(sorted(unknown))}; known are {', '.join(PAIRS)}"
        )
    folder = prepare(given.data, given.organisations)
    rows = measure_pairs(given.pairs or list(PAIRS), folder, given.runs)
    print("\n".join(twins_table(rows)))
    sys.exit(any("fault" in row for row in rows))


if __name__ == "__main__":
    main()
