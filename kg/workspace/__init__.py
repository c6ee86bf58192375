"""The user's folder.

Which one it is, its files read and written safely, its texts, its git history.

Nothing here knows RDF or SPARQL.
"""
