import json
import re
import shutil

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.rdf.read import load_files

TEXT = "The Harbour Laboratory opened in March 2019.\nIt is hosted by the   Northern\nUniversity.\nThe Harbour Laboratory grows.\n"
HOSTING = [
    "add",
    "relationship",
    "hosted-by",
    "HL",
    "northern university",
    "--source",
    "report",
]
WORDS = [
    "--passage",
    "hosted by the Northern University",
    "--says",
    "Says who hosts it.",
]
IRI = "https://example.org/w/"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """A workspace that `kg init` made, with one source and two organisations."""
    folder = tmp_path_factory.mktemp("harbour") / "w"
    report = folder / "texts" / "report.txt"
    runner = CliRunner()

    def run(*words):
        done = runner.invoke(app, [str(word) for word in words])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    def add(*words):
        return run("--data", folder, "add", *words)

    run("init", folder, "--base", IRI)
    report.write_text(TEXT)
    described = ["--title", "A report", "--issued", "2024-05-06"]
    source = add("source", report, *described, "--id", "report")
    assert source == f"{IRI}source/report\n"
    laboratory = add("organisation", "Harbour Laboratory", "--alias", "HL")
    assert laboratory == f"{IRI}id/harbour-laboratory\n"
    add("organisation", "Northern University")
    return folder


@pytest.fixture
def run(kg, harbour, tmp_path, monkeypatch):
    """Run kg in a copy of the workspace of the harbour."""
    monkeypatch.delenv("KG_TEXTS", raising=False)
    folder = tmp_path / "w"
    shutil.copytree(harbour, folder)

    def run(*arguments):
        return kg("--data", folder, *arguments)

    run.folder = folder
    return run


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(result):
    return [
        {name: term["value"] for name, term in row.items() if term["value"]}
        for row in json.loads(result.stdout)["results"]["bindings"]
    ]


def test_diff_shows_exactly_what_add_has_added(run, tmp_path):
    shutil.copytree(run.folder, tmp_path / "before")
    done = run(*HOSTING, *WORDS, "--since", "2019-03")
    assert (done.exit_code, done.stdout) == (
        0,
        f"{IRI}relationship/harbour-laboratory-hosted-by-northern-university\n",
    )
    changes = run("diff", tmp_path / "before", run.folder, "--format", "json")
    assert changes.exit_code == 1
    name, iri = (
        "Harbour Laboratory hosted by Northern University",
        done.stdout.strip(),
    )
    assert rows(changes) == [
        {
            "change": "evidence gained",
            "name": name,
            "after": "A report: Says who hosts it.",
            "iri": iri,
        },
        {
            "change": "relationship added",
            "name": name,
            "iri": iri,
            "after": "hosted-by; host Northern University, hosted Harbour Laboratory; in-force; since March 2019",
        },
    ]
    assert run("diff", run.folder, run.folder).exit_code == 0


def test_verify_looks_where_add_does(run, tmp_path, monkeypatch):
    assert run(*HOSTING, *WORDS).exit_code == 0
    assert run("verify").stderr.endswith(
        "passages: 1 (1 ok, 0 changed, 0 moved, 0 lost, 0 no-text), warnings: 0\n"
    )
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("KG_TEXTS", str(tmp_path / "elsewhere"))
    assert run("verify").stderr.endswith(
        "passages: 1 (0 ok, 0 changed, 0 moved, 0 lost, 1 no-text), warnings: 0\n"
    )
    monkeypatch.setenv("KG_TEXTS", str(tmp_path / "nowhere"))
    missing = run("verify")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert (
        f"{tmp_path / 'nowhere'}: no such folder; --texts names the folder with the texts"
        in missing.stderr
    )


def test_diff_tells_a_stance_that_was_turned_round(run, tmp_path):
    assert run(*HOSTING, *WORDS).exit_code == 0
    shutil.copytree(run.folder, tmp_path / "before")
    (file,) = (run.folder / "data" / "facts").glob("*.ttl")
    file.write_text(file.read_text().replace("kg:supports", "kg:contradicts"))
    (change,) = rows(
        run("diff", tmp_path / "before", run.folder, "--format", "json")
    )
    assert (change["change"], change["before"], change["after"]) == (
        "stance changed",
        "kg:supports",
        "kg:contradicts",
    )


