"""Files to triples. Outside data is parsed by Oxigraph, which opens no file and no connection that the data names."""

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import TurtleError, WorkspaceError

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r"^Parser error (?:at|between) line \d[^:]*: ")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file without a UTF-8 byte-order mark.

    Raises:
        TurtleError: the file is missing or unreadable.
    """
    try:
        return path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise TurtleError(path, f"cannot be read: {error.strerror}") from error


def load_file(store: ox.Store, path: Path) -> None:
    """Add the triples of one file to the default graph of a store, all of them or none.

    Raises:
        TurtleError: the file is missing, empty, or not well-formed; with line and column.
    """
    content = read_bytes(path)
    if not content.strip():
        raise TurtleError(path, "is empty; a data file holds at least one triple")
    form = FORMATS.get(path.suffix)
    if form is None:
        raise TurtleError(path, f"unknown extension; known are {', '.join(FORMATS)}")
    try:
        store.load(content, format=form, base_iri=None, to_graph=ox.DefaultGraph())
    except SyntaxError as error:
        raise TurtleError(path, _PLACE.sub("", str(error.msg)), error.lineno, error.offset) from error
    except (ValueError, OSError) as error:
        raise TurtleError(path, str(error)) from error


def load_files(paths: Iterable[Path]) -> ox.Store:
    """Return a new store in memory with the triples of all files."""
    store = ox.Store()
    for path in paths:
        load_file(store, path)
    return store


def read_texts(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the texts of sources by file name, those that are in the folder.

    Raises:
        WorkspaceError: there is no such folder.
    """
    if not folder.is_dir():
        raise WorkspaceError(f"{folder}: no such folder; give the folder that holds the texts of the sources")
    wanted = set(names)
    return {path.name: read_bytes(path) for path in sorted(folder.iterdir()) if path.name in wanted and path.is_file()}
