"""The command that hands the graph on to other tools: export."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.messages import note
from kg.cli.options import FilterOptions, Language, grouped
from kg.cli.output import emit, is_stdout
from kg.cli.session import Session
from kg.errors import ParameterError
from kg.rdf.syntaxes import BY_EXTENSION, BY_NAME


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(export)


@grouped
def export(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Where to write; - is stdout. The extension is the format:"
            f" {' '.join(BY_EXTENSION)} for the graph, .graphml .gexf .csv .cyjs for the network.",
        ),
    ],
    *,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help=f"{', '.join(BY_NAME)}, turtle12 (RDF 1.2); graphml, gexf, csv, cytoscape.",
        ),
    ] = None,
    asserted: Annotated[
        bool,
        typer.Option("--asserted", help="RDF: leave out what rules derived."),
    ] = False,
    entail: Annotated[
        bool,
        typer.Option(
            "--entail",
            help="RDF: add the terms of other vocabularies that follow.",
        ),
    ] = False,
    align: Annotated[
        list[str] | None,
        typer.Option(
            "--align",
            metavar="NAME",
            help="RDF: add what follows in another vocabulary: schema-org, wikidata, fibo, ror;"
            " repeatable.",
        ),
    ] = None,
    filters: FilterOptions,
    lang: Language = None,
) -> None:
    """Write the graph or the network for other tools.

    The filters apply to networks. GraphML and GEXF give every edge a direction; its attribute
    `directed` says whether it has one. csv is made for spreadsheets: a cell that would be a
    formula gets an apostrophe.
    """
    from kg.export.network import network_files
    from kg.export.rdf import GRAPH_FORMATS, choose_format
    from kg.network.edges import Filters
    from kg.sparql.labels import DEFAULT_LANGUAGE

    chosen = choose_format(file, form)
    session: Session = context.obj
    wanted = filters.filters()
    if chosen in GRAPH_FORMATS:
        if wanted != Filters():
            raise ParameterError(
                f"the filters apply to networks; {chosen} holds the whole graph"
            )
        if lang is not None:
            raise ParameterError(
                f"--lang applies to networks; {chosen} holds every label"
            )
        graph = session.open()
        emit(
            graph.rdf(
                chosen, asserted=asserted, entail=entail, align=align or ()
            ),
            file,
        )
    elif asserted or entail or align:
        raise ParameterError(
            f"--asserted, --entail and --align apply to RDF; {chosen} is a network"
        )
    else:
        network = session.open().project(wanted, lang=lang or DEFAULT_LANGUAGE)
        _emit_network(network_files(network, file, chosen), file)


def _emit_network(files: Mapping[Path, bytes], file: Path) -> None:
    from kg.workspace.files import write_files

    if is_stdout(file):
        emit(files[file], file)
        if len(files) > 1:
            note(
                "the edges only; name a file instead of - to get the organisations in a second file"
            )
        return
    write_files(files)
    for path in files:
        note(f"wrote {path}")
