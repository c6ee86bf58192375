import csv
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.ask.ontology import read_kinds
from kg.errors import OntologyError, QueryError, TurtleError
from kg.model import near
from kg.model.vocabulary import PREFIXES, node
from kg.rdf.read import load_files, read_statements
from kg.rdf.turtle import write_turtle
from kg.store.base import MemoryStore
from kg.trust import circles
from kg.trust.check import check_workspace, read_check
from kg.trust.shacl import read_shapes
from kg.workspace.folders import Workspace, bundled

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "tests" / "fixture" / "data" / "dataset.ttl"
SHAPES = ROOT / "ontology" / "shapes.ttl"
CHECKS = sorted((ROOT / "queries" / "checks").glob("*.rq"))
EXAMPLES = sorted((ROOT / "ontology" / "examples").glob("*.ttl"))
SOUND = ROOT / "ontology" / "examples" / "Partnership.ttl"
"""What the broken files lean on: two organisations, a source, evidence, a partnership."""
BROKEN = sorted((ROOT / "tests" / "checks" / "broken").glob("*.ttl"))


def shapes(kind):
    """Return the names of the bundled shapes of a class."""
    triples = read_shapes([SHAPES])
    return {
        t.subject.value.rpartition("/")[2]
        for t in triples
        if t.object == node(kind)
    }


def make_workspace(folder, *files):
    (folder / "data").mkdir()
    for path in (DATASET, *files):
        shutil.copy(path, folder / "data")
    return Workspace(folder, "test")


def write(folder, name, text, prefixes=("kg", "rdfs", "skos", "org", "sh")):
    head = "".join(
        f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in prefixes
    )
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + text, "utf-8")


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_a_broken_file_yields_exactly_one_finding_from_its_rule_at_a_line_of_it(
    tmp_path, path
):
    report = check_workspace(make_workspace(tmp_path, SOUND, path))
    assert [(f.rule, f.file) for f in report.findings] == [
        (path.stem.partition("--")[0], f"data/{path.name}")
    ]
    (finding,) = report.findings
    lines = path.read_text("utf-8").splitlines()
    assert not lines[finding.line - 1].startswith("@prefix")
    assert lines[finding.line - 1].strip()


def test_an_organisation_may_have_an_official_name_in_each_language(tmp_path):
    facts = """<https://example.org/id/odd> a org:FormalOrganization ;
    skos:prefLabel "Odd Office"@en , "Bureau étrange"@fr , "Seltsames Amt"@de ."""
    file = tmp_path / "odd.ttl"
    write(tmp_path, file.name, facts)
    report = check_workspace(make_workspace(tmp_path, SOUND, file))
    assert report.findings == ()


def test_every_shape_and_every_check_has_a_broken_file():
    written = {path.stem for path in CHECKS}
    rules = shapes("sh:PropertyShape") | written | {circles.RULE}
    assert {path.stem.partition("--")[0] for path in BROKEN} == rules


def test_no_shape_has_the_name_of_a_check():
    assert shapes("sh:PropertyShape") & {path.stem for path in CHECKS} == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_conforms_on_its_own(tmp_path, path):
    report = check_workspace(make_workspace(tmp_path, path))
    assert report.findings == ()
    assert report.passes(strict=True)


def test_all_examples_together_conform(tmp_path):
    assert check_workspace(make_workspace(tmp_path, *EXAMPLES)).findings == ()


def test_the_bundled_data_yields_no_finding():
    report = check_workspace(Workspace(bundled(), "test"))
    assert report.findings == ()
    assert report.shapes == len(shapes("sh:NodeShape")) + len(
        shapes("sh:PropertyShape")
    )
    assert report.checks == len(CHECKS) + 1


