"""Values and words that every other room uses: the vocabulary, terms, kinds, dates, standing.

Nothing here reads a file, asks a store or opens a connection.
"""
