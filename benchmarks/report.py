"""RESULTS.md from the measurements."""

import json
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from math import log, nan
from pathlib import Path
from typing import Any

from benchmarks.adding import MEGABYTES, SECONDS, adding_table
from benchmarks.twins import WORTH_IT, twins_table
from kg.network.estimates import EXACT_UP_TO, PIVOTS
from kg.views.page.reduce import DRAWABLE, STRONGEST

PACKAGES = (
    "pyoxigraph",
    "oxigraph",
    "rdflib",
    "networkx",
    "igraph",
    "typer",
    "maplib",
)
EXPLANATIONS = Path(__file__).with_name("explanations.json")
INTRODUCTION = (
    "CPU seconds (user and system), as the median of the runs in the last column (ours/theirs)."
    " Compared tasks start in turn, each in a process of its own; tasks that share their"
    " preparation (network loops, exports, counts) share a process. The ratio is the one that the"
    " target refers to."
)
ESTIMATED = f"Summary, betweenness, closeness and brokers are estimated from {PIVOTS} organisations at this size."
TWINS = (
    "Two ways to the same result at 100,000 organisations. The fast one stays if it gains at least"
    f" {WORTH_IT:g} times; where it does not, the gain is in bold type."
)
ADDING = (
    "`kg add` to canonical files: the whole command, a process that only reads the same files into"
    f" memory, and the difference, which is to stay under {SECONDS:g} s and {MEGABYTES:g} MB."
)
LEGEND = (
    "The exponent is that between the second and the last measured size (between the only two if"
    " there are no more); the next column has the exponent of n·log n between the same sizes."
    f" † is estimated from {PIVOTS} organisations and compared only with other estimates. `draw`"
    f" draws the {STRONGEST:,} most densely connected of more than {DRAWABLE:,} organisations. Peak"
    " memory is that of the largest size, where it exceeds that of the measuring process. Every"
    " command takes 0.1 to 0.2 s to start, which hides part of the growth of fast ones."
)


