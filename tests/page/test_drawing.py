"""What can be told of the page without a browser."""

import itertools
import json
import re
import subprocess
import sys
from importlib.resources import files

import pytest

from kg.ask.ontology import read_kinds, read_types
from kg.errors import WorkspaceError
from kg.model.vocabulary import expand
from kg.network.edges import Filters, Network, Organisation
from kg.network.measures import Measures
from kg.views.page.data import compact
from kg.views.page.layout import label_size as label_box, place
from kg.views.page.render import SCRIPTS

CSS = (files("kg.views.page") / "page.css").read_text("utf-8")


def luminance(colour):
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in channels
    ]
    return sum(
        share * c
        for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def palette(theme):
    block = re.findall(r"\{([^{}]*--ground[^{}]*)\}", CSS)[
        ["light", "dark"].index(theme)
    ]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_stands_out_from_the_ground_by_three_to_one(graph, theme):
    ground = palette(theme)["ground"]
    for kind in read_kinds(graph.store).values():
        assert contrast(kind.colour, ground) >= 3, (
            kind.notation,
            contrast(kind.colour, ground),
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_category_stands_out_and_words_are_legible(theme):
    colours = palette(theme)
    for name in ("node", "other", *(f"category-{i}" for i in range(1, 8))):
        assert contrast(colours[name], colours["ground"]) >= 3, name
    for name, ground in itertools.product(
        ("ink", "soft", "accent", "against"), ("ground", "raised", "panel")
    ):
        assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_the_selection_has_a_colour_of_its_own(graph):
    for theme in ("light", "dark"):
        colours = palette(theme)
        others = {
            colours[name] for name in colours if name not in ("halo", "mark")
        }
        assert colours["halo"] not in others | {
            kind.colour for kind in read_kinds(graph.store).values()
        }


def test_there_is_a_figure_for_every_type(graph):
    drawn = (files("kg.views.page") / "js" / "elements.js").read_text("utf-8")
    for shape in {kind.shape for kind in read_types(graph.store).values()} - {
        "dot"
    }:
        assert f'case "{shape}"' in drawn


def test_no_script_names_a_kind_or_its_colour(graph):
    scripts = "\n".join(
        (files("kg.views.page") / "js" / f"{name}.js").read_text("utf-8")
        for name in SCRIPTS
    )
    for notation, kind in read_kinds(graph.store).items():
        assert notation not in scripts
        assert kind.colour not in scripts


def test_every_file_of_the_script_is_joined_and_small():
    folder = files("kg.views.page") / "js"
    assert sorted(f"{name}.js" for name in SCRIPTS) == sorted(
        path.name for path in folder.iterdir()
    )
    for name in SCRIPTS:
        assert (
            len((folder / f"{name}.js").read_text("utf-8").splitlines()) < 340
        ), name


def test_the_same_data_makes_the_same_bytes_in_any_process(tmp_path, root):
    code = "import sys; from kg import KnowledgeGraph; sys.stdout.write(str(KnowledgeGraph.open(sys.argv[1]).draw()))"
    pages = [
        subprocess.run(
            [sys.executable, "-c", code, str(root)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("1", "2")
    ]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", ["graph", "invented"])
def test_the_page_is_as_small_as_promised(request, name):
    world = request.getfixturevalue(name)
    relationships = len({edge.relationship for edge in world.project().edges})
    assert (
        len(str(world.draw()).encode("utf-8"))
        <= 600_000 + 1_000 * relationships
    )


def test_boxes_of_labels_do_not_overlap_in_the_layout(graph):
    network = graph.project()
    places = place(Measures(network))
    boxes = [
        (places[o.iri], label_box(o.label))
        for o in network.organisations.values()
    ]
    for ((x, y), (w, h)), ((x2, y2), (w2, h2)) in itertools.combinations(
        boxes, 2
    ):
        assert (
            abs(x - x2) >= (w + w2) / 2 - 1 or abs(y - y2) >= (h + h2) / 2 - 1
        )


def test_a_network_of_nothing_or_of_one_is_laid_out_too():
    alone = Network({"x": Organisation("x", "X")}, [])
    assert place(Measures(Network({}, []))) == {}
    assert set(place(Measures(alone))) == {"x"}


def test_filters_and_version_are_in_the_caption(invented):
    page = str(
        invented.draw(
            Filters(kinds=("part-of",), around="Birch University", hops=2)
        )
    )
    facts = json.loads(re.search(r'id="facts">(.*?)</script>', page)[1])
    assert facts["caption"] == {
        "title": "An invented world",
        "version": "1",
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        "shown": "kind part-of; around Birch University (2 hops)",
        "left_out": "",
    }
    assert [r["name"] for r in facts["relationships"]] == [
        "Bench of laboratory",
        "Laboratory of university",
    ]


def test_a_relationship_of_three_parties_is_one_with_three_edges(invented):
    page = str(invented.draw(Filters(kinds=("signed-mou-with",))))
    facts = json.loads(re.search(r'id="facts">(.*?)</script>', page)[1])
    edges = json.loads(re.search(r'id="edges">(.*?)</script>', page)[1])
    assert [len(r["from"]) for r in facts["relationships"]] == [3]
    assert [edge["relationship"] for edge in edges] == [0, 0, 0]


@pytest.mark.parametrize(
    "iri",
    [
        "https://w3id.org/institutional-kg/id/a",
        "rel:a",
        "https://x.org/a b",
        "urn:x",
        "<",
        "id:",
    ],
)
def test_a_compact_iri_is_never_taken_for_another(iri):
    short = compact(iri)
    assert (short[1:-1] if short.startswith("<") else expand(short)) == iri


def test_a_folder_of_texts_that_is_not_there_is_said_to_be_missing(
    kg, tmp_path
):
    result = kg("draw", "-o", tmp_path / "n.html", "--texts", tmp_path / "none")
    assert result.exit_code == 3
    assert (
        result.stderr
        == f"kg: {tmp_path}/none: no such folder; give the folder that holds the texts of the sources\n"
    )
    assert not (tmp_path / "n.html").exists()


def test_a_notebook_page_is_saved_whole_or_not_at_all(invented, tmp_path):
    page = invented.draw()
    page.save(tmp_path / "n.html")
    assert (tmp_path / "n.html").read_text("utf-8") == str(page) == page.html
    assert "<script" not in page._repr_html_()
    assert page._repr_html_().startswith('<iframe sandbox="allow-scripts')
    with pytest.raises(Exception, match="does not exist"):
        page.save(tmp_path / "none" / "n.html")


def test_texts_are_read_only_from_their_folder(tmp_path):
    from kg.workspace.texts import read_texts

    (tmp_path / "texts").mkdir()
    (tmp_path / "secret.txt").write_text("s")
    (tmp_path / "texts" / "a.txt").write_text("a")
    assert read_texts(
        tmp_path / "texts", ["a.txt", "../secret.txt", "", ".", "x" * 9999]
    ) == {"a.txt": b"a"}
    with pytest.raises(WorkspaceError):
        read_texts(tmp_path / "none", [])
