"""Growth of CPU time and memory of every command with the size of the graph."""

import argparse
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import loading
from benchmarks.harness import Measured, measure, try_command
from benchmarks.prepare import KG, prepare, store
from kg.network.estimates import PIVOTS

GROWN = {
    "--store": (
        "info",
        "query -e SELECT(COUNT(*)AS?n){?s?p?o}",
        "ask organisations",
        "ask about org=organisation-7",
        "show organisation-7",
        "network summary",
        "network rank --by betweenness",
        "network communities",
        "network brokers",
        "network path organisation-7 organisation-900",
        "network around organisation-7",
        "draw --output {}/page.html",
        "draw --collapse communities --output {}/page.html",
        "export {}/graph.ttl",
        "export {}/network.graphml",
    ),
    "--data": (
        "info",
        "fmt --check",
        "check",
        "verify --texts {place}/texts",
        "diff {place} {place}",
        "build --output {}/build",
        "add relationship partner-of organisation-7 organisation-900",
    ),
}
"""Commands to measure, on a store and on files."""
PASSAGE = " --source 00000.txt --span 0:86 --says Named. --texts {place}/texts"
"""Further arguments of `add relationship`."""
ALONE = {
    "pyoxigraph alone: files into memory": "loading:raw_load",
    "pyoxigraph alone: `ask organisations` from a folder": "asking:organisations_raw",
    f"igraph alone: shortest paths from {PIVOTS} organisations": "networks:betweenness_sampled",
}
"""Tasks of the underlying libraries, which take most of the time of a command, on their own."""
SIZES = (1_000, 10_000, 100_000, 300_000)
"""Organisations. Each size is a separate row, because the largest ones take hours."""


def growth(options: argparse.Namespace, size: int) -> list[dict[str, Any]]:
    """CPU time, peak memory and number of runs of every command at a size."""
    places = {
        "--store": store(options.data, size),
        "--data": prepare(options.data, size),
    }
    loads = try_command(
        partial(loading.command_ours, places["--data"]), options.runs
    )
    found = [_row("load into a folder", size, loads)]
    for place, commands in GROWN.items():
        for command in commands:
            name = (
                f"{command.replace('{}/', '').replace('{place}', '.')} {place}"
            )
            found.append(
                _row(
                    name,
                    size,
                    try_command(
                        _on(place, places[place], command), options.runs
                    ),
                )
            )
    return [*found, *_alone(places["--data"], size, options.runs)]


def _alone(folder: Path, size: int, runs: int) -> list[dict[str, Any]]:
    loads = try_command(partial(loading.command_raw, folder), runs)
    tasks = measure([[task] for task in ALONE.values()], folder, runs)
    found = {"oxigraph alone: load into a folder, no rules": loads} | {
        name: tasks[task] for name, task in ALONE.items()
    }
    return [_row(name, size, measured) for name, measured in found.items()]


def _row(name: str, size: int, measured: Measured | str) -> dict[str, Any]:
    figures = (
        {}
        if isinstance(measured, str)
        else {key: getattr(measured, key) for key in ("cpu", "peak", "runs")}
    )
    return {"work": name, "size": size, **figures}


def _on(
    option: str, place: Path, command: str
) -> Callable[[Path], Sequence[str]]:
    """Return a function from the output folder to the words of a command.

    `add` gets a copy of the data there.
    """

    def words(to: Path) -> Sequence[str]:
        adds = command.startswith("add ")
        at = (
            shutil.copytree(place / "data", to / "data").parent
            if adds
            else place
        )
        given = (command + PASSAGE * adds).split(" ")
        return [
            KG,
            option,
            str(at),
            *(
                word.replace("{}", str(to)).replace("{place}", str(place))
                for word in given
            ),
        ]

    return words
