"""The `kg` command: global options, and the commands by group."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import (
    add as adding,
    ask as look,
    check as trust,
    diff as compare,
    export as hand_on,
    fmt as curate,
    load as scale,
    network as measure,
)
from kg.cli.group import KgGroup
from kg.cli.session import Session

app = typer.Typer(
    name="kg",
    cls=KgGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Who works with whom, in what capacity, since when - and which passage of which document says so.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kg {version('institutional-kg')}")
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
    verbose: Annotated[bool, typer.Option("--verbose", help="Say on stderr what is done.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """Take the global options."""
    context.obj = Session(data, verbose, store)


look.register(app)
measure.register(app)
hand_on.register(app)
scale.register(app)
trust.register(app)
curate.register(app)
compare.register(app)
adding.register(app)
