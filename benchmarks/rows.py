"""The rows of the table: the tasks to compare, their sizes and their targets.

A row is a function of the options. It returns comparisons as plain values; `report` formats them.
"""

import argparse
import math
import shlex
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import loading
from benchmarks.adding import measure_adding
from benchmarks.asking import BROKEN_OFF, LIMIT
from benchmarks.growth import SIZES, growth
from benchmarks.harness import Measured, measure, start, try_commands
from benchmarks.prepare import KG, OXIGRAPH, prepare, store
from benchmarks.twins import ORGANISATIONS, PAIRS, measure_pairs

Comparison = dict[str, Any]
Row = Callable[[argparse.Namespace], list[Comparison]]
ALLOWED_ROUNDING = 1e-5


def compare(
    work: str,
    ours: Measured | str,
    beside: str,
    other: Measured | str,
    target: float,
    *,
    more: bool,
    key: str = "cpu",
) -> Comparison:
    """Return one comparison.

    Args:
        target: the ratio to reach; with `more`, theirs to ours (how many times faster),
            else ours to theirs.
        key: `cpu` or `peak`.
    """
    known: Comparison = {
        "work": work,
        "beside": beside,
        "target": target,
        "more": more,
        "key": key,
    }
    if isinstance(ours, str) or isinstance(other, str):
        fault = ours if isinstance(ours, str) else other
        return known | {
            "fault": fault,
            "ours": None if isinstance(ours, str) else getattr(ours, key),
        }
    mine, theirs = getattr(ours, key), getattr(other, key)
    ratio = theirs / mine if more else mine / theirs
    reached = ratio >= target if more else ratio <= target
    same = other.result == -1 or math.isclose(
        ours.result, other.result, rel_tol=ALLOWED_ROUNDING
    )
    return known | {
        "ours": mine,
        "theirs": theirs,
        "ratio": ratio,
        "reached": reached,
        "runs": f"{ours.runs}/{other.runs}",
        "results": None if same else [ours.result, other.result],
    }


def load(options: argparse.Namespace) -> list[Comparison]:
    """Files into memory."""
    found = []
    for size in (10_000, 100_000):
        folder = prepare(options.data, size)
        tasks = ("ours", "ours_with_rules", "raw", "raw_load", "rdflib_parse")
        got = measure(
            [[f"loading:{task}"] for task in tasks], folder, options.runs
        )
        ours, rules, raw, plain, rdflib = (
            got[f"loading:{task}"] for task in tasks
        )
        what = f"load {size:,} organisations into memory"
        found += [
            compare(what, ours, "rdflib parse", rdflib, 8, more=True),
            compare(
                f"{what}: peak memory",
                ours,
                "rdflib parse",
                rdflib,
                1 / 3,
                more=False,
                key="peak",
            ),
            compare(what, ours, "pyoxigraph bulk_load", raw, 1.1, more=False),
            compare(what, ours, "pyoxigraph load", plain, 1.1, more=False),
            compare(
                f"{what}, with the rules",
                rules,
                "pyoxigraph bulk_load",
                raw,
                2,
                more=False,
            )
            | {"results": None},
            compare(
                f"{what}, with the rules",
                rules,
                "pyoxigraph load",
                plain,
                2,
                more=False,
            )
            | {"results": None},
        ]
    return found


def folder(options: argparse.Namespace) -> list[Comparison]:
    """Files into a folder."""
    place = prepare(options.data, 100_000)
    commands = (
        loading.command_ours,
        loading.command_without_rules,
        loading.command_raw,
    )
    ours, bare, raw = try_commands(
        [partial(command, place) for command in commands], options.runs
    )
    what = "load 100,000 organisations into a folder"
    rules = (
        ours
        if isinstance(ours, str) or isinstance(bare, str)
        else replace(ours, cpu=ours.cpu - bare.cpu)
    )
    rows = [
        compare(
            f"{what}: of this, the files alone",
            bare,
            "oxigraph load",
            raw,
            1.15,
            more=False,
        ),
        compare(
            f"{what}, with the rules", ours, "oxigraph load", raw, 2, more=False
        ),
        compare(
            f"{what}: the rules (difference)",
            rules,
            "the load itself",
            bare,
            1,
            more=False,
        ),
    ]
    return [row | {"results": None} for row in rows]


