"""The command that draws: draw."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import note
from kg.cli.options import FilterOptions, Language, grouped
from kg.cli.output import emit
from kg.cli.session import Session
from kg.errors import ParameterError


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(draw)


@grouped
def draw(
    context: typer.Context,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE.html", help="The page; - is stdout."
        ),
    ],
    filters: FilterOptions,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            metavar="DIR",
            help="The folder with the sources' texts: passages are shown in their context.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            metavar="N",
            min=1,
            help="Only the N organisations most densely joined."
            " Default: all, and of more than 3,000 the densest 1,000.",
        ),
    ] = None,
    collapse: Annotated[
        str | None,
        typer.Option(
            "--collapse",
            metavar="communities",
            help="Draw a node per community instead of its members.",
        ),
    ] = None,
    lang: Language = None,
) -> None:
    """Draw the network as one page that works offline."""
    from kg.sparql.labels import DEFAULT_LANGUAGE
    from kg.views.page.reduce import reduce_to_drawable

    _check_reduction(top, collapse)
    if output.suffix not in ("", ".html", ".htm"):
        raise ParameterError(
            f"{output}: the page is HTML; name a file that ends with .html"
        )
    session: Session = context.obj
    graph = session.open()
    wanted = filters.filters()
    language = lang or DEFAULT_LANGUAGE
    network, left_out = reduce_to_drawable(
        graph.project(wanted, lang=language),
        top,
        collapse=collapse is not None,
    )
    reduced = f"drawn: {left_out}" if left_out else ""
    page = graph.draw(
        wanted, network=network, left_out=reduced, texts=texts, lang=language
    )
    emit(str(page), output)
    if reduced:
        note(
            f"kg: {reduced}; filters, --top N or --collapse communities draw another part"
        )


def _check_reduction(top: int | None, collapse: str | None) -> None:
    if collapse not in (None, "communities"):
        raise ParameterError(
            f"--collapse {collapse}: only communities can be collapsed;"
            " write --collapse communities"
        )
    if collapse and top:
        raise ParameterError(
            "--top and --collapse exclude each other; give one"
        )
