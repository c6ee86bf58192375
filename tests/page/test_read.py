import pytest


def rows(reader):
    return [
        [cell.strip() for cell in row.split("\t")]
        for row in reader.texts("#table tbody tr")
    ]


def test_the_table_holds_the_same_relationships_under_the_same_filters(reader):
    reader.only("kind", "hosting")
    reader.click("#show-table")
    assert rows(reader) == [
        [
            "hosting",
            "Hub at agency\nCedar Hub – Alder Agency",
            "in force",
            "since 30 September 2019",
            "1",
        ],
        [
            "hosting",
            "Network to be at university\nElm Network – Birch University",
            "planned",
            "",
            "1",
        ],
    ]
    assert reader.text("#table caption") == "2 relationships, any day"


def test_the_table_sorts_by_every_column_both_ways(visit, drawn):
    reader = visit(drawn / "invented.html", "view=table&on=2021-06-30")
    for number, column in enumerate(
        ["kind", "parties", "status", "dates", "standing", "sources"], 1
    ):
        heading = f"#table th:nth-child({number})"
        if column != "kind":
            reader.click(f"#table [data-column={column}]")
        assert reader.page.get_attribute(heading, "aria-sort") == "ascending"
        up = rows(reader)
        reader.click(f"#table [data-column={column}]")
        assert reader.page.get_attribute(heading, "aria-sort") == "descending"
        assert rows(reader) == up[::-1]
        if column in ("kind", "status", "standing", "sources"):
            assert [row[number - 1] for row in up] == sorted(
                row[number - 1] for row in up
            )


def test_a_row_opens_the_evidence_by_keyboard(reader):
    reader.click("#show-table")
    reader.page.focus("#table .why >> nth=0")
    label = reader.text("#table .why >> nth=0")
    reader.press("Enter")
    assert reader.text("#panel h2") == label
    reader.press("Escape")
    assert not reader.page.is_visible("#panel")


def test_the_network_is_walked_by_arrow_keys_and_spoken(reader):
    reader.page.focus("#picture")
    reader.press("ArrowRight")
    assert (
        reader.said()
        == "Alder Agency, innovation agency, 6 lines. Arrow right steps through them."
    )
    centre = reader.text("#panel h2")
    reader.press("ArrowRight")
    first = reader.said()
    reader.press("ArrowRight")
    second = reader.said()
    assert first.startswith("1 of ")
    assert second.startswith("2 of ")
    reader.press("ArrowLeft")
    assert reader.said() == first
    other = first.partition(" – ")[2].partition(".")[0]
    reader.press("ArrowDown")
    assert reader.text("#panel h2") == other
    assert reader.said().startswith(f"{other}, ")
    reader.press("ArrowUp")
    reader.until(
        "(name) => document.querySelector('#panel h2').textContent === name",
        centre,
    )


def test_enter_on_a_line_asks_why_and_escape_returns_to_the_picture(reader):
    reader.page.focus("#picture")
    reader.press("ArrowRight", "ArrowRight", "Enter")
    assert reader.text("#panel h3").startswith("Says who?")
    assert reader.page.evaluate(
        "document.activeElement === document.querySelector('#panel h2')"
    )
    reader.press("Escape")
    assert not reader.page.is_visible("#panel")
    assert reader.page.evaluate("document.activeElement.id") == "picture"


def test_every_control_is_reached_by_tab_and_shows_that_it_has_the_focus(
    reader,
):
    reached = []
    for _ in range(80):
        reader.press("Tab")
        found = reader.page.evaluate("""() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          return [element.id || element.className || element.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
        }""")
        if found[0] == "ready":
            break
        reached.append(found)
    names = [name for name, *_ in reached]
    controls = "search show-network show-table show-about words sources colour size picture day slider"
    assert set(controls.split()) <= set(names)
    assert [
        name for name, style, width in reached if style == "none" or width < 2
    ] == []


def test_the_page_has_its_landmarks(reader):
    for role, name in [
        ("banner", None),
        ("search", None),
        ("navigation", "View"),
        ("main", None),
        ("complementary", "Legend and filters"),
        ("region", "Time"),
    ]:
        assert reader.page.get_by_role(role, name=name).count() == 1, role


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system(visit, drawn, scheme):
    reader = visit(drawn / "invented.html", color_scheme=scheme)
    ground = reader.page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    assert (
        ground
        == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}[scheme]
    )
    reader.page.emulate_media(
        color_scheme="dark" if scheme == "light" else "light"
    )
    reader.page.wait_for_timeout(100)
    light, dark = reader.pixels("#4b5a6c"), reader.pixels("#b7c2cf")
    assert (light > 200, dark > 200) == (
        (False, True) if scheme == "light" else (True, False)
    )


def test_motion_is_left_out_where_the_system_asks_for_that(visit, drawn):
    still, moving = (
        visit(drawn / "invented.html", reduced_motion=wish)
        for wish in ("reduce", "no-preference")
    )
    for reader in (still, moving):
        reader.click("#zoom-in")
    now = still.page.screenshot(
        clip={"x": 300, "y": 80, "width": 900, "height": 600}
    )
    still.page.wait_for_timeout(500)
    assert (
        still.page.screenshot(
            clip={"x": 300, "y": 80, "width": 900, "height": 600}
        )
        == now
    )


def test_at_390_pixels_everything_is_in_reach_and_nothing_sticks_out(
    visit, drawn
):
    reader = visit(
        drawn / "invented.html",
        viewport={"width": 390, "height": 844},
        has_touch=True,
    )
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 390
    assert not reader.page.is_visible("#filters")
    reader.click("#toggle-filters")
    reader.switch("kind", "hosting")
    reader.click("#close-filters")
    assert not reader.page.is_visible("#filters")
    assert (
        reader.tally()
        == "8 organisations · 10 relationships · 2 hidden by filters"
    )
    reader.page.fill("#search", "alder")
    reader.press("Enter")
    panel = reader.page.locator("#panel").bounding_box()
    assert (panel["x"], panel["width"]) == (0, 390)
    assert panel["height"] < 560
    reader.click("#close")
    reader.click("#show-table")
    assert len(rows(reader)) == 10
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 390


def test_print_holds_picture_legend_and_table_on_white(visit, drawn):
    reader = visit(drawn / "invented.html", color_scheme="dark")
    reader.only("kind", "hosting")
    pdf = reader.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    assert not reader.page.is_visible("body > header")
    assert (
        reader.page.locator("#paper > svg > text").first.text_content()
        == "An invented world"
    )
    assert "hosting" in reader.page.locator("#paper > svg").text_content()
    assert (
        reader.page.locator("#paper > svg > rect").get_attribute("fill")
        == "#ffffff"
    )
    assert reader.page.locator("#paper tbody tr").count() == 2
    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert reader.page.locator("#paper > *").count() == 0