def test_every_class_has_a_node_shape_of_its_own_or_of_a_class_above_it_and_an_example():
    targets = {
        t.object.value
        for t in read_shapes([SHAPES])
        if t.predicate == node("sh:targetClass")
    }
    store = load_files([*EXAMPLES, *(ROOT / "ontology").glob("*.ttl")])
    kinds = {kind.iri for kind in read_kinds(MemoryStore(store)).values()}
    above = {
        iri: {
            q.object.value
            for q in store.quads_for_pattern(
                ox.NamedNode(iri), node("rdfs:subClassOf"), None
            )
        }
        for iri in kinds
    }
    for iri in kinds:
        parents = above[iri].union(
            *(above.get(parent, set()) for parent in above[iri])
        )
        assert ({iri} | parents) & targets, iri
    used = {
        q.object.value
        for q in load_files(EXAMPLES).quads_for_pattern(
            None, node("rdf:type"), None
        )
    }
    superclasses = {
        node("kg:Relationship").value,
        node("org:Organization").value,
    }
    assert (targets | kinds) - used == superclasses


def test_every_node_shape_is_used_and_every_property_shape_belongs_to_one():
    triples = read_shapes([SHAPES])
    used = {
        t.object.value.rpartition("/")[2]
        for t in triples
        if t.predicate == node("sh:property")
    }
    assert used == shapes("sh:PropertyShape")


def test_every_shape_says_in_one_message_what_to_do():
    triples = read_shapes([SHAPES])
    messages = Counter(
        t.subject.value for t in triples if t.predicate == node("sh:message")
    )
    assert set(messages.values()) == {1}
    assert len(messages) == len(shapes("sh:PropertyShape"))


def test_the_shapes_and_examples_are_in_canonical_form():
    for path in [SHAPES, *EXAMPLES]:
        assert (
            write_turtle([t for t, _ in read_statements(path)])
            == path.read_bytes()
        ), path.name


@pytest.mark.parametrize("path", CHECKS, ids=lambda p: p.stem)
def test_a_check_says_what_holds_and_what_to_do(path):
    check = read_check(path)
    assert not check.summary.endswith(".")
    assert check.message.endswith(".")
    assert "ORDER BY" in check.text


@pytest.mark.parametrize(
    "path",
    [
        p
        for p in BROKEN
        if p.stem.partition("--")[0] in {c.stem for c in CHECKS}
    ],
    ids=lambda p: p.stem,
)
def test_a_check_gives_the_same_rows_on_rdflibs_engine(
    tmp_path, to_rdflib, path
):
    everything = load_files([SOUND, path, *(ROOT / "ontology").glob("*.ttl")])
    held = [
        q for q in everything if not isinstance(q.object, ox.Triple)
    ]  # rdflib has RDF 1.1
    store = ox.Store()
    store.extend(held)
    check = read_check(
        ROOT / "queries" / "checks" / f"{path.stem.partition('--')[0]}.rq"
    )
    ours = MemoryStore(store).query(check.text)
    theirs = to_rdflib([q.triple for q in held]).query(
        check.text, initNs=PREFIXES
    )
    names = [v.value for v in ours.variables]
    blank = (ox.BlankNode, rdflib.BNode)  # which have a new name in each store

    def text(term):
        if term is None or isinstance(term, blank):
            return None if term is None else "[]"
        return str(term if isinstance(term, rdflib.term.Node) else term.value)

    expected = [{n: text(row[n]) for n in names} for row in ours]
    assert [{n: text(row[n]) for n in names} for row in theirs] == expected


def test_a_finding_names_line_label_iri_rule_severity_and_what_to_do(tmp_path):
    path = ROOT / "tests" / "checks" / "broken" / "unknown-status.ttl"
    (finding,) = check_workspace(make_workspace(tmp_path, SOUND, path)).findings
    line = (
        path.read_text("utf-8")
        .splitlines()
        .index("    adms:status status:in-forse ;")
        + 1
    )
    assert (
        finding.severity,
        finding.place,
        finding.resource,
        finding.label,
    ) == (
        "violation",
        f"data/unknown-status.ttl:{line}",
        "https://example.org/relationship/odd",
        "Odd hosting",
    )
    assert finding.message == (
        "status:in-forse is no status; use one of those that `kg ask statuses` lists. Did you mean status:in-force?"
    )


