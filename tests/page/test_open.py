import re

import pytest


def test_the_page_asks_for_nothing_but_itself(visit, drawn):
    reader = visit(drawn / "bundled.html")
    reader.click("#show-table")
    reader.click("#show-network")
    reader.search("list")
    reader.press("Enter")
    assert [url.partition("#")[0] for url in reader.requests] == [
        (drawn / "bundled.html").as_uri()
    ]


def test_a_click_opens_it_from_a_folder_with_any_name(visit, tmp_path, drawn):
    page = tmp_path / "an e-mail’s attachment #1 (copy).html"
    page.write_bytes((drawn / "invented.html").read_bytes())
    assert visit(page).tally() == "8 organisations · 12 relationships"


def test_the_policy_allows_the_two_scripts_and_the_style_and_nothing_inline(
    drawn,
):
    pages = [
        (drawn / f"{name}.html").read_text("utf-8")
        for name in ("invented", "bundled")
    ]
    policies = {
        re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
        for page in pages
    }
    assert len(policies) == 1
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[^' ]+' 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; img-src blob:;"
        r" base-uri 'none'; form-action 'none'",
        policies.pop(),
    )
    for page in pages:
        assert re.findall(r"<script([^>]*)>.*?</script>", page, re.DOTALL) == [
            *(
                f' type="application/json" id="{name}"'
                for name in ("nodes", "edges", "facts")
            ),
            "",
            "",
        ]
        assert not re.search(
            r"<[^>]+ (style|on\w+)=",
            re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL),
        )


def test_a_script_that_is_not_the_pages_own_does_not_run(
    chromium, tmp_path, drawn
):
    page = tmp_path / "changed.html"
    content = (drawn / "invented.html").read_text("utf-8")
    page.write_text(
        content.replace(
            "</body>", "<script>document.title = 'run'</script></body>"
        ),
        "utf-8",
    )
    tab = chromium.new_page()
    said = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(page.as_uri())
    assert tab.title() == "An invented world"
    assert any("Content Security Policy" in message for message in said)
    tab.close()


def test_a_notebook_shows_it_in_a_frame_that_reaches_nothing(
    chromium, invented
):
    page = chromium.new_context(
        offline=True, viewport={"width": 1280, "height": 900}
    ).new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_content(f"<h1>Notebook</h1>{invented.draw()._repr_html_()}")
    frame = page.frame_locator("iframe")
    frame.locator("body.ready").wait_for()
    assert (
        frame.locator("#tally").inner_text()
        == "8 organisations · 12 relationships"
    )
    frame.locator("#search").fill("fir")
    frame.locator("#search").press("Enter")
    frame.locator("#panel .groups .why").first.click()
    assert frame.locator("#panel h2").inner_text() == "Suspended cooperation"
    frame.locator("#back").click()
    assert frame.locator("#panel h2").inner_text() == "Fir Ministry"
    assert said == []
    assert page.frames[1].evaluate("() => window.origin") == "null"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("state", "before"),
    [
        ("", None),
        ("", "#show-about"),
        ("", "#take summary"),
        ("view=table&on=2021-06-30", None),
        (
            "at=r%3Chttps://example.org/relationship/alder-fir%3E&on=2021-06-30&compare=2012-06-30",
            None,
        ),
        ("at=o%3Chttps://example.org/id/alder%3E&colour=type", None),
        (
            "path=%3Chttps://example.org/id/birch-lab%3E+%3Chttps://example.org/id/elm%3E",
            None,
        ),
    ],
)
def test_axe_finds_nothing_serious(visit, drawn, axe, scheme, state, before):
    reader = visit(drawn / "invented.html", state, color_scheme=scheme)
    if before:
        reader.click(before)
    reader.page.evaluate(axe)
    found = reader.page.evaluate(
        "() => axe.run({ resultTypes: ['violations'] })"
    )
    serious = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert len(found["passes"]) > 15


def test_axe_finds_nothing_serious_on_a_narrow_screen_with_the_filters_open(
    visit, drawn, axe
):
    reader = visit(
        drawn / "invented.html", viewport={"width": 390, "height": 844}
    )
    reader.click("#toggle-filters")
    reader.page.evaluate(axe)
    found = reader.page.evaluate("() => axe.run()")
    assert [
        v["id"]
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ] == []
