"""Commands that measure: kg network summary, rank, communities, brokers, path, around."""

from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.messages import note
from kg.cli.options import (
    FilterOptions,
    HopsOption,
    Language,
    RelationshipOptions,
    SamplingOptions,
    TableOptions,
    around as filters_around,
    grouped,
)
from kg.cli.output import emit_table
from kg.cli.session import Session
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.network.calculator import Summary
    from kg.network.edges import Edge, Network

network_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Measure the network. Direction is set aside, and several relationships"
    " of a pair count once."
    " Without --on or --status, only relationships with status in-force count.",
)
Top = Annotated[
    int | None,
    typer.Option("--top", metavar="N", min=1, help="Only the first N."),
]
_IN_FORCE_ONLY = "; without --status or --on, only those in force are measured"


def register(app: typer.Typer) -> None:
    """Add the command group of this module."""
    app.add_typer(network_app, name="network")


@network_app.command()
@grouped
def summary(
    context: typer.Context,
    filters: FilterOptions,
    sampling: SamplingOptions,
    table: TableOptions,
) -> None:
    """Sum the network up in figures.

    Size, density, clustering (transitivity), components, communities. Diameter and mean
    distance are of the largest component.
    """
    from kg.network.measures import Measures

    sampling.check()
    network = _read_measured(context, filters)
    found = Measures(network).summarise(
        sample=sampling.sample, exact=sampling.exact
    )
    _note_if_sampled(
        "mean distance",
        found.pivots,
        f"standard error {found.mean_distance_error:.4f} hops,"
        f" and the diameter is at least {found.diameter}",
    )
    figures = _figures(found)
    _emit_columns(
        {"measure": list(figures), "value": list(figures.values())}, table
    )


def _figures(found: "Summary") -> dict[str, float]:
    """Return the figures by name; those of a sample only where one was drawn."""
    from dataclasses import asdict

    figures = {
        name.replace("_", " "): value for name, value in asdict(found).items()
    }
    if not found.pivots:
        del figures["mean distance error"], figures["pivots"]
    return figures


@network_app.command()
@grouped
def rank(
    context: typer.Context,
    *,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="M",
            help="degree, pagerank, betweenness, closeness, eigenvector or coreness.",
        ),
    ] = "degree",
    top: Top = None,
    lang: Language = None,
    filters: FilterOptions,
    sampling: SamplingOptions,
    table: TableOptions,
) -> None:
    """Rank the organisations by a measure.

    Equal scores share a rank.
    """
    from kg.network.calculator import COUNTS, MEASURES, SAMPLED
    from kg.network.measures import Measures

    sampling.check()
    if by not in MEASURES:
        raise ParameterError(
            f"unknown measure {by!r}; known are {', '.join(MEASURES)}"
        )
    network = _read_measured(context, filters, lang)
    pivots = _pivots(network, sampling) if by in SAMPLED else 0
    ranked = Measures(network).rank(
        by, top, sample=sampling.sample, exact=sampling.exact
    )
    number = int if by in COUNTS else float
    columns: dict[str, list[Any]] = {
        "rank": [each.rank for each in ranked],
        "organisation": [each.label for each in ranked],
        by: [number(each.score) for each in ranked],
    }
    if pivots:
        columns["standard_error"] = [each.error for each in ranked]
    columns["iri"] = _nodes([each.iri for each in ranked])
    _note_if_sampled(by, pivots, "the column standard_error says how surely")
    _emit_columns(columns, table)


@network_app.command()
@grouped
def communities(
    context: typer.Context,
    *,
    lang: Language = None,
    filters: FilterOptions,
    table: TableOptions,
) -> None:
    """Find groups joined more within than without.

    Leiden on modularity, with a fixed seed.
    """
    from kg.network.measures import Measures

    network = _read_measured(context, filters, lang)
    measures = Measures(network)
    groups = measures.communities()
    names = network.organisations
    columns: dict[str, list[Any]] = {
        "community": [],
        "size": [],
        "organisation": [],
        "iri": [],
    }
    for number, group in enumerate(groups, 1):
        members = sorted(group, key=lambda iri: names[iri].label)
        columns["community"] += [number] * len(group)
        columns["size"] += [len(group)] * len(group)
        columns["organisation"] += [names[iri].label for iri in members]
        columns["iri"] += _nodes(members)
    _emit_columns(columns, table)
    note(
        f"{len(groups)} communities, modularity {measures.modularity(groups):.3f}"
    )


@network_app.command()
@grouped
def brokers(
    context: typer.Context,
    *,
    top: Top = None,
    lang: Language = None,
    filters: FilterOptions,
    sampling: SamplingOptions,
    table: TableOptions,
) -> None:
    """Find organisations that join others.

    By betweenness; with Burt's constraint (low is open), and whether the loss of the
    organisation splits the network.
    """
    from kg.network.measures import Measures

    sampling.check()
    network = _read_measured(context, filters, lang)
    found = Measures(network).brokers(
        top, sample=sampling.sample, exact=sampling.exact
    )
    _note_if_sampled(
        "betweenness",
        _pivots(network, sampling),
        "`kg network rank --by betweenness` has the standard errors",
    )
    columns: dict[str, list[Any]] = {
        "organisation": [broker.label for broker in found],
        "betweenness": [broker.betweenness for broker in found],
        "constraint": [broker.constraint for broker in found],
        "cut_point": [broker.articulation for broker in found],
        "iri": _nodes([broker.iri for broker in found]),
    }
    _emit_columns(columns, table)


