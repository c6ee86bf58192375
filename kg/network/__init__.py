"""The network of organisations as a value, read from a store, and its measures.

Nothing here draws or writes.
"""
