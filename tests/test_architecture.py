import ast
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).resolve().parent
TESTS = Path(__file__).resolve().parent
ROOMS = [
    "errors",
    "crash",
    "model",
    "workspace",
    "sparql",
    "rdf",
    "store",
    "ask",
    "network",
    "trust",
    "curate",
    "export",
    "views",
    "graph",
    "cli",
]
"""The rooms in the order in which data flows: one imports only from itself and from those before it.

`errors`, `crash` and `graph` are single modules: the tree of errors, what is reported of an error
that nobody foresaw, and the facade for Python.
"""
HEAVY = {
    "networkx",
    "igraph",
    "pyvis",
    "pyshacl",
    "rdflib",
    "oxrdflib",
    "jinja2",
    "rapidfuzz",
    "rich",
    "pyparsing",
    "urllib3",
}


def modules():
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "_bundled" not in path.parts
    ]


def room(path):
    """Return the room a module belongs to: the folder it is in, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield every imported module, with whether the import stands at the top of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, (
                f"{path.name} imports relatively, which is not looked into"
            )
            names = (
                [f"kg.{alias.name}" for alias in node.names]
                if node.module == "kg"
                else [node.module or ""]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            yield name, node in tree.body


@pytest.mark.parametrize(
    "path", modules(), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_a_module_imports_only_from_its_room_and_those_before_it(path):
    if path == PACKAGE / "__init__.py":
        return
    own = ROOMS.index(room(path))
    imported = {
        name.split(".")[1]
        for name, _ in imports(path)
        if name.startswith("kg.")
    }
    assert {other for other in imported if ROOMS.index(other) > own} == set()


def test_every_module_is_in_a_room():
    assert {room(path) for path in modules()} - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("name", [n for n in ROOMS if (PACKAGE / n).is_dir()])
def test_a_room_says_what_lives_in_it_and_what_may_not(name):
    said = (
        ast.get_docstring(
            ast.parse((PACKAGE / name / "__init__.py").read_text("utf-8"))
        )
        or ""
    )
    lives, _, may_not = said.partition("\n\n")
    assert lives.endswith(".")
    assert "othing here" in may_not or "only room" in may_not


@pytest.mark.parametrize(
    "path", modules(), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_heavy_libraries_are_imported_where_they_are_needed(path):
    type_only = {
        name.name if isinstance(node, ast.Import) else node.module
        for block in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(block, ast.If)
        and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in block.body
        for name in node.names
    }
    at_top = {
        name.split(".")[0] for name, top in imports(path) if top
    } - type_only
    assert at_top & HEAVY == set()


@pytest.mark.parametrize(
    "path", modules(), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_only_commands_print_and_no_exception_is_caught_unnamed(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            everything = ast.unparse(node.type) in (
                "Exception",
                "BaseException",
            )
            assert not everything or path == PACKAGE / "cli" / "exits.py"


def test_the_package_offers_what_it_says():
    assert kg.__all__ == ["KnowledgeGraph"]
    assert kg.KnowledgeGraph.__module__ == "kg.graph"
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        kg.Nothing  # noqa: B018


def test_the_tree_of_errors_in_the_docstring_is_the_tree_of_classes():
    from kg import errors

    drawn = {
        line.split()[1]
        for line in (errors.__doc__ or "").splitlines()
        if line.startswith(("├──", "└──"))
    }
    assert drawn == {c.__name__ for c in errors.KgError.__subclasses__()}
