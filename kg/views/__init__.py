"""What people look at: an organisation, an inventory, a page, a notebook's cell.

Nothing here writes to the disk or prints.
"""