@network_app.command()
@grouped
def path(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="A", help="An organisation.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    *,
    lang: Language = None,
    relationships: RelationshipOptions,
    table: TableOptions,
) -> None:
    """Find a shortest path between two organisations.

    With the relationships of each step.
    """
    from kg.network.paths import path

    session: Session = context.obj
    graph = session.open()
    network = _project(graph, relationships, lang)
    origin, target = graph.resolve(start), graph.resolve(end)
    steps = path(network, origin, target)
    _emit_columns(_path_columns(graph, network, steps, origin, lang), table)
    if origin == target:
        note("kg: the two are the same organisation")
    elif not steps:
        note(
            f"kg: no path joins the two by these relationships{_IN_FORCE_ONLY}"
        )


def _path_columns(
    graph: "KnowledgeGraph",
    network: "Network",
    steps: "list[list[Edge]]",
    origin: str,
    lang: str | None,
) -> dict[str, list[Any]]:
    """Return a row for each relationship of each step, as seen from the side of the origin."""
    from kg.ask.names import labels
    from kg.sparql.labels import DEFAULT_LANGUAGE

    edges = list(chain.from_iterable(steps))
    labelled = labels(
        graph.store,
        [edge.relationship for edge in edges],
        lang or DEFAULT_LANGUAGE,
    )
    names = network.organisations
    columns: dict[str, list[Any]] = {
        "step": [],
        "from": [],
        "relation": [],
        "to": [],
    }
    here = origin
    for number, step in enumerate(steps, 1):
        there = _other_end(step[0], here)
        for edge in step:
            kind = edge.kind
            is_forward = edge.source == here
            columns["step"].append(number)
            columns["from"].append(names[here].label)
            columns["relation"].append(
                kind.shortcut_label if is_forward else kind.inverse_label
            )
            columns["to"].append(names[there].label)
        here = there
    columns["label"] = [
        labelled.get(edge.relationship, edge.relationship) for edge in edges
    ]
    columns["status"] = [edge.status for edge in edges]
    columns["relationship"] = _nodes([edge.relationship for edge in edges])
    return columns


def _other_end(edge: "Edge", here: str) -> str:
    return edge.target if edge.source == here else edge.source


@network_app.command()
@grouped
def around(
    context: typer.Context,
    organisation: Annotated[
        str,
        typer.Argument(metavar="ORG", help="The organisation in the middle."),
    ],
    *,
    hops: HopsOption = None,
    lang: Language = None,
    relationships: RelationshipOptions,
    table: TableOptions,
) -> None:
    """List the organisations within some hops of one."""
    from kg.sparql.labels import DEFAULT_LANGUAGE

    session: Session = context.obj
    filters = filters_around(
        relationships.filters_of_measure(), organisation, hops
    )
    network, distances = session.open().surroundings(
        filters, lang=lang or DEFAULT_LANGUAGE
    )
    _note_if_empty(network)
    neighbours = network.neighbours()
    found = [
        one for iri, one in network.organisations.items() if iri in distances
    ]
    found.sort(key=lambda one: (distances[one.iri], one.label, one.iri))
    columns: dict[str, list[Any]] = {
        "hops": [distances[one.iri] for one in found],
        "organisation": [one.label for one in found],
        "type": [one.type_label for one in found],
        "country": [one.country for one in found],
        "degree": [len(neighbours[one.iri]) for one in found],
        "iri": _nodes([one.iri for one in found]),
    }
    _emit_columns(columns, table)


def _read_measured(
    context: typer.Context, options: FilterOptions, lang: str | None = None
) -> "Network":
    """Return the part of the network that is measured."""
    session: Session = context.obj
    return _project(session.open(), options, lang)


def _project(
    graph: "KnowledgeGraph", options: RelationshipOptions, lang: str | None
) -> "Network":
    from kg.sparql.labels import DEFAULT_LANGUAGE

    network = graph.project(
        options.filters_of_measure(),
        details=False,
        lang=lang or DEFAULT_LANGUAGE,
    )
    _note_if_empty(network)
    return network


def _pivots(network: "Network", sampling: SamplingOptions) -> int:
    """Return from how many organisations shortest paths are estimated; 0 if they are computed."""
    from kg.network.estimates import pivots_for

    return pivots_for(
        len(network.organisations), sampling.sample, exact=sampling.exact
    )


def _note_if_empty(network: "Network") -> None:
    if not network.edges:
        note(f"kg: no relationship is left by these filters{_IN_FORCE_ONLY}")


def _note_if_sampled(estimated: str, pivots: int, error: str) -> None:
    if pivots:
        note(
            f"kg: {estimated} estimated from {pivots} organisations drawn with a fixed seed;"
            f" {error}; --exact computes it"
        )


def _nodes(iris: list[str]) -> list[Any]:
    import pyoxigraph as ox

    return [ox.NamedNode(iri) for iri in iris]


def _emit_columns(columns: dict[str, list[Any]], table: TableOptions) -> None:
    from kg.ask.tables import make_table

    rows = list(zip(*columns.values(), strict=True))
    emit_table(make_table(list(columns), rows), table, labelled=True)
