import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "CHANGELOG.md",
    ROOT / "ontology" / "CHANGELOG.md",
]


@pytest.fixture(scope="module")
def refresh():
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.refresh


@pytest.mark.parametrize(
    "page", [p for p in PAGES if "```console" in p.read_text("utf-8")], ids=lambda p: p.name
)
def test_the_output_shown_in_a_page_is_what_the_commands_print(refresh, page):
    text = page.read_text("utf-8")
    assert refresh(text) == text, "run: python docs/refresh.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", [p for p in PAGES if "```python" in p.read_text("utf-8")], ids=lambda p: p.name
)
def test_the_python_in_a_page_runs(page, monkeypatch, tmp_path):
    block = "\n".join(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DATA", raising=False)
    names = {}
    exec(compile(block, page.name, "exec"), names)
    assert names["network"].number_of_edges() > 0
    assert names["table"].rows
    assert len(names["rdf"]) > 1000
