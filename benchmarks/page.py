"""Time to first paint and frames per second while panning, compared with the standard page of pyvis.

    python benchmarks/page.py            print the table
    python benchmarks/page.py --write    and insert it into docs/page.md

Both pages open in the same browser, without a network connection, and show the same
invented organisations and relationships. First paint is the moment at which the canvas of
the network shows its first pixel, counted from the start of navigation.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.model.dates import Bounds
from kg.network.edges import Edge, Network, Organisation
from kg.rdf.read import load_files
from kg.store.base import MemoryStore
from kg.views.page.dossier import Dossier
from kg.views.page.render import render_page
from kg.views.page.subject import Caption, Subject
from kg.workspace.folders import find_workspace

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "page.md"
BEGIN, END = "<!-- benchmark -->\n", "<!-- end of benchmark -->"
SIZES = (40, 1000, 5000)
PATIENCE = 300.0
"""Seconds to wait for a page that shows nothing."""
PANNING = 3.0
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WATCH = """
(() => {
  const probe = new OffscreenCanvas(160, 100).getContext("2d", { willReadFrequently: true });
  const look = () => {
    const canvas = document.querySelector("canvas");
    if (canvas && canvas.width > 0) {
      probe.clearRect(0, 0, 160, 100);
      probe.drawImage(canvas, 0, 0, 160, 100);
      if (probe.getImageData(0, 0, 160, 100).data.some((value) => value > 0)) {
        window.firstPaint = performance.now();
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def invent(store: MemoryStore, size: int) -> Network:
    """Return a network of `size` organisations by preferential attachment, with 1.5 relationships each."""
    chance = random.Random(size)
    kinds, types = (
        list(read_kinds(store).values()),
        list(read_types(store).values()),
    )
    organisations = {}
    for i in range(size):
        kind = chance.choice(types)
        iri = f"https://example.org/id/{i:05}"
        country = chance.choice(["BE", "DE", "FR", "LU", None])
        organisations[iri] = Organisation(
            iri, f"Institute of subject {i}", kind.notation, kind.label, country
        )
    return Network(
        organisations, list(_join(list(organisations), kinds, chance))
    )


def _join(
    iris: list[str], kinds: list, chance: random.Random
) -> Iterator[Edge]:
    ends = [0]
    number = 0
    for i in range(1, len(iris)):
        for _ in range(1 + i % 2):
            other = chance.choice(ends)
            if other == i:
                continue
            kind = chance.choice(kinds)
            one, two = (i, other) if kind.directed else sorted((i, other))
            status = chance.choice(["in-force", "planned", "ended"])
            relationship, label = (
                f"https://example.org/relationship/{number:05}",
                f"Relationship {number}",
            )
            yield Edge(
                relationship,
                iris[one],
                iris[two],
                kind,
                label,
                status,
                Bounds("2019-01-01", "2019-12-31"),
            )
            ends += [i, other]
            number += 1
        ends.append(i)


def our_page(store: MemoryStore, network: Network) -> str:
    """Return the page of `kg draw`."""
    ontology = read_kinds(store), read_statuses(store), read_types(store)
    return render_page(
        Subject(
            network,
            Dossier({}, {}, {}, {}, {}),
            *ontology,
            Caption("Benchmark"),
        )
    )


def stock_page(network: Network) -> str:
    """Return the standard page of pyvis, with its scripts inlined."""
    from pyvis.network import Network as Stock

    stock = Stock(directed=True, cdn_resources="in_line", height="737px")
    stock.nodes = [
        {"id": o.iri, "label": o.label, "shape": "dot"}
        for o in network.organisations.values()
    ]
    stock.edges = [
        {"from": e.source, "to": e.target, "title": e.label, "arrows": "to"}
        for e in network.edges
    ]
    stock.node_map = {node["id"]: node for node in stock.nodes}
    return stock.generate_html()


def measure(browser, path: Path) -> tuple[float | None, float | None]:
    """Return seconds to first paint and frames per second while panning.

    None after PATIENCE seconds.
    """
    context = browser.new_context(
        offline=True, viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(path.as_uri(), wait_until="commit")
    deadline = time.monotonic() + PATIENCE
    while (
        painted := page.evaluate("window.firstPaint")
    ) is None and time.monotonic() < deadline:
        time.sleep(0.1)
    if painted is not None:
        page.wait_for_timeout(500)
    found = (None, None) if painted is None else (painted / 1000, pan(page))
    context.close()
    return found


def pan(page) -> float:
    """Drag the picture about and count the frames."""
    page.evaluate(
        "() => { window.frames_ = 0; const f = () => { window.frames_ += 1; requestAnimationFrame(f); }; f(); }"
    )
    page.mouse.move(700, 400)
    page.mouse.down()
    start, step = time.perf_counter(), 0
    frames = page.evaluate("window.frames_")
    while (elapsed := time.perf_counter() - start) < PANNING:
        step += 1
        page.mouse.move(
            700 + 150 * (step % 40 - 20) / 20, 400 + 100 * (step % 30 - 15) / 15
        )
    frames = page.evaluate("window.frames_") - frames
    page.mouse.up()
    return frames / elapsed


def run() -> str:
    """Measure both pages at every size and return the table, in Markdown."""
    from playwright.sync_api import sync_playwright

    store = MemoryStore(load_files(find_workspace().ontology_files()))
    chromium = shutil.which("chromium")
    rows: list[tuple] = []
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium, args=ARGUMENTS
        )
        for name, make, times in (
            ("kg draw", partial(our_page, store), 5),
            ("pyvis", stock_page, 1),
        ):
            networks = [invent(store, size) for size in SIZES]
            paths = [
                Path(folder) / f"{name.replace(' ', '-')}-{size}.html"
                for size in SIZES
            ]
            for path, network in zip(paths, networks, strict=True):
                path.write_text(make(network), "utf-8")
            rounds = [
                [measure(browser, path) for path in paths] for _ in range(times)
            ]
            for path, network, *found in zip(
                paths, networks, *rounds, strict=True
            ):
                length = path.stat().st_size
                size, edges = len(network.organisations), len(network.edges)
                rows.append(
                    (
                        size,
                        edges,
                        name,
                        *map(middle, zip(*found, strict=True)),
                        length,
                    )
                )
                print(rows[-1], file=sys.stderr)
        version = browser.version
        browser.close()
    return table(sorted(rows, key=lambda row: (row[0], row[2])), version)


def middle(values: tuple[float | None, ...]) -> float | None:
    """Return the median, or None if a run was stopped."""
    return None if None in values else statistics.median(values)


def table(rows: list[tuple], version: str) -> str:
    """Return the rows as Markdown, with the two ratios that matter."""
    lines = [
        "| organisations | relationships | page | first paint | frames/s, panning | size |",
        "| ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for size, edges, name, seconds, frames, length in rows:
        paint = "none in 300 s" if seconds is None else f"{seconds:.2f} s"
        rate = "–" if frames is None else f"{frames:.0f}"
        lines.append(
            f"| {size:,} | {edges:,} | {name} | {paint} | {rate} | {length / 1e6:.2f} MB |"
        )
    paints = {(size, name): seconds for size, _, name, seconds, *_ in rows}
    ours, stock = paints[1000, "kg draw"], paints[1000, "pyvis"]
    sooner = (
        f"over {PATIENCE / ours:.0f}"
        if stock is None
        else f"{stock / ours:.0f}"
    )
    growth = paints[5000, "kg draw"] / ours
    lines += [
        "",
        f"At 1,000 organisations the page paints {sooner} times sooner than the stock page; at 5,000 it takes"
        f" {growth:.1f} times as long as at 1,000. Chromium {version}, without a GPU; medians of five runs of"
        " `kg draw`, one of the stock page.",
    ]
    return "\n".join(lines) + "\n"


def write(text: str) -> None:
    """Insert the table into docs/page.md."""
    head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(head + BEGIN + text + END + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    result = run()
    print(result)
    if "--write" in sys.argv:
        write(result)
