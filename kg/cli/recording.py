"""Options and steps of commands that change the facts of a workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.messages import note
from kg.cli.output import emit_line
from kg.cli.session import Session
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.curate.draft import Draft, Period
    from kg.store.base import MemoryStore
    from kg.trust.passages import Span
    from kg.workspace.folders import Workspace
    from kg.workspace.texts import Text


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """The passage of a source, and what it says."""

    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="SRC",
            help="The source, by title, file name or IRI.",
        ),
    ]
    says: Annotated[
        str,
        typer.Option(
            "--says", help="What the passage says, in your own words."
        ),
    ]
    passage: Annotated[
        str | None,
        typer.Option(
            "--passage", metavar="WORDS", help="The passage, word by word."
        ),
    ] = None
    span: Annotated[
        str | None,
        typer.Option(
            "--span",
            metavar="A:B",
            help="The passage, by its first character (from 0) and the one after its last.",
        ),
    ] = None

    def find_in(self, text: "Text") -> "Span":
        """Return where the passage is.

        Raises:
            ParameterError: not exactly one of the two options says where.
            EvidenceError: the passage is not there.
        """
        from kg.curate.quote import check_span, find_words

        if self.passage is not None and self.span is None:
            return find_words(text.decoded(), self.passage, text.name)
        if self.passage is None and self.span is not None:
            return check_span(text.decoded(), _read_span(self.span), text.name)
        raise ParameterError(
            "say where the passage is: --passage 'some words of it', or --span START:END"
        )


def _read_span(written: str) -> "Span":
    from kg.trust.passages import Span

    start, _, end = written.partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        raise ParameterError(
            f"{written!r} is not a span; write START:END in characters counted from 0,"
            " such as 120:245"
        )
    return Span(int(start), int(end))


@dataclass(frozen=True, slots=True)
class DateOptions:
    """When a relationship began and ended, and when it was signed."""

    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="2019, 2019-09 or 2019-09-30."
        ),
    ] = None
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DATE", help="2019, 2019-09 or 2019-09-30."
        ),
    ] = None
    signed: Annotated[
        str | None,
        typer.Option(
            "--signed", metavar="DAY", help="The day the parties signed."
        ),
    ] = None

    @property
    def given(self) -> bool:
        """Whether any of them is given."""
        return bool(self.since or self.until or self.signed)

    def start(self) -> "Period":
        """Return the first day and the last on which the relationship can have begun."""
        return _expand(self.since)

    def end(self) -> "Period":
        """Return the first day and the last on which the relationship can have ended."""
        return _expand(self.until)


def read_period(first: str, last: str) -> "Period":
    """Return the first day and the last that two dates allow; - stands for unknown."""
    from kg.model.dates import expand_day

    earliest = None
    latest = None
    if first != "-":
        earliest, _ = expand_day(first)
    if last != "-":
        _, latest = expand_day(last)
    return earliest, latest


def _expand(day: str | None) -> "Period":
    """Return the first day and the last that a date allows, None where there is no date."""
    from kg.model.dates import expand_day

    return expand_day(day) if day else (None, None)


@contextmanager
def edited_workspace(
    context: typer.Context,
) -> "Iterator[tuple[Workspace, MemoryStore]]":
    """Yield the workspace that is changed, and what it asserts.

    Raises:
        ParameterError: a store is named, which has no files.
    """
    from kg.curate.record import editing

    session: Session = context.obj
    if session.place:
        raise ParameterError(
            "kg add changes the files of a workspace; name it with --data, not a store"
        )
    workspace = session.workspace()
    with editing(workspace) as store:
        yield workspace, store


def text_of_source(store: "MemoryStore", folder: Path, source: str) -> "Text":
    """Return the text of a source that is named by title, file name or IRI."""
    import pyoxigraph as ox

    from kg.ask.names import resolve
    from kg.model.terms import text
    from kg.store.query import select
    from kg.workspace.texts import find_text

    iri = ox.NamedNode(resolve(store, source, "source"))
    rows = select(
        store,
        "SELECT ?name WHERE { ?source dcterms:identifier ?name }",
        {"source": iri},
    )
    return find_text(folder, text(rows[0][0]) if rows else "")


def write_draft(
    workspace: "Workspace",
    store: "MemoryStore",
    draft: "Draft",
    texts: Path | None,
) -> None:
    """Write a draft to its file, and its IRI to stdout."""
    from kg.curate.record import record
    from kg.trust.findings import findings_lines

    recorded = record(workspace, store, draft, texts)
    if recorded.warnings:
        note(findings_lines(recorded.warnings).rstrip())
    note(f"wrote {recorded.path.relative_to(workspace.root)}")
    emit_line(recorded.iri)
