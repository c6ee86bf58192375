"""Measure tasks in fresh processes.

CPU time, peak memory, and the result, to confirm that both sides did the same work.

A task is a function of a folder that prepares the work and returns it; only the work is
timed. One process runs the tasks of a group in turn, and they share what `functools.cache`
keeps. The peak memory of a task is meaningful if it is alone in its group.
"""

import argparse
import gc
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Task = Callable[[Path], Callable[[], float | Callable[[], float]]]
"""Takes the folder of prepared data and returns the work.

The work returns a figure, or a function that computes the figure and is not timed. Tasks
that are compared must agree in the figure.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A task's median CPU time in seconds, peak memory in MB (0.

    Not known), result, and the number of runs.
    """

    cpu: float
    peak: float
    result: float
    runs: int


Report = dict[str, Any]
"""The report of the process of a task: name, CPU time, peak memory, result."""
FINDINGS = 1
"""Exit code of a command that succeeded and has findings."""
LIMIT = 3600
"""Seconds after which a process is stopped."""


def measure(
    groups: Sequence[Sequence[str]], folder: Path, runs: int
) -> dict[str, Measured | str]:
    """Return the measurement of each task `module:function`, or the reason for its absence.

    Groups start in turn.
    """
    found: dict[str, list[Report]] = {
        name: [] for group in groups for name in group
    }
    faults: dict[str, str] = {}
    for group in [*groups] * runs:
        if not any(name in faults for name in group):
            reports, fault = start(group, folder)
            for report in reports:
                found[report["task"]].append(report)
            faults |= {
                name: fault for name in group if fault and not found[name]
            }
    return faults | {
        name: _median(reports) for name, reports in found.items() if reports
    }


def start(
    group: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> tuple[list[Report], str]:
    """Run the tasks of a group in a new process.

    Return their reports and the reason for any missing ones.
    """
    command = [sys.executable, "-m", "benchmarks.harness", str(folder), *group]
    known = os.environ | (environment or {})
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
            env=known,
        )
    except subprocess.TimeoutExpired:
        return [], f"broken off after {LIMIT // 60} minutes"
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    last = (
        done.stderr.strip().splitlines()
        or [f"ended by signal {-done.returncode}"]
    )[-1]
    return reports, last if done.returncode else ""


Command = Sequence[str] | Callable[[Path], Sequence[str]]
"""Words, or a function that returns them for a new empty folder, which is removed after the run."""


def try_commands(
    commands: Sequence[Command], runs: int
) -> list[Measured | str]:
    """Return CPU time and peak memory of commands, started in turn, or the reason for their absence.

    The result of a command is its number of lines.
    """
    reports: list[list[Report]] = [[] for _ in commands]
    faults: dict[int, str] = {}
    for number in [*range(len(commands))] * runs:
        if number not in faults:
            try:
                reports[number].append(_one_command(commands[number]))
            except (RuntimeError, OSError) as error:
                faults[number] = f"not available: {error}"
    return [
        faults.get(number) or _median(of) for number, of in enumerate(reports)
    ]


def try_command(command: Command, runs: int) -> Measured | str:
    """Return the measurement of one command, or the reason for its absence."""
    return try_commands([command], runs)[0]


def _one_command(command: Command) -> Report:
    with tempfile.TemporaryDirectory() as scratch:
        return _run(command(Path(scratch)) if callable(command) else command)


def _run(command: Sequence[str]) -> Report:
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    lines = sum(1 for _ in process.stdout)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, FINDINGS):
        raise RuntimeError(
            f"{' '.join(command)[:200]} ended with {process.returncode}"
        )
    own = resource.getrusage(
        resource.RUSAGE_SELF
    ).ru_maxrss  # a new process starts with the peak of the one that starts it
    peak = used.ru_maxrss / 1024 if used.ru_maxrss > own else 0
    return {"cpu": used.ru_utime + used.ru_stime, "peak": peak, "result": lines}


def _median(reports: list[Report]) -> Measured:
    cpu, peak = (
        statistics.median(report[key] for report in reports)
        for key in ("cpu", "peak")
    )
    return Measured(cpu, peak, reports[0]["result"], len(reports))


def carry_out(name: str, folder: Path) -> Report:
    """Get a task ready, and time its work."""
    module, _, function = name.partition(":")
    work = getattr(importlib.import_module(f"benchmarks.{module}"), function)(
        folder
    )
    gc.collect()
    start = time.process_time()
    result = work()
    cpu = time.process_time() - start
    peak = _peak_memory()
    return {
        "task": name,
        "cpu": cpu,
        "peak": peak,
        "result": result() if callable(result) else result,
    }


def _peak_memory() -> float:
    """Return the peak of this program in MB.

    Getrusage would include the memory of the parent at the start.
    """
    status = Path("/proc/self/status").read_text("utf-8")
    return (
        int(
            next(
                line
                for line in status.splitlines()
                if line.startswith("VmHWM:")
            ).split()[1]
        )
        / 1024
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("tasks", nargs="+")
    given = parser.parse_args()
    for task in given.tasks:
        print(json.dumps(carry_out(task, given.folder)), flush=True)
