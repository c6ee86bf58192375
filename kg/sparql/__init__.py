"""The text of a query: tokens, refusals, bound values, explained errors, decorators.

Nothing here asks a store.
"""
