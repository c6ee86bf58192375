"""Commands that look: info, query, ask, show."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Format, Output
from kg.cli.output import choose_format, emit, emit_table
from kg.cli.session import Session, note
from kg.errors import ParameterError, QueryError

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.store.query import Answer


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (info, query, ask, show):
        app.command()(command)


def info(context: typer.Context, form: Format = None, output: Output = None) -> None:
    """Count what the graph holds.

    Workspace, dataset, totals; relationships by kind, status and source; organisations by type.
    """
    from kg.views.inventory import take_inventory

    session: Session = context.obj
    graph = session.open()
    emit_table(take_inventory(graph.workspace, graph.store), form, output)


def query(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE|-", help="A file with a query, - for stdin.")
    ] = None,
    expression: Annotated[
        str | None, typer.Option("-e", metavar="SPARQL", help="The query itself.")
    ] = None,
    form: Format = None,
    output: Output = None,
    allow_network: Annotated[
        bool, typer.Option("--allow-network", help="Let SERVICE ask other servers.")
    ] = False,
) -> None:
    """Answer a SPARQL 1.1 query.

    SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes are known.

    csv, tsv and json are exactly those of the SPARQL recommendation; a cell that begins with = stays as it is.
    """
    text = _read_query(file, expression)
    session: Session = context.obj
    graph = session.open()
    _emit_answer(graph, graph.query(text, allow_network=allow_network), text, form, output)


def ask(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="The question; none lists them all.", show_default=False)
    ] = None,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="What the question needs.")
    ] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Answer a named question, or list them.

    As in: kg ask partners-of org=Luxinnovation
    """
    from kg.ask.tables import make_table

    session: Session = context.obj
    graph = session.open()
    if name is None:
        rows = [
            [q.name, " ".join(f"{p.name}=" for p in q.parameters), q.summary]
            for q in graph.questions()
        ]
        emit_table(make_table(["name", "needs", "question"], rows), form, output)
        return
    pairs = [value.partition("=") for value in values or ()]
    if odd := next((key for key, equals, _ in pairs if not equals), None):
        raise ParameterError(f"{odd!r} is not KEY=VALUE; write for example org={odd!r}")
    if twice := next(
        (key for i, (key, _, _) in enumerate(pairs) if key in {k for k, _, _ in pairs[:i]}), None
    ):
        raise ParameterError(f"{twice} is given twice; give it once")
    emit_table(
        graph.ask(name, **{key: value for key, _, value in pairs}), form, output, labelled=True
    )


def show(
    context: typer.Context,
    organisation: Annotated[
        str, typer.Argument(metavar="ORG", help="A label, alias, CURIE or IRI, in any case.")
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="Say of each relationship how it stands on this day (YYYY-MM-DD).",
        ),
    ] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """Show one organisation and all its relationships.

    Names, type, country, identifiers; each relationship with dates, status, standing and source.
    The standing is given for the day of --on. csv, tsv and json hold the relationships only.
    """
    from kg.model.dates import parse_day
    from kg.views.organisation import describe_organisation, list_relationships

    session: Session = context.obj
    graph = session.open()
    iri = graph.resolve(organisation)
    relationships = list_relationships(graph.store, iri, None if on is None else parse_day(on))
    chosen = choose_format(form, output)
    above = describe_organisation(graph.store, iri) if chosen in ("md", "table") else None
    emit_table(relationships, chosen, output, labelled=True, above=above)


def _read_query(file: Path | None, expression: str | None) -> str:
    if (file is None) == (expression is None):
        raise ParameterError("give one query: a FILE, - for stdin, or -e 'SELECT …'")
    if expression is not None:
        return expression
    if str(file) == "-":
        try:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise QueryError(f"the query is not UTF-8 (byte {error.start})") from error
    from kg.sparql.decorators import read_query

    assert file is not None
    return read_query(file)


def _emit_answer(
    graph: "KnowledgeGraph", answer: "Answer", text: str, form: str | None, output: Path | None
) -> None:
    from kg.ask.missing import missing_terms
    from kg.ask.tables import FORMATS, write_boolean
    from kg.model.terms import Table

    if isinstance(answer, Table):
        if not answer.rows:
            for sentence in missing_terms(graph.store, text):
                note(f"kg: no rows: {sentence}")
        emit_table(answer, form, output)
    elif isinstance(answer, bool):
        emit(write_boolean(answer, choose_format(form, output)), output)
    else:
        from kg.export.rdf import GRAPH_FORMATS, choose_format as choose_graph_format, graph_bytes

        known = ", ".join(GRAPH_FORMATS)
        if form in FORMATS:
            raise ParameterError(
                f"triples are no table and cannot be written as {form}; use --format with one of {known}"
            )
        plain = form is None and not (output and output.suffix)
        chosen = "turtle" if plain else choose_graph_format(output or Path("-"), form)
        if chosen not in GRAPH_FORMATS:
            raise ParameterError(
                f"triples cannot be written as {chosen}; use --format with one of {known}"
            )
        emit(graph_bytes(answer, chosen), output)
