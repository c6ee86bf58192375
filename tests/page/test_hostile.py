"""What comes from the data is shown as text, whatever it is."""

import csv
import io

import pytest

from kg import KnowledgeGraph

NASTY = [
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    "</script><script>window.hurt = 1</script>",
    "<!--<script>",
    '<a href="javascript:window.hurt=1">href</a>',
    "javascript:window.hurt=1",
    "'\"`\\",
    "\u202eevil\u202c \u200b\u200d\ufeff مرحبا",
    '=HYPERLINK("http://x")',
    "{{ 7*7 }} {% raw %} ${7*7}",
    "x" * 10_000,
    "\u0001\u0007\u001b[31m \u2028",
]
HEAD = """
@prefix adms: <http://www.w3.org/ns/adms#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix kg: <https://w3id.org/institutional-kg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/institutional-kg/status/> .
"""


def literal(text):
    escaped = "".join(
        f"\\u{ord(c):04x}" if ord(c) < 32 else c
        for c in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'


def iri(kind, number):
    return f"<https://example.org/{kind}/{number}'onclick=%22x%22;</script&gt;>".replace(
        "</script&gt;", "&lt;/script&gt;"
    )


def nasty_world():
    """A workspace in which every text is one of NASTY: titles, names, labels, descriptions, countries, dates."""
    lines = [
        HEAD,
        f"<https://example.org/dataset> a dcat:Dataset ; dcterms:title {literal(NASTY[2])} ;"
        f" dcat:version {literal(NASTY[0])} ; dcterms:license {literal(NASTY[5])} .",
    ]
    for i, text in enumerate(NASTY):
        lines.append(
            f"{iri('id', i)} a org:FormalOrganization ; skos:prefLabel {literal(text)} ;"
            f" skos:altLabel {literal(text + ' alias')} ; schema:addressCountry {literal(text)} ;"
            f" skos:exactMatch <javascript:window.hurt=1> , <data:text/html,hurt> , <https://example.org/same/{i}> ."
        )
        lines.append(
            f"{iri('src', i)} dcterms:title {literal(text)} ; dcterms:identifier {literal(text)} ; dcterms:issued {literal(text)} ."
            f" {iri('ev', i)} a kg:Evidence ; oa:hasSource {iri('src', i)} ; dcterms:description {literal(text)} ."
        )
        lines.append(
            f"{iri('rel', i)} a kg:Membership ; rdfs:label {literal(text)} ; dcterms:description {literal(text)} ;"
            f" adms:status status:in-force ; kg:member {iri('id', i)} ; kg:organization {iri('id', (i + 1) % len(NASTY))} ;"
            f" kg:startEarliest {literal(text)} ; kg:signedOn {literal(text)} ; prov:wasDerivedFrom {iri('ev', i)} ."
        )
    return "\n".join(lines)


@pytest.fixture(scope="session")
def nasty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "data").mkdir()
    (folder / "data" / "dataset.ttl").write_text(nasty_world(), "utf-8")
    (folder / "javascript:window.hurt=1").write_text(
        "<script>window.hurt = 1</script>" * 20
    )
    page = folder / "page.html"
    KnowledgeGraph.open(folder).draw(left_out=NASTY[1], texts=folder).save(page)
    return page


def unharmed(reader):
    assert reader.page.evaluate("window.hurt") is None
    assert (
        reader.page.locator(
            "img, a[href^='javascript'], a[href^='data'], [onerror], [onclick]"
        ).count()
        == 0
    )
    assert reader.page.evaluate("document.scripts.length") == 5


def test_nothing_of_it_runs_and_all_of_it_is_text(visit, nasty):
    reader = visit(nasty)
    assert reader.page.text_content("h1") == NASTY[2]
    assert reader.tally() == "12 organisations · 12 relationships"
    unharmed(reader)
    reader.click("#show-about")
    assert NASTY[0] in reader.text("#about")
    assert reader.page.locator("#about a").count() == 0
    reader.press("Escape")
    assert reader.text("#left-out") == NASTY[1]
    reader.click("#show-table")
    shown = reader.page.locator("#table .why").all_text_contents()
    assert sorted(shown) == sorted(NASTY)
    unharmed(reader)


def test_each_is_shown_as_it_is_written(visit, nasty):
    reader = visit(nasty, "view=table")
    labels = reader.page.locator("#table .why").all_text_contents()
    for number, text in enumerate(NASTY):
        reader.page.locator("#table .why").nth(labels.index(text)).click()
        shown_as_it_is_written(reader, number, text)


def shown_as_it_is_written(reader, number, text):
    assert reader.page.text_content("#panel h2") == text
    assert reader.page.text_content("#panel .says") == text
    assert reader.page.text_content("#panel cite") == text
    reader.page.locator("#panel .party").first.click()
    assert reader.page.text_content("#panel .also bdi") == f"{text} alias"
    assert reader.page.locator("#panel .links a").evaluate_all(
        "(links) => links.map((a) => a.href)"
    ) == [f"https://example.org/same/{number}"]
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 1280
    unharmed(reader)


def test_what_is_taken_away_is_well_formed(visit, nasty):
    from xml.etree import ElementTree

    import pyoxigraph as ox

    reader = visit(nasty, "colour=country")
    _, svg = reader.take("svg")
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    _, turtle = reader.take("turtle")
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    taken = {
        quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    }
    assert {t.object.value for t in taken if t.predicate == label} == set(NASTY)
    _, table = reader.take("csv")
    cells = [
        cell
        for row in csv.reader(
            io.StringIO(table.decode("utf-8-sig"), newline="")
        )
        for cell in row
    ]
    assert [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@"))
    ] == []
    assert NASTY[0] in cells
    reader.take("png")
    unharmed(reader)


def test_the_address_cannot_carry_anything_in(visit, nasty):
    reader = visit(
        nasty,
        "words=%3Cimg src=x onerror=alert(1)%3E&at=o%3Cjavascript:alert(1)%3E&no-kind=__proto__ constructor",
    )
    assert reader.page.input_value("#words") == "<img src=x onerror=alert(1)>"
    unharmed(reader)
