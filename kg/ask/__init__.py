"""Questions by name.

The ontology as read from a store, names of organisations, competency questions, tables.

Nothing here writes a file.
"""
