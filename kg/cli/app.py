"""The `kg` command: global options, and the commands by family."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import (
    add,
    ask,
    build,
    check,
    diff,
    draw,
    export,
    fmt,
    init,
    load,
    network,
    verify,
)
from kg.cli.exits import version as installed_version
from kg.cli.group import Program, RootGroup
from kg.cli.session import Session

app = Program(
    name="kg",
    cls=RootGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Who works with whom, in what capacity, since when"
    " - and which passage of which document says so.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {installed_version()}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help="Workspace: the folder that holds data/. Default: KG_DATA, else the"
            " current folder if it is one, else the bundled data.",
            show_default=False,
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="PATH|URL",
            help="Where the graph is: a folder made by kg load, or a SPARQL"
            " endpoint. Default: KG_STORE, else the workspace's files.",
            show_default=False,
        ),
    ] = None,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            help="Name workspace and store on stderr; show the traceback of an internal error.",
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Say which version.",
        ),
    ] = False,
) -> None:
    """Take the global options."""
    context.obj = Session(data, verbose, store)


for family in (
    ask,
    draw,
    export,
    build,
    load,
    check,
    verify,
    fmt,
    diff,
    init,
    network,
    add,
):
    family.register(app)
