"""Commands that measure: kg network summary, rank, communities, brokers, path, around."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.group import KgGroup
from kg.cli.options import ALL, Choice, Format, HopsOption, Output, filtered
from kg.cli.output import emit_table
from kg.cli.session import Session, note
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph
    from kg.network.edges import Network

network_app = typer.Typer(
    cls=KgGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Measure the network. Direction is set aside, and several relationships of a pair count once. Without --on or"
    " --status, only relationships with status in-force count.",
)
SampleOption = Annotated[
    int | None,
    typer.Option(
        "--sample",
        metavar="K",
        min=2,
        help="Estimate shortest-path measures from K organisations; over 10,000 organisations this is done with 200.",
    ),
]
ExactOption = Annotated[
    bool, typer.Option("--exact", help="Never estimate, however long it takes.")
]
_IN_FORCE_ONLY = "; without --status or --on, only those in force are measured"
Top = Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="Only the first N.")]


def register(app: typer.Typer) -> None:
    """Add the command group of this module."""
    app.add_typer(network_app, name="network")


def _measured(context: typer.Context, filters: Choice) -> tuple["KnowledgeGraph", "Network"]:
    session: Session = context.obj
    graph = session.open()
    network = graph.project(filters.counted(), details=False)
    _note_if_empty(network)
    return graph, network


def _note_if_sampled(what: str, pivots: int, error: str) -> None:
    if pivots:
        note(
            f"kg: {what} estimated from {pivots} organisations drawn with a fixed seed; {error}; --exact computes it"
        )


def _check_sampling(sample: int | None, exact: bool) -> None:
    if sample is not None and exact:
        raise ParameterError("--sample and --exact exclude each other; give one")


def _note_if_empty(network: "Network") -> None:
    if not network.edges:
        note(f"kg: no relationship is left by these filters{_IN_FORCE_ONLY}")


@network_app.command()
@filtered()
def summary(
    context: typer.Context,
    filters: Choice = ALL,
    sample: SampleOption = None,
    exact: ExactOption = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Sum the network up in figures.

    Size, density, clustering (transitivity), components, communities. Diameter and mean distance are of the largest
    component.
    """
    import dataclasses

    _check_sampling(sample, exact)

    from kg.ask.tables import make_table
    from kg.network.measures import Measures

    _, network = _measured(context, filters)
    found = Measures(network).summarise(sample=sample, exact=exact)
    hidden = () if found.pivots else ("mean_distance_error", "pivots")
    rows = [
        [n.replace("_", " "), v] for n, v in dataclasses.asdict(found).items() if n not in hidden
    ]
    error = f"standard error {found.mean_distance_error:.4f} hops, and the diameter is at least {found.diameter}"
    _note_if_sampled("mean distance", found.pivots, error)
    emit_table(make_table(["measure", "value"], rows), form, output, labelled=True)