@pytest.mark.parametrize(
    "written",
    [
        "\ufeff",
        "# a comment\n\n",
        '<urn:a> a <urn:B> ; <urn:c> """two\nlines""" .\n',
    ],
)
def test_the_line_is_right_whatever_stands_before(tmp_path, written):
    path = tmp_path / "odd.ttl"
    path.write_text(
        written + "<urn:x> a <urn:C> ;\n  <urn:p>\n  'v'\n  @en .", "utf-8"
    )
    *_, (triple, line) = read_statements(path)
    assert (triple.object, line) == (
        ox.Literal("v", language="en"),
        (written + "1\n2\n3\n4").count("\n") + 1,
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "data").rglob("*.ttl")), ids=lambda p: p.stem
)
def test_every_line_of_the_bundled_data_holds_the_value_that_is_placed_there(
    path,
):
    lines = path.read_text("utf-8").splitlines()
    for triple, line in read_statements(path):
        value = (
            triple.object.value
            if isinstance(triple.object, ox.Literal)
            else re.split("[#/]", triple.object.value)[-1]
        )
        assert value in lines[line - 1].replace('\\"', '"')


def test_blank_nodes_are_named_alike_in_every_run_and_apart_in_every_file(
    tmp_path,
):
    workspace = make_workspace(tmp_path, SOUND)
    for name in ("one", "two"):
        write(
            tmp_path,
            f"data/{name}.ttl",
            "_:a a org:FormalOrganization . [] a org:FormalOrganization .",
        )
    first, second = (check_workspace(workspace).findings for _ in range(2))
    assert first == second
    named = [
        (f"_:b{number}", f"data/{name}.ttl")
        for number, name in ((1, "one"), (2, "one"), (3, "two"), (4, "two"))
    ]
    rules = ("blank-node", "organisation-label")
    assert [(f.rule, f.resource, f.file) for f in first] == [
        (rule, *place) for place in named for rule in rules
    ]


def test_a_kind_that_a_workspace_adds_is_checked_like_the_bundled_ones(
    tmp_path,
):
    workspace = make_workspace(
        tmp_path, ROOT / "ontology" / "examples" / "Kind.ttl"
    )
    path = tmp_path / "data" / "Kind.ttl"
    text = path.read_text("utf-8")
    broken = text.replace(
        "    <https://example.org/ontology#funding> <https://example.org/id/kelp-fund> ;\n",
        "",
    )
    path.write_text(broken.replace("kelp-fund> .", "kelp-fund> ."), "utf-8")
    assert text != broken
    assert [f.rule for f in check_workspace(workspace).findings] == [
        "role-count"
    ]


def test_a_workspaces_own_shapes_and_checks_are_added(tmp_path):
    workspace = make_workspace(tmp_path, SOUND)
    write(
        tmp_path,
        "ontology/shapes.ttl",
        """
        <urn:Country> a sh:NodeShape ; sh:targetClass org:FormalOrganization ; sh:property <urn:country> .
        <urn:country> a sh:PropertyShape ; sh:path <https://schema.org/addressCountry> ; sh:minCount 1 ;
          sh:message "Give the country." .""",
    )
    write(
        tmp_path,
        "queries/checks/short.rq",
        """#+ summary: Names are long
#+ description: {?value} is short.
#+ severity: warning
SELECT ?resource ?value WHERE { ?resource skos:prefLabel ?value ; a org:FormalOrganization FILTER(STRLEN(?value) < 15) }
""",
        prefixes=(),
    )
    report = check_workspace(workspace)
    assert [
        (f.severity, f.rule, f.label, f.message) for f in report.findings
    ] == [
        ("violation", "urn:country", "Harbour Agency", "Give the country."),
        ("violation", "urn:country", "Quarry Institute", "Give the country."),
        ("warning", "short", "Harbour Agency", '"Harbour Agency" is short.'),
    ]


def test_a_workspace_can_switch_a_bundled_shape_off(tmp_path):
    workspace = make_workspace(
        tmp_path, ROOT / "tests" / "checks" / "broken" / "exact-match.ttl"
    )
    before = check_workspace(workspace)
    write(
        tmp_path,
        "ontology/shapes.ttl",
        f"<{PREFIXES['shape']}exact-match> sh:deactivated true .",
    )
    after = check_workspace(workspace)
    assert ([f.rule for f in before.findings], after.findings) == (
        ["exact-match"],
        (),
    )
    assert after.shapes == before.shapes - 1


