import html
from html.parser import HTMLParser

import pytest

from kg.errors import ExportError
from kg.views.notebook import Page

CONTENT = "<!doctype html><p title=\"a &amp; b\">“Quoted” & 'plain'</p>"


class Frames(HTMLParser):
    """The tags of a cell, with their attributes as a browser reads them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_cell_is_one_frame_that_holds_the_page_and_reaches_nothing():
    cell = Frames()
    cell.feed(Page(CONTENT)._repr_html_())
    ((tag, attributes),) = cell.found
    assert tag == "iframe"
    assert attributes["srcdoc"] == CONTENT
    assert set(attributes["sandbox"].split()) == {
        "allow-scripts",
        "allow-downloads",
        "allow-popups",
    }


def test_the_page_does_not_end_the_attribute_that_holds_it():
    assert html.escape(CONTENT) in Page(CONTENT)._repr_html_()


def test_a_page_as_text_is_its_html_which_its_repr_leaves_out():
    assert str(Page(CONTENT)) == CONTENT
    assert repr(Page(CONTENT)) == "Page()"


def test_a_page_is_saved_as_utf8(tmp_path):
    Page(CONTENT).save(str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_bytes() == CONTENT.encode("utf-8")


def test_a_page_that_cannot_be_saved_is_an_error(tmp_path):
    with pytest.raises(ExportError, match=str(tmp_path / "none")):
        Page(CONTENT).save(tmp_path / "none" / "page.html")