def test_what_was_added_passes_check_verify_and_fmt(run):
    assert run(*HOSTING, *WORDS).exit_code == 0
    assert run("check", "--strict").exit_code == 1
    assert run("check").exit_code == 0
    assert run("verify", "--texts", run.folder / "texts").exit_code == 0
    assert run("fmt", "--check").exit_code == 0


def test_a_second_passage_is_further_evidence_of_the_same_relationship(run):
    assert run(*HOSTING, *WORDS).exit_code == 0
    again = run(
        *HOSTING, "--passage", "opened in March 2019", "--says", "Says when."
    )
    assert again.exit_code == 2
    assert (
        "is there already, of the same kind and parties; add --also"
        in again.stderr
    )
    assert (
        run(
            *HOSTING,
            "--passage",
            "opened in March 2019",
            "--says",
            "Says when.",
            "--also",
        ).exit_code
        == 0
    )
    found = load_files([run.folder / "data/facts/report.ttl"])
    assert sum("wasDerivedFrom" in quad.predicate.value for quad in found) == 2


MISTAKES = {
    "kind": (
        ["add", "relationship", "hosted-b", *HOSTING[3:], *WORDS],
        3,
        "did you mean hosted-by?",
    ),
    "organisation": (
        [*HOSTING[:4], "Northern Universty", *HOSTING[5:], *WORDS],
        2,
        "did you mean Northern University?",
    ),
    "source": (
        [*HOSTING[:6], "reprot", *WORDS],
        3,
        "no source is called 'reprot'",
    ),
    "itself": (
        [*HOSTING[:4], "HL", *HOSTING[5:], *WORDS],
        2,
        "has no relationship with itself",
    ),
    "alone": (
        [*HOSTING[:4], *HOSTING[5:], *WORDS],
        2,
        "joins two organisations or more",
    ),
    "three": (
        [*HOSTING[:4], "HL", *HOSTING[4:], *WORDS],
        2,
        "leads from one organisation to one other",
    ),
    "several places": (
        [*HOSTING, "--passage", "The Harbour Laboratory", "--says", "x"],
        3,
        "stand in 2 places",
    ),
    "misquoted": (
        [
            *HOSTING,
            "--passage",
            "hostd by the Northern University",
            "--says",
            "x",
        ],
        3,
        "the nearest is\n  --span 51:",
    ),
    "nowhere": (
        [*HOSTING, "--passage", "zebra", "--says", "x"],
        3,
        "these words are not in the text",
    ),
    "no passage": ([*HOSTING, "--says", "x"], 2, "say where the passage is"),
    "span outside": (
        [*HOSTING, "--span", "5:5000", "--says", "x"],
        3,
        "the span 5:5000 does not fit",
    ),
    "span": (
        [*HOSTING, "--span", "a-b", "--says", "x"],
        2,
        "'a-b' is not a span",
    ),
    "month": (
        [*HOSTING, *WORDS, "--since", "2019-13"],
        2,
        "'2019-13' is no year and month that exist",
    ),
    "day": (
        [*HOSTING, *WORDS, "--since", "2024-02-30"],
        2,
        "'2024-02-30' is not a date",
    ),
    "status": (
        [*HOSTING, *WORDS, "--status", "inforce"],
        3,
        "did you mean in-force",
    ),
    "order": (
        [*HOSTING, *WORDS, "--since", "2020", "--until", "2019"],
        3,
        "nothing was written, for kg check would find",
    ),
    "nothing said": ([*HOSTING, *WORDS[:3], " "], 2, "what it says is empty"),
    "also": (
        [*HOSTING, *WORDS, "--also"],
        2,
        "there is none of this kind and parties",
    ),
    "texts": ([*HOSTING, *WORDS, "--texts", "/"], 3, "/ holds no report.txt"),
    "known name": (["add", "organisation", "hl"], 2, "is a name of"),
    "type": (
        ["add", "organisation", "X", "--type", "universty"],
        3,
        "did you mean university",
    ),
    "country": (
        ["add", "organisation", "X", "--country", "Norway"],
        2,
        "two letters of ISO 3166",
    ),
    "ror": (
        ["add", "organisation", "X", "--ror", "abc"],
        2,
        "no ROR identifier",
    ),
    "no letters": (["add", "organisation", "東京大学"], 2, "give --id"),
    "workspace": (["init", "."], 3, "is a workspace already"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_explained_and_changes_nothing(run, mistake, monkeypatch):
    arguments, code, message = MISTAKES[mistake]
    monkeypatch.chdir(run.folder)
    before = contents(run.folder)
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr
    assert contents(run.folder) == before


def test_the_installed_data_is_not_changed(kg, monkeypatch, tmp_path, root):
    from kg.workspace import folders as workspace

    installed = tmp_path / "kg" / "_bundled"
    installed.mkdir(parents=True)
    monkeypatch.setattr(
        workspace, "__file__", str(tmp_path / "kg" / "workspace" / "folders.py")
    )
    with pytest.raises(
        Exception,
        match="belongs to the installed program; make a workspace of your own",
    ):
        workspace.refuse_installed(installed / "data")


READING = [
    "info",
    "ask",
    "ask organisations",
    "ask standing date=2020-01-01",
    "network summary",
    "network rank",
    "network communities",
    "network brokers",
    "check",
    "draw -o out.html",
    "export out.ttl",
    "export out.gexf",
    "export out.csv",
    "build -o out",
]


@pytest.mark.parametrize("command", READING)
def test_commands_that_read_work_on_an_empty_workspace(
    kg, tmp_path, monkeypatch, command
):
    monkeypatch.chdir(tmp_path)
    assert kg("init", "empty").exit_code == 0
    done = kg("--data", "empty", *command.split())
    assert (done.exit_code, "Traceback" in done.stderr) == (0, False)


KIND = """@prefix id: <https://example.org/w/terms#> .
@prefix kg: <https://w3id.org/institutional-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

id:Funding a owl:Class ; rdfs:subClassOf kg:Relationship ; rdfs:label "funding"@en ; skos:notation "funded-by" ;
    skos:definition "A relationship that an organisation has to the one that pays for its work."@en ;
    kg:fromRole id:funded ; kg:toRole id:funder ; kg:shortcut id:fundedBy ; kg:directed true ; kg:colour "#005a9c" .
id:funded a owl:ObjectProperty ; rdfs:subPropertyOf kg:participant ; rdfs:label "funded"@en ;
    skos:definition "A role that the organisation whose work is paid for has in a funding."@en .
id:funder a owl:ObjectProperty ; rdfs:subPropertyOf kg:participant ; rdfs:label "funder"@en ;
    skos:definition "A role that the paying organisation has in a funding."@en .
id:fundedBy a owl:ObjectProperty ; rdfs:label "funded by"@en ; owl:inverseOf id:funds ;
    skos:definition "A shortcut that leads from an organisation to one that pays for its work."@en .
id:funds a owl:ObjectProperty ; rdfs:label "funds"@en ; owl:inverseOf id:fundedBy ;
    skos:definition "A shortcut that leads from an organisation to one whose work it pays for."@en .
"""


def test_a_kind_of_ones_own_works_everywhere_without_any_python(run, tmp_path):
    (run.folder / "ontology").mkdir()
    (run.folder / "ontology" / "funding.ttl").write_text(KIND)
    done = run(
        "add",
        "relationship",
        "funded-by",
        "HL",
        "Northern University",
        "--source",
        "report",
        *WORDS,
    )
    assert (
        done.stdout
        == f"{IRI}relationship/harbour-laboratory-funded-by-northern-university\n"
    )
    assert run("check").exit_code == 0
    assert "funded-by,funding" in run("ask", "kinds").stdout
    assert (
        "funds,Harbour Laboratory" in run("show", "northern university").stdout
    )
    query = f"ASK {{ <{IRI}id/northern-university> <{IRI}terms#funds> <{IRI}id/harbour-laboratory> }}"
    assert run("query", "-e", query).stdout == "true\n"
    assert (
        "Northern University,1,"
        in run("network", "rank", "--kind", "funded-by").stdout
    )
    for name in ("out.ttl", "out.gexf", "out.html"):
        command = ["draw", "-o"] if name.endswith("html") else ["export"]
        assert run(*command, tmp_path / name).exit_code == 0
    assert "funded-by" in (tmp_path / "out.gexf").read_text()
    assert "funded by" in (tmp_path / "out.html").read_text()
    assert f"<{IRI}terms#fundedBy>" in (tmp_path / "out.ttl").read_text()


def test_a_question_and_a_rule_of_ones_own_are_asked_and_applied_as_documented(
    run, root
):
    text = (root / "docs" / "add-a-question.md").read_text("utf-8")
    question, rule = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
    for name, content in (
        ("questions/hosted-since.rq", question),
        ("rules/50-support.rq", rule),
    ):
        file = run.folder / "queries" / name
        file.parent.mkdir(parents=True)
        file.write_text(content)
    assert run(*HOSTING, *WORDS, "--since", "2019-03").exit_code == 0
    assert (
        "hosted-since,host= day=,Which hostings of an organisation began on or after a given day?"
        in run("ask").stdout
    )
    asked = run(
        "ask", "hosted-since", "host=Northern University", "day=2019-01-01"
    )
    assert asked.stdout.splitlines()[1:] == [
        f"Harbour Laboratory,2019-03-01,{IRI}relationship/harbour-laboratory-hosted-by-northern-university"
    ]
    assert (
        run(
            "ask", "hosted-since", "host=Northern University", "day=2020-01-01"
        ).stdout.splitlines()[1:]
        == []
    )
    assert (
        run(
            "add", "organisation", "Harbour Network", "--type", "network"
        ).exit_code
        == 0
    )
    words = [
        "add",
        "relationship",
        "member-of",
        "Harbour Laboratory",
        "Harbour Network",
        "--source",
        "report",
        *WORDS,
    ]
    assert run(*words).exit_code == 0
    query = f"ASK {{ <{IRI}id/northern-university> <https://example.org/harbour/terms#supports> <{IRI}id/harbour-network> }}"
    assert run("query", "-e", query).stdout == "true\n"


def test_a_passage_is_given_to_a_relationship_once(run):
    assert run(*HOSTING, *WORDS).exit_code == 0
    before = contents(run.folder)
    for stance in ([], ["--contradicts"]):
        again = run(*HOSTING, *WORDS, "--also", *stance)
        assert (again.exit_code, contents(run.folder)) == (2, before)
        assert (
            "has this passage already, as https://example.org/w/evidence/"
            in again.stderr
        )


def test_a_name_in_decomposed_letters_is_the_same_name(run):
    assert (
        run("add", "organisation", "Universit\u00e4t K\u00f6ln").stdout
        == f"{IRI}id/universitat-koln\n"
    )
    twin = run(
        "add", "organisation", "Universita\u0308t Ko\u0308ln", "--id", "twin"
    )
    assert (twin.exit_code, twin.stdout) == (2, "")
    assert "Universit\u00e4t K\u00f6ln" in twin.stderr
    assert run("show", "universita\u0308t ko\u0308ln").exit_code == 0


def test_a_name_that_is_stored_in_decomposed_letters_is_found(run):
    path = run.folder / "data" / "organisations.ttl"
    path.write_text(
        path.read_text().replace(
            "Northern University", "No\u0308rthern University"
        ),
        "utf-8",
    )
    assert run("show", "n\u00f6rthern university").exit_code == 0


def test_joiners_of_persian_and_unusual_blanks_are_taken(run):
    done = run(
        "add",
        "organisation",
        "Institut\u00a0Pasteur",
        "--alias",
        "دانشگاه\u200cها",
    )
    assert (done.exit_code, run("show", "Institut Pasteur").exit_code) == (0, 0)


def test_an_identifier_of_another_organisation_is_refused_whichever_name_comes_first(
    run,
):
    assert (
        run(
            "add", "organisation", "Middle Institute", "--ror", "036x5ad56"
        ).exit_code
        == 0
    )
    before = contents(run.folder)
    for name in ("Alpha Institute", "Zeta Institute"):
        refused = run("add", "organisation", name, "--ror", "036x5ad56")
        assert (refused.exit_code, contents(run.folder)) == (3, before)
        assert "[shared-identifier]" in refused.stderr


def test_two_pieces_of_evidence_never_share_the_name_of_a_span(run):
    (run.folder / "texts" / "span.txt").write_text(
        "It is hosted by the Northern University still.\n"
    )
    assert (
        run(
            "add",
            "source",
            run.folder / "texts" / "span.txt",
            "--title",
            "S",
            "--issued",
            "2024-05-07",
            "--id",
            "report-span",
        ).exit_code
        == 0
    )
    other = [word.replace("report", "report-span") for word in HOSTING]
    assert run(*other, *WORDS).exit_code == 0
    assert run(*HOSTING, *WORDS, "--also").exit_code == 0
    subjects = [
        str(t.subject)
        for t in load_files(sorted((run.folder / "data").rglob("*.ttl")))
        if str(t.object) == "<http://www.w3.org/ns/oa#TextPositionSelector>"
    ]
    assert len(set(subjects)) == 2
    assert "passages: 2 (2 ok," in run("verify").stderr


def test_other_things_are_minted_beside_a_space_that_only_ends_like_id(run):
    path = run.folder / "data" / "dataset.ttl"
    path.write_text(path.read_text().replace(f"{IRI}id/", f"{IRI}grid/"))
    (run.folder / "texts" / "b.txt").write_text("Other words.\n")
    done = run(
        "add",
        "source",
        run.folder / "texts" / "b.txt",
        "--title",
        "B",
        "--issued",
        "2024-05-07",
    )
    assert done.stdout == f"{IRI}grid/source/b\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--licence", "CC0"], "'CC0' is no IRI; give the licence's own"),
        (["--licence", "CC BY 4.0"], "'CC BY 4.0' is no IRI"),
        (
            ["--base", "https://exa[mple/"],
            "'https://exa[mple/' cannot be the start of IRIs",
        ),
        (
            ["--base", "https://example.org/%zz/"],
            "'https://example.org/%zz/' cannot be the start of IRIs",
        ),
    ],
)
def test_what_is_no_iri_is_told_and_makes_no_workspace(
    kg, tmp_path, arguments, message
):
    result = kg("init", tmp_path / "new", *arguments)
    assert (result.exit_code, result.stdout, (tmp_path / "new").exists()) == (
        2,
        "",
        False,
    )
    assert message in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--language", "de_DE"],
            "'de_DE' is no language; write it as in en, de or de-LU",
        ),
        (["--language", ""], "'' is no language"),
        (["--issued", "2024"], "2024 is not a day; write --between 2024 2024"),
        (
            ["--issued", "March 2019"],
            "'March 2019' is not a date; write it as YYYY-MM-DD",
        ),
    ],
)
def test_a_language_or_day_that_is_none_is_told(run, arguments, message):
    (run.folder / "texts" / "b.txt").write_text("Other words.\n")
    result = run(
        "add",
        "source",
        run.folder / "texts" / "b.txt",
        "--title",
        "B",
        *arguments,
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_month_in_words_is_answered_with_all_three_forms(run):
    result = run(*HOSTING, *WORDS, "--since", "March 2019")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        "'March 2019' is not a date; write 2019, 2019-09 or 2019-09-30"
        in result.stderr
    )