def test_a_shape_that_holds_a_query_is_refused_for_rdflib_would_run_it(
    tmp_path,
):
    workspace = make_workspace(tmp_path, SOUND)
    write(
        tmp_path,
        "ontology/shapes.ttl",
        '<urn:s> a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this {}" ] .',
    )
    with pytest.raises(
        OntologyError,
        match=r"shapes.ttl:6: a shape holds code; write it as a SELECT in queries/checks/",
    ):
        check_workspace(workspace)


@pytest.mark.parametrize(
    "shape",
    [
        "<urn:s> a sh:PropertyShape ; sh:minCount 1 .",
        "<urn:s> a sh:NodeShape ; sh:targetClass kg:Partnership ; sh:property"
        ' [ sh:path rdfs:label ; sh:minCount "x"^^<http://www.w3.org/2001/XMLSchema#integer> ] .',
    ],
)
def test_a_malformed_shape_is_told_in_one_line(tmp_path, shape):
    workspace = make_workspace(tmp_path, SOUND)
    write(tmp_path, "ontology/shapes.ttl", shape)
    with pytest.raises(OntologyError, match=r"cannot be used: [^\n]+$"):
        check_workspace(workspace)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?resource { ?resource ?p ?o }", "starts with #"),
        (
            "#+ summary: s\n#+ description: d\n#+ severity: bad\nSELECT ?resource { ?resource ?p ?o }",
            "starts with #",
        ),
        (
            "#+ summary: s\n#+ description: d\n#+ severity: warning\nASK { ?s ?p ?o }",
            "must be a SELECT with a column",
        ),
        (
            "#+ summary: s\n#+ description: d\n#+ severity: warning\nSELECT ?x { ?x ?p ?o }",
            "must be a SELECT with a column",
        ),
        (
            "#+ summary: s\n#+ description: d\n#+ severity: warning\nSELECT ?resource { SERVICE <http://localhost:9> { ?resource ?p ?o } }",
            "SERVICE asks another server",
        ),
    ],
)
def test_a_check_that_is_none_is_refused_by_name(tmp_path, text, message):
    workspace = make_workspace(tmp_path, SOUND)
    write(tmp_path, "queries/checks/odd.rq", text, prefixes=())
    with pytest.raises(QueryError, match=rf"odd.rq: .*{message}"):
        check_workspace(workspace)


def test_a_file_that_is_not_turtle_is_named_with_line_and_column(tmp_path):
    workspace = make_workspace(tmp_path, SOUND)
    write(tmp_path, "data/odd.ttl", "<urn:a> a .\n", prefixes=())
    with pytest.raises(TurtleError, match=r"data/odd.ttl:1:11: "):
        check_workspace(workspace)


def test_the_command_exits_one_on_a_violation_and_ends_with_what_was_examined(
    kg, tmp_path
):
    make_workspace(
        tmp_path,
        SOUND,
        ROOT / "tests" / "checks" / "broken" / "with-itself.ttl",
    )
    result = kg("--data", tmp_path, "check")
    assert result.exit_code == 1
    assert result.stdout == (
        "data/with-itself.ttl:15: violation: Odd hosting (https://example.org/relationship/odd):"
        " https://example.org/id/harbour-agency stands at both ends of the relationship; name the other organisation."
        " [with-itself]\n"
    )
    examined = (
        f"examined: 8 resources, by 60 shapes and {len(CHECKS) + 1} checks\n"
    )
    assert result.stderr == f"violations: 1, warnings: 0; {examined}"


def test_the_command_fails_on_warnings_only_with_strict(kg, tmp_path):
    make_workspace(
        tmp_path, SOUND, ROOT / "tests" / "checks" / "broken" / "untrimmed.ttl"
    )
    assert kg("--data", tmp_path, "check").exit_code == 0
    assert kg("--data", tmp_path, "check", "--strict").exit_code == 1


