"""The generator is part of the claims of speed: what it writes must be the same every time, and our model."""

import subprocess
import sys
from collections import Counter

import pytest

from benchmarks import parts, report, rows, twins
from benchmarks.generate import JOINED, write_workspace
from benchmarks.harness import Measured, measure
from kg.graph import KnowledgeGraph
from kg.trust.verify import verify_workspace


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = write_workspace(tmp_path_factory.mktemp("generated"), 300)
    graph = KnowledgeGraph.open(folder)
    (folder / "graph.nt").write_bytes(graph.rdf("ntriples") + _ontology(graph))
    return folder, graph


def test_the_same_size_gives_the_same_bytes_in_every_process(
    generated, tmp_path
):
    subprocess.run(
        [sys.executable, "-m", "benchmarks.generate", "300", str(tmp_path)],
        check=True,
    )
    first, second = (
        {p.relative_to(f): p.read_bytes() for p in f.rglob("*.t[tx][lt]")}
        for f in (generated[0], tmp_path)
    )
    assert first == second


def test_every_kind_status_and_type_of_the_ontology_occurs(generated):
    graph = generated[1]
    found = graph.query("""
        SELECT ?what WHERE {
          { ?what kg:shortcut ?p FILTER NOT EXISTS { ?r a ?what } }
          UNION { ?what kg:linePattern ?l FILTER NOT EXISTS { ?r adms:status ?what } }
          UNION { ?what skos:broader ?w FILTER NOT EXISTS { ?o org:classification ?what } }
        }""")
    assert found.rows == []


def test_there_are_about_three_relationships_per_organisation_and_each_rests_on_dated_evidence(
    generated,
):
    graph = generated[1]
    unfounded = """
        SELECT ?r WHERE { ?r adms:status ?s FILTER NOT EXISTS {
          ?r prov:wasDerivedFrom ?e . ?e oa:hasSource ?d ; kg:passageSHA256 ?hash ; oa:hasSelector/oa:start ?start .
          ?d kg:textSHA256 ?h } }"""
    network = graph.project()
    assert len(network.organisations) == 300
    assert (
        0.95 * JOINED * 300
        < len({e.relationship for e in network.edges})
        <= JOINED * 300
    )
    assert graph.query(unfounded).rows == []


def test_every_passage_is_in_its_text_and_names_the_parties(generated):
    found = verify_workspace(generated[1].workspace, generated[0] / "texts")
    assert (found.passes(), found.totals["ok"], found.warnings) == (
        True,
        299,
        (),
    )


def test_a_few_organisations_are_in_very_many_relationships(generated):
    degree = Counter(
        end
        for e in generated[1].project().edges
        for end in (e.source, e.target)
    )
    ordered = sorted(degree.values(), reverse=True)
    assert sum(ordered[:30]) > 0.3 * sum(ordered)


def test_both_sides_of_a_comparison_do_the_same_work(generated):
    pairs = [
        [
            "networks:ours",
            "networks:raw_select",
            "networks:raw_scan",
            "networks:rdflib_select",
            "networks:rdflib_scan",
        ],
        ["asking:aggregates_ours", "asking:aggregates_raw"],
        ["asking:search_ours", "asking:search_raw"],
    ]
    for group in pairs:
        measured = measure([group], generated[0], 1)
        assert all(isinstance(one, Measured) for one in measured.values()), (
            measured
        )
        assert len({one.result for one in measured.values()}) == 1


def test_both_of_a_pair_of_twins_give_the_same_result(generated):
    found = twins.measure_pairs(list(twins.PAIRS), generated[0], 1)
    assert [row for row in found if "fault" in row or row["gain"] <= 0] == []


