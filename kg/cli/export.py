"""Commands that hand on: draw, export, build."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import ALL, Choice, filtered
from kg.cli.output import emit
from kg.cli.session import Session, note
from kg.errors import ParameterError
from kg.rdf.syntaxes import BY_EXTENSION, BY_NAME


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (draw, export, build):
        app.command()(command)


@filtered()
def draw(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.html", help="The page; - is stdout.")
    ],
    filters: Choice = ALL,
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
            help="Only the N organisations most densely"
            " joined. Default: all, and of more than 3,000 the densest 1,000.",
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
) -> None:
    """Draw the network as one page that works offline."""
    from kg.views.page.reduce import reduce_to_drawable

    if collapse not in (None, "communities"):
        raise ParameterError(
            f"--collapse {collapse}: only communities can be collapsed; write --collapse communities"
        )
    if collapse and top:
        raise ParameterError("--top and --collapse exclude each other; give one")
    if output.suffix not in ("", ".html", ".htm"):
        raise ParameterError(f"{output}: the page is HTML; name a file that ends with .html")
    session: Session = context.obj
    graph = session.open()
    chosen = filters.filters()
    network, left_out = reduce_to_drawable(
        graph.project(chosen), top, collapse=collapse is not None
    )
    emit(
        str(
            graph.draw(
                chosen, network=network, left_out=left_out and f"drawn: {left_out}", texts=texts
            )
        ),
        output,
    )
    if left_out:
        note(f"kg: drawn: {left_out}; filters, --top N or --collapse communities draw another part")


@filtered()
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
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help=f"{', '.join(BY_NAME)}, turtle12 (RDF 1.2); graphml, gexf, csv, cytoscape.",
        ),
    ] = None,
    asserted: Annotated[
        bool, typer.Option("--asserted", help="RDF: leave out what rules derived.")
    ] = False,
    entail: Annotated[
        bool, typer.Option("--entail", help="RDF: add the terms of other vocabularies that follow.")
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
    filters: Choice = ALL,
) -> None:
    """Write the graph or the network for other tools.

    The filters apply to networks. GraphML and GEXF give every edge a direction; its attribute
    `directed` says whether it has one. csv is made for spreadsheets: a cell that would be a
    formula gets an apostrophe.
    """
    from kg.export.network import network_files
    from kg.export.rdf import GRAPH_FORMATS, choose_format
    from kg.network.edges import Filters
    from kg.workspace.files import write_files

    chosen = choose_format(file, form)
    session: Session = context.obj
    wanted = filters.filters()
    if chosen in GRAPH_FORMATS:
        if wanted != Filters():
            raise ParameterError(f"the filters apply to networks; {chosen} holds the whole graph")
        emit(session.open().rdf(chosen, asserted=asserted, entail=entail, align=align or ()), file)
        return
    if asserted or entail or align:
        raise ParameterError(
            f"--asserted, --entail and --align apply to RDF; {chosen} is a network"
        )
    files = network_files(session.open().project(wanted), file, chosen)
    if str(file) == "-":
        emit(files[file], file)
        if len(files) > 1:
            note(
                "the edges only; name a file instead of - to have the organisations, too, in a second one"
            )
        return
    write_files(files)
    for path in files:
        note(f"wrote {path}")


def build(
    context: typer.Context,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="The folder; made if it is not there."),
    ] = Path("build"),
) -> None:
    """Make everything at once.

    graph.ttl, network.html, network.gexf, an answer table per question, and summary.md.
    """
    from kg.cli.build import build_all
    from kg.cli.progress import progress

    session: Session = context.obj
    graph = session.open()
    steps = build_all(graph)
    with progress(len(steps), "building") as advance:
        from kg.workspace.files import make_folder, write_file

        make_folder(output)
        written = []
        for name, make in steps:
            target = output / name
            make_folder(target.parent)
            content = make()
            if content is None:
                target.unlink(missing_ok=True)  # an older answer would be taken for this one
            else:
                write_file(target, content)
                written.append(name)
            advance(name)
    answers, missing = (
        sum(name.startswith("answers/") for name in written),
        len(steps) - len(written),
    )
    note(
        f"wrote {len(written)} files to {output}: graph.ttl, network.html, network.gexf, summary.md, {answers} answers"
        + (f"; not answered: {missing}, summary.md says why" if missing else "")
    )
