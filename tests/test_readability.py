"""The code keeps to the limits of `CONTRIBUTING.md` that a program can measure."""

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

import pytest

import kg

PACKAGE = Path(kg.__file__).resolve().parent
FILES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "_bundled" not in path.parts
]
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}


@dataclass(frozen=True)
class Function:
    """A function of the package."""

    path: Path
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def place(self):
        file = self.path.relative_to(PACKAGE)
        return f"{file}:{self.node.lineno} {self.node.name}"

    @property
    def docstring(self):
        """The docstring's statement, if there is one."""
        if ast.get_docstring(self.node) is None:
            return []
        return self.node.body[:1]

    @cached_property
    def size(self):
        """The number of syntax nodes."""
        return sum(1 for _ in ast.walk(self.node))

    @property
    def lines(self):
        """The number of lines without the docstring."""
        lines = self.node.end_lineno - self.node.lineno + 1
        for statement in self.docstring:
            lines -= statement.end_lineno - statement.lineno + 1
        return lines

    @property
    def density(self):
        """The number of syntax nodes per line."""
        return self.size / self.lines

    @property
    def body_lines(self):
        body = self.node.body[len(self.docstring) :]
        if not body:
            return 0
        return self.node.end_lineno - body[0].lineno + 1

    @property
    def parameters(self):
        arguments = self.node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        return [a.arg for a in named if a.arg not in ("self", "cls")]

    @property
    def is_command(self):
        """Whether it is a command, whose parameters are its options."""
        return "context" in self.parameters


def functions():
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(path, node)


FUNCTIONS = list(functions())
WITH_BODY = [function for function in FUNCTIONS if function.body_lines]


def test_half_of_all_functions_have_at_most_nine_syntax_nodes_on_a_line():
    assert median(function.density for function in WITH_BODY) <= 9


def test_no_large_function_is_packed_into_few_lines():
    packed = [
        function.place
        for function in WITH_BODY
        if function.size > 250 and function.density > 10
    ]
    assert packed == []


def test_comprehensions_are_rarely_nested():
    nested = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, COMPREHENSIONS):
                continue
            inner = [
                other
                for other in ast.walk(node)
                if isinstance(other, COMPREHENSIONS) and other is not node
            ]
            if inner or len(node.generators) > 1:
                nested.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert len(nested) <= 0.03 * len(FUNCTIONS), nested


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_line_has_at_most_a_hundred_characters(path):
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if len(line) > 100] == []


def test_the_formatter_is_never_switched_off():
    marked = [path for path in FILES if "fmt: " in path.read_text("utf-8")]
    assert marked == []


def test_no_body_of_a_function_has_more_than_forty_lines():
    long = [f.place for f in FUNCTIONS if f.body_lines > 40]
    assert long == []


def test_no_function_has_more_than_seven_parameters_but_commands():
    many = [
        function.place
        for function in FUNCTIONS
        if len(function.parameters) > 7 and not function.is_command
    ]
    assert many == []


def test_a_class_name_has_one_meaning():
    names = Counter(
        node.name
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, times in names.items() if times > 1] == []