def test_a_fast_path_that_gains_too_little_and_a_different_result_are_said():
    slow, other = Measured(3.0, 10, 5, 5), Measured(1.0, 10, 6, 5)
    rows = [
        {"work": "a", "fast": 2.0, "slow": 3.0, "gain": 1.5, "runs": 5},
        {"work": "b", **twins._gain(other, slow)},
        {"work": "c", **twins._gain("no such file", slow)},
    ]
    assert twins.twins_table(rows)[2:] == [
        "| a | 2.00 | 3.00 | **1.5** | 5 |",
        "| b | the results differ: 6 and 5 | | | |",
        "| c | no such file | | | |",
    ]


def test_every_part_of_what_misses_its_target_takes_time(generated):
    for task in (parts.aggregates, parts.turtle, parts.networkx, parts.rules):
        assert {
            part: cpu
            for part, cpu in task(generated[0])().items()
            if not cpu > 0
        } == {}


def _ontology(graph):
    import pyoxigraph as ox

    from kg.rdf.read import load_files

    store = load_files(graph.workspace.ontology_files())
    return store.dump(
        format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()
    )


def test_a_missed_target_and_a_different_result_are_said(tmp_path):
    slow, fast = Measured(3.0, 10, 5, 5), Measured(1.0, 10, 6, 5)
    missed = rows.compare("work", slow, "theirs", fast, 2, more=False)
    absent = rows.compare(
        "other work", "no such file", "theirs", fast, 2, more=False
    )
    report.save(tmp_path, "row", [missed, absent])
    text = report.write_report(tmp_path)
    assert "| work | 3 s | theirs | 1 s | 3 | ≤ 2 | **no** | 5/5 |" in text
    assert (
        "| other work |  | theirs | no such file | | ≤ 2 | not measured | |"
        in text
    )
    assert "- work, compared with theirs: the results differ, [5, 6]" in text


def test_growth_is_told_as_an_exponent_from_the_second_size_to_the_largest(
    tmp_path, monkeypatch
):
    for size, cpu in (
        (1_000, 0.2),
        (10_000, 1.0),
        (100_000, 10.0),
        (300_000, 90.0),
    ):
        measured = [
            {
                "work": "a",
                "size": size,
                "cpu": cpu,
                "peak": size / 100,
                "runs": 5,
            },
            {
                "work": "b",
                "size": size,
                **(
                    {"cpu": cpu, "peak": 7, "runs": 3} if size < 100_000 else {}
                ),
            },
        ]
        report.save(tmp_path, f"growth-{size}", measured)
    monkeypatch.setattr(report, "EXPLANATIONS", tmp_path / "why")
    report.EXPLANATIONS.write_text('{"a": "it is slow", "b": "it is not"}')
    text = report.write_report(tmp_path)
    assert "- **a**: it is slow" in text.splitlines()
    assert "it is not" not in text
    assert (
        "| a | 0.2 | 1 | 10 | 90 | **1.32** | 1.09 | 3,000 MB | 5/5/5/5 |"
        in text
    )
    assert "| b | 0.2 | 1 |  |  | 0.70 | 1.12 | 7 MB | 3/3 |" in text


def test_an_estimate_is_marked_and_compared_with_estimates_only(tmp_path):
    for size, cpu in ((10_000, 50.0), (100_000, 10.0), (300_000, 40.0)):
        report.save(
            tmp_path,
            f"growth-{size}",
            [
                {
                    "work": "summary",
                    "size": size,
                    "cpu": cpu,
                    "peak": 0,
                    "runs": 5,
                }
            ],
        )
    assert (
        "| summary | 50 | 10† | 40† | **1.26** | 1.08 |  | 5/5/5 |"
        in report.write_report(tmp_path)
    )


def test_what_was_measured_on_other_code_is_told_apart(tmp_path, monkeypatch):
    for commit, name in (("aaa", "load"), ("bbb", "size")):
        monkeypatch.setattr(report, "_commit", lambda commit=commit: commit)
        report.save(tmp_path, name, [])
    lines = report.write_report(tmp_path).splitlines()
    assert [line for line in lines if line.startswith("Code: ")] == [
        "Code: aaa (load).",
        "Code: bbb (size).",
    ]
    assert len([line for line in lines if line.startswith("Machine: ")]) == 1
