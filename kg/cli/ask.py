"""Commands that look things up: info, query, ask, show."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.messages import note
from kg.cli.options import Language, TableOptions, grouped
from kg.cli.output import choose_format, emit, emit_table
from kg.cli.session import Session
from kg.errors import ParameterError, QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.ask.questions import Question
    from kg.graph import KnowledgeGraph
    from kg.model.terms import Table


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (info, query, ask, show):
        app.command()(command)


@grouped
def info(context: typer.Context, table: TableOptions) -> None:
    """Count what the graph holds.

    Workspace, dataset, totals; relationships by kind, status and source; organisations by type.
    """
    from kg.views.inventory import take_inventory

    session: Session = context.obj
    graph = session.open()
    emit_table(take_inventory(graph.workspace, graph.store), table)


@grouped
def query(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE|-", help="A file with a query, - for stdin."
        ),
    ] = None,
    expression: Annotated[
        str | None,
        typer.Option("-e", metavar="SPARQL", help="The query itself."),
    ] = None,
    *,
    table: TableOptions,
    allow_network: Annotated[
        bool,
        typer.Option("--allow-network", help="Let SERVICE ask other servers."),
    ] = False,
) -> None:
    """Answer a SPARQL 1.1 query.

    SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes are known.

    csv, tsv and json are exactly those of the SPARQL recommendation; a cell that begins
    with = stays as it is.
    """
    from kg.ask.tables import write_boolean
    from kg.model.terms import Table

    text = _read_query(file, expression)
    session: Session = context.obj
    graph = session.open()
    answer = graph.query(text, allow_network=allow_network)
    if isinstance(answer, bool):
        emit(write_boolean(answer, choose_format(table)), table.output)
    elif isinstance(answer, Table):
        _note_if_empty(graph, answer, text)
        emit_table(answer, table)
    else:
        _emit_triples(answer, table)


def _read_query(file: Path | None, expression: str | None) -> str:
    if file is not None and expression is None:
        return _read_stdin() if str(file) == "-" else _read_file(file)
    if file is None and expression is not None:
        return expression
    raise ParameterError(
        "give one query: a FILE, - for stdin, or -e 'SELECT …'"
    )


def _read_file(file: Path) -> str:
    from kg.sparql.decorators import read_query

    return read_query(file)


def _read_stdin() -> str:
    if sys.stdin is None:  # closed by the shell
        raise QueryError("stdin is closed; give the query in a FILE or with -e")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(
            f"the query is not UTF-8 (byte {error.start})"
        ) from error


def _note_if_empty(graph: "KnowledgeGraph", answer: "Table", text: str) -> None:
    """Suggest why there are no rows."""
    from kg.ask.missing import missing_terms

    if answer.rows:
        return
    for sentence in missing_terms(graph.store, text):
        note(f"kg: no rows: {sentence}")


def _emit_triples(triples: "list[ox.Triple]", options: TableOptions) -> None:
    from kg.export.rdf import graph_bytes

    emit(graph_bytes(triples, _graph_format(options)), options.output)


def _graph_format(options: TableOptions) -> str:
    """Return the RDF format that the options name, else Turtle.

    Raises:
        ParameterError: the format is one of tables or networks.
    """
    from kg.ask.tables import FORMATS
    from kg.export.rdf import GRAPH_FORMATS, choose_format

    known = ", ".join(GRAPH_FORMATS)
    form, output = options.form, options.output
    if form in FORMATS:
        raise ParameterError(
            f"the answer is triples, which cannot be written as {form};"
            f" use --format with one of {known}"
        )
    if form is None and (output is None or not output.suffix):
        return "turtle"
    chosen = choose_format(output or Path("-"), form)
    if chosen not in GRAPH_FORMATS:
        raise ParameterError(
            f"the answer is triples, which cannot be written as {chosen};"
            f" use --format with one of {known}"
        )
    return chosen


@grouped
def ask(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            help="The question; none lists them all.", show_default=False
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE]...", help="What the question needs."
        ),
    ] = None,
    *,
    lang: Language = None,
    table: TableOptions,
) -> None:
    """Answer a named question, or list them.

    As in: kg ask partners-of org=Luxinnovation
    """
    from kg.ask.questions import LANGUAGE

    session: Session = context.obj
    graph = session.open()
    if name is None:
        emit_table(_list_questions(graph.questions()), table)
        return
    given = _read_values(values or [])
    if lang is not None:
        if LANGUAGE in given:
            raise ParameterError(
                f"{LANGUAGE} is given twice, by --lang as well; give it once"
            )
        given[LANGUAGE] = lang
    answer = graph.ask(name, **given)
    emit_table(answer, table, labelled=True)


def _list_questions(questions: "list[Question]") -> "Table":
    from kg.ask.tables import make_table

    rows = []
    for question in questions:
        needs = [
            f"{parameter.name}="
            for parameter in question.parameters
            if parameter.is_needed
        ]
        rows.append([question.name, " ".join(needs), question.summary])
    return make_table(["name", "needs", "question"], rows)


def _read_values(words: list[str]) -> dict[str, str]:
    """Return the values that words such as `org=AA` give by name.

    Raises:
        ParameterError: a word is not KEY=VALUE, or a key is given twice.
    """
    values: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise ParameterError(
                f"{word!r} is not KEY=VALUE; write for example org={word!r}"
            )
        if key in values:
            raise ParameterError(f"{key} is given twice; give it once")
        values[key] = value
    return values


@grouped
def show(
    context: typer.Context,
    organisation: Annotated[
        str,
        typer.Argument(
            metavar="ORG", help="A label, alias, CURIE or IRI, in any case."
        ),
    ],
    *,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="Say of each relationship how it stands on this day (YYYY-MM-DD).",
        ),
    ] = None,
    lang: Language = None,
    table: TableOptions,
) -> None:
    """Show one organisation and all its relationships.

    Names, type, country, identifiers; each relationship with dates, status, standing and source.
    The standing is given for the day of --on. csv, tsv and json hold the relationships only.
    """
    from kg.model.dates import parse_day
    from kg.sparql.labels import DEFAULT_LANGUAGE
    from kg.views.organisation import describe_organisation, list_relationships

    session: Session = context.obj
    graph = session.open()
    iri = graph.resolve(organisation)
    day = None if on is None else parse_day(on)
    language = lang or DEFAULT_LANGUAGE
    relationships = list_relationships(graph.store, iri, day, language)
    above = None
    if choose_format(table) in ("md", "table"):
        above = describe_organisation(graph.store, iri, language)
    emit_table(relationships, table, labelled=True, above=above)
