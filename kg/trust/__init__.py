"""Is it right and is it proven: assertions with file and line, shapes, checks, evidence against texts, differences.

Nothing here changes a fact.
"""
