import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kg import KnowledgeGraph
from kg.errors import EvidenceError, WorkspaceError
from kg.model.vocabulary import RDF_TYPE, node
from kg.rdf.read import load_files
from kg.trust.moved import updated_files
from kg.trust.passages import Span, digest, find_passage, holds, occurs
from kg.trust.verify import verify_workspace
from kg.workspace.files import write_files
from kg.workspace.folders import Workspace

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "tests" / "fixture" / "data" / "dataset.ttl"
FIRST = "Harbour Agency works with Quarry Institute.\r\n"
SECOND = "Café Élan joined the Tern Network in 2019 — as 🦆 no. 1.\n"
THIRD = "The Tern Network counts LIST among its members.\n"
TEXT = FIRST + SECOND + THIRD
PASSAGES = {
    "first": FIRST.strip(),
    "second": SECOND.strip(),
    "third": THIRD.strip(),
}
PARTIES = {
    "first": ("kg:Partnership", "kg:party x:harbour , x:quarry"),
    "second": ("kg:Membership", "kg:member x:elan ; kg:organization x:tern"),
    "third": ("kg:Membership", "kg:member x:list ; kg:organization x:tern"),
}
HEAD = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix e: <https://example.org/evidence/> .
@prefix kg: <https://w3id.org/institutional-kg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix r: <https://example.org/relationship/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://example.org/source/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/institutional-kg/status/> .
@prefix x: <https://example.org/id/> .
"""
ORGANISATIONS = HEAD + "".join(
    f'x:{slug} a org:FormalOrganization ; skos:prefLabel "{label}"@en .\n'
    for slug, label in (
        ("harbour", "Harbour Agency"),
        ("quarry", "Quarry Institute"),
        ("elan", "Cafe Elan"),
        ("tern", "Tern network"),
        ("list", "LIST"),
    )
)


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def facts(text=TEXT, passages=PASSAGES, status="in-force", extra=""):
    source = (
        f's:text a schema:CreativeWork ; dcterms:title "Text"@en ; dcterms:identifier "text.txt" ;'
        f' dcterms:language "en" ; kg:textSHA256 "{sha(text)}" .\n'
    )
    records = [HEAD, source]
    for name, words in passages.items():
        start = text.index(words)
        kind, parties = PARTIES[name]
        records.append(
            f'r:{name} a {kind} ; rdfs:label "{name}"@en ; adms:status status:{status} ; {parties} ;'
            f" prov:wasDerivedFrom e:{name} .\n"
            f'e:{name} a kg:Evidence ; dcterms:description "says {name}"@en ; oa:hasSource s:text ; kg:stance kg:supports ;'
            f' oa:hasSelector e:{name}-span ; kg:passageSHA256 "{sha(words)}" .\n'
            f"e:{name}-span a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(words)} .\n"
        )
    return "".join(records) + extra


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "text.txt").write_bytes(TEXT.encode())
    return folder


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "own"
    (folder / "data").mkdir(parents=True)
    shutil.copy(DATASET, folder / "data")
    (folder / "data" / "organisations.ttl").write_text(ORGANISATIONS, "utf-8")
    (folder / "data" / "facts.ttl").write_text(facts(), "utf-8")
    return Workspace(folder, "test")


def edit(workspace, old, new):
    path = workspace.root / "data" / "facts.ttl"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def rewrite(texts, text):
    (texts / "text.txt").write_bytes(text.encode())


def verdicts(workspace, texts):
    results = verify_workspace(workspace, texts).results
    return {r.evidence.iri.rpartition("/")[2]: r.verdict for r in results}


def test_evidence_as_recorded_is_ok_and_gives_no_warning(workspace, texts):
    verification = verify_workspace(workspace, texts)
    assert verification.totals == {
        "ok": 3,
        "changed": 0,
        "moved": 0,
        "lost": 0,
        "no-text": 0,
    }
    assert verification.warnings == ()
    assert verification.passes()


def test_a_folder_of_texts_that_is_none_is_told(invented, tmp_path):
    with pytest.raises(
        WorkspaceError,
        match=r"nowhere: no such folder; give the folder that holds the texts",
    ):
        invented.verify(tmp_path / "nowhere")


WARNED = {
    "proven": {("party-not-near", "Lantern Institute member of Fog Network")},
    "bundled": {("over-claim", "L-DIH hosted by Luxinnovation")},
}


def test_every_evidence_of_a_world_is_ok(world):
    workspace = Workspace(world.root, "test")
    recorded = load_files(workspace.data_files()).quads_for_pattern(
        None, RDF_TYPE, node("kg:Evidence")
    )
    verification = verify_workspace(workspace, world.texts)
    assert verification.passes()
    assert verification.totals == {
        "ok": len(list(recorded)),
        "changed": 0,
        "moved": 0,
        "lost": 0,
        "no-text": 0,
    }
    warned = WARNED.get(world.root.name, WARNED["bundled"])
    assert {(w.rule, w.label) for w in verification.warnings} == warned


PARAGRAPH = "A new paragraph.\r\n\r\n"
MUTATIONS = {
    "one character outside of the passages": (
        TEXT[:-1] + " ",
        ["changed", "changed", "changed"],
    ),
    "one character of the first passage": (
        TEXT.replace("works", "worke"),
        ["lost", "changed", "changed"],
    ),
    "one character more in the first passage": (
        TEXT.replace("works", "worrks"),
        ["lost", "moved", "moved"],
    ),
    "an accent of the second passage": (
        TEXT.replace("Café", "Cafe"),
        ["changed", "lost", "changed"],
    ),
    "a paragraph at the top": (PARAGRAPH + TEXT, ["moved", "moved", "moved"]),
    "a paragraph in the middle": (
        FIRST + PARAGRAPH + SECOND + THIRD,
        ["changed", "moved", "moved"],
    ),
    "passages in another order": (
        THIRD + FIRST + SECOND,
        ["moved", "moved", "moved"],
    ),
    "newlines translated": (
        TEXT.replace("\r\n", "\n"),
        ["changed", "moved", "moved"],
    ),
    "a byte-order mark": ("\ufeff" + TEXT, ["moved", "moved", "moved"]),
    "nothing left": ("", ["lost", "lost", "lost"]),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_change_of_the_text_is_caught(workspace, texts, name):
    text, expected = MUTATIONS[name]
    rewrite(texts, text)
    assert list(verdicts(workspace, texts).values()) == expected
    assert not verify_workspace(workspace, texts).passes()


START = TEXT.index(PASSAGES["second"])
END = START + len(PASSAGES["second"])
EDITS = {
    "span shifted by one": (
        f"oa:start {START} ; oa:end {END}",
        f"oa:start {START + 1} ; oa:end {END + 1}",
        "moved",
    ),
    "start shifted by one": (
        f"oa:start {START} ;",
        f"oa:start {START + 1} ;",
        "moved",
    ),
    "end shifted by one": (f"oa:end {END} ", f"oa:end {END - 1} ", "moved"),
    "span beyond the text": (
        f"oa:start {START} ; oa:end {END}",
        "oa:start 9000 ; oa:end 9003",
        "lost",
    ),
    "span beyond the text, of the right length": (
        f"oa:start {START} ; oa:end {END}",
        f"oa:start 9000 ; oa:end {9000 + END - START}",
        "moved",
    ),
    "span turned round": (
        f"oa:start {START} ; oa:end {END}",
        f"oa:start {END} ; oa:end {START}",
        "lost",
    ),
    "span empty": (
        f"oa:start {START} ; oa:end {END}",
        f"oa:start {START} ; oa:end {START}",
        "lost",
    ),
    "negative start": (
        f"oa:start {START} ;",
        f"oa:start {START - len(TEXT)} ;",
        "lost",
    ),
    "passage hash edited": (
        sha(PASSAGES["second"]),
        sha(PASSAGES["second"])[:-1] + "x",
        "lost",
    ),
    "selector missing": ("oa:hasSelector e:second-span ; ", "", "lost"),
    "start given twice": (
        f"oa:start {START} ;",
        f"oa:start {START} , 3 ;",
        "lost",
    ),
    "start that is no number": (
        f"oa:start {START} ;",
        'oa:start "a" ;',
        "lost",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_change_of_the_record_is_caught(workspace, texts, name):
    old, new, expected = EDITS[name]
    edit(workspace, old, new)
    assert verdicts(workspace, texts) == {
        "first": "ok",
        "second": expected,
        "third": "ok",
    }


def test_an_edited_hash_of_the_text_is_caught(workspace, texts):
    edit(workspace, sha(TEXT), "0" * 64)
    assert set(verdicts(workspace, texts).values()) == {"changed"}


def test_a_missing_text_is_caught(workspace, texts):
    (texts / "text.txt").unlink()
    verification = verify_workspace(workspace, texts)
    assert verification.totals["no-text"] == 3
    assert verification.results[0].note == f"text.txt is not in {texts}"


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/hostname", "sub/text.txt", ".."]
)
def test_a_name_that_leads_out_of_the_folder_is_no_text_of_it(
    workspace, texts, name
):
    (texts.parent / "secret.txt").write_bytes(TEXT.encode())
    edit(workspace, '"text.txt"', f'"{name}"')
    assert set(verdicts(workspace, texts).values()) == {"no-text"}


def test_a_text_that_is_not_utf8_is_named(workspace, texts):
    (texts / "text.txt").write_bytes(TEXT.encode("utf-16"))
    assert (
        verify_workspace(workspace, texts).results[0].note
        == "text.txt is not UTF-8 (byte 0); save the text as UTF-8"
    )


def test_a_passage_that_stands_at_several_places_is_found_at_the_nearest(
    workspace, texts
):
    rewrite(texts, THIRD + FIRST + "x" + SECOND + THIRD)
    third = verify_workspace(workspace, texts).results[-1]
    assert third.found == (
        len(THIRD + FIRST + SECOND) + 1,
        len(THIRD + FIRST + SECOND + THIRD),
    )


def test_a_party_that_is_named_further_away_than_the_window_is_a_warning(
    workspace, texts
):
    text = (
        "Harbour Agency met guests."
        + " So it went." * 30
        + " The two bodies signed."
    )
    edit(
        workspace,
        facts().removeprefix(HEAD),
        facts(text, {"first": "The two bodies signed."}).removeprefix(HEAD),
    )
    rewrite(texts, text)
    near, far = (
        verify_workspace(workspace, texts, window).warnings
        for window in (len(text), 50)
    )
    assert [re.match(".+ is not named", w.message)[0] for w in near] == [
        "Quarry Institute is not named"
    ]
    assert [re.match(".+ is not named", w.message)[0] for w in far] == [
        "Harbour Agency is not named",
        "Quarry Institute is not named",
    ]
    assert {(w.rule, w.severity, w.resource, w.file) for w in far} == {
        (
            "party-not-near",
            "warning",
            "https://example.org/relationship/first",
            "data/facts.ttl",
        )
    }


def test_the_passages_of_a_relationship_in_one_source_are_taken_together(
    workspace, texts
):
    text = (
        "Harbour Agency met guests."
        + " So it went." * 30
        + " Quarry Institute was there."
    )
    passages = ("Harbour Agency met guests.", "Quarry Institute was there.")
    one, two = (
        facts(text, {"first": words}).removeprefix(HEAD) for words in passages
    )
    both = one + two.replace("e:first", "e:more").replace(
        "r:first a kg:Partnership", "r:first a kg:Partnership"
    )
    edit(workspace, facts().removeprefix(HEAD), both)
    rewrite(texts, text)
    assert verify_workspace(workspace, texts, window=10).warnings == ()


@pytest.mark.parametrize(
    ("passage", "status", "rules"),
    [
        (
            "Harbour Agency will work with Quarry Institute.",
            "in-force",
            ["over-claim"],
        ),
        (
            "Harbour Agency no longer works with Quarry Institute.",
            "in-force",
            ["over-claim"],
        ),
        (
            "Harbour Agency PLANS TO work with Quarry Institute.",
            "in-force",
            ["over-claim"],
        ),
        ("Harbour Agency will work with Quarry Institute.", "planned", []),
        ("Harbour Agency has goodwill for Quarry Institute.", "in-force", []),
    ],
)
def test_words_that_hint_at_another_status_are_a_warning(
    workspace, texts, passage, status, rules
):
    new = facts(passage, {"first": passage}, status).removeprefix(HEAD)
    edit(workspace, facts().removeprefix(HEAD), new)
    rewrite(texts, passage)
    verification = verify_workspace(workspace, texts)
    assert [w.rule for w in verification.warnings] == rules
    assert verification.passes()


def test_words_of_another_language_are_not_looked_for(workspace, texts):
    passage = "Harbour Agency will Quarry Institute."
    new = (
        facts(passage, {"first": passage})
        .removeprefix(HEAD)
        .replace('language "en"', 'language "de"')
    )
    edit(workspace, facts().removeprefix(HEAD), new)
    rewrite(texts, passage)
    assert verify_workspace(workspace, texts).warnings == ()


def test_a_workspace_can_add_words(workspace, texts):
    (workspace.root / "ontology").mkdir()
    cue = 'x:cue skos:prefLabel "works with"@en ; kg:hintsAt status:planned .'
    (workspace.root / "ontology" / "cues.ttl").write_text(HEAD + cue, "utf-8")
    (warning,) = verify_workspace(workspace, texts).warnings
    assert '"works with" (planned)' in warning.message


def test_a_quotation_that_is_not_the_passage_is_a_warning(workspace, texts):
    extra = 'e:first oa:hasSelector e:quote . e:quote a oa:TextQuoteSelector ; oa:exact "{}" .'
    (workspace.root / "data" / "more.ttl").write_text(
        HEAD + extra.format(PASSAGES["first"]), "utf-8"
    )
    assert verify_workspace(workspace, texts).warnings == ()
    (workspace.root / "data" / "more.ttl").write_text(
        HEAD + extra.format("Something else."), "utf-8"
    )
    verification = verify_workspace(workspace, texts)
    assert verification.passes()
    assert [(w.rule, w.resource) for w in verification.warnings] == [
        ("misquotation", "https://example.org/evidence/first")
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Université du Luxembourg", "at the universite du\nLUXEMBOURG,", True),
        ("LIST", "a list of names", False),
        ("LIST", "(LIST)", True),
        ("SnT", "the snt", False),
        ("Luxinnovation", "LUXINNOVATION's", True),
        ("L-DIH", "the L‑DIH hub", True),
        ("Employers’ Association", "the employers' association", True),
        ("Port", "the airport", False),
        ("Port", "Port-au-Prince", True),
        ("卢森堡", "在卢森堡大学", True),
        ("C++ Foundation", "the C++ Foundation.", True),
        (" ", "a b", False),
    ],
)
def test_a_name_occurs_as_whole_words_whatever_its_accents_dashes_and_case(
    name, text, expected
):
    assert occurs(name, text) is expected


@given(
    st.text(alphabet="ab1_- .", max_size=8),
    st.text(alphabet="ab1_- .", max_size=20),
)
def test_a_name_occurs_where_it_has_no_part_of_a_word_at_its_ends(name, text):
    wanted, there = " ".join(name.split()), " ".join(text.split())
    before, after = (
        r"(?<!\w)" * wanted[:1].isalnum(),
        r"(?!\w)" * wanted[-1:].isalnum(),
    )
    expected = (
        bool(wanted)
        and re.search(before + re.escape(wanted) + after, there) is not None
    )
    assert occurs(name, text) is expected


@given(st.text(alphabet="abé🦆\n\r ", max_size=60), st.data())
def test_a_passage_is_found_wherever_its_text_is_moved_to(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before = data.draw(st.text(alphabet="abé🦆\n\r ", max_size=20))
    wanted = digest(text[start:end])
    found = find_passage(before + text, Span(start, end), wanted)
    if start == end:
        assert found is None
    else:
        assert found is not None
        assert holds(before + text, found, wanted)


@pytest.mark.parametrize(
    "name", [n for n, (_, found) in MUTATIONS.items() if "lost" not in found]
)
def test_updating_makes_changed_and_moved_evidence_ok_again(
    workspace, texts, name
):
    rewrite(texts, MUTATIONS[name][0])
    write_files(
        updated_files(workspace, verify_workspace(workspace, texts).results)
    )
    assert set(verdicts(workspace, texts).values()) == {"ok"}


def test_updating_leaves_lost_evidence_as_it_is(workspace, texts):
    rewrite(texts, "Top. " + TEXT.replace("works", "worke"))
    before = verify_workspace(workspace, texts).results[0].evidence
    write_files(
        updated_files(workspace, verify_workspace(workspace, texts).results)
    )
    after = verify_workspace(workspace, texts)
    assert after.totals == {
        "ok": 2,
        "changed": 0,
        "moved": 0,
        "lost": 1,
        "no-text": 0,
    }
    lost = next(r.evidence for r in after.results if r.verdict == "lost")
    assert (lost.span, lost.passage_hash) == (before.span, before.passage_hash)


def test_updating_changes_no_file_when_all_is_well(workspace, texts):
    assert (
        updated_files(workspace, verify_workspace(workspace, texts).results)
        == {}
    )


def test_updating_refuses_to_drop_comments(workspace, texts):
    edit(workspace, "s:text a", "# a note\ns:text a")
    rewrite(texts, PARAGRAPH + TEXT)
    with pytest.raises(
        EvidenceError,
        match=r"facts.ttl: has comments, which rewriting would drop",
    ):
        updated_files(workspace, verify_workspace(workspace, texts).results)


def test_updating_refuses_a_span_whose_two_passages_have_parted(
    workspace, texts
):
    edit(workspace, "e:second-span", "e:third-span")
    edit(
        workspace,
        f"e:third-span a oa:TextPositionSelector ; oa:start {START} ; oa:end {END} .\n",
        "",
    )
    second = TEXT[TEXT.index(PASSAGES["third"]) :].rstrip("\n")
    edit(workspace, sha(PASSAGES["second"]), sha(second[::-1]))
    rewrite(texts, PARAGRAPH + TEXT + second[::-1])
    with pytest.raises(
        EvidenceError,
        match="third-span is the span of two passages that are now apart",
    ):
        updated_files(workspace, verify_workspace(workspace, texts).results)


def test_the_command_exits_one_and_says_where_a_passage_has_moved_to(
    kg, workspace, texts
):
    rewrite(texts, PARAGRAPH + TEXT)
    result = kg("--data", workspace.root, "verify", "--texts", texts)
    assert result.exit_code == 1
    first, end = len(PARAGRAPH), len(PARAGRAPH + PASSAGES["first"])
    assert result.stdout.splitlines()[0] == (
        f"text.txt:0:{len(PASSAGES['first'])}: moved: says first - now at {first}:{end} [https://example.org/evidence/first]"
    )
    assert (
        result.stderr
        == "passages: 3 (0 ok, 0 changed, 3 moved, 0 lost, 0 no-text), warnings: 0\n"
    )


def test_the_command_updates_on_request_and_then_exits_zero(
    kg, workspace, texts
):
    rewrite(texts, PARAGRAPH + TEXT)
    result = kg(
        "--data", workspace.root, "verify", "--texts", texts, "--update"
    )
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == [
        f"recorded new spans and hashes in {workspace.root / 'data' / 'facts.ttl'}",
        "passages: 3 (3 ok, 0 changed, 0 moved, 0 lost, 0 no-text), warnings: 0",
    ]
    assert (
        kg("--data", workspace.root, "verify", "--texts", texts).exit_code == 0
    )


def test_the_bundled_data_is_not_updated(kg, monkeypatch, texts, tmp_path):
    monkeypatch.delenv("KG_DATA")
    monkeypatch.chdir(tmp_path)
    result = kg("verify", "--texts", texts, "--update")
    assert (result.exit_code, result.stderr) == (
        2,
        "kg: the bundled data is not yours to update; name your own workspace with --data\n",
    )


def test_verifying_nothing_is_a_failure(kg, workspace, texts):
    (workspace.root / "data" / "facts.ttl").unlink()
    result = kg("--data", workspace.root, "verify", "--texts", texts)
    assert result.exit_code == 1
    assert (
        result.stderr
        == "kg: there is no evidence, so nothing was verified and nothing is proven\n"
    )


def test_a_folder_of_texts_that_is_not_there_is_a_usage_error(
    kg, workspace, tmp_path
):
    result = kg(
        "--data", workspace.root, "verify", "--texts", tmp_path / "nowhere"
    )
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"kg: {tmp_path / 'nowhere'}: no such folder; --texts names the folder with the texts of the sources\n"
    )


def test_a_notebook_can_check_and_verify(workspace, texts):
    graph = KnowledgeGraph.open(workspace.root)
    assert graph.check().violations == ()
    assert graph.verify(texts).passes()


def test_the_help_says_what_is_not_proven(kg):
    said = " ".join(kg("verify", "--help").stdout.split())
    assert (
        "It proves that the words are there, not that they mean what is claimed"
        in said
    )


def test_json_holds_every_verdict_the_totals_and_the_warnings(
    kg, workspace, texts
):
    answer = json.loads(
        kg(
            "--data",
            workspace.root,
            "verify",
            "--texts",
            texts,
            "--format",
            "json",
        ).stdout
    )
    assert answer["totals"] == {
        "ok": 3,
        "changed": 0,
        "moved": 0,
        "lost": 0,
        "no-text": 0,
    }
    assert answer["warnings"] == []
    assert answer["evidence"][1] == {
        "verdict": "ok",
        "file": "text.txt",
        "recorded": f"{START}:{END}",
        "found": f"{START}:{END}",
        "says": "says second",
        "note": "",
        "evidence": "https://example.org/evidence/second",
    }


def test_markdown_is_a_table_of_the_verdicts_and_one_of_the_warnings(
    kg, workspace, texts
):
    lines = kg(
        "--data", workspace.root, "verify", "--texts", texts, "--format", "md"
    ).stdout.splitlines()
    assert [
        line for line in lines if line.startswith(("| verdict", "| severity"))
    ] == [
        "| verdict | file | recorded | found | says | note | evidence |",
        "| severity | place | resource | message | rule | iri |",
    ]
    assert sum(line.startswith("| ok |") for line in lines) == 3


def test_a_passage_that_only_has_other_line_ends_is_lost_with_that_reason(
    workspace, texts
):
    two = FIRST + SECOND.rstrip()
    edit(
        workspace,
        f"oa:end {TEXT.index(PASSAGES['first']) + len(PASSAGES['first'])} ",
        f"oa:end {len(two)} ",
    )
    edit(workspace, sha(PASSAGES["first"]), sha(two))
    assert verdicts(workspace, texts)["first"] == "ok"
    rewrite(texts, TEXT.replace("\r\n", "\n"))
    lost = next(
        r
        for r in verify_workspace(workspace, texts).results
        if r.verdict == "lost"
    )
    assert lost.evidence.iri.endswith("first")
    assert (
        lost.note
        == "the passage is there with other line ends; restore those that the text had when it was recorded"
    )


def test_what_belongs_to_the_installed_program_is_not_updated(
    kg, workspace, texts, monkeypatch
):
    from kg.workspace import folders as module

    monkeypatch.setattr(
        module,
        "__file__",
        str(workspace.root.parent / "workspace" / "folders.py"),
    )
    installed = workspace.root.parent / "_bundled"
    shutil.copytree(workspace.root, installed)
    before = (installed / "data" / "facts.ttl").read_bytes()
    rewrite(texts, PARAGRAPH + TEXT)
    result = kg("--data", installed, "verify", "--texts", texts, "--update")
    assert (
        result.exit_code,
        (installed / "data" / "facts.ttl").read_bytes(),
    ) == (3, before)
    assert "belongs to the installed program" in result.stderr
