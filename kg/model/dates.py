"""Days and what is known of them, parsed and put in words."""

import calendar
import datetime
import re
from dataclasses import dataclass

from kg.errors import ParameterError


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day on which a relationship can have begun and ended.

    ISO 8601 dates, None where unknown.
    """

    start_earliest: str | None = None
    start_latest: str | None = None
    end_earliest: str | None = None
    end_latest: str | None = None


_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def plain_day(text: str | None) -> str | None:
    """Return a day that is written as YYYY-MM-DD, None for anything else.

    A year, a time or a zone is no such day: engines compare these in different ways.
    """
    return text if text and _PLAIN_DAY.fullmatch(text) else None


def begun_when_signed(bounds: Bounds, signed: str | None) -> Bounds:
    """Return the bounds that are plain days; a signature bounds the start where they leave it open.

    Signed means begun, unless the text says otherwise.
    """
    start = plain_day(bounds.start_earliest)
    start_by = plain_day(bounds.start_latest)
    signed = plain_day(signed)
    if signed and not start:
        if not start_by:
            start = start_by = signed
        elif signed <= start_by:
            start = signed
    end, end_by = plain_day(bounds.end_earliest), plain_day(bounds.end_latest)
    return Bounds(start, start_by, end, end_by)


def parse_day(text: str) -> str:
    """Return an ISO 8601 date that exists.

    Raises:
        ParameterError: it is none.
    """
    try:
        day = datetime.date.fromisoformat(text).isoformat()
        if day != text:
            raise ValueError("another form of ISO 8601")
        return day
    except ValueError as error:
        raise ParameterError(
            f"{text!r} is not a date; write it as YYYY-MM-DD, for example 2021-06-30"
        ) from error


def expand_day(text: str) -> tuple[str, str]:
    """Return first and last day of what `2019`, `2019-09` or `2019-09-30` says.

    Raises:
        ParameterError: it is none of these, or no such day or month exists.
    """
    try:
        if re.fullmatch(r"\d{4}", text):
            return datetime.date(int(text), 1, 1).isoformat(), datetime.date(
                int(text), 12, 31
            ).isoformat()
        if re.fullmatch(r"\d{4}-\d\d", text):
            year, month = int(text[:4]), int(text[5:])
            last = (
                calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            )
            return datetime.date(year, month, 1).isoformat(), datetime.date(
                year, month, last
            ).isoformat()
    except ValueError as error:
        raise ParameterError(
            f"{text!r} is no year and month that exist; write for example 2019 or 2019-09"
        ) from error
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ParameterError(
            f"{text!r} is not a date; write 2019, 2019-09 or 2019-09-30"
        )
    return parse_day(text), parse_day(text)


def in_words(earliest: str | None, latest: str | None) -> str:
    """Return a day that is known between bounds, in words.

    `14 February 2018`, `July 2020`, `2019`, `between … and …`.
    """
    if not earliest and not latest:
        return ""
    if not latest:
        return f"not before {_day(str(earliest))}"
    if not earliest:
        return f"not after {_day(latest)}"
    if earliest == latest:
        return _day(earliest)
    first = _parse(earliest)
    last = _parse(latest)
    if first and last and _is_year(first, last):
        return str(first.year)
    if first and last and _is_month(first, last):
        month = _MONTHS[first.month]
        return f"{month} {first.year}"
    return f"between {_day(earliest)} and {_day(latest)}"


def _is_year(first: datetime.date, last: datetime.date) -> bool:
    """Return whether two days are the first and the last of a year."""
    return (
        first.year == last.year
        and (first.month, first.day) == (1, 1)
        and (last.month, last.day) == (12, 31)
    )


def _is_month(first: datetime.date, last: datetime.date) -> bool:
    """Return whether two days are the first and the last of a month."""
    _, days = calendar.monthrange(first.year, first.month)
    return (
        (first.year, first.month) == (last.year, last.month)
        and first.day == 1
        and last.day == days
    )


def period(bounds: Bounds) -> str:
    """Return beginning and end in words, nothing where both are unknown.

    `since 2019`, `October 2020 to November 2020`, `until June 2021`.
    """
    start = in_words(bounds.start_earliest, bounds.start_latest)
    end = in_words(bounds.end_earliest, bounds.end_latest)
    if start and end:
        return f"{start} to {end}"
    if start:
        return f"since {start}"
    if end:
        return f"until {end}"
    return ""


_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _parse(iso: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError:
        return None


def _day(iso: str) -> str:
    """Return a day in words; what is no date of the calendar stays as it is."""
    day = _parse(iso)
    return f"{day.day} {_MONTHS[day.month]} {day.year}" if day else iso
