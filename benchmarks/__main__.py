"""`python -m benchmarks [ROW …] [--runs N]`.

Measure, and write RESULTS.md from everything measured so far.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.report import save, write_report
from benchmarks.rows import ROWS

HERE = Path(__file__).parent


def main() -> None:
    """Measure the named rows, or all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__
    )
    parser.add_argument(
        "rows",
        nargs="*",
        metavar="ROW",
        help=f"of: {', '.join(ROWS)}; default: all",
    )
    parser.add_argument(
        "--runs", type=int, default=5, help="runs of each task, ours and theirs"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=HERE / "data",
        help="folder for generated graphs",
    )
    parser.add_argument(
        "--arq",
        default="",
        help="command that starts Jena's arq, for the cold start",
    )
    given = parser.parse_args()
    if unknown := set(given.rows) - ROWS.keys():
        parser.error(
            f"unknown row {', '.join(sorted(unknown))}; known are {', '.join(ROWS)}"
        )
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    for name in given.rows or ROWS:
        print(f"{name} …", file=sys.stderr)
        save(results, name, ROWS[name](given))
        (HERE / "RESULTS.md").write_text(write_report(results), "utf-8")


if __name__ == "__main__":
    main()
