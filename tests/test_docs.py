import ast
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "CHANGELOG.md",
    ROOT / "ontology" / "CHANGELOG.md",
]
PROSE = [
    *PAGES,
    ROOT / "benchmarks" / "RESULTS.md",
    ROOT / "benchmarks" / "explanations.json",
]
"""Files whose wording is checked; blocks of code and output in them belong to what they show."""
STILTED = [
    "amiss",
    "an own",
    "anew",
    "are told",
    "for want of",
    "is told",
    "mend",
    "mended",
    "of one's own",
    "the generation that holds",
    "what may not be",
]
"""Phrases that a native reader would stumble over."""
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if "```console" in p.read_text("utf-8")],
    ids=lambda p: p.name,
)
def test_the_output_shown_in_a_page_is_what_the_commands_print(page):
    command = [sys.executable, ROOT / "docs" / "refresh.py", "--check", page]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), (
        f"run: python docs/refresh.py\n{done.stderr}"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if "```python" in p.read_text("utf-8")],
    ids=lambda p: p.name,
)
def test_the_python_in_a_page_runs(page, monkeypatch, tmp_path):
    block = "\n".join(
        re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DATA", raising=False)
    names = {}
    exec(compile(block, page.name, "exec"), names)
    assert names["network"].number_of_edges() > 0
    assert names["table"].rows
    assert len(names["rdf"]) > 1000


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_anchor_in_a_link_is_a_heading(page):
    for link, anchor in re.findall(
        r"\]\((?!https?://)([^)#]*)#([^)]+)\)", page.read_text("utf-8")
    ):
        target = (page.parent / link) if link else page
        headings = re.findall(
            r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE
        )
        assert anchor in [_anchor(heading) for heading in headings], (
            f"{link}#{anchor}"
        )


def _anchor(heading):
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_of_the_repository_named_in_a_page_exists(page):
    folders = "benchmarks|docs|kg|ontology|queries|tests"
    named = re.findall(rf"`((?:{folders})/[\w./*-]*)`", page.read_text("utf-8"))
    missing = [name for name in named if not list(ROOT.glob(name))]
    assert [
        name for name in missing if not re.search("[A-Z]{3}|_bundled", name)
    ] == []


def test_the_architecture_page_lists_the_rooms_in_their_order():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## Rooms")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    module = ast.parse(
        (ROOT / "tests" / "test_architecture.py").read_text("utf-8")
    )
    assigned = [node for node in module.body if isinstance(node, ast.Assign)]
    rooms = next(
        node.value
        for node in assigned
        if ast.unparse(node.targets[0]) == "ROOMS"
    )
    assert listed == ast.literal_eval(rooms)


@pytest.mark.parametrize("page", PROSE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_page_is_written_in_plain_english(page):
    prose = CODE.sub("", page.read_text("utf-8")).lower()
    assert [
        phrase for phrase in STILTED if re.search(rf"\b{phrase}\b", prose)
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_heading_of_a_page_is_a_clause_with_what(page):
    assert (
        re.findall(r"^#+ What\b.*", page.read_text("utf-8"), re.MULTILINE) == []
    )


def test_the_citation_names_the_version_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.findall(r"^version: (.*)$", citation, re.MULTILINE) == [
        project["version"]
    ]


ONTOLOGY_PAGE = ROOT / "docs" / "ontology.html"


@pytest.mark.skipif(
    find_spec("pylode") is None, reason="needs pyLODE: pip install '.[docs]'"
)
def test_the_page_of_the_ontology_is_current():
    command = [sys.executable, ROOT / "docs" / "ontology.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_page_of_the_ontology_has_every_term_and_loads_nothing():
    page = ONTOLOGY_PAGE.read_text("utf-8")
    source = (ROOT / "ontology" / "institutional.ttl").read_text("utf-8")
    terms = re.findall(
        r"^kg:(\w+) a owl:(?:Class|\w+Property)", source, re.MULTILINE
    )
    namespace = "https://w3id.org/institutional-kg/ontology#"
    assert [
        term for term in terms if f"<code>{namespace}{term}</code>" not in page
    ] == []
    assert len(terms) > 40
    assert (
        re.findall(
            r'src="[^"]*"|<link[^>]*href="(?!data:)[^"]*"|@import|url\(', page
        )
        == []
    )
