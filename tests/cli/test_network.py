"""The commands that measure the network."""

import typer
from shown import rows

from kg.cli.network import register
from kg.cli.options import SamplingOptions
from kg.network.edges import Filters
from kg.network.measures import Measures


def test_the_network_is_measured_in_force_unless_told_otherwise(kg):
    assert rows(kg("network", "rank", "--top", 2)) == [
        ["rank", "organisation", "degree", "iri"],
        ["1", "Alder Agency", "3", "https://example.org/id/alder"],
        ["1", "Birch University", "3", "https://example.org/id/birch"],
    ]
    figures = dict(rows(kg("network", "summary")))
    assert (
        figures["organisations"],
        figures["relationships"],
        figures["pairs"],
    ) == ("7", "6", "7")
    assert (
        dict(rows(kg("network", "summary", "--status", "candidate")))["pairs"]
        == "1"
    )
    assert (
        dict(rows(kg("network", "summary", "--on", "2012-01-01")))[
            "relationships"
        ]
        == "1"
    )


def test_communities_brokers_paths_and_neighbourhoods_are_tables(kg):
    assert rows(kg("network", "communities"))[0] == [
        "community",
        "size",
        "organisation",
        "iri",
    ]
    assert [r[0] for r in rows(kg("network", "brokers", "--top", 1))[1:]] == [
        "Alder Agency"
    ]
    steps = rows(kg("network", "path", "Elm Network", "Test Bench"))[1:]
    assert [(r[1], r[2], r[3]) for r in steps] == [
        ("Elm Network", "has member", "Cedar Hub"),
        ("Cedar Hub", "hosted by", "Alder Agency"),
        ("Alder Agency", "partner of", "Birch University"),
        (
            "Alder Agency",
            "signed a memorandum of understanding with",
            "Birch University",
        ),
        ("Birch University", "has part", "Birch Laboratory"),
        ("Birch Laboratory", "has part", "Test Bench"),
    ]
    assert [
        r[:2] for r in rows(kg("network", "around", "elm network"))[1:]
    ] == [
        ["0", "Elm Network"],
        ["1", "Cedar Hub"],
    ]


def test_a_path_that_is_not_there_is_an_empty_table_and_a_note(kg):
    result = kg("network", "path", "Fir Ministry", "Elm Network")
    assert (result.exit_code, len(rows(result))) == (0, 1)
    assert result.stderr == (
        "kg: no path joins the two by these relationships; without --status or --on, only those in force are measured\n"
    )


def test_estimates_say_so_with_their_standard_errors(kg):
    result = kg(
        "network",
        "rank",
        "--by",
        "betweenness",
        "--sample",
        "3",
        "--format",
        "csv",
    )
    assert (
        result.stdout.splitlines()[0]
        == "rank,organisation,betweenness,standard_error,iri"
    )
    assert result.stderr == (
        "kg: betweenness estimated from 3 organisations drawn with a fixed seed;"
        " the column standard_error says how surely; --exact computes it\n"
    )
    exact = kg(
        "network", "rank", "--by", "betweenness", "--exact", "--format", "csv"
    )
    assert (exact.stdout.splitlines()[0], exact.stderr) == (
        "rank,organisation,betweenness,iri",
        "",
    )
    assert (
        exact.stdout
        == kg(
            "network", "rank", "--by", "betweenness", "--format", "csv"
        ).stdout
    )


def test_communities_are_listed_with_number_and_size_the_largest_first(
    kg, invented
):
    rows = [
        line.split(",")
        for line in kg(
            "network", "communities", "--format", "csv"
        ).stdout.splitlines()[1:]
    ]
    groups = Measures(
        invented.project(Filters(statuses=("in-force",)))
    ).communities()
    assert [row[:2] + row[3:] for row in rows] == [
        [str(number), str(len(group)), iri]
        for number, group in enumerate(groups, 1)
        for iri in sorted(
            group, key=lambda iri: invented.project().organisations[iri].label
        )
    ]


def test_to_sample_and_to_compute_exclude_each_other(kg):
    for command in ("summary", "rank", "brokers"):
        result = kg("network", command, "--sample", "3", "--exact")
        assert (result.exit_code, result.stdout, result.stderr) == (
            2,
            "",
            "kg: --sample and --exact exclude each other; give one\n",
        )
    assert SamplingOptions(sample=3).check() is None


def test_figures_of_a_sample_come_with_their_error_and_the_diameter_that_was_met(
    kg,
):
    result = kg("network", "summary", "--sample", "3")
    figures = dict(rows(result)[1:])
    assert figures["pivots"] == "3"
    assert result.stderr == (
        "kg: mean distance estimated from 3 organisations drawn with a fixed seed; standard error"
        f" {figures['mean distance error']} hops, and the diameter is at least"
        f" {figures['diameter']}; --exact computes it\n"
    )
    assert "pivots" not in dict(rows(kg("network", "summary", "--exact")))


def test_a_path_from_an_organisation_to_itself_is_empty(kg):
    result = kg("network", "path", "AA", "Alder Agency", "--status", "planned")
    assert (result.exit_code, result.stdout.count("\n")) == (3, 0)
    result = kg("network", "path", "Fir Ministry", "fir ministry")
    assert (rows(result)[1:], result.stderr) == (
        [],
        "kg: the two are the same organisation\n",
    )


def test_filters_that_leave_no_relationship_are_reported(kg):
    result = kg("network", "around", "Fir Ministry", "--kind", "part-of")
    assert rows(result)[1:] == [
        [
            "0",
            "Fir Ministry",
            "ministry",
            "FR",
            "0",
            "https://example.org/id/fir",
        ]
    ]
    assert result.stderr == (
        "kg: no relationship is left by these filters;"
        " without --status or --on, only those in force are measured\n"
    )


def test_the_commands_of_the_network_are_one_family():
    app = typer.Typer()
    register(app)
    (family,) = app.registered_groups
    names = [
        command.name or command.callback.__name__
        for command in family.typer_instance.registered_commands
    ]
    assert (family.name, names) == (
        "network",
        ["summary", "rank", "communities", "brokers", "path", "around"],
    )
