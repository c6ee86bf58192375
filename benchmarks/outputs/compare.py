"""Comparing the outputs of two versions, byte for byte."""

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
class Difference:
    """A file that is missing, new or different, and the lines that show it."""

    path: str
    sort: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two folders of outputs, and the number of equal files."""

    differences: list[Difference]
    equal: int

    def unexplained(self, explained: dict[str, str]) -> list[Difference]:
        """Return the differences that fit none of the explained patterns."""
        return [one for one in self.differences if explanation(one, explained) is None]


def compare_outputs(
    before: Path,
    after: Path,
    only: list[str],
) -> Comparison:
    """Compare two folders of outputs, or those of the chosen cases."""
    old = _files_of(before, only)
    new = _files_of(after, only)
    differences: list[Difference] = []
    equal = 0
    for path in sorted(old | new):
        if path not in new:
            differences.append(Difference(path, "missing"))
            continue
        if path not in old:
            differences.append(Difference(path, "new"))
            continue
        content = (before / path).read_bytes()
        other = (after / path).read_bytes()
        if content == other:
            equal += 1
            continue
        lines = show_difference(content, other)
        differences.append(Difference(path, "different", lines))
    return Comparison(differences, equal)


def report(compared: Comparison, explained: dict[str, str]) -> list[str]:
    """Return the unexplained differences, the uses of each explanation, and totals, as lines."""
    left = compared.unexplained(explained)
    lines: list[str] = []
    for one in left:
        lines.append(f"{one.sort}  {one.path}")
        lines += one.lines
    uses: Counter[str | None] = Counter()
    for one in compared.differences:
        pattern = explanation(one, explained)
        uses[pattern] += 1
    for pattern, reason in explained.items():
        count = uses[pattern]
        lines.append(f"explained {count} times by {pattern}: {reason}")
    count = len(compared.differences) - len(left)
    lines.append(f"{compared.equal} equal, {count} explained")
    lines.append(_totals(left))
    return lines


def _totals(left: list[Difference]) -> str:
    sorts = Counter(one.sort for one in left)
    missing = sorts["missing"]
    new = sorts["new"]
    different = sorts["different"]
    return f"not explained: {missing} missing, {new} new, {different} different"


def explanation(
    difference: Difference,
    explained: dict[str, str],
) -> str | None:
    """Return the first pattern that fits the path of a difference."""
    for pattern in explained:
        if fnmatch(difference.path, pattern):
            return pattern
    return None


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
    lines = [f"    from line {start + 1}: {len(old)} lines before, {len(new)} after"]
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
