"""Writing the outputs of one version: its inputs, then its cases."""

import csv
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.outputs.cases import (
    Case,
    Given,
    Plan,
    find_cases,
    fits,
    read_plan,
)
from benchmarks.outputs.inputs import keep_inputs, make_inputs
from benchmarks.outputs.run import Kg, run_case, start

STORED = ("bundled", "generated")
"""Workspaces that are also loaded into a store."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run, and where the outputs go."""

    kg: Path
    target: Path
    inputs: Path
    texts: Path | None
    only: list[str]
    jobs: int


def write_outputs(wanted: Wanted) -> int:
    """Run the cases and write their outputs; return how many cases there were."""
    plan = read_plan()
    keep_inputs(wanted.inputs)
    with tempfile.TemporaryDirectory(prefix="kg-outputs-") as folder:
        scratch = Path(folder).resolve()
        shutil.copytree(wanted.inputs, scratch, dirs_exist_ok=True)
        kg = find_kg(wanted.kg, scratch)
        print(
            f"running {kg.command} with the data in {kg.bundled}",
            file=sys.stderr,
        )
        given = _prepare(kg, plan, wanted.texts)
        cases = find_cases(plan, given)
        chosen = [case for case in cases if fits(case.name, wanted.only)]
        if not wanted.only:
            _clear(wanted.target, plan)
        _run_all(chosen, kg, wanted)
        return len(chosen)


def find_kg(command: Path, scratch: Path) -> Kg:
    """Ask a `kg` for the folder of its bundled data."""
    rows = _ask_rows(command, ["info"], scratch)
    for row in rows:
        if row["what"] == "workspace":
            shown = row["value"]
            folder = shown.removesuffix(" (bundled)")
            bundled = Path(folder)
            return Kg(command, scratch, bundled)
    raise RuntimeError("kg info does not say which workspace it reads")


def _prepare(
    kg: Kg,
    plan: Plan,
    texts: Path | None,
) -> Given:
    """Make the inputs that are not kept from run to run."""
    bundled = kg.scratch / "bundled"
    shutil.copytree(kg.bundled / "data", bundled / "data")
    if texts:
        shutil.copytree(texts, kg.scratch / "texts")
    broken = make_inputs(kg.scratch, plan)
    for name in STORED:
        _load(kg, name)
    return Given(
        scratch=kg.scratch,
        questions=_find_questions(kg),
        broken=broken,
        texts=texts is not None,
    )


def _find_questions(kg: Kg) -> dict[str, list[str]]:
    """Ask a `kg` for its questions; return the names of the parameters of each."""
    questions: dict[str, list[str]] = {}
    listed = _ask_rows(kg.command, ["ask"], kg.scratch)
    for row in listed:
        name = row["name"]
        needs = row["needs"].replace("=", "")
        questions[name] = needs.split()
    return questions


def _load(kg: Kg, name: str) -> None:
    """Load a workspace into a store."""
    data = kg.scratch / name / "data"
    files = sorted(data.rglob("*.ttl"))
    stores = kg.scratch / "stores"
    stores.mkdir(exist_ok=True)
    words = [
        "load",
        *map(str, files),
        "--store",
        str(stores / name),
    ]
    _must_run(kg.command, words, kg.scratch)


def _ask_rows(
    command: Path,
    words: list[str],
    folder: Path,
) -> list[dict[str, str]]:
    """Return the rows of a table of `kg`, by name of the column."""
    words = [*words, "--format", "csv"]
    written = _must_run(command, words, folder)
    lines = written.decode().splitlines()
    return list(csv.DictReader(lines))


def _must_run(
    command: Path,
    words: list[str],
    folder: Path,
) -> bytes:
    """Run a command that the others depend on; return what it wrote."""
    done = start(command, words, folder)
    if done.returncode != 0:
        message = done.stderr.decode()
        raise RuntimeError(f"kg {words[0]} failed: {message}")
    return done.stdout


def _clear(target: Path, plan: Plan) -> None:
    """Remove the outputs of an earlier run, and nothing else."""
    for world in plan["worlds"]:
        shutil.rmtree(target / world, ignore_errors=True)


def _run_all(
    cases: list[Case],
    kg: Kg,
    wanted: Wanted,
) -> None:
    def run(case: Case) -> None:
        target = wanted.target / case.name
        run_case(case, kg, target)

    with ThreadPoolExecutor(wanted.jobs) as pool:
        ended = pool.map(run, cases)
        for done, _ in enumerate(ended, 1):
            if done % 100 == 0:
                print(f"{done} of {len(cases)} cases", file=sys.stderr)
