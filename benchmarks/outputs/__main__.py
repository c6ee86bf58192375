"""The command: `python -m benchmarks.outputs write DIR`, or `… compare BEFORE AFTER`."""

import argparse
import sys
from pathlib import Path

from benchmarks import outputs
from benchmarks.outputs.compare import (
    compare_outputs,
    read_explanations,
    report,
)
from benchmarks.outputs.write import Wanted, write_outputs

BENCHMARKS = Path(__file__).resolve().parents[1]
EXPLANATIONS = BENCHMARKS / "outputs-explained.json"
INPUTS = BENCHMARKS / "data" / "outputs"
KG = Path(sys.executable).with_name("kg")


def main() -> int:
    """Carry out the action that the command line names; return the exit code."""
    given = _make_parser().parse_args()
    if given.action == "write":
        return _write(given)
    return _compare(given)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.outputs",
        description=outputs.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PATTERN",
        help="only cases such as 'export*', 'fixture/ask*'; repeatable",
    )
    actions = parser.add_subparsers(dest="action", required=True)
    write = actions.add_parser(
        "write", parents=[common], help="write the outputs of one version"
    )
    write.add_argument(
        "target", type=Path, metavar="DIR", help="folder for the outputs"
    )
    write.add_argument(
        "--kg",
        type=Path,
        default=KG,
        help="the kg to run; default: beside python",
    )
    write.add_argument(
        "--inputs",
        type=Path,
        default=INPUTS,
        help="folder of the inputs, the same for both versions",
    )
    write.add_argument(
        "--texts",
        type=Path,
        help="folder of the texts that the bundled data was read from",
    )
    write.add_argument(
        "--jobs", type=int, default=2, help="commands at a time; default: 2"
    )
    compare = actions.add_parser(
        "compare", parents=[common], help="compare two such folders"
    )
    compare.add_argument("before", type=Path, metavar="BEFORE")
    compare.add_argument("after", type=Path, metavar="AFTER")
    compare.add_argument(
        "--explained",
        type=Path,
        default=EXPLANATIONS,
        help="JSON: list of path, reason and, for a text in place of another, before and after",
    )
    return parser


def _write(given: argparse.Namespace) -> int:
    texts = given.texts.resolve() if given.texts else None
    wanted = Wanted(
        kg=given.kg.absolute(),
        target=given.target.absolute(),
        inputs=given.inputs.absolute(),
        texts=texts,
        only=given.only,
        jobs=given.jobs,
    )
    count = write_outputs(wanted)
    print(
        f"wrote the outputs of {count} cases into {given.target}",
        file=sys.stderr,
    )
    return 0


def _compare(given: argparse.Namespace) -> int:
    explanations = read_explanations(given.explained)
    compared = compare_outputs(
        given.before,
        given.after,
        explanations,
        given.only,
    )
    for line in report(compared, explanations):
        print(line)
    return 1 if compared.left else 0


if __name__ == "__main__":
    sys.exit(main())
