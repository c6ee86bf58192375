"""The graph and the network as files for other tools.

Nothing here writes to the disk: a format is a function from a value to bytes.
"""
