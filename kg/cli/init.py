"""The command that makes a workspace: init."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import note


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(init)


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="The folder; made if it is not there."
        ),
    ],
    title: Annotated[
        str | None,
        typer.Option(
            "--title", help="What it is about. Default: the folder's name."
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="IRI", help="Start of the IRIs of what you add."
        ),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence", metavar="IRI", help="The licence of the data."
        ),
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
    marker = make_workspace(
        folder, refuse_odd("the title", title or name), start, licence
    )
    advice = "" if base else " (choose your own with --base before you add)"
    note(f"wrote {marker}; IRIs start with {start}{advice}")
    shown = quote(str(folder))
    note(
        f"next: put a document into {shown}/texts,"
        f" then: kg --data {shown} add source {shown}/texts/FILE --title …"
    )
