"""Files to a server: staged in a folder first, so that a fault in a file is found before anything is sent."""

import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError, ParameterError, StoreError
from kg.store.address import check_address, without_key
from kg.store.endpoint import EndpointStore, open_endpoint
from kg.store.folder import open_folder
from kg.store.load import Input, Reporter, load_folder
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
    with (
        _ended_as_by_ctrl_c(),
        tempfile.TemporaryDirectory(prefix="kg-load-") as scratch,
    ):
        folder = Path(scratch) / "staged"
        total = load_folder(folder, sources, workspace, report).triples
        if resume > total:
            raise ParameterError(
                f"--resume {resume}: the files make {total:,} triples; are they those of the first time?"
            )
        staged = open_folder(folder).inner
        _refuse_blank_nodes(staged)
        return _send(
            store,
            target,
            islice(iter(staged), resume, None),
            report,
            resume,
            total,
        )


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let what ends this process from outside do it in order: what is staged is removed, and how to go on is said."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    ends = [
        getattr(signal, name)
        for name in ("SIGTERM", "SIGHUP")
        if hasattr(signal, name)
    ]
    changed = [
        number for number in ends if signal.getsignal(number) == signal.SIG_DFL
    ]  # not what nohup keeps away
    for number in changed:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def update_address(place: str) -> str:
    """Return where a server takes updates, by the custom of the common ones: `…/query` has `…/update` beside it."""
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
            lines = " .\n".join(map(str, batch))
            store.post(
                target, {"update": f"INSERT DATA {{\n{lines} .\n}}"}
            ).drain_conn()
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
    """See that a server holds what it has taken: a page for signing in, too, answers that all is well.

    The triple has no literal, if possible: servers may write numbers and dates in another form.
    """
    triple = next(
        (t for t in batch if isinstance(t.object, ox.NamedNode)), batch[0]
    )
    if not store.query(f"ASK {{ {triple} }}"):
        raise StoreError(
            f"{without_key(target)}: took triples that {store.place} does not hold; say with --update where it takes them"
        )


def _advice(done: int, total: int) -> str:
    """Say how to go on: what was under way may be stored or not, and to send it again does no harm."""
    return (
        f"{done:,} of {total:,} triples are sent; go on with --resume {done}"
        if done
        else "start again"
    )


def _refuse_blank_nodes(staged: ox.Store) -> None:
    """A blank node would become another one each time it is sent."""
    found = staged.query(
        "SELECT ?s ?p WHERE { ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) } LIMIT 1"
    )
    assert isinstance(found, ox.QuerySolutions)
    if first := next(found, None):
        raise StoreError(
            f"the files have blank nodes ({first['s']} {first['p']} …), which a repeated load would double;"
            " give them IRIs. Nothing was sent"
        )
