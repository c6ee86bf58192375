"""Files to triples and triples to files, behind the guards against hostile input.

Nothing here knows the ontology's kinds or asks SPARQL.
"""
