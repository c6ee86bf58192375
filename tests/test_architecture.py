import ast
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).resolve().parent
ORDER = [
    "errors",
    "vocabulary",
    "workspace",
    "files",
    "guard",
    "load",
    "lexer",
    "limits",
    "rules",
    "bulk",
    "store",
    "folder",
    "loading",
    "address",
    "endpoint",
    "sending",
    "diagnosis",
    "query",
    "tables",
    "ontology",
    "names",
    "standing",
    "dates",
    "questions",
    "network",
    "columns",
    "projection",
    "dossier",
    "sampling",
    "analysis",
    "reduction",
    "layout",
    "drawing",
    "blank",
    "turtle",
    "formatting",
    "lines",
    "blocks",
    "export",
    "asserted",
    "comparison",
    "revisions",
    "passages",
    "minting",
    "drafting",
    "stating",
    "findings",
    "shapes",
    "check",
    "evidence",
    "lint",
    "verify",
    "updating",
    "recording",
    "notebook",
    "graph",
    "inventory",
    "profile",
    "building",
    "cli",
]
"""How data flows: a module may import only from those before it."""
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
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "_bundled" not in path.parts]


def stage(path):
    """Return the stage a module belongs to: its own name, or its package's."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield every imported module, with whether the import stands at the top of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively, which is not looked into"
            names = [f"kg.{alias.name}" for alias in node.names] if node.module == "kg" else [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            yield name, node in tree.body


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_those_before_it(path):
    if path == PACKAGE / "__init__.py":
        return
    own = ORDER.index(stage(path))
    for name, _ in imports(path):
        if name.startswith("kg."):
            other = name.split(".")[1]
            assert ORDER.index(other) <= own, f"{path.name} imports {name}"


def test_every_module_has_its_place_in_the_flow():
    assert {stage(p) for p in modules()} - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_where_they_are_needed(path):
    type_only = {
        name.name if isinstance(node, ast.Import) else node.module
        for block in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in block.body
        for name in node.names
    }
    at_top = {name.split(".")[0] for name, top in imports(path) if top} - type_only
    assert at_top & HEAVY == set()


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_commands_print_and_no_exception_is_caught_unnamed(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert ast.unparse(node.type) not in ("Exception", "BaseException")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_function_is_over_sixty_lines(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_the_package_offers_what_it_says():
    assert kg.__all__ == ["KnowledgeGraph"]
    assert kg.KnowledgeGraph.__module__ == "kg.graph"
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        kg.Nothing  # noqa: B018


def test_the_tree_of_errors_in_the_docstring_is_the_tree_of_classes():
    from kg import errors

    drawn = {line.split()[1] for line in (errors.__doc__ or "").splitlines() if line.startswith(("├──", "└──"))}
    assert drawn == {c.__name__ for c in errors.KgError.__subclasses__()}
