"""The equivalent script with rdflib: parse the bundled data and the ontology, query, print."""

import sys

import rdflib

from kg.model.vocabulary import PREFIXES
from kg.workspace.folders import find_workspace

workspace = find_workspace()
graph = rdflib.Graph()
for path in [*workspace.ontology_files(), *workspace.data_files()]:
    graph.parse(path)
for row in graph.query(sys.argv[1], initNs=PREFIXES):
    print(*row, sep=",")
