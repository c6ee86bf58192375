"""Values of sorts that nobody expects: no command may meet them unprepared."""

import shutil
from pathlib import Path

import pytest

FIXTURE = Path(__file__).resolve().parent / "fixture"
HEAD = """@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix id: <https://example.org/id/> .
@prefix kg: <https://w3id.org/institutional-kg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:odd a org:FormalOrganization ; skos:prefLabel "Odd Office"@en .
id:joined a kg:Partnership ; kg:party id:odd , id:alder .
"""
PROPERTIES = {
    "a": "odd",
    "skos:prefLabel": "odd",
    "skos:altLabel": "odd",
    "skos:exactMatch": "odd",
    "org:classification": "odd",
    "adms:status": "joined",
    "kg:party": "joined",
    "kg:startEarliest": "joined",
    "prov:wasDerivedFrom": "joined",
}
VALUES = {
    "triple": "<<( id:odd skos:broader id:alder )>>",
    "blank": "[ ]",
    "iri": "<urn:odd:value>",
    "literal": '"odd value"',
}
COMMANDS = [
    "info",
    "check",
    "show alder",
    "ask organisations",
    "ask about org=alder",
    "network rank",
    "network summary",
    "draw -o page.html",
    "export network.graphml",
    "export network.gexf",
    "export graph.ttl",
    "export graph.rdf",
    "export graph.jsonld",
    "verify --texts .",
    "fmt --check",
]


@pytest.fixture(params=VALUES)
def odd(request, tmp_path):
    """The invented world with a value of one sort for every property."""
    shutil.copytree(FIXTURE, tmp_path / "world")
    value = VALUES[request.param]
    lines = [
        f"id:{subject} {name} {value} .\n"
        for name, subject in PROPERTIES.items()
    ]
    (tmp_path / "world" / "data" / "odd.ttl").write_text(
        HEAD + "".join(lines), "utf-8"
    )
    return tmp_path / "world"


def test_no_command_fails_by_a_fault_of_its_own(kg, odd, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    results = {
        command: kg("--data", odd, *command.split()) for command in COMMANDS
    }
    results["add"] = kg("--data", odd, "add", "organisation", "Zebra Institute")
    results["diff"] = kg("diff", odd, FIXTURE)
    results["build"] = kg("--data", odd, "build", "-o", "all")
    unforeseen = {
        c: r.stderr for c, r in results.items() if r.exit_code not in (0, 1, 3)
    }
    assert unforeseen == {}
    refused = [r.stderr for r in results.values() if r.exit_code == 3]
    assert [message for message in refused if message.count("\n") != 1] == []


@pytest.mark.parametrize(
    "property_", [name for name in PROPERTIES if name != "a"]
)
def test_a_triple_term_is_found_with_file_and_line(kg, tmp_path, property_):
    shutil.copytree(FIXTURE, tmp_path / "world")
    statement = f"id:{PROPERTIES[property_]} {property_} {VALUES['triple']} .\n"
    (tmp_path / "world" / "data" / "odd.ttl").write_text(
        HEAD + statement, "utf-8"
    )
    result = kg("--data", tmp_path / "world", "check")
    line = (HEAD + statement).count("\n")
    assert result.exit_code == 1
    found = [
        each
        for each in (result.stdout + result.stderr).splitlines()
        if "[triple-term]" in each
    ]
    assert len(found) == 1
    assert found[0].startswith(f"data/odd.ttl:{line}: ")