def test_diff_tells_of_evidence_and_spans_that_nothing_describes_or_uses(
    run, tmp_path
):
    iri = run(*HOSTING, *WORDS).stdout.strip()
    shutil.copytree(run.folder, tmp_path / "before")
    evidence, loose = f"{IRI}evidence/ghost", f"{IRI}evidence/loose-span"
    (run.folder / "data" / "more.ttl").write_text(
        f"<{iri}> <http://www.w3.org/ns/prov#wasDerivedFrom> <{evidence}> .\n"
        f"<{loose}> a <http://www.w3.org/ns/oa#TextPositionSelector> ;"
        f" <http://www.w3.org/ns/oa#start> 1 ; <http://www.w3.org/ns/oa#end> 2 .\n"
    )
    changes = run("diff", tmp_path / "before", run.folder, "--format", "json")
    assert (changes.exit_code, rows(changes)) == (
        1,
        [
            {
                "change": "evidence attached",
                "name": "Harbour Laboratory hosted by Northern University",
                "after": evidence,
                "iri": iri,
            },
            {
                "change": "selector added",
                "name": loose,
                "after": "1:2",
                "iri": loose,
            },
        ],
    )


def test_diff_tells_what_else_changed_of_a_span(run, tmp_path):
    assert run(*HOSTING, *WORDS).exit_code == 0
    shutil.copytree(run.folder, tmp_path / "before")
    (file,) = (run.folder / "data" / "facts").glob("*.ttl")
    file.write_text(
        file.read_text().replace(
            "a oa:TextPositionSelector",
            'oa:exact "hosted" ; a oa:TextPositionSelector',
        )
    )
    changes = run("diff", tmp_path / "before", run.folder, "--format", "json")
    assert [
        (row["change"], row.get("before"), row["after"])
        for row in rows(changes)
    ] == [("oa:exact changed", None, "hosted")]


