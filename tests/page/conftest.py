"""A reader of the page: headless Chromium with the network cut, driven as a person would."""

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from kg import KnowledgeGraph

CI = os.environ.get("CI") == "true"
SIZE = {"width": 1280, "height": 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
AXE = (
    Path(__file__).resolve().parent.parent
    / "node_modules"
    / "axe-core"
    / "axe.min.js"
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def missing(reason):
    if CI:
        pytest.fail(f"CI must have it: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, one for all tests."""
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium is not installed: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing("Playwright is not installed: pip install '.[test]'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core."""
    if not AXE.is_file():
        missing("axe-core is not installed: npm ci --prefix tests")
    return AXE.read_text("utf-8")


class Reader:
    """What a person does with the page and sees on it."""

    def __init__(self, page):
        self.page = page
        self.requests = []
        self.messages = []
        self._listeners = {
            "request": lambda request: self.requests.append(request.url),
            "console": lambda message: self.messages.append(message.text),
            "pageerror": lambda error: self.messages.append(str(error)),
            "dialog": self._dismiss,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)

    def _dismiss(self, dialog):
        self.messages.append(dialog.message)
        dialog.dismiss()

    def leave(self):
        """Stop listening to the tab."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    def open(self, path, state=""):
        self.page.goto(f"{path.as_uri()}#{state}")
        self.page.wait_for_selector("body.ready")
        return self

    def click(self, selector):
        self.page.click(selector)

    def text(self, selector):
        return self.page.inner_text(selector)

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def until(self, expression, argument=None):
        """Wait until an expression holds; the page's policy forbids Playwright's own way of waiting for one."""
        for _ in range(80):
            if self.page.evaluate(expression, argument):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{expression} does not come true")

    def tally(self):
        return self.text("#tally")

    def said(self):
        return self.page.text_content("#live")

    def counts(self, group):
        """What the legend says of a group: label and count."""
        return {
            row.query_selector(".name").inner_text(): int(
                row.query_selector(".count").inner_text()
            )
            for row in self.page.query_selector_all(f"#legend-{group} li")
        }

    def switch(self, group, label):
        self.page.locator(f"#legend-{group} li", has_text=label).locator(
            "input"
        ).click()

    def only(self, group, label):
        row = self.page.locator(f"#legend-{group} li", has_text=label)
        row.hover()
        row.locator(".only").click()

    def table(self):
        """The relationships that are shown, by label, read from the table; goes back to the network."""
        self.click("#show-table")
        found = self.texts("#table tbody .why")
        self.click("#show-network")
        return found

    def facts(self):
        """The panel's facts by name."""
        return dict(
            zip(
                self.texts("#panel-content dl dt"),
                self.texts("#panel-content dl dd"),
                strict=True,
            ),
        )

    def search(self, words):
        self.press("/")
        self.page.keyboard.type(words)

    def state(self):
        return {
            name: values[0]
            for name, values in parse_qs(
                self.page.evaluate("location.hash.slice(1)")
            ).items()
        }

    def place(self, label):
        """Where an organisation is on the screen, by the camera that the address gives."""
        nodes = json.loads(self.page.text_content("#nodes"))
        node = next(n for n in nodes if n["name"] == label)
        x, y, scale, _ = map(float, self.state()["camera"].split(","))
        frame = self.page.locator("#canvas").bounding_box()
        return (
            frame["x"] + frame["width"] / 2 + (node["x"] - x) * scale,
            frame["y"] + frame["height"] / 2 + (node["y"] - y) * scale,
        )

    def take(self, what):
        """The bytes of something taken away."""
        self.click("#take summary")
        with self.page.expect_download() as download:
            self.click(f"#take-{what}")
        return download.value.suggested_filename, Path(
            download.value.path()
        ).read_bytes()

    def pixels(self, colour, near=12):
        """How many pixels of the picture have a colour, nearly."""
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        return self.page.evaluate(
            """([wanted, near]) => {
              const shown = document.querySelector("#canvas canvas");
              const copy = new OffscreenCanvas(shown.width, shown.height).getContext("2d", { willReadFrequently: true });
              copy.drawImage(shown, 0, 0);
              const { data } = copy.getImageData(0, 0, shown.width, shown.height);
              let count = 0;
              for (let i = 0; i < data.length; i += 4)
                count += data[i + 3] > 200 && wanted.every((value, c) => Math.abs(data[i + c] - value) <= near);
              return count;
            }""",
            [wanted, near],
        )


def open_tab(chromium, **options):
    """Open a tab in a context of its own, offline."""
    usual = {"viewport": SIZE, "reduced_motion": "reduce"}
    context = chromium.new_context(offline=True, **(usual | options))
    context.set_default_timeout(8000)
    return context.new_page()


@pytest.fixture(scope="session")
def shared_tab(chromium):
    """A tab that many tests use in turn, because a new one costs more than the page."""
    tab = open_tab(chromium)
    yield tab
    tab.context.close()


@pytest.fixture
def tab(shared_tab):
    """The shared tab, left empty and as it was set up."""
    yield shared_tab
    shared_tab.goto("about:blank")
    shared_tab.set_viewport_size(SIZE)
    shared_tab.emulate_media(
        media="null", color_scheme="light", reduced_motion="reduce"
    )
    shared_tab.mouse.move(0, 0)


@pytest.fixture
def visit(chromium, tab):
    """Open a page, as often as wanted; afterwards none may have asked for anything but itself, or said a word."""
    readers = []
    own_tabs = []

    def open_(path, state="", **options):
        if readers or options:
            used = open_tab(chromium, **options)
            own_tabs.append(used)
        else:
            used = tab
        reader = Reader(used)
        readers.append(reader)
        return reader.open(path, state)

    yield open_
    for reader in readers:
        reader.leave()
    for own_tab in own_tabs:
        own_tab.context.close()
    for reader in readers:
        assert reader.messages == []
        pages = {
            url.partition("#")[0]
            for url in reader.requests
            if not url.startswith("blob:")
        }
        assert len(pages) == 1


@pytest.fixture(scope="session")
def drawn(tmp_path_factory, invented, graph):
    """Pages as files, by what is drawn on them."""
    folder = tmp_path_factory.mktemp("pages")
    invented.draw().save(folder / "invented.html")
    graph.draw().save(folder / "bundled.html")
    return folder


@pytest.fixture
def reader(visit, drawn):
    """The invented world, opened."""
    return visit(drawn / "invented.html")


@contextmanager
def workspace(folder, files):
    """A workspace of the given files beside the bundled ontology."""
    for name, content in files.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    yield KnowledgeGraph.open(folder)
