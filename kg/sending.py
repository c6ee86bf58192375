"""Files to a server: staged in a folder first, so that a fault in a file is found before anything is sent."""

import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.endpoint import EndpointStore, check_address, open_endpoint
from kg.errors import KgError, StoreError
from kg.folder import open_folder
from kg.loading import Report, Source, load_folder
from kg.workspace import Workspace

BATCH = 2000
"""Triples in one update: a few hundred kilobytes, which servers take in a moment."""


def send(
    place: str, update: str | None, sources: Sequence[Source], workspace: Workspace, report: Report, *, resume: int
) -> int:
    """Add files to a server, with the workspace's ontology and what its rules derive from the files.

    The triples go in SPARQL updates (INSERT DATA) of a bounded size, in the order of the staged store, which is the same
    for the same files. Adding a triple twice changes nothing: an interrupted load can be done again, or gone on with.

    Args:
        place: the address for queries.
        update: the address for updates, if it does not follow from the other.
        resume: how many triples have been sent before.

    Returns:
        the number of triples sent.

    Raises:
        TurtleError: a file is not well-formed; nothing has been sent.
        StoreError: the server does not take updates, or a file has blank nodes; says how to go on.
    """
    store = open_endpoint(place)
    target = update or update_address(place)
    check_address(target)
    with tempfile.TemporaryDirectory(prefix="kg-load-") as scratch:
        folder = Path(scratch) / "staged"
        total = load_folder(folder, sources, workspace, report).triples
        staged = open_folder(folder).inner
        _refuse_blank_nodes(staged)
        return _send(store, target, islice(iter(staged), resume, None), report, resume, total)


def update_address(place: str) -> str:
    """Return where a server takes updates, by the custom of the common ones: `…/query` has `…/update` beside it."""
    head, mark, rest = place.partition("?")
    if head.endswith("/query"):
        head = f"{head.removesuffix('/query')}/update"
    elif "/repositories/" in head and not head.endswith("/statements"):
        head = f"{head}/statements"
    return f"{head}{mark}{rest}"


def _send(store: EndpointStore, target: str, quads: Iterator[ox.Quad], report: Report, resume: int, total: int) -> int:
    sent = 0
    while batch := list(islice(quads, BATCH)):
        lines = " .\n".join(str(quad.triple) for quad in batch)
        try:
            store.post(target, {"update": f"INSERT DATA {{\n{lines} .\n}}"}).drain_conn()
        except KgError as error:
            done = resume + sent
            advice = f"{done:,} of {total:,} triples are sent; go on with --resume {done}" if done else "nothing was sent"
            raise StoreError(f"{error}; {advice}") from error
        sent += len(batch)
        report({"sent": f"{resume + sent:,} of {total:,}"})
    return sent


def _refuse_blank_nodes(staged: ox.Store) -> None:
    """A blank node would become another one each time it is sent."""
    found = staged.query("SELECT ?s ?p WHERE { ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) } LIMIT 1")
    assert isinstance(found, ox.QuerySolutions)
    if first := next(found, None):
        raise StoreError(f"the files have blank nodes ({first['s']} {first['p']} …), which a repeated load would double;"
                         " give them IRIs. Nothing was sent")  # fmt: skip