def test_fmt_leaves_a_file_that_was_changed_meanwhile(run, monkeypatch):
    from kg.rdf import canonical

    path = run.folder / "data" / "dataset.ttl"
    path.write_text(path.read_text() + "\n\n")
    own = canonical.canonical_file

    def slow(file, **options):
        found = own(file, **options)
        if file == path:
            file.write_text(file.read_text() + f'<{IRI}x> <{IRI}p> "new" .\n')
        return found

    monkeypatch.setattr(canonical, "canonical_file", slow)
    result = run("fmt")
    assert (result.exit_code, '"new"' in path.read_text()) == (3, True)
    assert "was changed by another program meanwhile" in result.stderr


MUSEUM = """
@prefix own: <https://example.org/w/terms#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

own:Museum a owl:Class ; rdfs:label "museum"@en ; skos:notation "museum" ;
    rdfs:subClassOf org:FormalOrganization ;
    skos:definition "An organisation that shows a collection."@en .
"""


@pytest.fixture
def with_museum(run):
    """A workspace whose own ontology declares a class, with one instance."""
    (run.folder / "ontology").mkdir(exist_ok=True)
    (run.folder / "ontology" / "museum.ttl").write_text(MUSEUM)
    added = run("add", "organisation", "Lamp Museum", "--class", "museum")
    assert (added.exit_code, added.stdout) == (0, f"{IRI}id/lamp-museum\n")
    return run


