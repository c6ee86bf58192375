ALL = {
    "hosting": 2,
    "membership": 3,
    "parthood": 2,
    "partnership": 4,
    "memorandum of understanding": 1,
}


def test_the_legend_counts_relationships_not_pairs(reader):
    assert reader.counts("kind") == ALL
    assert reader.counts("status") == {
        "cancelled": 1,
        "candidate": 1,
        "ended": 2,
        "in force": 6,
        "planned": 1,
        "suspended": 1,
    }
    assert reader.counts("type") == {
        "funder": 1,
        "innovation support": 2,
        "public body": 1,
        "research and education": 2,
        "type not stated": 2,
    }


def test_a_switch_hides_a_kind_and_the_count_stays(reader, invented):
    reader.switch("kind", "partnership")
    assert (
        reader.tally()
        == "8 organisations · 8 relationships · 4 hidden by filters"
    )
    assert reader.counts("kind") == ALL
    assert reader.counts("status")["ended"] == 0
    assert reader.pixels("#0072b2") == 0
    reader.switch("kind", "partnership")
    assert reader.tally() == "8 organisations · 12 relationships"
    assert reader.pixels("#0072b2") > 0


def test_only_this_leaves_one_and_once_more_brings_all_back(reader):
    reader.only("kind", "parthood")
    assert (
        reader.tally()
        == "3 organisations · 2 relationships · 10 hidden by filters"
    )
    assert reader.table() == ["Bench of laboratory", "Laboratory of university"]
    reader.only("kind", "parthood")
    assert reader.tally() == "8 organisations · 12 relationships"


def test_a_status_and_a_type_can_be_switched_off_together(reader):
    reader.switch("status", "in force")
    reader.switch("type", "type not stated")
    assert sorted(reader.table()) == [
        "Old pact",
        "Suspended cooperation",
        "Tour",
    ]
    reader.click("#reset")
    assert reader.tally() == "8 organisations · 12 relationships"


def test_a_partnership_of_three_survives_the_loss_of_one_type(reader):
    reader.switch("type", "funder")
    assert "Three-party memorandum" in reader.table()
    reader.switch("type", "research and education")
    assert "Three-party memorandum" not in reader.table()


def test_a_least_number_of_sources_keeps_what_several_support(reader):
    reader.page.fill("#sources", "2")
    reader.press("Enter")
    assert reader.table() == [
        "University applies to network",
        "Three-party memorandum",
    ]


def test_words_are_found_in_names_aliases_and_evidence_accents_and_case_aside(
    reader,
):
    reader.page.fill("#words", "AULNE hub")
    assert sorted(reader.table()) == ["Hub at agency", "Tour"]
    reader.page.fill("#words", "says 1 of fir-elm")
    assert reader.table() == ["Ministry never joined"]
    reader.page.fill("#words", "nothing of the kind")
    assert reader.text("#nothing") == "Nothing is left by these filters."
    assert (
        reader.tally()
        == "0 organisations · 0 relationships · 12 hidden by filters"
    )