def save(results: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Save the measurements of a row, with the machine and the state of the code."""
    measured = {"machine": _machine(), "commit": _commit(), "rows": rows}
    (results / f"{name}.json").write_text(
        json.dumps(measured, indent=1) + "\n", "utf-8"
    )


def write_report(results: Path) -> str:
    """Return RESULTS.md: machines and versions, a table of comparisons, a table of growth."""
    kept: dict[str, dict[str, Any]] = {}
    for path in sorted(results.glob("*.json")):
        kept[path.stem] = json.loads(path.read_text("utf-8"))
    found: dict[str, list[dict[str, Any]]] = {
        name: row["rows"] for name, row in kept.items()
    }
    why: dict[str, str] = {}
    if EXPLANATIONS.is_file():
        why = json.loads(EXPLANATIONS.read_text("utf-8"))
    lines = ["# Results of `python -m benchmarks`", "", INTRODUCTION, ""]
    lines += [*_measured_on(kept), ""]
    lines += _comparisons(found, why)
    lines += ["", "## Measures of a large network", "", ESTIMATED, ""]
    lines += ["| task | CPU s |", "| --- | ---: |"]
    for row in found.get("size", []):
        lines.append(f"| {row['work']} | {row['ours']:.2f} |")
    lines += ["", "## Where the time goes", ""]
    lines += [
        "| task, 100,000 organisations | part | CPU s |",
        "| --- | --- | ---: |",
    ]
    for row in found.get("parts", []):
        lines.append(
            f"| {row['work']} | {row['part']} | {_figure(row['cpu'])} |"
        )
    if "twins" in found:
        lines += [
            "",
            "## Fast paths and their twins",
            "",
            TWINS,
            "",
            *twins_table(found["twins"]),
        ]
    if "adding" in found:
        lines += [
            "",
            "## Adding",
            "",
            ADDING,
            "",
            *adding_table(found["adding"]),
        ]
    grown: list[dict[str, Any]] = []
    for name, rows in found.items():
        if name.startswith("growth-"):
            grown += rows
    lines += ["", "## Growth", "", *_growth(grown, why)]
    return "\n".join(lines) + "\n"


def _comparisons(
    found: dict[str, list[dict[str, Any]]], why: dict[str, str]
) -> list[str]:
    """Return the table of comparisons, and the notes on it."""
    lines = [
        "| task | ours | compared with | theirs | ratio | target | met | runs |",
        "| --- | ---: | --- | ---: | ---: | ---: | --- | --- |",
    ]
    notes: list[str] = []
    compared = [
        row for rows in found.values() for row in rows if "beside" in row
    ]
    for row in compared:
        lines.append(_row(row))
        name = f"{row['work']}, compared with {row['beside']}"
        if "note" in row:
            notes.append(f"- {name}: {row['note']}")
        if row.get("results"):
            notes.append(f"- {name}: the results differ, {row['results']}")
        if row.get("reached") is False and name in why:
            notes.append(f"- **{name}**: {why[name]}")
    return [*lines, "", *notes]


def _row(row: dict[str, Any]) -> str:
    unit = " MB" if row["key"] == "peak" else " s"
    target = f"{'≥' if row['more'] else '≤'} {row['target']:.3g}"
    mine = "" if row["ours"] is None else _figure(row["ours"]) + unit
    if "fault" in row:
        return f"| {row['work']} | {mine} | {row['beside']} | {row['fault'][:80]} | | {target} | not measured | |"
    reached = "yes" if row["reached"] else "**no**"
    figures = (
        f"{row['beside']} | {_figure(row['theirs'])}{unit} | {row['ratio']:.3g}"
    )
    return f"| {row['work']} | {mine} | {figures} | {target} | {reached} | {row['runs']} |"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _growth(rows: list[dict[str, Any]], why: dict[str, str]) -> list[str]:
    if not rows:
        return []
    notes: list[str] = []
    sizes = sorted({row["size"] for row in rows})
    by_work: dict[str, dict[int, dict[str, Any]]] = {}
    for row in rows:
        by_work.setdefault(row["work"], {})[row["size"]] = row
    lines = [
        f"| CPU s by number of organisations | {' | '.join(f'{n:,}' for n in sizes)} | exponent | n·log n | peak | runs |",
        "| --- |" + " ---: |" * (len(sizes) + 3) + " --- |",
    ]
    for work, measured in by_work.items():
        known = [
            measured[size] for size in sizes if "cpu" in measured.get(size, {})
        ]
        alike = [
            row for row in known if _is_estimate(row) == _is_estimate(known[-1])
        ]
        cells = " | ".join(
            _cell(measured[n]) if "cpu" in measured.get(n, {}) else ""
            for n in sizes
        )
        runs = "/".join(str(row["runs"]) for row in known)
        peak = f"{known[-1]['peak']:,.0f} MB" if known[-1]["peak"] else ""
        found, most = _exponents(alike) if len(alike) > 1 else (nan, nan)
        exponents = (
            f"**{found:.2f}** | {most:.2f}"
            if found > most
            else f"{found:.2f} | {most:.2f}".replace("nan", "")
        )
        lines.append(f"| {work} | {cells} | {exponents} | {peak} | {runs} |")
        if found > most and work in why:
            notes.append(f"- **{work}**: {why[work]}")
    return [*lines, "", LEGEND, "", *notes]


def _is_estimate(row: dict[str, Any]) -> bool:
    return row["size"] > EXACT_UP_TO and any(
        name in row["work"] for name in ("summary", "betweenness", "brokers")
    )


def _cell(row: dict[str, Any]) -> str:
    return _figure(row["cpu"]) + ("†" if _is_estimate(row) else "")


def _exponents(known: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the measured exponent, and that of n·log n between the same sizes, in hundredths."""
    first, last = known[min(1, len(known) - 2)], known[-1]
    wider = log(last["size"] / first["size"])
    expected = 1 + log(log(last["size"]) / log(first["size"])) / wider
    return round(log(last["cpu"] / first["cpu"]) / wider, 2), round(expected, 2)


def _measured_on(kept: dict[str, dict[str, Any]]) -> list[str]:
    """Return a line for each machine and each state of the code, with its rows."""
    lines = []
    for heading, key in (("Machine", "machine"), ("Code", "commit")):
        rows: dict[str, list[str]] = {}
        for name, measured in kept.items():
            rows.setdefault(measured[key], []).append(name)
        for value, names in rows.items():
            measured_rows = f" ({', '.join(names)})" if len(rows) > 1 else ""
            lines.append(f"{heading}: {value}{measured_rows}.")
    return [text for line in lines for text in (line, "")][:-1]


def _machine() -> str:
    hardware = f"{_processor()}, {os.cpu_count()} cores, {_memory()} GB; {platform.system()} {platform.release()}"
    return f"{hardware}; Python {platform.python_version()}; {', '.join(_versions())}"


def _commit() -> str:
    """Return the commit of the code, and whether files other than RESULTS.md have changed since."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = _git(
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        ":/",
        ":(exclude,top)benchmarks/RESULTS.md",
    )
    return f"{commit}, changed" if changed else commit


def _git(*words: str) -> str:
    command = ["git", "-C", str(Path(__file__).parent), *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False
    ).stdout.strip()


def _versions() -> list[str]:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    lines = (
        Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if Path("/proc/cpuinfo").is_file()
        else []
    )
    return next(
        (
            line.partition(":")[2].strip()
            for line in lines
            if line.startswith("model name")
        ),
        platform.machine(),
    )


def _memory() -> int:
    return round(
        os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    )