def test_the_command_fails_when_there_is_nothing_to_examine(kg, tmp_path):
    make_workspace(tmp_path)
    (tmp_path / "data" / "dataset.ttl").write_text(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n", "utf-8"
    )
    result = kg("--data", tmp_path, "check")
    assert result.exit_code == 1
    assert "nothing was examined, so nothing is proven" in result.stderr


def test_json_holds_the_findings_and_what_was_examined(kg, tmp_path):
    make_workspace(
        tmp_path,
        SOUND,
        ROOT / "tests" / "checks" / "broken" / "with-itself.ttl",
    )
    answer = json.loads(
        kg("--data", tmp_path, "check", "--format", "json").stdout
    )
    assert answer["examined"] == {
        "resources": 8,
        "shapes": 60,
        "checks": len(CHECKS) + 1,
    }
    assert [
        (
            f["file"],
            f["line"],
            f["rule"],
            f["resource"],
            f["label"],
            f["severity"],
        )
        for f in answer["findings"]
    ] == [
        (
            "data/with-itself.ttl",
            15,
            "with-itself",
            "https://example.org/relationship/odd",
            "Odd hosting",
            "violation",
        )
    ]


def test_markdown_is_a_table_of_the_findings(kg, tmp_path):
    make_workspace(
        tmp_path, SOUND, ROOT / "tests" / "checks" / "broken" / "untrimmed.ttl"
    )
    lines = kg(
        "--data", tmp_path, "check", "--format", "md"
    ).stdout.splitlines()
    assert lines[0] == "| severity | place | resource | message | rule | iri |"
    assert lines[2].startswith(
        "| warning | data/untrimmed.ttl:7 | Odd Office | "
    )


def test_the_command_lists_every_rule_with_its_severity(kg):
    header, *rows = csv.reader(
        kg("check", "--rules", "--format", "csv").stdout.splitlines()
    )
    assert header == ["rule", "severity", "by", "says"]
    assert {(rule, by) for rule, _, by, _ in rows} == {
        (name, "shape") for name in shapes("sh:PropertyShape")
    } | {(path.stem, "check") for path in CHECKS} | {(circles.RULE, "check")}
    severities = {rule: severity for rule, severity, _, _ in rows}
    assert (
        severities["shared-name"],
        severities["source-language"],
        severities["with-itself"],
    ) == (
        "warning",
        "warning",
        "violation",
    )


@pytest.mark.parametrize("command", [["check"], ["verify", "--texts", "."]])
def test_a_store_has_no_lines_to_point_at(kg, command):
    result = kg("--store", "somewhere", *command)
    assert (result.exit_code, result.stderr) == (
        2,
        "kg: check and verify read the files of a workspace, where the lines are; leave out --store\n",
    )


def test_an_unknown_format_is_a_usage_error(kg):
    result = kg("check", "--format", "xml")
    assert (result.exit_code, result.stderr) == (
        2,
        "kg: unknown format 'xml'; known are table, json, md\n",
    )


def test_control_characters_of_a_label_do_not_reach_the_terminal(kg, tmp_path):
    make_workspace(tmp_path)
    write(
        tmp_path,
        "data/odd.ttl",
        '<urn:x> a org:FormalOrganization ; skos:prefLabel "\\u001B[31mred" .',
    )
    result = kg("--data", tmp_path, "check")
    assert "\x1b" not in result.stdout
    assert "\\u001b[31mred" in result.stdout


def test_near_names_are_looked_for_once_for_each_unknown_iri_and_for_a_hundred_at_most(
    tmp_path, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        near,
        "nearest",
        lambda word, choices, cutoff=70: asked.append(word) or [],
    )
    workspace = make_workspace(tmp_path, SOUND)
    links = "".join(
        f"<https://example.org/a{i}> kg:party <https://example.org/x{i % 150}> .\n"
        for i in range(300)
    )
    write(tmp_path, "data/links.ttl", links)
    findings = check_workspace(workspace).findings
    assert sum(finding.rule == "not-described" for finding in findings) == 300
    assert (len(asked), len(set(asked))) == (100, 100)