def questions(options: argparse.Namespace, size: int) -> list[Comparison]:
    """The shipped questions, compared with the engine alone."""
    got = _medians(
        [["asking:ours"], ["asking:raw"]],
        prepare(options.data, size),
        options.runs,
    )
    ours, raw = got["asking:ours"], got["asking:raw"]
    names, what = _asked(ours, size)
    return [
        compare(
            f"{what}: sum",
            _sum(ours, names, options.runs),
            "pyoxigraph",
            _sum(raw, names, options.runs),
            1.15,
            more=False,
        ),
        compare(
            f"{what}: geometric mean",
            _mean(ours, names, options.runs),
            "pyoxigraph",
            _mean(raw, names, options.runs),
            1.15,
            more=False,
        ),
    ]


def questions_rdflib(
    options: argparse.Namespace, size: int
) -> list[Comparison]:
    """The shipped questions, compared with rdflib's engine."""
    got = _medians(
        [["asking:ours"], ["asking:rdflib_engine"]],
        prepare(options.data, size),
        options.runs,
    )
    ours, slow = got["asking:ours"], got["asking:rdflib_engine"]
    names, what = _asked(ours, size)
    broken = sum(slow[f"{n} rows"] == -1 for n in names)
    wrong = [
        n for n in names if slow[f"{n} rows"] not in (-1, ours[f"{n} rows"])
    ]
    note = f"{broken} of them were stopped after {LIMIT} s and count as {LIMIT} s: the true ratio is higher."
    what += ": geometric mean"
    row = compare(
        what,
        _mean(ours, names, options.runs),
        "rdflib's engine",
        _mean(slow, names, options.runs),
        30,
        more=True,
    )
    return [
        row
        | {
            "note": note
            + (f" Other number of rows: {', '.join(wrong)}." if wrong else "")
        }
    ]


def networkx(options: argparse.Namespace) -> list[Comparison]:
    """Relationships to networkx."""
    return _networkx(
        options, 10_000, ["rdflib_select", "rdflib_scan", "rdflib_convert"]
    )


def networkx_large(options: argparse.Namespace) -> list[Comparison]:
    """The same for a large graph, without rdflib's conversion, which makes five million edges."""
    return _networkx(options, 100_000, ["rdflib_select", "rdflib_scan"])


def _networkx(
    options: argparse.Namespace, size: int, rdflib: list[str]
) -> list[Comparison]:
    place = prepare(options.data, size)
    groups = [
        [f"networks:{task}" for task in tasks]
        for tasks in (("ours", "raw_select", "raw_scan"), rdflib)
    ]
    got = measure(groups, place, options.runs)
    what, ours = (
        f"relationships to networkx, {size:,} organisations",
        got["networks:ours"],
    )
    beside = [
        ("rdflib: loop over SELECTs", "rdflib_select", 5, True),
        ("rdflib: loop over scans", "rdflib_scan", 5, True),
        ("rdflib_to_networkx_multidigraph", "rdflib_convert", 5, True),
        ("pyoxigraph: loop over SELECTs", "raw_select", 1.3, False),
        ("pyoxigraph: loop over scans", "raw_scan", 1.3, False),
    ]
    return [
        compare(what, ours, name, got[f"networks:{task}"], target, more=more)
        for name, task, target, more in beside
        if f"networks:{task}" in got
    ]


def betweenness(options: argparse.Namespace) -> list[Comparison]:
    """Exact betweenness, compared with networkx."""
    return [_measure(options, "exact betweenness", "betweenness", 30, 10_000)]


def communities(options: argparse.Namespace) -> list[Comparison]:
    """Communities, compared with networkx."""
    return [
        _measure(options, "communities", "communities", 10, size)
        for size in (10_000, 100_000)
    ]


def layout(options: argparse.Namespace) -> list[Comparison]:
    """Layout, compared with networkx."""
    return [_measure(options, "layout", "layout", 100, 10_000)]


