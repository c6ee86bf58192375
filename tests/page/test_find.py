def test_the_slash_puts_the_cursor_in_the_search(reader):
    reader.press("/")
    assert reader.page.evaluate("document.activeElement.id") == "search"
    assert reader.page.input_value("#search") == ""


def test_completion_knows_labels_acronyms_and_other_languages(reader):
    reader.search("bu")
    assert reader.texts("#search-list li") == ["Birch University\nBU"]
    reader.page.fill("#search", "AGENCE AULNÉ")
    assert reader.texts("#search-list li") == ["Alder Agency\nAgence Aulne"]
    reader.page.fill("#search", "AA")
    assert reader.texts("#search-list li") == [
        "Alder Agency\nAA",
        "Elm Network\nAA",
    ]
    assert reader.said() == "2 suggestions"


def test_enter_flies_to_the_organisation_and_tells_of_it(reader):
    reader.search("fir")
    reader.press("Enter")
    assert reader.text("#panel h2") == "Fir Ministry"
    assert (
        reader.said()
        == "Fir Ministry, ministry, 3 lines. Arrow right steps through them."
    )
    reader.until("location.hash.includes('camera')")
    x, y = reader.place("Fir Ministry")
    frame = reader.page.locator("#canvas").bounding_box()
    free = (
        frame["width"] - reader.page.locator("#panel").bounding_box()["width"]
    )
    assert abs(x - frame["x"] - free / 2) < 25
    assert abs(y - frame["y"] - frame["height"] / 2) < 25


def test_arrows_choose_among_the_suggestions(reader):
    reader.search("AA")
    reader.press("ArrowDown", "Enter")
    assert reader.text("#panel h2") == "Elm Network"


def test_what_the_filters_hide_is_found_all_the_same(reader):
    reader.only("kind", "parthood")
    reader.search("fir")
    reader.press("Enter")
    assert reader.tally() == "8 organisations · 12 relationships"
    assert reader.text("#panel h2") == "Fir Ministry"


def test_an_unknown_name_is_said_to_be_unknown(reader):
    reader.search("zzz")
    assert reader.said() == "No organisation has that name"
    assert not reader.page.is_visible("#search-list")
    reader.press("Escape")
    assert reader.page.input_value("#search") == ""
