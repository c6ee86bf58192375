"""Commands that record: init, add source, add organisation, add relationship."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.group import KgGroup
from kg.cli.options import TextsOption, texts_folder
from kg.cli.session import Session, note
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.curate.draft import Draft
    from kg.store.base import MemoryStore
    from kg.trust.passages import Span
    from kg.workspace.folders import Workspace
    from kg.workspace.texts import Text

add = typer.Typer(cls=KgGroup, no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Id = Annotated[
    str | None,
    typer.Option("--id", metavar="SLUG", help="Last part of the IRI. Default: made from the name."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(init)
    app.add_typer(
        add,
        name="add",
        help="Record what a text says.\n\nA source, an organisation or a relationship, or nothing.",
    )


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder; made if it is not there.")
    ],
    title: Annotated[
        str | None, typer.Option("--title", help="What it is about. Default: the folder's name.")
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="Start of the IRIs of what you add.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", metavar="IRI", help="The licence of the data.")
    ] = None,
) -> None:
    """Make an empty workspace.

    data/dataset.ttl, ready for kg add, and texts/ for the documents.
    """
    from shlex import quote

    from kg.curate.draft import refuse_odd
    from kg.curate.iris import slug
    from kg.curate.workspace import make_workspace

    name = folder.resolve().name
    start = base or f"https://example.org/{slug(name) or 'graph'}/"
    marker = make_workspace(folder, refuse_odd("the title", title or name), start, licence)
    note(
        f"wrote {marker}; IRIs start with {start}"
        + ("" if base else " (choose your own with --base before you add)")
    )
    shown = quote(str(folder))
    note(
        f"next: put a document into {shown}/texts, then: kg --data {shown} add source {shown}/texts/FILE --title …"
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
            help="Where it is undated: between which days (2019, 2019-09 or 2019-09-30; - if unknown).",
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
    from kg.workspace.texts import Text

    if issued and between:
        raise ParameterError(
            "give --issued for a dated text or --between for an undated one, not both"
        )
    try:
        text = Text(file.name, file.read_bytes())
    except OSError as error:
        raise ParameterError(f"{file}: cannot be read: {error.strerror}") from error
    period = _between(*between) if between else (None, None)
    if issued and len(issued) < len("2019-09-30") and issued[:4].isdecimal():
        raise ParameterError(
            f"{issued} is not a day; write --between {issued} {issued}, and --note why"
        )
    day = parse_day(issued) if issued else None
    with _editing(context) as (workspace, store):
        new = NewSource(text, title, language, day, period, remark, slug)
        draft = draft_source(store, new)
        _record(workspace, store, draft, None)
    texts = texts_folder(None, workspace.root)
    if not (texts / file.name).is_file():
        note(
            f"kg add relationship and kg verify look for {file.name} in {texts} (or --texts DIR, or KG_TEXTS)"
        )


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

    matches = (ror_iri(ror),) if ror else ()
    new = NewOrganisation(name, tuple(alias or ()), class_, type_, country, matches, slug)
    with _editing(context) as (workspace, store):
        draft = draft_organisation(store, new)
        _record(workspace, store, draft, None)


@add.command("relationship")
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
    source: Annotated[
        str, typer.Option("--source", metavar="SRC", help="The source, by title, file name or IRI.")
    ],
    says: Annotated[str, typer.Option("--says", help="What the passage says, in your own words.")],
    passage: Annotated[
        str | None, typer.Option("--passage", metavar="WORDS", help="The passage, word by word.")
    ] = None,
    span: Annotated[
        str | None,
        typer.Option(
            "--span",
            metavar="A:B",
            help="The passage, by its first character (from 0) and the one after its last.",
        ),
    ] = None,
    status: Annotated[
        str, typer.Option("--status", metavar="S", help="kg ask statuses lists them.")
    ] = "in-force",
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="2019, 2019-09 or 2019-09-30.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="2019, 2019-09 or 2019-09-30.")
    ] = None,
    signed: Annotated[
        str | None, typer.Option("--signed", metavar="DAY", help="The day the parties signed.")
    ] = None,
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
    from kg.model.dates import expand_day, parse_day

    if also and any((since, until, signed, label, slug, status != "in-force")):
        raise ParameterError(
            "--also adds a passage and changes nothing else; leave out the other options"
        )
    start, end = (expand_day(day) if day else (None, None) for day in (since, until))
    day = parse_day(signed) if signed else None
    with _editing(context) as (workspace, store):
        folder = texts_folder(texts, workspace.root)
        text = _text_of(store, folder, source)
        new = NewRelationship(
            kind,
            tuple(parties),
            source,
            _span(text, passage, span),
            says,
            status,
            start,
            end,
            day,
            label,
            slug,
            "contradicts" if contradicts else "supports",
            also,
        )
        _record(workspace, store, draft_relationship(store, new, text), folder)


@contextmanager
def _editing(context: typer.Context) -> "Iterator[tuple[Workspace, MemoryStore]]":
    """Yield the workspace that is changed, and what it asserts."""
    from kg.curate.record import editing

    session: Session = context.obj
    workspace = session.workspace()
    with editing(workspace) as store:
        yield workspace, store


def _text_of(store: "MemoryStore", folder: Path, source: str) -> "Text":
    import pyoxigraph as ox

    from kg.ask.names import resolve
    from kg.model.terms import text
    from kg.store.query import select
    from kg.workspace.texts import find_text

    iri = ox.NamedNode(resolve(store, source, "source"))
    rows = select(store, "SELECT ?name WHERE { ?source dcterms:identifier ?name }", {"source": iri})
    return find_text(folder, text(rows[0][0]) if rows else "")


def _span(text: "Text", passage: str | None, span: str | None) -> "Span":
    from kg.curate.quote import check_span, find_words
    from kg.trust.passages import Span

    if (passage is None) == (span is None):
        raise ParameterError(
            "say where the passage is: --passage 'some words of it', or --span START:END"
        )
    if passage is not None:
        return find_words(text.decoded(), passage, text.name)
    start, _, end = (span or "").partition(":")
    if not (start.isdecimal() and end.isdecimal()):
        raise ParameterError(
            f"{span!r} is no span; write START:END in characters counted from 0, such as 120:245"
        )
    return check_span(text.decoded(), Span(int(start), int(end)), text.name)


def _between(first: str, last: str) -> tuple[str | None, str | None]:
    from kg.model.dates import expand_day

    return None if first == "-" else expand_day(first)[0], None if last == "-" else expand_day(
        last
    )[1]


def _record(
    workspace: "Workspace", store: "MemoryStore", draft: "Draft", texts: Path | None
) -> None:
    from kg.curate.record import record
    from kg.trust.findings import findings_lines

    done = record(workspace, store, draft, texts)
    if done.warnings:
        note(findings_lines(done.warnings).rstrip())
    note(f"wrote {done.path.relative_to(workspace.root)}")
    typer.echo(done.iri)
