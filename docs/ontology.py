"""Make docs/ontology.html from the ontology, with pyLODE (pip install '.[docs]').

    python docs/ontology.py            write
    python docs/ontology.py --check    exit 1 if the page differs from what would be written

The page is in English and shows our own terms; it loads nothing from elsewhere.
"""

import logging
import sys
from pathlib import Path

from pylode import OntPub
from rdflib import Graph, Literal

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology" / "institutional.ttl"
PAGE = ROOT / "docs" / "ontology.html"
OWN = "https://w3id.org/institutional-kg/"


def shown() -> Graph:
    """Return what the page shows of the ontology: of texts the English ones, of terms our own."""
    graph = Graph().parse(ONTOLOGY)
    for subject, predicate, value in list(graph):
        foreign = not str(subject).startswith(OWN)
        translated = isinstance(value, Literal) and value.language not in (
            None,
            "en",
        )
        if foreign or translated:
            graph.remove((subject, predicate, value))
    return graph


def make_page() -> str:
    """Return the page; the terms are sorted, so that it is the same every time."""
    logging.disable(logging.INFO)
    graph = shown()
    page = OntPub(graph, sort_subjects=True)
    for (
        prefix,
        namespace,
    ) in graph.namespaces():  # lost when the terms are sorted
        page.ont.bind(prefix, namespace)
    written: str = page.make_html()
    return written.rstrip("\n") + "\n"


if __name__ == "__main__":
    page = make_page()
    if "--check" not in sys.argv:
        PAGE.write_text(page, "utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != page:
        print("stale: docs/ontology.html; run: python docs/ontology.py")
        sys.exit(1)