def test_a_class_of_a_workspace_is_written_by_add(with_museum):
    written = (with_museum.folder / "data" / "organisations.ttl").read_text()
    assert "<https://example.org/w/terms#Museum>" in written


def test_a_class_of_a_workspace_is_listed_where_an_unknown_one_is_refused(
    with_museum,
):
    refused = with_museum("add", "organisation", "X", "--class", "club")
    assert refused.exit_code == 2
    assert (
        "'club' is no class of organisation; known are"
        " collaboration, museum, organisation, unit" in refused.stderr
    )


def test_instances_of_a_class_of_a_workspace_are_organisations(with_museum):
    assert with_museum("show", "lamp museum").exit_code == 0
    listed = rows(with_museum("ask", "organisations", "--format", "json"))
    assert [row["organisation"] for row in listed] == [
        "Harbour Laboratory",
        "Lamp Museum",
        "Northern University",
    ]
    counted = rows(with_museum("info", "--format", "json"))
    totals = {row["value"]: row["count"] for row in counted if "count" in row}
    assert totals["organisations"] == "3"


def test_an_organisation_of_two_classes_is_listed_once(with_museum):
    (with_museum.folder / "data" / "more.ttl").write_text(
        "<https://example.org/w/id/lamp-museum>"
        " a <http://www.w3.org/ns/org#OrganizationalUnit> .\n"
    )
    listed = rows(with_museum("ask", "organisations", "--format", "json"))
    assert len(listed) == 3


