"""The network as one HTML file that works offline."""

from kg.views.page.data import Caption, Subject
from kg.views.page.render import render_page

__all__ = ["Caption", "Subject", "render_page"]
