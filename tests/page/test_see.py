import io
import itertools
import struct
import zlib
from xml.etree import ElementTree

import pytest

from kg.ask.ontology import read_kinds

SVG = "{http://www.w3.org/2000/svg}"


def test_every_kind_is_drawn_in_its_colour(reader, invented):
    for kind in read_kinds(invented.store).values():
        assert reader.pixels(kind.colour) > 60, kind.notation


def test_the_head_says_how_much_is_shown(reader):
    assert reader.text("h1") == "An invented world"
    assert reader.tally() == "8 organisations · 12 relationships"


def test_nothing_moves_by_itself(reader):
    first = reader.page.screenshot()
    reader.page.wait_for_timeout(600)
    assert reader.page.screenshot() == first


def picture(reader):
    name, content = reader.take("svg")
    assert name == "network.svg"
    return ElementTree.fromstring(content)


def lines(svg):
    """Dash patterns and colours of the lines of the picture, without the legend's."""
    frame = svg.find(f"{SVG}svg")
    return [
        (p.get("stroke"), p.get("stroke-dasharray"))
        for p in frame.iter(f"{SVG}path")
    ]


def test_lines_are_dashed_for_planned_and_candidate_and_dotted_for_what_is_over(
    reader,
):
    drawn = lines(picture(reader))
    assert sorted(drawn, key=str) == sorted(
        [
            ("#0072b2", None),
            *[("#0072b2", "1.5 4.5")] * 3,
            *[("#cc79a7", None)] * 3,
            *[("#767676", None)] * 2,
            ("#d55e00", None),
            ("#d55e00", "7 5"),
            ("#009e73", None),
            ("#009e73", "7 5"),
            ("#009e73", "1.5 4.5"),
        ],
        key=str,
    )


def test_only_directed_kinds_have_arrows(reader):
    frame = picture(reader).find(f"{SVG}svg")
    with_arrow = [
        g.find(f"{SVG}path").get("stroke")
        for g in frame.findall(f"{SVG}g")
        if g.find(f"{SVG}polygon") is not None
    ]
    assert sorted(with_arrow) == sorted(
        ["#767676"] * 2 + ["#d55e00"] * 2 + ["#009e73"] * 3
    )


def test_parallel_relationships_run_side_by_side(reader):
    frame = picture(reader).find(f"{SVG}svg")
    runs = [p.get("d") for p in frame.iter(f"{SVG}path")]
    assert len(set(runs)) == len(runs) == 14
    assert sum(" Q" in run for run in runs) == 6


def label_boxes(reader):
    """The boxes of the labels of the picture as Chromium lays them out."""
    _, content = reader.take("svg")
    page = reader.page.context.new_page()
    page.set_content(content.decode("utf-8"))
    boxes = page.evaluate("""() => [...document.querySelectorAll("text.label")].map((text) => {
      const box = text.getBoundingClientRect();
      return [text.textContent, box.left, box.top, box.right, box.bottom];
    })""")
    page.close()
    return boxes


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("invented", (1280, 800)),
        ("bundled", (1280, 800)),
        ("bundled", (390, 844)),
    ],
)
def test_no_two_labels_overlap_at_the_opening_view(visit, drawn, name, size):
    reader = visit(
        drawn / f"{name}.html", viewport={"width": size[0], "height": size[1]}
    )
    boxes = label_boxes(reader)
    assert len(boxes) >= 8
    for (one, *a), (other, *b) in itertools.combinations(boxes, 2):
        apart = (
            a[2] <= b[0] + 0.5
            or b[2] <= a[0] + 0.5
            or a[3] <= b[1] + 0.5
            or b[3] <= a[1] + 0.5
        )
        assert apart, (one, other)


@pytest.mark.parametrize(
    "size", [(1000, 700), (1200, 800), (1280, 800), (1600, 900), (390, 844)]
)
def test_the_buttons_that_zoom_cover_nothing_of_the_opening_view(
    visit, drawn, size
):
    reader = visit(
        drawn / "bundled.html", viewport={"width": size[0], "height": size[1]}
    )
    reader.page.wait_for_timeout(100)
    colours = reader.page.evaluate("""() => {
      const canvas = document.querySelector("#canvas canvas");
      const frame = canvas.getBoundingClientRect();
      const box = document.querySelector(".zoom").getBoundingClientRect();
      const ratio = canvas.width / frame.width;
      const { data } = canvas.getContext("2d").getImageData((box.left - frame.left) * ratio, (box.top - frame.top) * ratio,
        box.width * ratio, box.height * ratio);
      return [...new Set(new Uint32Array(data.buffer))];
    }""")
    assert len(colours) == 1


