import datetime
from itertools import product

import pyoxigraph as ox
import pytest
from hypothesis import given, strategies as st

from kg.ask.questions import read_question
from kg.errors import ParameterError
from kg.model.dates import Bounds, in_words, parse_day, period
from kg.model.standing import standing
from kg.model.vocabulary import PREFIXES
from kg.rdf.read import load_files
from kg.sparql.bind import bind

YEAR = ("2019-01-01", "2019-12-31")
UNKNOWN = Bounds()
SINCE_2019 = Bounds(*YEAR)
TERM = Bounds(*YEAR, "2021-06-01", "2021-06-30")


@pytest.mark.parametrize(
    ("status", "bounds", "attested", "day", "verdict"),
    [
        *(
            (status, SINCE_2019, "2022-01-01", "2020-01-01", "not-in-force")
            for status in ("planned", "candidate", "suspended", "cancelled")
        ),
        ("in-force", SINCE_2019, "2022-01-01", "2018-12-31", "not-in-force"),
        ("in-force", TERM, "2022-01-01", "2021-06-30", "not-in-force"),
        ("ended", SINCE_2019, "2022-01-01", "2022-01-02", "not-in-force"),
        ("in-force", SINCE_2019, "2022-01-01", "2019-01-01", "possible"),
        ("in-force", TERM, "2022-01-01", "2021-06-01", "possible"),
        ("in-force", UNKNOWN, None, "2020-01-01", "possible"),
        ("in-force", UNKNOWN, "2022-01-01", "2021-12-31", "possible"),
        ("ended", SINCE_2019, "2022-01-01", "2020-01-01", "possible"),
        ("ended", UNKNOWN, None, "2020-01-01", "possible"),
        ("in-force", TERM, None, "2021-05-31", "in-force"),
        ("ended", TERM, None, "2021-05-31", "in-force"),
        ("in-force", SINCE_2019, "2022-01-01", "2022-01-01", "in-force"),
        ("in-force", UNKNOWN, "2022-01-01", "2022-01-01", "in-force"),
        ("in-force", SINCE_2019, "2022-01-01", "2022-01-02", "presumed"),
        ("in-force", SINCE_2019, None, "2019-12-31", "presumed"),
        ("in-force", UNKNOWN, "2022-01-01", "2023-01-01", "presumed"),
    ],
)
def test_the_first_row_of_the_table_that_fits_decides(
    status, bounds, attested, day, verdict
):
    assert standing(status, bounds, attested, day) == verdict


def test_the_sparql_question_gives_the_same_verdict_in_every_case(root):
    """Every status, with every combination of bounds and attestation, on days at, before and after each of them."""
    statuses = (
        "planned",
        "candidate",
        "in-force",
        "suspended",
        "ended",
        "cancelled",
    )
    starts = (
        (None, None),
        ("2019-01-01", "2019-12-31"),
        ("2019-03-01", "2019-03-01"),
        ("2019-01-01", None),
        (None, "2019-12-31"),
    )
    ends = (
        (None, None),
        ("2021-01-01", "2021-12-31"),
        ("2021-06-01", "2021-06-01"),
        ("2021-01-01", None),
        (None, "2021-12-31"),
    )
    attestations = (None, "2018-01-01", "2020-01-01", "2022-01-01")
    days = (
        "2017-01-01",
        "2018-01-01",
        "2019-01-01",
        "2019-03-01",
        "2019-07-01",
        "2019-12-31",
        "2020-01-01",
        "2021-01-01",
        "2021-06-01",
        "2021-12-31",
        "2022-01-01",
        "2022-01-02",
    )
    cases = [
        (f"r{number}", status, Bounds(*start, *end), attested)
        for number, (status, start, end, attested) in enumerate(
            product(statuses, starts, ends, attestations)
        )
    ]
    store = load_files(
        [
            root / "ontology" / "institutional.ttl",
            root / "ontology" / "concepts.ttl",
        ]
    )
    store.load(
        "\n".join(turtle(*case) for case in cases), format=ox.RdfFormat.TURTLE
    )
    question = read_question(root / "queries" / "questions" / "standing.rq")
    for day in days:
        rows = store.query(
            bind(question.text, {"_date_date": literal(day)}), prefixes=PREFIXES
        )
        found = {row["iri"].value: row["standing"].value for row in rows}
        assert found == {
            f"urn:{name}": standing(status, bounds, attested, day)
            for name, status, bounds, attested in cases
        }


def literal(day):
    return ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def turtle(name, status, bounds, attested):
    named = zip(
        ("startEarliest", "startLatest", "endEarliest", "endLatest"),
        bounds_of(bounds),
        strict=True,
    )
    lines = [
        f"<urn:{name}> <{PREFIXES['kg']}{term}> {literal(day)} ."
        for term, day in named
        if day
    ]
    lines.append(
        f"<urn:{name}> a <{PREFIXES['kg']}Hosting> ; <{PREFIXES['adms']}status> <{PREFIXES['status']}{status}> ;"
        f' <{PREFIXES["rdfs"]}label> "{name}" ; <{PREFIXES["prov"]}wasDerivedFrom> <urn:{name}-e> .'
        f" <urn:{name}-e> <{PREFIXES['kg']}stance> <{PREFIXES['kg']}supports> ; <{PREFIXES['oa']}hasSource> <urn:{name}-s> ."
    )
    if attested:
        lines.append(
            f"<urn:{name}-s> <{PREFIXES['dcterms']}issued> {literal(attested)} ."
        )
    return "\n".join(lines)


def bounds_of(bounds):
    return (
        bounds.start_earliest,
        bounds.start_latest,
        bounds.end_earliest,
        bounds.end_latest,
    )


dates = st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 12, 31)).map(
    datetime.date.isoformat
)


@given(dates, dates, dates, dates, dates)
def test_on_no_day_does_a_relationship_stand_before_it_can_have_begun_or_after_it_must_have_ended(
    a, b, c, d, day
):
    start, start_by, end, end_by = sorted((a, b, c, d))
    verdict = standing(
        "in-force", Bounds(start, start_by, end, end_by), None, day
    )
    assert (verdict == "not-in-force") == (day < start or day >= end_by)


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2018-02-14", "2018-02-14", "14 February 2018"),
        ("2020-07-01", "2020-07-31", "July 2020"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2019-01-01", "2019-12-31", "2019"),
        (
            "2019-01-01",
            "2020-12-31",
            "between 1 January 2019 and 31 December 2020",
        ),
        ("2019-01-01", None, "not before 1 January 2019"),
        (None, "2019-01-01", "not after 1 January 2019"),
        (None, None, ""),
    ],
)
def test_bounds_are_put_in_the_words_of_a_reader(earliest, latest, words):
    assert in_words(earliest, latest) == words


def test_a_period_names_beginning_and_end_where_they_are_known():
    assert period(TERM) == "2019 to June 2021"
    assert period(SINCE_2019) == "since 2019"
    assert (
        period(Bounds(None, None, "2021-06-01", "2021-06-30"))
        == "until June 2021"
    )
    assert period(UNKNOWN) == ""


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2019",
        "2019-9-3",
        "20190930",
        "yesterday",
        "",
        "2019-W01-1",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(
        ParameterError, match="is not a date; write it as YYYY-MM-DD"
    ):
        parse_day(text)
