"""A draft examined near by, held to the examination of the whole workspace."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.curate.draft import Draft
from kg.curate.examine import Edit, examine, find
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


def named_subjects(triples):
    """Return the IRIs that triples describe, in order."""
    subjects = {triple.subject for triple in triples}
    named = [s for s in subjects if isinstance(s, ox.NamedNode)]
    return sorted(named, key=str)


def broken_files():
    """Return the broken files; a further file for the same rule is slow."""
    stems = {path.stem for path in BROKEN}
    cases = []
    for path in BROKEN:
        rule, _, variant = path.stem.partition("--")
        again = variant != "" and rule in stems
        marks = [pytest.mark.slow] if again else []
        cases.append(pytest.param(path, id=path.stem, marks=marks))
    return cases


@pytest.mark.parametrize("path", broken_files())
def test_near_a_draft_is_found_what_check_finds_in_the_whole_and_did_not_find_before(
    tmp_path, path
):
    """Each subject of each broken file in turn is the draft; the rest is what was there."""
    workspace = workspace_with(tmp_path, SOUND)
    file = workspace.root / "data" / path.name
    _, triples, prefixes = read_turtle(path)
    whole = write_turtle(triples, prefixes)
    file.write_bytes(whole)
    after = check_workspace(workspace).findings
    for subject in named_subjects(triples):
        own = [triple for triple in triples if triple.subject == subject]
        others = [triple for triple in triples if triple.subject != subject]
        if others:
            file.write_bytes(write_turtle(others, prefixes))
        else:
            file.unlink()
        graph = load_files(
            [*workspace.ontology_files(), *workspace.data_files()]
        )
        draft = Draft(f"data/{path.name}", subject.value, tuple(own))
        found = find(workspace, graph, Edit(draft, file, whole), None)
        expected = [f for f in after if f.resource == subject.value]
        elsewhere = [
            finding
            for finding in after
            if finding.resource != subject.value
            and finding.severity == "violation"
        ]
        if elsewhere:
            before = {fault(f) for f in check_workspace(workspace).findings}
            expected += [f for f in elsewhere if fault(f) not in before]
        assert facts(found) == facts(expected), subject.value


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
    change = Edit(
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
    change = Edit(
        draft, tmp_path / "data" / "new.ttl", write_turtle([nameless])
    )
    with pytest.raises(
        KgError,
        match=r"kg check would find:\ndata/new.ttl:3: .*organisation-label",
    ):
        examine(workspace, graph, change, None)
    assert set(graph) == before
