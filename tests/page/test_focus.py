import json


def test_the_neighbourhood_reaches_as_far_as_is_asked(visit, drawn, invented):
    reader = visit(
        drawn / "invented.html", "at=o%3Chttps://example.org/id/birch-bench%3E"
    )
    network, centre = invented.project(), "https://example.org/id/birch-bench"
    for hops in (1, 2, 3):
        reader.click(f"#panel .depths button:has-text('{hops}')")
        assert reader.tally().startswith(
            f"{len(network.within(centre, hops))} organisations"
        )
        assert (
            reader.text("#focus-bar span")
            == f"Neighbourhood of Test Bench, depth {hops}"
        )
    reader.click("#back")
    assert (
        reader.text("#focus-bar span") == "Neighbourhood of Test Bench, depth 2"
    )
    reader.click("#focus-bar button")
    assert reader.tally() == "8 organisations · 12 relationships"


def test_a_path_gives_the_evidence_of_each_step(visit, drawn):
    reader = visit(
        drawn / "invented.html", "at=o%3Chttps://example.org/id/birch-lab%3E"
    )
    reader.click("#path-to")
    reader.page.keyboard.type("dogwood")
    reader.press("Enter")
    assert reader.text("#panel .eyebrow") == "Path of 2 steps"
    assert reader.texts("#panel .steps .step") == [
        "Birch Laboratory → Birch University",
        "Birch University → Dogwood Foundation",
    ]
    assert reader.texts("#panel .steps .says") == [
        "Says 1 of lab-birch.",
        "Says 1 of mou.",
        "Says 2 of mou.",
    ]
    assert (
        reader.tally()
        == "3 organisations · 2 relationships · 10 hidden by filters"
    )
    assert reader.said() == "Path of 2 steps"


def test_the_path_is_that_of_the_command(visit, drawn, invented):
    from kg.network.paths import path

    network = invented.project()
    start, end = (
        "https://example.org/id/birch-bench",
        "https://example.org/id/elm",
    )
    reader = visit(drawn / "invented.html", f"path=%3C{start}%3E+%3C{end}%3E")
    steps = path(network, start, end)
    assert reader.page.locator("#panel .steps > li").count() == len(steps) == 3
    shown = reader.texts("#panel .steps > li > p:not(.step) .why")
    assert sorted(shown) == sorted(
        edge.label for step in steps for edge in step
    )


def test_no_path_is_said_to_be_none(reader):
    reader.only("kind", "parthood")
    reader.page.evaluate(
        "location.hash += '&path=' + encodeURIComponent('<https://example.org/id/birch> <https://example.org/id/fir>')"
    )
    reader.page.wait_for_selector("#panel h2")
    assert (
        reader.text("#panel-content p:last-child")
        == "No path leads from one to the other under these filters."
    )
    assert (
        reader.tally()
        == "2 organisations · 0 relationships · 12 hidden by filters"
    )


def test_back_returns_to_what_was_open_before(reader):
    for words in ("birch univ", "fir"):
        reader.search(words)
        reader.press("Enter")
    reader.click("#panel .groups .why >> nth=0")
    assert reader.text("#panel h2") == "Suspended cooperation"
    reader.click("#back")
    assert reader.text("#panel h2") == "Fir Ministry"
    reader.page.go_back()
    reader.until(
        "document.querySelector('#panel h2').textContent === 'Birch University'"
    )
    reader.click("#back")
    assert not reader.page.is_visible("#panel")


def test_the_address_restores_the_whole_view(visit, drawn):
    reader = visit(drawn / "invented.html")
    reader.switch("kind", "parthood")
    reader.switch("type", "type not stated")
    reader.page.fill("#day", "2021-06-30")
    reader.page.fill("#compare", "2012-06-30")
    reader.switch("change", "went")
    reader.page.select_option("#colour", "country")
    reader.page.select_option("#size", "pagerank")
    reader.page.fill("#words", "a")
    reader.page.fill("#search", "alder")
    reader.press("Enter")
    reader.click("#panel .groups .why >> nth=0")
    reader.click("#zoom-in")
    reader.until("location.hash.includes('camera')")
    reader.click("#take summary")
    reader.click("#take-link")
    address = reader.page.input_value("#link-address")
    reader.press("Escape")
    reader.page.wait_for_timeout(100)
    again = visit(drawn / "invented.html", address.partition("#")[2])
    view = {"x": 340, "y": 64, "width": 940, "height": 600}
    for part in ("#panel-content", "#tally", "#time-words", "#colours"):
        assert again.text(part) == reader.text(part)
    assert all(
        again.counts(group) == reader.counts(group)
        for group in ("kind", "status", "type", "change")
    )
    for tab in (again, reader):
        tab.page.evaluate("document.querySelector('.bar').remove()")
    assert again.page.screenshot(clip=view) == without_focus(reader).screenshot(
        clip=view
    )
    assert again.state() == reader.state()
    assert set(reader.state()) == {
        "on",
        "compare",
        "words",
        "colour",
        "size",
        "at",
        "camera",
        "no-kind",
        "no-type",
        "no-change",
    }


def without_focus(reader):
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.mouse.move(1, 1)
    return reader.page


def test_an_address_that_makes_no_sense_opens_the_page_all_the_same(
    visit, drawn
):
    reader = visit(
        drawn / "invented.html",
        "at=oid:nobody&on=2021-02-31&sources=x&path=a&camera=1,b&view=song&no-kind=what&hops=9",
    )
    assert reader.tally() == "8 organisations · 12 relationships"
    assert json.loads(reader.page.text_content("#nodes"))[0]["id"] == 0
