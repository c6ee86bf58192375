"""The network as one HTML file that works offline."""

from kg.drawing.data import Caption, Subject
from kg.drawing.page import render_page

__all__ = ["Caption", "Subject", "render_page"]
