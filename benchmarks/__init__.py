"""Figures for the claims of speed: a generator of graphs, and measurements side by side with what one would use instead."""
