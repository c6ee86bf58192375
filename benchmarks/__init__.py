"""Benchmarks: a generator of graphs, and measurements against the tools one would otherwise use."""
