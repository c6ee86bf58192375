import hashlib

import pytest

REPORT = (
    "The first report begins here. "
    + "It goes on for a while. " * 20
    + "The hub lives at the agency. "
    + "It ends. " * 60
)


def test_a_click_on_a_line_answers_says_who(visit, drawn):
    reader = visit(drawn / "invented.html", "camera=300,150,1,0")
    one, other = reader.place("Birch Laboratory"), reader.place("Test Bench")
    reader.page.mouse.click((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    assert reader.text("#panel h2") == "Bench of laboratory"
    assert reader.text("#panel .eyebrow").strip() == "parthood"
    assert reader.facts() == {
        "part": "Test Bench",
        "whole": "Birch Laboratory",
        "status": "in force",
        "dates": "no dates stated",
    }
    assert reader.text("#panel .evidence li") == (
        "Says 1 of bench-lab.\n\nFirst report\n5 May 2020 · first.txt · characters 150–157"
    )


def test_a_click_on_a_figure_tells_of_the_organisation(visit, drawn):
    reader = visit(drawn / "invented.html", "camera=300,150,1,0")
    reader.page.mouse.click(*reader.place("Alder Agency"))
    assert reader.text("#panel h2") == "Alder Agency"
    assert (
        reader.text("#panel .eyebrow").strip()
        == "innovation agency · Luxembourg"
    )
    assert reader.text("#panel .also") == "also AA, Agence Aulne"
    assert (
        reader.page.get_attribute("#panel .links a", "href")
        == "https://ror.org/000000000"
    )
    assert reader.texts("#panel .groups h3") == [
        "partner of\n3",
        "hosts\n1",
        "signed a memorandum of understanding with\n1",
    ]
    assert reader.texts("#panel .groups .why") == [
        "Birch University",
        "Fir Ministry",
        "Cedar Hub",
        "Cedar Hub",
        "Birch University, Dogwood Foundation",
    ]


def test_ranks_are_those_of_the_command(visit, drawn, kg):
    reader = visit(
        drawn / "invented.html", "at=o%3Chttps://example.org/id/alder%3E"
    )
    for row in reader.texts("#panel .ranks tbody tr"):
        measure, rank, score = row.split("\t")
        table = [
            line.split(",")
            for line in kg(
                "network", "rank", "--by", measure, "--format", "csv"
            ).stdout.splitlines()
        ]
        expected, shown = next(
            (line[0], line[2]) for line in table if "Alder Agency" in line
        )
        assert float(score) == pytest.approx(float(shown), abs=1e-4)
        assert rank == f"{expected} of {len(table) - 1}"


def test_a_relationship_says_its_dates_standing_and_role(visit, drawn):
    reader = visit(
        drawn / "invented.html",
        "on=2012-06-30&at=r%3Chttps://example.org/relationship/mou%3E",
    )
    assert reader.facts() == {
        "parties": "Alder Agency\nBirch University\nDogwood Foundation",
        "status": "in force",
        "dates": "1 March 2011 to 2022; signed 1 March 2011",
        "standing on 30 June 2012": "in force",
    }
    reader = visit(
        drawn / "invented.html",
        "at=r%3Chttps://example.org/relationship/cedar-elm%3E",
    )
    assert reader.facts()["role"] == "test centre"


def test_evidence_that_contradicts_says_so(visit, drawn):
    reader = visit(
        drawn / "invented.html",
        "at=r%3Chttps://example.org/relationship/alder-fir%3E",
    )
    items = reader.texts("#panel .evidence li")
    assert [item.split("\n")[0] for item in items] == [
        "Says 1 of alder-fir.",
        "✗ contradicts",
    ]


def with_texts(invented, tmp_path, text):
    """Draw the invented world with a text for its first report, hashed as that source's and the hub's passage."""
    from kg import KnowledgeGraph

    start = REPORT.index("The hub lives")
    world = tmp_path / "world"
    for path in (invented.workspace.root / "data").rglob("*.ttl"):
        content = path.read_text("utf-8")
        content = content.replace(
            "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
            sha(REPORT),
        )
        head, found, tail = content.partition(
            "<https://example.org/evidence/cedar-alder-1-span> a"
        )
        if found:
            head = head.replace(
                "faffb75b5c2a946caa3fc613754dd2a37851b7750f464db75fc9cf3eae19deb2",
                sha("The hub lives at the agency."),
            )
            span = tail.partition(".\n")
            tail = (
                f" oa:TextPositionSelector ;\n    oa:end {start + 28} ;\n    oa:start {start} "
                + span[1]
                + span[2]
            )
        target = (
            world / "data" / path.relative_to(invented.workspace.root / "data")
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(head + found + tail, "utf-8")
    (tmp_path / "first.txt").write_text(text, "utf-8")
    page = tmp_path / "texts.html"
    KnowledgeGraph.open(world).draw(texts=tmp_path).save(page)
    return page


def sha(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_with_the_texts_the_passage_is_marked_in_its_context(
    visit, tmp_path, invented
):
    page = with_texts(invented, tmp_path, REPORT)
    reader = visit(
        page, "at=r%3Chttps://example.org/relationship/cedar-alder%3E"
    )
    assert reader.text("#panel mark") == "The hub lives at the agency."
    quote = reader.text("#panel blockquote")
    assert quote.startswith("… ")
    assert quote.endswith(" …")
    assert "while. The hub lives at the agency. It ends." in quote
    reader = visit(page, "at=r%3Chttps://example.org/relationship/bench-lab%3E")
    assert (
        reader.text("#panel .differs")
        == "The passage at this place of first.txt differs from the one that was read."
    )


def test_a_text_that_is_not_the_one_that_was_read_is_not_shown(
    visit, tmp_path, invented
):
    page = with_texts(invented, tmp_path, REPORT.replace("agency", "AGENCY"))
    reader = visit(
        page, "at=r%3Chttps://example.org/relationship/cedar-alder%3E"
    )
    assert reader.texts("#panel blockquote") == []
    assert reader.text("#panel .differs") == (
        "The text in first.txt differs from the one that was read, so its passage is not shown."
    )
    assert "AGENCY" not in page.read_text("utf-8")
