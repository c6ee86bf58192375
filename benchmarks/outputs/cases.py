"""The cases: command lines of `commands.toml`, once for each combination of values."""

import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

PLAN = Path(__file__).with_name("commands.toml")
LONGEST_NAME = 120

Plan = dict[str, Any]
"""The content of `commands.toml`, or a table in it."""
Values = dict[str, list[str]]
"""By name of a placeholder, the values that it is replaced with in turn."""
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_NOT_IN_NAMES = re.compile(r"[^\w.=+-]+")


@dataclass(frozen=True, slots=True)
class Case:
    """Commands that run in turn in a folder of their own."""

    name: str
    """World and command, as a relative path."""
    options: str
    """Global options of every command."""
    lines: list[str]
    copied: str = ""
    """Input that is copied to the folder `w` first."""
    files: dict[str, str] = field(default_factory=dict)
    """Content of files that are written first, by name."""


@dataclass(frozen=True, slots=True)
class Given:
    """Properties of the inputs that the plan does not know."""

    scratch: Path
    """Folder of the inputs."""
    questions: dict[str, list[str]]
    """By name of a question, the names of its parameters."""
    broken: list[str]
    """Names of the broken workspaces."""
    texts: bool
    """Whether the texts of the bundled data are available."""


def read_plan() -> Plan:
    """Read `commands.toml`."""
    content = PLAN.read_text("utf-8")
    return tomllib.loads(content)


def find_cases(plan: Plan, given: Given) -> list[Case]:
    """Return all cases; those that two groups share are there once.

    Raises:
        ValueError: different cases have the same name.
    """
    cases: dict[str, Case] = {}
    for group in plan["groups"]:
        for world in group["worlds"]:
            values = _values_of(world, plan, given)
            for case in _cases_of(group, world, plan, values):
                known = cases.setdefault(case.name, case)
                if known != case:
                    raise ValueError(f"two cases have the name {case.name}")
    return list(cases.values())


def fits(name: str, patterns: list[str]) -> bool:
    """Return whether a name of a case fits one of the patterns, or there are none.

    The world may be left out of a pattern.
    """
    if not patterns:
        return True
    command = name.partition("/")[2]
    for pattern in patterns:
        if fnmatch(name, pattern):
            return True
        if fnmatch(command, pattern):
            return True
    return False


def expand(line: str, values: Values) -> list[str]:
    """Return the line once for each combination of the values of its placeholders."""
    found = _PLACEHOLDER.search(line)
    if found is None:
        return [line]
    lines: list[str] = []
    for value in values[found[1]]:
        replaced = line.replace(found[0], value)
        lines += expand(replaced, values)
    return lines


def _cases_of(
    group: Plan,
    world: str,
    plan: Plan,
    values: Values,
) -> list[Case]:
    described = plan["worlds"][world]
    (options,) = expand(described["options"], values)
    (scratch,) = values["scratch"]
    copied = described.get("copy", "")
    files = group.get("files", {})
    if "steps" in group:
        name = f"{world}/{group['name']}"
        lines = _expand_lines(group["steps"], values)
        case = Case(name, options, lines, copied, files)
        return [case]
    cases: list[Case] = []
    lines = _expand_lines(group["commands"], values)
    for line in lines:
        short = _short_name(line, scratch)
        name = f"{world}/{short}"
        case = Case(name, options, [line], copied, files)
        cases.append(case)
    return cases


def _values_of(
    world: str,
    plan: Plan,
    given: Given,
) -> Values:
    worlds = plan["worlds"]
    described = worlds[world]
    like = described.get("like", world)
    found = plan["values"] | worlds[like] | described
    asked = found.pop("asked", {})
    values: Values = {}
    for name, value in found.items():
        if isinstance(value, list):
            values[name] = value
        else:
            values[name] = [value]
    values["scratch"] = [str(given.scratch)]
    values["broken"] = given.broken
    values["question"] = _questions(given, asked)
    if not given.texts:
        values["texts"] = []
    return values


def _questions(given: Given, asked: dict[str, str]) -> list[str]:
    """Return each question with its values: as `asked` names them, or placeholders."""
    questions: list[str] = []
    for name in given.questions:
        words = [name]
        parameters = given.questions[name]
        if name in asked:
            words.append(asked[name])
        else:
            words += [
                f"{parameter}={{{parameter}}}" for parameter in parameters
            ]
        questions.append(" ".join(words))
    return questions


def _expand_lines(text: str, values: Values) -> list[str]:
    lines: list[str] = []
    for line in text.strip().splitlines():
        expanded = expand(line, values)
        lines += map(str.strip, expanded)
    return lines


def _short_name(line: str, scratch: str) -> str:
    """Return a command line as the name of a folder."""
    shown = line.replace(f"{scratch}/", "")
    shown = shown.replace("''", "empty")
    shown = _NOT_IN_NAMES.sub("_", shown)
    return shown.strip("_-")[:LONGEST_NAME]
