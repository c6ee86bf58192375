"""Comparing the outputs of two versions, byte for byte."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from benchmarks.outputs.cases import fits

SHOWN = 3
"""Lines of a difference that are shown of each side."""
LEAD = 40
"""Characters of a long line that are shown before the first difference."""
WIDTH = 140
"""Characters of a long line that are shown in all."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the files that fit a pattern differ: in any way, or by one text in place of another."""

    path: str
    reason: str
    before: str = ""
    """Text that is replaced; empty if any difference is explained."""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is missing, new or different, and the lines that show it."""

    path: str
    sort: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found when two folders of outputs were compared."""

    left: list[Difference] = field(default_factory=list)
    """The differences that nothing explains."""
    counts: Counter[str] = field(default_factory=Counter)
    """Numbers of files that are equal, explained, missing, new and different."""
    uses: Counter[Explanation] = field(default_factory=Counter)
    """In how many files each explanation is needed."""


def read_explanations(path: Path) -> list[Explanation]:
    """Read a JSON list of explanations."""
    content = json.loads(path.read_text("utf-8"))
    return [Explanation(**entry) for entry in content]


def compare_outputs(
    before: Path,
    after: Path,
    explanations: list[Explanation],
    only: list[str],
) -> Comparison:
    """Compare two folders of outputs, or those of the chosen cases."""
    compared = Comparison()
    old = _files_of(before, only)
    new = _files_of(after, only)
    for path in sorted(old | new):
        fitting = [one for one in explanations if fnmatch(path, one.path)]
        if path in old and path in new:
            content = (before / path).read_bytes()
            other = (after / path).read_bytes()
            _compare_contents(path, content, other, fitting, compared)
        else:
            sort = "missing" if path in old else "new"
            _take(Difference(path, sort), fitting, compared)
    return compared


def report(compared: Comparison, explanations: list[Explanation]) -> list[str]:
    """Return the unexplained differences, the uses of each explanation, and totals, as lines."""
    lines: list[str] = []
    for one in compared.left:
        lines.append(f"{one.sort}  {one.path}")
        lines += one.lines
    for explanation in explanations:
        uses = compared.uses[explanation]
        change = ""
        if explanation.before:
            change = f" ({explanation.before!r} is now {explanation.after!r})"
        lines.append(
            f"{uses} explained  {explanation.path}{change}: {explanation.reason}"
        )
    counts = compared.counts
    lines.append(f"{counts['equal']} equal, {counts['explained']} explained")
    sorts = [
        f"{counts[sort]} {sort}" for sort in ("missing", "new", "different")
    ]
    lines.append(f"not explained: {', '.join(sorts)}")
    return lines


def _compare_contents(
    path: str,
    before: bytes,
    after: bytes,
    fitting: list[Explanation],
    compared: Comparison,
) -> None:
    """Count two contents as equal or explained, or keep their difference.

    What is explained by a replacement is replaced first, so that only the rest is shown.
    """
    if before == after:
        compared.counts["equal"] += 1
        return
    used: list[Explanation] = []
    for explanation in fitting:
        old = explanation.before.encode()
        new = explanation.after.encode()
        if old and old in before:
            before = before.replace(old, new)
            used.append(explanation)
    if before == after:
        compared.counts["explained"] += 1
        compared.uses.update(used)
        return
    lines = show_difference(before, after)
    _take(Difference(path, "different", lines), fitting, compared)


def _take(
    difference: Difference,
    fitting: list[Explanation],
    compared: Comparison,
) -> None:
    """Count a difference as explained by the first explanation of any difference, or keep it."""
    for explanation in fitting:
        if not explanation.before:
            compared.counts["explained"] += 1
            compared.uses[explanation] += 1
            return
    compared.counts[difference.sort] += 1
    compared.left.append(difference)


def show_difference(before: bytes, after: bytes) -> list[str]:
    """Return some lines that show where two different contents part."""
    old = _lines_of(before)
    new = _lines_of(after)
    start = _common(old, new)
    del old[:start]
    del new[:start]
    end = _common(old[::-1], new[::-1])
    del old[len(old) - end :]
    del new[len(new) - end :]
    column = 0
    if old and new:
        column = _common(old[0], new[0])
    lines = [
        f"    from line {start + 1}: {len(old)} lines before, {len(new)} after"
    ]
    for line in old[:SHOWN]:
        shown = _clip(line, column)
        lines.append(f"    - {shown}")
    for line in new[:SHOWN]:
        shown = _clip(line, column)
        lines.append(f"    + {shown}")
    return lines


def _lines_of(content: bytes) -> list[str]:
    """Return the lines of a content, also of one that is no text."""
    text = content.decode("utf-8", "backslashreplace")
    return text.split("\n")


def _files_of(folder: Path, only: list[str]) -> set[str]:
    """Return the relative paths of the outputs of the chosen cases."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_dir():
            continue
        inside = path.relative_to(folder)
        case = "/".join(inside.parts[:2])
        if fits(case, only):
            found.add(str(inside))
    return found


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many characters or lines are the same at the start."""
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += 1
    return same


def _clip(line: str, column: int) -> str:
    """Return the part of a line around a column."""
    start = max(0, column - LEAD)
    end = start + WIDTH
    shown = line[start:end]
    if start:
        shown = "…" + shown
    if end < len(line):
        shown += "…"
    return shown
