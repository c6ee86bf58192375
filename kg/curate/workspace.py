"""A new workspace: its description and its folders."""

from pathlib import Path

import pyoxigraph as ox

from kg.errors import ParameterError, WorkspaceError
from kg.model.vocabulary import ONTOLOGY, node
from kg.rdf.turtle import write_turtle
from kg.workspace.files import make_folder, write_file
from kg.workspace.folders import MARKER


def make_workspace(
    folder: Path, title: str, base: str, licence: str | None
) -> Path:
    """Make an empty workspace: a dataset description, and a folder for texts.

    Raises:
        WorkspaceError: there is one already.
        ParameterError: the base is no IRI that others can be made from.
        ExportError: the folder cannot be made.
    """
    if (
        not base.startswith(("https://", "http://"))
        or not base.endswith("/")
        or not _is_iri(base)
    ):
        raise ParameterError(
            f"{base!r} cannot be the start of IRIs; give one such as https://example.org/graph/"
        )
    if licence and not _is_iri(licence):
        raise ParameterError(
            f"{licence!r} is no IRI; give the licence's own, which starts with https://"
        )
    marker = folder / MARKER
    if marker.exists():
        raise WorkspaceError(
            f"{folder}: is a workspace already; nothing was changed"
        )
    dataset = ox.NamedNode(f"{base}dataset")
    triples = [
        ox.Triple(dataset, node("rdf:type"), node("dcat:Dataset")),
        ox.Triple(dataset, node("rdf:type"), node("void:Dataset")),
        ox.Triple(
            dataset, node("dcterms:title"), ox.Literal(title, language="en")
        ),
        ox.Triple(dataset, node("void:uriSpace"), ox.Literal(f"{base}id/")),
        ox.Triple(dataset, node("void:vocabulary"), ONTOLOGY),
    ]
    if licence:
        triples.append(
            ox.Triple(dataset, node("dcterms:license"), ox.NamedNode(licence))
        )
    for part in (folder, folder / "data", folder / "texts"):
        make_folder(part)
    write_file(marker, write_turtle(triples))
    return marker


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
