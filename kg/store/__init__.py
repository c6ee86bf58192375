"""Where a graph lives: in memory, in a folder, on a server; loading it, applying rules, asking it.

The only room that opens connections. Nothing here knows what a question or a network is.
"""
