"""A draft examined near by, held to the examination of the whole workspace."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.curate.draft import Draft
from kg.curate.examine import Change, examine, find
from kg.errors import KgError
from kg.rdf.read import load_files, read_turtle
from kg.rdf.turtle import write_turtle
from kg.trust.check import check_workspace
from kg.workspace.folders import Workspace

ROOT = Path(__file__).resolve().parents[2]
DATASET = ROOT / "tests" / "fixture" / "data" / "dataset.ttl"
SOUND = ROOT / "ontology" / "examples" / "Partnership.ttl"
BROKEN = sorted((ROOT / "tests" / "checks" / "broken").glob("*.ttl"))
OWN_CHECK = """#+ summary: A graph has ten organisations
#+ description: There are fewer.
#+ severity: violation
SELECT ?resource WHERE {
  { SELECT (COUNT(?o) AS ?count) WHERE { ?o a org:FormalOrganization } } FILTER (?count < 10)
  ?resource a org:FormalOrganization .
}"""


def workspace_with(folder, *files):
    (folder / "data").mkdir(parents=True)
    for file in (DATASET, *files):
        shutil.copy(file, folder / "data")
    return Workspace(folder, "test")


def facts(findings):
    return {(f.rule, f.resource, f.message, f.file, f.line) for f in findings}


def fault(finding):
    """Return the fault without the guess at what was meant, for which a draft can give another name."""
    return (
        finding.rule,
        finding.resource,
        finding.message.partition(" Did you mean")[0],
    )


def drafts_of(path):
    """Return each subject of a file with its triples, and with the other triples of the file."""
    _, triples, prefixes = read_turtle(path)
    for subject in sorted(
        {t.subject for t in triples if isinstance(t.subject, ox.NamedNode)},
        key=str,
    ):
        own = [t for t in triples if t.subject == subject]
        yield subject, own, [t for t in triples if t not in own], prefixes


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_near_a_draft_is_found_what_check_finds_in_the_whole_and_did_not_find_before(
    tmp_path, path
):
    """Each subject of each broken file in turn is the draft; the rest is what was there."""
    for number, (subject, own, others, prefixes) in enumerate(drafts_of(path)):
        place = tmp_path / str(number)
        workspace = workspace_with(place, SOUND)
        file = workspace.root / "data" / path.name
        if others:
            file.write_bytes(write_turtle(others, prefixes))
        before = {
            fault(finding) for finding in check_workspace(workspace).findings
        }
        graph = load_files(
            [*workspace.ontology_files(), *workspace.data_files()]
        )
        content = write_turtle([*others, *own], prefixes)
        change = Change(
            Draft(f"data/{path.name}", subject.value, tuple(own)), file, content
        )
        found = find(workspace, graph, change, None)
        file.write_bytes(content)
        after = check_workspace(workspace).findings
        expected = [
            finding
            for finding in after
            if finding.resource == subject.value
            or (
                finding.severity == "violation" and fault(finding) not in before
            )
        ]
        assert facts(found) == facts(expected)


def test_a_check_of_ones_own_that_looks_at_everything_is_answered_from_everything(
    tmp_path,
):
    workspace = workspace_with(tmp_path, SOUND)
    (tmp_path / "queries" / "checks").mkdir(parents=True)
    (tmp_path / "queries" / "checks" / "ten.rq").write_text(OWN_CHECK)
    many = [
        ox.Triple(
            ox.NamedNode(f"https://example.org/id/o{number}"),
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode("http://www.w3.org/ns/org#FormalOrganization"),
        )
        for number in range(12)
    ]
    (tmp_path / "data" / "many.ttl").write_bytes(write_turtle(many))
    graph = load_files([*workspace.ontology_files(), *workspace.data_files()])
    subject = ox.NamedNode("https://example.org/id/one-more")
    own = ox.Triple(subject, many[0].predicate, many[0].object)
    file = tmp_path / "data" / "new.ttl"
    change = Change(
        Draft("data/new.ttl", subject.value, (own,)), file, write_turtle([own])
    )
    found = find(workspace, graph, change, None)
    assert {finding.rule for finding in found} == {"organisation-label"}


def test_a_graph_is_as_before_when_a_draft_is_refused(tmp_path):
    workspace = workspace_with(tmp_path, SOUND)
    graph = load_files([*workspace.ontology_files(), *workspace.data_files()])
    before = set(graph)
    nameless = ox.Triple(
        ox.NamedNode("https://example.org/id/nameless"),
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ox.NamedNode("http://www.w3.org/ns/org#FormalOrganization"),
    )
    draft = Draft("data/new.ttl", nameless.subject.value, (nameless,))
    change = Change(
        draft, tmp_path / "data" / "new.ttl", write_turtle([nameless])
    )
    with pytest.raises(
        KgError,
        match=r"kg check would find:\ndata/new.ttl:3: .*organisation-label",
    ):
        examine(workspace, graph, change, None)
    assert set(graph) == before
