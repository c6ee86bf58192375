import datetime
from dataclasses import dataclass
from itertools import product

import pyoxigraph as ox
import pytest
from hypothesis import given, strategies as st

from kg.ask.questions import read_question
from kg.errors import ParameterError
from kg.model.dates import (
    Bounds,
    begun_when_signed,
    in_words,
    parse_day,
    period,
)
from kg.model.standing import NO_LIMIT, Life, common_life, standing
from kg.model.vocabulary import PREFIXES
from kg.rdf.read import load_files
from kg.sparql.bind import bind

STATUSES = (
    "planned",
    "candidate",
    "in-force",
    "suspended",
    "ended",
    "cancelled",
    "denied",
)
YEAR = ("2019-01-01", "2019-12-31")
UNKNOWN = Bounds()
SINCE_2019 = Bounds(*YEAR)
TERM = Bounds(*YEAR, "2021-06-01", "2021-06-30")


@pytest.mark.parametrize(
    ("status", "bounds", "attested", "day", "verdict"),
    [
        *(
            (status, SINCE_2019, "2022-01-01", "2020-01-01", "not-in-force")
            for status in STATUSES
            if status not in ("in-force", "ended")
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


STARTS = (
    (None, None),
    ("2019-01-01", "2019-12-31"),
    ("2019-03-01", "2019-03-01"),
    ("2019-01-01", None),
    (None, "2019-12-31"),
)
ENDS = (
    (None, None),
    ("2021-01-01", "2021-12-31"),
    ("2021-06-01", "2021-06-01"),
    ("2021-01-01", None),
    (None, "2021-12-31"),
)
ATTESTATIONS = (None, "2018-01-01", "2020-01-01", "2022-01-01")
SIGNATURES = (None, "2019-02-01")
LIVES = (NO_LIMIT, Life("2018-06-01", "2019-02-01", "2020-06-01", "2021-03-01"))
DAYS = (
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


@dataclass(frozen=True)
class Case:
    """A relationship as its sources know it, and the life of its party."""

    name: str
    status: str
    bounds: Bounds
    attested: str | None
    signed: str | None = None
    life: Life = NO_LIMIT

    def standing(self, day):
        return standing(
            self.status,
            self.bounds,
            self.attested,
            day,
            signed=self.signed,
            life=self.life,
        )

    def turtle(self):
        bounds, life = self.bounds, self.life
        lines = [
            f"<urn:{self.name}> a kg:Hosting ; adms:status status:{self.status} ;"
            f' rdfs:label "{self.name}" ; kg:participant <urn:{self.name}-p> ;'
            f" prov:wasDerivedFrom <urn:{self.name}-e> .",
            f"<urn:{self.name}-e> kg:stance kg:supports ; oa:hasSource <urn:{self.name}-s> .",
        ]
        said = [
            ("", "kg:startEarliest", bounds.start_earliest),
            ("", "kg:startLatest", bounds.start_latest),
            ("", "kg:endEarliest", bounds.end_earliest),
            ("", "kg:endLatest", bounds.end_latest),
            ("", "kg:signedOn", self.signed),
            ("-s", "dcterms:issued", self.attested),
            ("-p", "kg:foundedEarliest", life.founded_earliest),
            ("-p", "kg:foundedLatest", life.founded_latest),
            ("-p", "kg:dissolvedEarliest", life.dissolved_earliest),
            ("-p", "kg:dissolvedLatest", life.dissolved_latest),
        ]
        for ending, property_, day in said:
            if day:
                lines.append(
                    f'<urn:{self.name}{ending}> {property_} "{day}"^^xsd:date .'
                )
        return "\n".join(lines)


CASES = [
    Case(f"r{number}", *given)
    for number, given in enumerate(
        (status, Bounds(*start, *end), attested, signed, life)
        for status, start, end, attested, signed, life in product(
            STATUSES, STARTS, ENDS, ATTESTATIONS, SIGNATURES, LIVES
        )
    )
]


def stored(root, turtle):
    store = load_files(
        [
            root / "ontology" / "institutional.ttl",
            root / "ontology" / "concepts.ttl",
        ]
    )
    prefixes = [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    store.load("\n".join([*prefixes, *turtle]), format=ox.RdfFormat.TURTLE)
    return store


def asked(root, store, day):
    """Return the verdicts of the question on a day, by relationship."""
    question = read_question(root / "queries" / "questions" / "standing.rq")
    text = bind(question.text, {"_date_date": literal(day)})
    rows = store.query(text, prefixes=PREFIXES)
    return {
        row["iri"].value.removeprefix("urn:"): row["standing"].value
        for row in rows
    }


def test_the_sparql_question_gives_the_same_verdict_in_every_case(root):
    """Every status, with every combination of bounds, signature, life and attestation."""
    assert len(CASES) * len(DAYS) == 33_600
    store = stored(root, [case.turtle() for case in CASES])
    for day in DAYS:
        assert asked(root, store, day) == {
            case.name: case.standing(day) for case in CASES
        }


NO_FULL_DAYS = {
    "2019": "xsd:gYear",
    "2019-01-01T00:00:00": "xsd:dateTime",
    "2019-01-01Z": "xsd:date",
    "2019-01-01+14:00": "xsd:date",
    "12019-01-01": "xsd:date",
    "-2019-01-01": "xsd:date",
    "spring": "xsd:string",
}
"""What stands for a bound in some data, with its datatype."""


@pytest.mark.parametrize("written", NO_FULL_DAYS)
def test_a_bound_that_is_no_full_day_counts_as_unknown_in_sparql_and_python(
    root, written
):
    names = ("startEarliest", "startLatest", "endEarliest", "endLatest")
    value = f'"{written}"^^{NO_FULL_DAYS[written]}'
    said = " ; ".join(f"kg:{name} {value}" for name in names)
    turtle = f'<urn:odd> a kg:Hosting ; adms:status status:in-force ; rdfs:label "odd" ; {said} .'
    odd = Bounds(written, written, written, written)
    store = stored(root, [turtle])
    assert asked(root, store, "2018-01-01") == {"odd": "possible"}
    assert asked(root, store, "2020-01-01") == {"odd": "possible"}
    assert standing("in-force", odd, None, "2018-01-01") == "possible"
    assert standing("in-force", odd, None, "2020-01-01") == "possible"


@pytest.mark.parametrize(
    ("bounds", "begun"),
    [
        (UNKNOWN, Bounds("2019-06-01", "2019-06-01")),
        (Bounds(None, "2019-12-31"), Bounds("2019-06-01", "2019-12-31")),
        (Bounds("2019-07-01", None), Bounds("2019-07-01", None)),
        (Bounds(None, "2019-01-31"), Bounds(None, "2019-01-31")),
        (TERM, TERM),
    ],
)
def test_signed_means_begun_where_the_bounds_leave_it_open(bounds, begun):
    assert begun_when_signed(bounds, "2019-06-01") == begun


def test_a_relationship_stands_only_while_all_its_parties_exist():
    life = common_life(
        [
            Life("1990-01-01", "1990-12-31", "", ""),
            Life("2000-01-01", "2000-01-01", "2020-05-01", "2020-05-31"),
            NO_LIMIT,
        ]
    )
    assert life == Life("2000-01-01", "2000-01-01", "2020-05-01", "2020-05-31")
    since_1995 = Bounds("1995-01-01", "1995-01-01")
    verdicts = {
        day: standing("in-force", since_1995, "2021-01-01", day, life=life)
        for day in ("1999-12-31", "2000-01-01", "2020-05-01", "2020-05-31")
    }
    assert verdicts == {
        "1999-12-31": "not-in-force",
        "2000-01-01": "in-force",
        "2020-05-01": "possible",
        "2020-05-31": "not-in-force",
    }


def literal(day):
    return ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


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