def _measure(
    options: argparse.Namespace, what: str, task: str, target: float, size: int
) -> Comparison:
    place = prepare(options.data, size)
    names = [f"networks:{task}_ours", f"networks:{task}_networkx"]
    got = measure([[name] for name in names], place, options.runs)
    ours, other = (got[name] for name in names)
    row = compare(
        f"{what}, {size:,} organisations",
        ours,
        "networkx",
        other,
        target,
        more=True,
    )
    if (
        task == "communities"
        and not isinstance(ours, str)
        and not isinstance(other, str)
    ):
        row |= {
            "note": f"modularity {ours.result} (Leiden), {other.result} (Louvain)",
            "results": None,
        }
    if (
        task == "layout"
        and not isinstance(ours, str)
        and not isinstance(other, str)
    ):
        row |= {
            "note": f"stress {ours.result} (Fruchterman and Reingold), {other.result} (the choice of networkx:"
            " the energy method from 500 organisations); lower is closer to the true distances",
            "results": None,
        }
    return row


def size(options: argparse.Namespace) -> list[Comparison]:
    """Every measure of the commands on 100,000 organisations."""
    got = _medians(
        [["networks:measures_ours"]],
        prepare(options.data, 100_000),
        options.runs,
    )["networks:measures_ours"]
    return [
        {"work": f"{name}, 100,000 organisations", "ours": cpu}
        for name, cpu in got.items()
    ]


def turtle(options: argparse.Namespace) -> list[Comparison]:
    """Turtle export, from a folder and from memory."""
    place, kept = prepare(options.data, 100_000), store(options.data, 100_000)
    database = next(kept.glob("generation-*")) / "oxigraph"
    ours, dump = try_commands(
        [
            lambda to: [
                KG,
                "--store",
                str(kept),
                "export",
                str(to / "out.ttl"),
            ],
            lambda to: [
                OXIGRAPH,
                "dump",
                "--location",
                str(database),
                "--graph",
                "default",
                "--file",
                str(to / "out.ttl"),
            ],
        ],
        options.runs,
    )
    what = "Turtle of 100,000 organisations"
    got = measure(
        [["writing:ours", "writing:raw"], ["writing:rdflib_serialise"]],
        place,
        options.runs,
    )
    in_memory, raw = got["writing:ours"], got["writing:raw"]
    rows = [
        compare(
            f"{what}, from a folder",
            ours,
            "oxigraph dump",
            dump,
            1.5,
            more=False,
        ),
        compare(
            f"{what}, from memory",
            in_memory,
            "rdflib serialise",
            got["writing:rdflib_serialise"],
            15,
            more=True,
        ),
        compare(
            f"{what}, from memory",
            in_memory,
            "pyoxigraph's dump",
            raw,
            1.5,
            more=False,
        ),
    ]
    return [row | {"results": None} for row in rows]


def cold(options: argparse.Namespace) -> list[Comparison]:
    """Commands from a cold start on the bundled data."""
    python, kg = sys.executable, KG
    query = "SELECT ?o ?l WHERE { ?o a org:FormalOrganization ; skos:prefLabel ?l } ORDER BY ?l"
    script = str(Path(__file__).with_name("cold_rdflib.py"))
    runs = max(options.runs, 11)
    query_words, ask_words = (
        [kg, "query", "-e", query],
        [kg, "ask", "partners-of", "org=l-dih"],
    )
    commands = [
        [kg, "--help"],
        query_words,
        ask_words,
        [python, "-c", "import typer"],
        [python, script, query],
    ]
    commands += (
        [[*shlex.split(options.arq), *_arq(query)]] if options.arq else []
    )
    helped, queried, asked, typer, rdflib, *arq = try_commands(commands, runs)
    rows = [
        compare(
            "kg --help, cold",
            helped,
            "python -c 'import typer'",
            typer,
            1.5,
            more=False,
        )
    ]
    for what, ours in (("kg query, cold", queried), ("kg ask, cold", asked)):
        rows += [
            compare(what, ours, name, other, 2.5, more=False)
            for name, other in (
                ("rdflib script", rdflib),
                *(("arq", one) for one in arq),
            )
        ]
    return [row | {"results": None} for row in rows]


