import itertools
from xml.etree import ElementTree

import pytest

from kg.model.dates import Bounds
from kg.model.standing import Life, standing
from kg.network.edges import Filters
from kg.views.page.render import _own as own_file


def test_standing_on_the_page_is_standing_in_python(chromium):
    days = [None, "2011-01-01", "2015-06-30"]
    statuses = [
        "planned",
        "candidate",
        "in-force",
        "suspended",
        "ended",
        "cancelled",
        "denied",
    ]
    asked = [
        "2010-12-31",
        "2011-01-01",
        "2013-01-01",
        "2015-06-30",
        "2020-01-01",
    ]
    lives = [["", "", "", ""], ["2011-01-01", "2013-01-01", "", "2015-06-30"]]
    cases = [
        {
            "status": status,
            "bounds": bounds,
            "attested": attested,
            "signed": signed,
            "life": life,
            "day": day,
        }
        for status, bounds, attested, signed, life, day in itertools.product(
            statuses,
            itertools.product(days, repeat=4),
            [None, "2013-01-01"],
            [None, "2011-01-01"],
            lives,
            asked,
        )
    ]
    page = chromium.new_page()
    found = page.evaluate(
        f"""(cases) => {{
          {own_file("js/standing.js")}
          return cases.map((c) => standing(
            c.status, begunWhenSigned(c.bounds, c.signed), c.attested, c.life, c.day));
        }}""",
        cases,
    )
    page.close()
    assert found == [
        standing(
            case["status"],
            Bounds(*case["bounds"]),
            case["attested"],
            case["day"],
            signed=case["signed"],
            life=Life(*case["life"]),
        )
        for case in cases
    ]
    assert len(cases) == 22_680
    assert set(found) == {"in-force", "presumed", "possible", "not-in-force"}


@pytest.mark.parametrize(
    "written",
    ["2019", "2019-01-01T00:00:00", "2019-01-01Z", "12019-01-01", "spring"],
)
def test_a_bound_that_is_no_full_day_counts_as_unknown_on_the_page(
    chromium, written
):
    page = chromium.new_page()
    known = page.evaluate(
        f"""(written) => {{
          {own_file("js/standing.js")}
          return begunWhenSigned(Array(4).fill(written), written);
        }}""",
        written,
    )
    page.close()
    assert known == [None] * 4


def on_day(invented, day):
    network = invented.project(Filters(on=day, possible=True))
    return sorted({edge.label for edge in network.edges})


def test_the_day_shows_what_stands_on_it_as_the_command_does(
    visit, drawn, invented
):
    reader = visit(drawn / "invented.html", "view=table")
    for day in (
        "2010-01-01",
        "2012-06-30",
        "2020-10-15",
        "2021-06-30",
        "2022-06-30",
        "2023-01-01",
    ):
        reader.page.fill("#day", day)
        assert sorted(reader.texts("#table tbody .why")) == on_day(
            invented, day
        ), day


def test_a_memorandum_of_2011_to_2022_stands_in_2012(reader):
    reader.page.fill("#day", "2012-06-30")
    assert "Three-party memorandum" in reader.table()
    assert reader.text("#time-words") == "on 30 June 2012"
    reader.click("#any-day")
    assert reader.text("#time-words") == "any day"
    assert reader.tally() == "8 organisations · 12 relationships"


def test_in_force_presumed_and_possible_are_counted_drawn_and_switched_apart(
    visit, drawn
):
    reader = visit(drawn / "invented.html", "on=2021-06-30")
    assert reader.counts("standing") == {
        "in force": 1,
        "presumed, not attested since": 4,
        "possible, the dates leave it open": 1,
    }
    _, svg = reader.take("svg")
    lines = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
    assert (
        len(
            {
                line.get("stroke-width")
                for line in lines
                if line.get("fill") == "none"
            }
        )
        == 3
    )
    reader.switch("standing", "possible")
    assert (
        reader.tally()
        == "6 organisations · 5 relationships · 7 hidden by filters"
    )
    _, svg = reader.take("svg")
    text = svg.decode("utf-8")
    assert text.count(">≈</text>") == 5
    assert text.count(">?</text>") == 0


def test_the_slider_steps_through_the_days_that_occur(reader):
    reader.page.focus("#slider")
    reader.press("ArrowRight")
    assert (
        reader.page.get_attribute("#slider", "aria-valuetext") == "1 March 2011"
    )
    assert reader.text("#time-words") == "on 1 March 2011"
    reader.press("ArrowRight")
    assert reader.text("#time-words") == "on 1 January 2019"
    reader.press("Home")
    assert reader.text("#time-words") == "any day"


def test_a_second_day_marks_what_came_went_and_changed(reader):
    reader.page.fill("#day", "2021-06-30")
    reader.page.fill("#compare", "2012-06-30")
    assert (
        reader.text("#time-words")
        == "from 30 June 2012 to 30 June 2021: 2 came, 1 went, 2 changed standing"
    )
    assert reader.counts("change") == {
        "came": 2,
        "went": 1,
        "changed standing": 2,
        "unchanged": 2,
    }
    frame = ElementTree.fromstring(reader.take("svg")[1]).find(
        "{http://www.w3.org/2000/svg}svg"
    )
    assert [
        symbol.text
        for symbol in frame.iter("{http://www.w3.org/2000/svg}text")
        if symbol.text
    ] == [
        "+",
        "≠",
        "+",
        "≠",
        "−",
    ]
    reader.only("change", "came")
    assert sorted(reader.table()) == [
        "Agreement of agency and university",
        "Hub at agency",
    ]
    reader.click("#no-compare")
    assert reader.text("#time-words") == "on 30 June 2021"