def test_more_labels_are_shown_as_one_zooms(visit, drawn):
    reader = visit(
        drawn / "bundled.html", viewport={"width": 390, "height": 844}
    )
    few = len(label_boxes(reader))
    for _ in range(4):
        reader.click("#zoom-in")
    reader.page.wait_for_timeout(100)
    assert len(label_boxes(reader)) > few


def test_the_picture_taken_away_names_title_day_and_legend(visit, drawn):
    reader = visit(drawn / "invented.html", "on=2021-06-30")
    words = [text.text for text in picture(reader).findall(f"{SVG}text")]
    legend = ["".join(g.itertext()) for g in picture(reader).findall(f"{SVG}g")]
    assert words == [
        "An invented world",
        "on 30 June 2021 · 7 organisations, 6 relationships · version 1 · all relationships",
    ]
    assert legend == [
        "hosting",
        "membership",
        "parthood",
        "partnership",
        "memorandum of understanding",
        "in force",
        "funder",
        "innovation support",
        "research and education",
        "type not stated",
        "≈presumed, not attested since",
        "?possible, the dates leave it open",
    ]


def test_the_png_holds_the_same_picture_twice_as_sharp(reader):
    name, content = reader.take("png")
    svg = picture(reader)
    assert name == "network.png"
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (
        2 * int(svg.get("width")),
        2 * int(svg.get("height")),
    )
    assert len(set(zlib.decompress(image_data(content)))) > 50


def image_data(content):
    stream, found = io.BytesIO(content[8:]), b""
    while header := stream.read(8):
        length, kind = struct.unpack(">I4s", header)
        found += (
            stream.read(length)
            if kind == b"IDAT"
            else b"" * len(stream.read(length))
        )
        stream.read(4)
    return found


def width_of(shape):
    """Return how wide a circle, a rectangle or a polygon is."""
    if shape.get("points"):
        across = [
            float(point.split(",")[0]) for point in shape.get("points").split()
        ]
        return round(max(across) - min(across), 2)
    return round(
        2 * float(shape.get("r"))
        if shape.get("r")
        else float(shape.get("width")),
        2,
    )


def test_size_follows_the_chosen_centrality(reader):
    def widths():
        shapes = [
            shape
            for shape in picture(reader).find(f"{SVG}svg")
            if shape.tag not in (f"{SVG}g", f"{SVG}text")
        ]
        return [
            (shape.tag, len(shape.get("points", "").split()), width_of(shape))
            for shape in shapes
        ]

    by_degree = widths()
    reader.page.select_option("#size", "none")
    even = widths()
    assert len(even) == 8
    assert len(set(even)) < len(set(by_degree))
    assert {
        shape: len({w for s, n, w in even if (s, n) == shape})
        for shape in {(s, n) for s, n, _ in even}
    } == {(s, n): 1 for s, n, _ in even}
    reader.page.select_option("#size", "betweenness")
    assert widths() not in (by_degree, even)
    reader.page.select_option("#size", "degree")
    assert widths() == by_degree


def test_colour_by_country_type_and_community_brings_its_legend(reader):
    assert reader.texts("#colours li") == []
    reader.page.select_option("#colour", "country")
    assert [row.split("\n") for row in reader.texts("#colours li")][-1][
        0
    ] == "other or not stated"
    reader.page.select_option("#colour", "type")
    kinds = {
        row.split("\n")[0]: int(row.split("\n")[1])
        for row in reader.texts("#colours li")
    }
    assert kinds == {
        "innovation support": 2,
        "research and education": 2,
        "funder": 1,
        "public body": 1,
        "other or not stated": 2,
    }
    reader.page.select_option("#colour", "community")
    assert len(reader.texts("#colours li")) >= 2
    legend = ["".join(g.itertext()) for g in picture(reader).findall(f"{SVG}g")]
    assert [
        row.split("\n")[0] for row in reader.texts("#colours li")
    ] == legend[-len(reader.texts("#colours li")) :]


def test_the_page_says_what_it_is(visit, tmp_path, invented):
    page = tmp_path / "part.html"
    invented.draw(left_out="3 organisations were left out.").save(page)
    reader = visit(page)
    reader.click("#show-about")
    assert dict(
        zip(reader.texts("#about dt"), reader.texts("#about dd"), strict=True)
    ) == {
        "version": "1",
        "made with": "all relationships",
        "left out": "3 organisations were left out.",
        "holds": "8 organisations, 12 relationships, 3 sources",
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    assert reader.text("#left-out") == "3 organisations were left out."
    reader.press("Escape")
    assert not reader.page.is_visible("#about")
