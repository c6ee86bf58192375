"""Commands that record: kg add source, organisation, relationship."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.messages import note
from kg.cli.options import TextsOption, grouped, texts_folder
from kg.cli.output import emit_line
from kg.cli.session import Session
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.curate.draft import Draft, Period
    from kg.store.base import MemoryStore
    from kg.trust.passages import Span
    from kg.workspace.folders import Workspace
    from kg.workspace.texts import Text

add = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Id = Annotated[
    str | None,
    typer.Option("--id", metavar="SLUG", help="Last part of the IRI. Default: made from the name."),
]
_IN_FORCE = "in-force"


def register(app: typer.Typer) -> None:
    """Add the command group of this module."""
    app.add_typer(
        add,
        name="add",
        help="Record what a text says.\n\nA source, an organisation or a relationship, or nothing.",
    )


@add.command("source")
def add_source(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document as UTF-8 text.")],
    title: Annotated[str, typer.Option("--title", help="What it is called, or what it is.")],
    issued: Annotated[
        str | None, typer.Option("--issued", metavar="DATE", help="The day it is dated.")
    ] = None,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--between",
            metavar="FIRST LAST",
            show_default=False,
            help="Where it is undated: between which days"
            " (2019, 2019-09 or 2019-09-30; - if unknown).",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="Its language, such as en.")
    ] = "en",
    remark: Annotated[
        str | None, typer.Option("--note", help="Which words the bounds of --between rest on.")
    ] = None,
    slug: Id = None,
) -> None:
    """Record a document: file name, title, language, SHA-256 and date. The text itself stays where it is."""
    from kg.curate.source import NewSource, draft_source
    from kg.model.dates import parse_day

    if issued and between:
        raise ParameterError(
            "give --issued for a dated text or --between for an undated one, not both"
        )
    new = NewSource(
        document=_read_document(file),
        title=title,
        language=language,
        between=_read_period(*between) if between else (None, None),
        issued=parse_day(_refuse_period(issued)) if issued else None,
        note=remark,
        slug=slug,
    )
    with _editing(context) as (workspace, store):
        _record(workspace, store, draft_source(store, new), None)
    texts = texts_folder(None, workspace.root)
    if not (texts / file.name).is_file():
        note(
            f"kg add relationship and kg verify look for {file.name} in {texts}"
            " (or --texts DIR, or KG_TEXTS)"
        )


def _read_document(file: Path) -> "Text":
    from kg.workspace.texts import Text

    try:
        return Text(file.name, file.read_bytes())
    except OSError as error:
        raise ParameterError(f"{file}: cannot be read: {error.strerror}") from error


def _read_period(first: str, last: str) -> "Period":
    """Return the first day and the last that two dates allow; - stands for unknown."""
    from kg.model.dates import expand_day

    earliest = None if first == "-" else expand_day(first)[0]
    latest = None if last == "-" else expand_day(last)[1]
    return earliest, latest


def _refuse_period(issued: str) -> str:
    """Return the day that --issued names; refuse a year or a month with advice."""
    if len(issued) < len("2019-09-30") and issued[:4].isdecimal():
        raise ParameterError(
            f"{issued} is not a day; write --between {issued} {issued}, and --note why"
        )
    return issued


@add.command("organisation")
def add_organisation(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="What it is called, in English if there is such a name."
        ),
    ],
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="Another name or an acronym; repeatable.")
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", metavar="T", help="Its type; kg ask types lists them.")
    ] = None,
    class_: Annotated[
        str,
        typer.Option(
            "--class",
            metavar="C",
            help="organisation, unit (of another organisation), or"
            " collaboration (a network, project, programme).",
        ),
    ] = "organisation",
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="ISO 3166 code, such as LU.")
    ] = None,
    ror: Annotated[
        str | None,
        typer.Option("--ror", metavar="ID", help="Its identifier in ROR, where certain."),
    ] = None,
    slug: Id = None,
) -> None:
    """Record an organisation."""
    from kg.curate.organisation import NewOrganisation, draft_organisation, ror_iri

    new = NewOrganisation(
        name=name,
        aliases=tuple(alias or ()),
        class_=class_,
        type_=type_,
        country=country,
        matches=(ror_iri(ror),) if ror else (),
        slug=slug,
    )
    with _editing(context) as (workspace, store):
        _record(workspace, store, draft_organisation(store, new), None)


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """The passage of a source, and what it says."""

    source: Annotated[
        str, typer.Option("--source", metavar="SRC", help="The source, by title, file name or IRI.")
    ]
    says: Annotated[str, typer.Option("--says", help="What the passage says, in your own words.")]
    passage: Annotated[
        str | None, typer.Option("--passage", metavar="WORDS", help="The passage, word by word.")
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
    """When a relationship begins and ends."""

    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="2019, 2019-09 or 2019-09-30.")
    ] = None
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="2019, 2019-09 or 2019-09-30.")
    ] = None
    signed: Annotated[
        str | None, typer.Option("--signed", metavar="DAY", help="The day the parties signed.")
    ] = None

    @property
    def given(self) -> bool:
        """Whether any of them is given."""
        return any((self.since, self.until, self.signed))


@add.command("relationship")
@grouped
def add_relationship(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="Such as hosted-by; kg ask kinds lists them.")
    ],
    parties: Annotated[
        list[str],
        typer.Argument(
            metavar="PARTY...",
            help="First the one that is a member, is hosted, is a part, then the other.",
        ),
    ],
    *,
    passage: PassageOptions,
    status: Annotated[
        str, typer.Option("--status", metavar="S", help="kg ask statuses lists them.")
    ] = _IN_FORCE,
    dates: DateOptions,
    label: Annotated[
        str | None, typer.Option("--label", help="What to call it. Default: made from the parties.")
    ] = None,
    contradicts: Annotated[
        bool, typer.Option("--contradicts", help="The passage denies the relationship.")
    ] = False,
    also: Annotated[
        bool,
        typer.Option("--also", help="It is there already: add the passage as further evidence."),
    ] = False,
    texts: TextsOption = None,
    slug: Id = None,
) -> None:
    """Record a relationship and the passage it rests on; refused where check or verify finds a fault in it."""
    from kg.curate.relationship import NewRelationship, draft_relationship
    from kg.model.dates import parse_day

    if also and (dates.given or label or slug or status != _IN_FORCE):
        raise ParameterError(
            "--also adds a passage and changes nothing else; leave out the other options"
        )
    start = _expand(dates.since)
    end = _expand(dates.until)
    signed = parse_day(dates.signed) if dates.signed else None
    with _editing(context) as (workspace, store):
        folder = texts_folder(texts, workspace.root)
        text = _text_of(store, folder, passage.source)
        new = NewRelationship(
            kind=kind,
            parties=tuple(parties),
            source=passage.source,
            span=passage.find_in(text),
            says=passage.says,
            status=status,
            start=start,
            end=end,
            signed=signed,
            label=label,
            slug=slug,
            stance="contradicts" if contradicts else "supports",
            also=also,
        )
        _record(workspace, store, draft_relationship(store, new, text), folder)


def _expand(day: str | None) -> "Period":
    """Return the first day and the last that a date allows."""
    from kg.model.dates import expand_day

    return expand_day(day) if day else (None, None)


@contextmanager
def _editing(context: typer.Context) -> "Iterator[tuple[Workspace, MemoryStore]]":
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


def _text_of(store: "MemoryStore", folder: Path, source: str) -> "Text":
    """Return the text of a source that is named by title, file name or IRI."""
    import pyoxigraph as ox

    from kg.ask.names import resolve
    from kg.model.terms import text
    from kg.store.query import select
    from kg.workspace.texts import find_text

    iri = ox.NamedNode(resolve(store, source, "source"))
    rows = select(store, "SELECT ?name WHERE { ?source dcterms:identifier ?name }", {"source": iri})
    return find_text(folder, text(rows[0][0]) if rows else "")


def _record(
    workspace: "Workspace", store: "MemoryStore", draft: "Draft", texts: Path | None
) -> None:
    """Write a draft to its file, and its IRI to stdout."""
    from kg.curate.record import record
    from kg.trust.findings import findings_lines

    recorded = record(workspace, store, draft, texts)
    if recorded.warnings:
        note(findings_lines(recorded.warnings).rstrip())
    note(f"wrote {recorded.path.relative_to(workspace.root)}")
    emit_line(recorded.iri)
