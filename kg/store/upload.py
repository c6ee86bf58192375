"""Sending files to a server.

They are staged in a folder first, so that a fault in a file is found before
anything is sent.
"""

import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError, ParameterError, StoreError
from kg.store.address import check_address, without_key
from kg.store.base import MemoryStore
from kg.store.endpoint import EndpointStore, open_endpoint
from kg.store.folder import open_folder
from kg.store.load import Input, Reporter, load_folder
from kg.store.query import select
from kg.workspace.folders import Workspace

BATCH = 2000
"""Triples in one update: a few hundred kilobytes, which servers take in a moment."""


def send(
    place: str,
    update: str | None,
    sources: Sequence[Input],
    workspace: Workspace,
    report: Reporter,
    *,
    resume: int,
) -> int:
    """Add files to a server, with the ontology and rules of the workspace.

    The triples go in SPARQL updates (INSERT DATA) of a bounded size, in the
    order of the staged store, which is the same for the same files. Adding a
    triple twice changes nothing: an interrupted load can be repeated or resumed.

    Args:
        place: the address for queries.
        update: the address for updates, if it does not follow from the other.
        resume: how many triples have been sent before.

    Returns:
        the number of triples sent.

    Raises:
        TurtleError: a file is not well-formed; nothing has been sent.
        StoreError: the server does not accept updates, or a file has blank
            nodes; the message says how to go on.
    """
    store = open_endpoint(place)
    target = update or update_address(place)
    check_address(target)
    with (
        _ended_as_by_ctrl_c(),
        tempfile.TemporaryDirectory(prefix="kg-load-") as scratch,
    ):
        folder = Path(scratch) / "staged"
        total = load_folder(folder, sources, workspace, report).triples
        if resume > total:
            raise ParameterError(
                f"--resume {resume}: the files make {total:,} triples;"
                " are they those of the first time?"
            )
        staged = open_folder(folder).inner
        _refuse_blank_nodes(staged)
        rest = islice(iter(staged), resume, None)
        return _send(store, target, rest, report, resume, total)


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Treat signals that end this process like Ctrl-C.

    So the staged folder is removed, and the user learns how to go on.
    """

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    changed = list(_signals_that_end())
    for number in changed:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _signals_that_end() -> Iterator[signal.Signals]:
    """Yield the signals that end this process; nohup makes it ignore one."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) == signal.SIG_DFL:
            yield number


def update_address(place: str) -> str:
    """Return where a server accepts updates, as is usual among servers.

    `…/query` has `…/update` beside it, `…/repositories/NAME` has
    `…/repositories/NAME/statements` below it; otherwise it is the same address.
    """
    head, mark, rest = place.partition("?")
    if head.endswith("/query"):
        head = f"{head.removesuffix('/query')}/update"
    elif "/repositories/" in head and not head.endswith("/statements"):
        head = f"{head}/statements"
    return f"{head}{mark}{rest}"


def _send(
    store: EndpointStore,
    target: str,
    quads: Iterator[ox.Quad],
    report: Reporter,
    resume: int,
    total: int,
) -> int:
    sent = 0
    try:
        while batch := [quad.triple for quad in islice(quads, BATCH)]:
            lines = " .\n".join([str(triple) for triple in batch])
            fields = {"update": f"INSERT DATA {{\n{lines} .\n}}"}
            store.post(target, fields).drain_conn()
            _check_held(store, target, batch)
            sent += len(batch)
            report({"sent": f"{resume + sent:,} of {total:,}"})
    except KgError as error:
        raise StoreError(f"{error}; {_advice(resume + sent, total)}") from error
    except KeyboardInterrupt as interrupt:
        raise KeyboardInterrupt(
            f"interrupted; {_advice(resume + sent, total)}"
        ) from interrupt
    return sent


def _check_held(
    store: EndpointStore, target: str, batch: Sequence[ox.Triple]
) -> None:
    """Check that a server holds the triples that it has accepted.

    A login page, too, would have answered the update with success. If possible,
    the triple has no literal: servers may write numbers and dates in another
    form.
    """
    without_literal = [
        triple for triple in batch if isinstance(triple.object, ox.NamedNode)
    ]
    triple = without_literal[0] if without_literal else batch[0]
    if not store.query(f"ASK {{ {triple} }}"):
        raise StoreError(
            f"{without_key(target)}: took triples that {store.place}"
            " does not hold; say with --update where it takes them"
        )


def _advice(done: int, total: int) -> str:
    """Say how to go on.

    The last batch may have been stored or not; to send it again does no harm.
    """
    if not done:
        return "start again"
    return f"{done:,} of {total:,} triples are sent; go on with --resume {done}"


def _refuse_blank_nodes(staged: ox.Store) -> None:
    """Refuse blank nodes, which would become others each time they are sent."""
    query = """
    SELECT ?s ?p WHERE {
      ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o))
    } LIMIT 1"""
    for subject, predicate in select(MemoryStore(staged), query):
        raise StoreError(
            f"the files have blank nodes ({subject} {predicate} …),"
            " which a repeated load would double; give them IRIs."
            " Nothing was sent"
        )
