"""What `kg add` costs beyond reading the files once."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness import Measured, measure, try_command
from benchmarks.prepare import KG, prepare, workspace
from kg.rdf.read import load_files

ORGANISATIONS = 45_000
"""As many as the registry of research organisations has in some continents."""
SECONDS, MEGABYTES = 2.0, 500.0
"""Targets: CPU time and memory beyond reading."""
COMMANDS = {
    "kg add organisation": "add organisation Zebra-Institute --country LU",
    "kg add relationship": "add relationship partner-of organisation-7 organisation-900"
    " --source 00000.txt --span 0:86 --says Named.",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """A command beside a process that only reads the same files into memory."""

    work: str
    whole: Measured
    reading: Measured

    def row(self) -> dict[str, Any]:
        """Return the figures for the report."""
        return {
            "work": self.work,
            "cpu": self.whole.cpu,
            "cpu_reading": self.reading.cpu,
            "peak": self.whole.peak,
            "peak_reading": self.reading.peak,
            "runs": self.whole.runs,
        }


def reading(folder: Path) -> Callable[[], float]:
    """Read data and ontology into a store in memory."""
    found = workspace(folder)
    return lambda: len(
        load_files([*found.ontology_files(), *found.data_files()])
    )


def measure_adding(data: Path, runs: int) -> list[dict[str, Any]]:
    """Return a row for each command, on canonical files, as `kg add` leaves them."""
    folder = prepare(data, ORGANISATIONS)
    subprocess.run(
        [KG, "--data", str(folder), "fmt"],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    alone = measure([["adding:reading"]], folder, runs)["adding:reading"]
    if isinstance(alone, str):
        raise RuntimeError(alone)
    rows = []
    for work, words in COMMANDS.items():
        whole = try_command(_on_a_copy(folder, words), runs)
        if isinstance(whole, str):
            raise RuntimeError(whole)
        rows.append(Cost(work, whole, alone).row())
    return rows


def _on_a_copy(folder: Path, words: str) -> Callable[[Path], list[str]]:
    """Return what makes the words of a command that changes a copy of the data."""

    def command(scratch: Path) -> list[str]:
        subprocess.run(
            ["cp", "-r", str(folder / "data"), str(scratch)], check=True
        )
        texts = ["--texts", str(folder / "texts")] if "--span" in words else []
        return [KG, "--data", str(scratch), *words.split(" "), *texts]

    return command


def adding_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the section of RESULTS.md."""
    lines = [
        f"| command, {ORGANISATIONS:,} organisations | CPU s | of it reading | beyond |"
        " peak MB | of it reading | beyond | met | runs |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        seconds = row["cpu"] - row["cpu_reading"]
        megabytes = row["peak"] - row["peak_reading"]
        met = (
            "yes" if seconds <= SECONDS and megabytes <= MEGABYTES else "**no**"
        )
        lines.append(
            f"| {row['work']} | {row['cpu']:.2f} | {row['cpu_reading']:.2f} | {seconds:.2f} |"
            f" {row['peak']:.0f} | {row['peak_reading']:.0f} | {megabytes:.0f} | {met} |"
            f" {row['runs']} |"
        )
    return lines
