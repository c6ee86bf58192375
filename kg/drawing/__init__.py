"""The network as one HTML file that works offline."""

from kg.drawing.page import render_page

__all__ = ["render_page"]
