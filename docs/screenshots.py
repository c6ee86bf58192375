"""Take the pictures in docs/images of the page that `kg draw` makes of the bundled data, in headless Chromium.

    python docs/screenshots.py

Source texts are not quoted in them: the page is drawn without --texts.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kg import KnowledgeGraph
from kg.workspace.folders import bundled

IMAGES = Path(__file__).resolve().parent / "images"
WIDE, NARROW, PAPER = (1280, 800), (390, 844), (1120, 1400)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def ask_why(page: Page) -> None:
    """Open the memorandum through the search, as a reader would."""
    page.fill("#search", "luxinnovation")
    page.press("#search", "Enter")
    page.click("#panel .groups .why:has-text('Skolkovo')")


def print_out(page: Page) -> None:
    """Show the page as it is printed."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def explore(page: Page) -> None:
    """Look at the neighbourhood of an organisation."""
    page.fill("#search", "l-dih")
    page.press("#search", "Enter")


SHOTS = {
    "page": (WIDE, "light", "", None),
    "page-relationship": (WIDE, "light", "", ask_why),
    "page-time": (WIDE, "light", "on=2018-01-01&compare=2022-12-31", None),
    "page-dark": (WIDE, "dark", "colour=country", explore),
    "page-narrow": (NARROW, "light", "", None),
    "page-print": (PAPER, "light", "", print_out),
}


def main() -> None:
    """Take them all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        path = Path(folder) / "network.html"
        KnowledgeGraph.open(bundled()).draw().save(path)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for name, ((width, height), scheme, state, prepare) in SHOTS.items():
            size = {"width": width, "height": height}
            page = browser.new_page(
                viewport=size, color_scheme=scheme, reduced_motion="reduce"
            )
            page.goto(f"{path.as_uri()}#{state}")
            page.wait_for_selector("body.ready")
            if prepare:
                prepare(page)
            page.evaluate("document.activeElement.blur()")
            page.mouse.move(1, 1)
            page.wait_for_timeout(300)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
