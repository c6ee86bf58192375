"""Presentations for people: an organisation, an inventory, a page, a notebook cell.

Nothing here writes to the disk or prints.
"""
