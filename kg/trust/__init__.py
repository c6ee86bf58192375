"""Correctness and proof of the facts.

Here are assertions with file and line, shapes and checks, the comparison of
evidence with texts, and differences between two states.

Nothing here changes a fact.
"""