def test_shapes_look_at_instances_of_a_class_of_a_workspace(with_museum):
    (with_museum.folder / "data" / "more.ttl").write_text(
        "<https://example.org/w/id/lamp-museum>"
        ' <https://schema.org/addressCountry> "Nowhere" .\n'
    )
    checked = json.loads(with_museum("check", "--format", "json").stdout)
    assert [
        found["rule"]
        for found in checked["findings"]
        if found["severity"] == "violation"
    ] == ["organisation-country"]


def test_an_instance_of_a_class_of_a_workspace_takes_part_and_is_compared(
    with_museum, tmp_path
):
    shutil.copytree(with_museum.folder, tmp_path / "before")
    hosting = [*HOSTING[:4], "Lamp Museum", *HOSTING[5:], *WORDS]
    assert with_museum(*hosting).exit_code == 0
    assert with_museum("check").exit_code == 0
    edges = with_museum("network", "rank", "--format", "csv").stdout
    assert "Lamp Museum" in edges
    other = with_museum("add", "organisation", "Rope Hall", "--class", "museum")
    assert other.exit_code == 0
    changes = rows(
        with_museum(
            "diff", tmp_path / "before", with_museum.folder, "--format", "json"
        )
    )
    assert ("organisation added", "Rope Hall") in {
        (row["change"], row["name"]) for row in changes
    }