def aggregates(options: argparse.Namespace) -> list[Comparison]:
    """Counts and a search for a word in names."""
    place = prepare(options.data, 100_000)
    group = [
        f"asking:{what}_{who}"
        for who in ("ours", "raw")
        for what in ("aggregates", "search")
    ]
    got = measure(
        [group, ["asking:aggregates_maplib", "asking:search_maplib"]],
        place,
        options.runs,
    )
    found = []
    for what, words in (
        ("aggregates", "counts by kind, type, country, status"),
        ("search", "names that hold a word"),
    ):
        ours, raw, maplib = (
            got[f"asking:{what}_{who}"] for who in ("ours", "raw", "maplib")
        )
        found.append(
            compare(
                f"{words}, 100,000 organisations",
                ours,
                "pyoxigraph",
                raw,
                1,
                more=False,
            )
        )
        found.append(
            compare(
                f"{words}, 100,000 organisations",
                ours,
                "maplib",
                maplib,
                1,
                more=False,
            )
        )
    return found


def parts(options: argparse.Namespace) -> list[Comparison]:
    """Breakdown of the tasks that miss their target."""
    place = prepare(options.data, 100_000)
    works = {
        "counts, and names that hold a word": "aggregates",
        "Turtle from memory": "turtle",
        "relationships to networkx": "networkx",
        "the rules on a folder": "rules",
    }
    return [
        {"work": work, "part": part, "cpu": cpu}
        for work, task in works.items()
        for part, cpu in _medians([[f"parts:{task}"]], place, options.runs)[
            f"parts:{task}"
        ].items()
    ]


def twins(options: argparse.Namespace) -> list[Comparison]:
    """Fast paths beside their slower twins."""
    place = prepare(options.data, ORGANISATIONS)
    return measure_pairs(list(PAIRS), place, options.runs)


def adding(options: argparse.Namespace) -> list[Comparison]:
    """Cost of `kg add` beyond reading the files once."""
    return measure_adding(options.data, options.runs)


def _arq(query: str) -> list[str]:
    from benchmarks.prepare import workspace
    from kg.model.vocabulary import PREFIXES
    from kg.workspace.folders import bundled

    files = [f"--data={path}" for path in workspace(bundled()).data_files()]
    return [
        *files,
        "".join(f"PREFIX {p}: <{n}> " for p, n in PREFIXES.items()) + query,
    ]


def _medians(
    groups: Sequence[Sequence[str]], place: Path, runs: int
) -> dict[str, dict[str, float]]:
    """Return the median of each figure of tasks that return several. Groups start in turn."""
    found: dict[str, list[dict[str, float]]] = {}
    known: dict[str, str] = {}
    for group in [*groups] * runs:
        reports, fault = start(group, place, known)
        if fault:
            raise RuntimeError(fault)
        for report in reports:
            found.setdefault(report["task"], []).append(report["result"])
            if late := [
                name.removesuffix(" rows")
                for name, figure in report["result"].items()
                if figure == -1
            ]:
                known = {BROKEN_OFF: " ".join(late)}
    return {
        task: {key: statistics.median(one[key] for one in of) for key in of[0]}
        for task, of in found.items()
    }


def _asked(figures: dict[str, float], size: int) -> tuple[list[str], str]:
    """Return the names of the questions, and the name of the task."""
    names = [name for name in figures if not name.endswith(" rows")]
    return names, f"the {len(names)} shipped questions, {size:,} organisations"


def _sum(figures: dict[str, float], names: list[str], runs: int) -> Measured:
    return Measured(
        sum(figures[n] for n in names),
        0,
        sum(figures[f"{n} rows"] for n in names),
        runs,
    )


def _mean(figures: dict[str, float], names: list[str], runs: int) -> Measured:
    return Measured(
        math.exp(sum(math.log(figures[n]) for n in names) / len(names)),
        0,
        0,
        runs,
    )


ROWS: dict[str, Row] = {
    "load": load,
    "folder": folder,
    "questions": partial(questions, size=10_000),
    "questions-large": partial(questions, size=100_000),
    "questions-rdflib": partial(questions_rdflib, size=10_000),
    "questions-rdflib-large": partial(questions_rdflib, size=100_000),
    "networkx": networkx,
    "networkx-large": networkx_large,
    "betweenness": betweenness,
    "communities": communities,
    "layout": layout,
    "size": size,
    "turtle": turtle,
    "cold": cold,
    "aggregates": aggregates,
    "parts": parts,
    "twins": twins,
    "adding": adding,
    **{f"growth-{size}": partial(growth, size=size) for size in SIZES},
}
