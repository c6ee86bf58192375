"""Commands that record: kg add source, organisation, relationship."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.messages import note
from kg.cli.options import TextsOption, grouped, texts_folder
from kg.cli.recording import (
    DateOptions,
    PassageOptions,
    edited_workspace,
    read_period,
    text_of_source,
    write_draft,
)
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.workspace.texts import Text

add = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Id = Annotated[
    str | None,
    typer.Option(
        "--id",
        metavar="SLUG",
        help="Last part of the IRI. Default: made from the name.",
    ),
]


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
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The document as UTF-8 text.")
    ],
    title: Annotated[
        str, typer.Option("--title", help="What it is called, or what it is.")
    ],
    issued: Annotated[
        str | None,
        typer.Option("--issued", metavar="DATE", help="The day it is dated."),
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
        str,
        typer.Option(
            "--language", metavar="L", help="Its language, such as en."
        ),
    ] = "en",
    remark: Annotated[
        str | None,
        typer.Option(
            "--note", help="Which words the bounds of --between rest on."
        ),
    ] = None,
    slug: Id = None,
) -> None:
    """Record a document: file name, title, language, SHA-256 and date.

    The text itself stays where it is.
    """
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
        between=read_period(*between) if between else (None, None),
        issued=parse_day(_refuse_period(issued)) if issued else None,
        note=remark,
        slug=slug,
    )
    with edited_workspace(context) as (workspace, store):
        write_draft(workspace, store, draft_source(store, new), None)
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
        raise ParameterError(
            f"{file}: cannot be read: {error.strerror}"
        ) from error


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
            metavar="NAME",
            help="What it is called, in English if there is such a name.",
        ),
    ],
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", help="Another name or an acronym; repeatable."),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="T", help="Its type; kg ask types lists them."
        ),
    ] = None,
    class_: Annotated[
        str,
        typer.Option(
            "--class",
            metavar="C",
            help="organisation, unit (of another organisation),"
            " collaboration (a network, project, programme), or a class of"
            " your ontology.",
        ),
    ] = "organisation",
    country: Annotated[
        str | None,
        typer.Option(
            "--country", metavar="CC", help="ISO 3166 code, such as LU."
        ),
    ] = None,
    ror: Annotated[
        str | None,
        typer.Option(
            "--ror", metavar="ID", help="Its identifier in ROR, where certain."
        ),
    ] = None,
    slug: Id = None,
) -> None:
    """Record an organisation."""
    from kg.curate.organisation import (
        NewOrganisation,
        draft_organisation,
        ror_iri,
    )

    new = NewOrganisation(
        name=name,
        aliases=tuple(alias or ()),
        class_=class_,
        type_=type_,
        country=country,
        matches=(ror_iri(ror),) if ror else (),
        slug=slug,
    )
    with edited_workspace(context) as (workspace, store):
        write_draft(workspace, store, draft_organisation(store, new), None)


@add.command("relationship")
@grouped
def add_relationship(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="Such as hosted-by; kg ask kinds lists them."
        ),
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
        str | None,
        typer.Option(
            "--status",
            metavar="S",
            help="kg ask statuses lists them. Default: in-force, or denied with --contradicts.",
        ),
    ] = None,
    attests: Annotated[
        str | None,
        typer.Option(
            "--attests",
            metavar="S",
            help="The status that the passage attests. Default: that of the relationship.",
        ),
    ] = None,
    dates: DateOptions,
    label: Annotated[
        str | None,
        typer.Option(
            "--label", help="What to call it. Default: made from the parties."
        ),
    ] = None,
    contradicts: Annotated[
        bool,
        typer.Option(
            "--contradicts", help="The passage denies the relationship."
        ),
    ] = False,
    also: Annotated[
        bool,
        typer.Option(
            "--also",
            help="It is there already: add the passage as further evidence.",
        ),
    ] = False,
    texts: TextsOption = None,
    slug: Id = None,
) -> None:
    """Record a relationship and the passage it rests on.

    Refused where check or verify finds a fault in it.
    """
    from kg.curate.relationship import (
        CONTRADICTS,
        SUPPORTS,
        NewRelationship,
        draft_relationship,
    )
    from kg.model.dates import parse_day

    if also and (dates.given or label or slug or status):
        raise ParameterError(
            "--also adds a passage and changes nothing else; leave out the other options"
        )
    start = dates.start()
    end = dates.end()
    signed = parse_day(dates.signed) if dates.signed else None
    with edited_workspace(context) as (workspace, store):
        folder = texts_folder(texts, workspace.root)
        text = text_of_source(store, folder, passage.source)
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
            attests=attests,
            stance=CONTRADICTS if contradicts else SUPPORTS,
            also=also,
        )
        write_draft(
            workspace, store, draft_relationship(store, new, text), folder
        )