@network_app.command()
@filtered()
def rank(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="M",
            help="degree, pagerank, betweenness, closeness, eigenvector or coreness.",
        ),
    ] = "degree",
    top: Top = None,
    filters: Choice = ALL,
    sample: SampleOption = None,
    exact: ExactOption = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Rank the organisations by a measure.

    Equal scores share a rank.
    """
    import pyoxigraph as ox

    _check_sampling(sample, exact)
    from kg.ask.tables import make_table
    from kg.network.calculator import COUNTS, MEASURES, SAMPLED
    from kg.network.estimates import pivots_for
    from kg.network.measures import Measures

    if by not in MEASURES:
        raise ParameterError(f"unknown measure {by!r}; known are {', '.join(MEASURES)}")
    _, network = _measured(context, filters)
    pivots = pivots_for(len(network.organisations), sample, exact=exact) if by in SAMPLED else 0
    ranked = Measures(network).rank(by, top, sample=sample, exact=exact)
    columns = ["rank", "organisation", by, "standard_error", "iri"]
    number = int if by in COUNTS else float
    rows = [[r.rank, r.label, number(r.score), r.error, ox.NamedNode(r.iri)] for r in ranked]
    if not pivots:
        columns, rows = columns[:3] + columns[4:], [row[:3] + row[4:] for row in rows]
    _note_if_sampled(by, pivots, "the column standard_error says how surely")
    emit_table(make_table(columns, rows), form, output, labelled=True)


@network_app.command()
@filtered()
def communities(
    context: typer.Context,
    filters: Choice = ALL,
    form: Format = None,
    output: Output = None,
) -> None:
    """Find groups joined more within than without.

    Leiden on modularity, with a fixed seed.
    """
    import pyoxigraph as ox

    from kg.ask.tables import make_table
    from kg.network.measures import Measures

    _, network = _measured(context, filters)
    measures = Measures(network)
    groups = measures.communities()
    names = network.organisations
    rows = [
        [number, len(group), names[iri].label, ox.NamedNode(iri)]
        for number, group in enumerate(groups, 1)
        for iri in sorted(group, key=lambda i: names[i].label)
    ]
    emit_table(
        make_table(["community", "size", "organisation", "iri"], rows), form, output, labelled=True
    )
    note(f"{len(groups)} communities, modularity {measures.modularity(groups):.3f}")


@network_app.command()
@filtered()
def brokers(
    context: typer.Context,
    top: Top = None,
    filters: Choice = ALL,
    sample: SampleOption = None,
    exact: ExactOption = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Find organisations that join others.

    By betweenness; with Burt's constraint (low is open), and whether the loss of the organisation splits the network.
    """
    import pyoxigraph as ox

    _check_sampling(sample, exact)
    from kg.ask.tables import make_table
    from kg.network.estimates import pivots_for
    from kg.network.measures import Measures

    _, network = _measured(context, filters)
    rows = [
        [b.label, b.betweenness, b.constraint, b.articulation, ox.NamedNode(b.iri)]
        for b in Measures(network).brokers(top, sample=sample, exact=exact)
    ]
    pivots = pivots_for(len(network.organisations), sample, exact=exact)
    _note_if_sampled(
        "betweenness", pivots, "`kg network rank --by betweenness` has the standard errors"
    )
    emit_table(
        make_table(["organisation", "betweenness", "constraint", "cut_point", "iri"], rows),
        form,
        output,
        labelled=True,
    )


@network_app.command()
@filtered(around=False)
def path(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="A", help="An organisation.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    filters: Choice = ALL,
    form: Format = None,
    output: Output = None,
) -> None:
    """Find a shortest path between two organisations.

    With the relationships of each step.
    """
    import pyoxigraph as ox

    from kg.ask.names import labels
    from kg.ask.tables import make_table
    from kg.network.paths import path

    graph, network = _measured(context, filters)
    a, b = graph.resolve(start), graph.resolve(end)
    steps = path(network, a, b)
    names, said = (
        network.organisations,
        labels(graph.store, (e.relationship for step in steps for e in step)),
    )
    here, rows = a, []
    for number, step in enumerate(steps, 1):
        there = step[0].target if step[0].source == here else step[0].source
        rows += [
            [
                number,
                names[here].label,
                e.kind.shortcut_label if e.source == here else e.kind.inverse_label,
                names[there].label,
                said.get(e.relationship),
                e.status,
                ox.NamedNode(e.relationship),
            ]
            for e in step
        ]
        here = there
    emit_table(
        make_table(["step", "from", "relation", "to", "label", "status", "relationship"], rows),
        form,
        output,
        labelled=True,
    )
    if not steps:
        note(
            "kg: the two are the same organisation"
            if a == b
            else f"kg: no path joins the two by these relationships{_IN_FORCE_ONLY}"
        )


@network_app.command()
@filtered(around=False)
def around(
    context: typer.Context,
    organisation: Annotated[
        str, typer.Argument(metavar="ORG", help="The organisation in the middle.")
    ],
    hops: HopsOption = None,
    filters: Choice = ALL,
    form: Format = None,
    output: Output = None,
) -> None:
    """List the organisations within some hops of one."""
    import pyoxigraph as ox

    from kg.ask.tables import make_table

    session: Session = context.obj
    chosen = replace(filters, around=organisation, hops=hops).counted()
    network, distance = session.open().surroundings(chosen)
    _note_if_empty(network)
    degree = network.neighbours()
    found = sorted(
        (far, network.organisations[iri].label, iri)
        for iri, far in distance.items()
        if iri in network.organisations
    )
    rows = [
        [
            far,
            label,
            network.organisations[iri].type_label,
            network.organisations[iri].country,
            len(degree[iri]),
            ox.NamedNode(iri),
        ]
        for far, label, iri in found
    ]
    emit_table(
        make_table(["hops", "organisation", "type", "country", "degree", "iri"], rows),
        form,
        output,
        labelled=True,
    )
