"""RESULTS.md from what was measured."""

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from math import log
from pathlib import Path
from typing import Any

PACKAGES = ("pyoxigraph", "oxigraph", "rdflib", "networkx", "igraph", "typer", "maplib")
EXPLANATIONS = Path(__file__).with_name("explanations.json")


def write_report(results: Path) -> str:
    """Return RESULTS.md: machine, versions, a table of comparisons, a table of growth."""
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(results.glob("*.json"))}
    why: dict[str, str] = json.loads(EXPLANATIONS.read_text("utf-8")) if EXPLANATIONS.is_file() else {}
    lines = [
        "# Results of `python -m benchmarks`", "",
        "CPU seconds (user and system), median of the runs given as ours/theirs; each run in a fresh process, the"
        " compared ones in turn in the same run. `×` is the ratio that the target speaks of.", "",
        f"Machine: {_processor()}, {os.cpu_count()} cores, {_memory()} GB; {platform.system()} {platform.release()};"
        f" Python {platform.python_version()}; {', '.join(_versions())}.", "",
        "| work | ours | beside | theirs | × | to reach | reached | runs |",
        "| --- | ---: | --- | ---: | ---: | ---: | --- | --- |",
    ]  # fmt: skip
    notes: list[str] = []
    compared = [row for rows in found.values() for row in rows if "beside" in row]
    for row in compared:
        lines.append(_row(row))
        if "note" in row:
            notes.append(f"- {row['work']}, beside {row['beside']}: {row['note']}")
        if row.get("results"):
            notes.append(f"- {row['work']}, beside {row['beside']}: the results differ, {row['results']}")
        if row.get("reached") is False and (said := why.get(f"{row['work']}, beside {row['beside']}")):
            notes.append(f"- **{row['work']}, beside {row['beside']}**: {said}")
    lines += ["", *notes, "", "## Measures at size", "", "| work | CPU s |", "| --- | ---: |"]
    lines += [f"| {row['work']} | {row['ours']:.2f} |" for row in found.get("size", [])]
    lines += ["", "## Where the time goes", "", "| work, 100,000 organisations | part | CPU s |", "| --- | --- | ---: |"]
    lines += [f"| {row['work']} | {row['part']} | {_figure(row['cpu'])} |" for row in found.get("parts", [])]
    grown = [row for name, rows in found.items() if name.startswith("growth-") for row in rows]
    lines += ["", "## Growth", "", *_growth(grown)]
    return "\n".join(lines) + "\n"


def _row(row: dict[str, Any]) -> str:
    unit = " MB" if row["key"] == "peak" else " s"
    target = f"{'≥' if row['more'] else '≤'} {row['target']:.3g}"
    mine = "" if row["ours"] is None else _figure(row["ours"]) + unit
    if "fault" in row:
        return f"| {row['work']} | {mine} | {row['beside']} | {row['fault'][:80]} | | {target} | not measured | |"
    reached = "yes" if row["reached"] else "**no**"
    figures = f"{row['beside']} | {_figure(row['theirs'])}{unit} | {row['ratio']:.3g}"
    return f"| {row['work']} | {mine} | {figures} | {target} | {reached} | {row['runs']} |"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _growth(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    sizes = sorted({row["size"] for row in rows})
    by_work: dict[str, dict[int, dict[str, Any]]] = {}
    for row in rows:
        by_work.setdefault(row["work"], {})[row["size"]] = row
    lines = [
        f"| CPU s by organisations | {' | '.join(f'{n:,}' for n in sizes)} | exponent | peak | runs |",
        "| --- |" + " ---: |" * (len(sizes) + 2) + " --- |",
    ]
    for work, measured in by_work.items():
        known = [measured[size] for size in sizes if "cpu" in measured.get(size, {})]
        first, last = known[min(1, len(known) - 2)], known[-1]
        cells = " | ".join(_figure(measured[n]["cpu"]) if "cpu" in measured.get(n, {}) else "" for n in sizes)
        exponent = f"{log(last['cpu'] / first['cpu']) / log(last['size'] / first['size']):.2f}" if len(known) > 1 else ""
        runs = "/".join(str(row["runs"]) for row in known)
        peak = f"{last['peak']:,.0f} MB" if last["peak"] else ""
        lines.append(f"| {work} | {cells} | {exponent} | {peak} | {runs} |")
    told = (
        "The exponent is taken between the second and the last size that was measured, between two where there are no more;"
        " n·log n has 1.10 there. Peak memory is that of the largest, where it is more than the process that measures has."
        " A command starts in 0.1 to 0.2 s, which hides part of the growth of what is quick."
    )
    return [*lines, "", told]


def _versions() -> list[str]:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
