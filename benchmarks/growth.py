"""How the CPU time of every command grows with the graph."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import loading
from benchmarks.harness import try_command
from benchmarks.prepare import KG, prepare, store

GROWN = {
    "--store": (
        "info", "query -e SELECT(COUNT(*)AS?n){?s?p?o}", "ask organisations", "ask about org=organisation-7",
        "show organisation-7", "network summary", "network rank --by betweenness", "network communities",
        "network brokers", "network path organisation-7 organisation-900", "network around organisation-7",
        "draw --output {}/page.html", "draw --collapse communities --output {}/page.html", "export {}/graph.ttl",
        "export {}/network.graphml",
    ),
    "--data": ("info", "fmt --check", "check", "diff {store} {store}"),
}  # fmt: skip
"""Commands whose growth is measured, on a store and on files."""
LARGEST = {"check": 100_000, "diff": 100_000, "fmt": 100_000}
"""Organisations up to which a command is measured: those that curate files hold everything as Python objects."""


def growth(options: argparse.Namespace) -> list[dict[str, Any]]:
    """CPU of every command by size, and the exponent between the second size and the largest."""
    sizes = (1_000, 10_000, 100_000, 300_000)
    cpu: dict[str, list[float | None]] = {}
    for size in sizes:
        places = {"--store": store(options.data, size), "--data": prepare(options.data, size)}
        runs = options.runs if size < 10_000 else 1
        loads = try_command(partial(loading.command_ours, places["--data"]), runs)
        cpu.setdefault("load into a folder", []).append(None if isinstance(loads, str) else loads.cpu)
        for place, commands in GROWN.items():
            for command in commands:
                within = size <= LARGEST.get(command.split()[0], size)
                found = try_command(_on(place, places[place], command), runs) if within else "too large"
                name = f"{command.replace('{}/', '').replace('{store} {store}', 'a b')} {place}"
                cpu.setdefault(name, []).append(None if isinstance(found, str) else found.cpu)
    return [{"work": name, "sizes": sizes, "cpu": times} for name, times in cpu.items()]


def _on(option: str, place: Path, command: str) -> Callable[[Path], Sequence[str]]:
    """Return what makes the words of a command for a folder that it writes to."""
    return lambda to: [KG, option, str(place), *(word.replace("{}", str(to)).replace("{store}", str(place))
                                                for word in command.split(" "))]  # fmt: skip
