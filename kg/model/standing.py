"""Whether a relationship stands on a day, given what its sources say of its beginning and end."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.model.dates import Bounds, begun_when_signed, plain_day
from kg.model.vocabulary import IN_FORCE

Standing = Literal["in-force", "presumed", "possible", "not-in-force"]
CERTAIN: frozenset[Standing] = frozenset({"in-force", "presumed"})
"""What `--on DATE` keeps; `--possible` adds the undecided."""
_ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Life:
    """The first and last days on which an organisation can have been founded and dissolved.

    Of the parties of a relationship: the last founding and the first dissolution. Plain days,
    "" where unknown.
    """

    founded_earliest: str = ""
    founded_latest: str = ""
    dissolved_earliest: str = ""
    dissolved_latest: str = ""


NO_LIMIT = Life()


def common_life(lives: Iterable[Life]) -> Life:
    """Return the time in which all organisations exist."""
    lives = list(lives)
    if not lives:
        return NO_LIMIT
    return Life(
        max(life.founded_earliest for life in lives),
        max(life.founded_latest for life in lives),
        _first(life.dissolved_earliest for life in lives),
        _first(life.dissolved_latest for life in lives),
    )


def _first(days: Iterable[str]) -> str:
    return min(filter(None, days), default="")


def standing(
    status: str,
    bounds: Bounds,
    attested: str | None,
    day: str,
    *,
    signed: str | None = None,
    life: Life = NO_LIMIT,
) -> Standing:
    """Return the standing of a relationship on a day.

    The first row of the table in `docs/model.md` that fits.

    The same table is written in SPARQL in `queries/questions/standing.rq`, and in JavaScript for
    the page; tests hold the three together. A date that is not a full day counts as unknown.

    Args:
        status: the notation of the relationship's status.
        bounds: what is known of beginning and end. A bound without its twin still tells which
            side a day is on.
        attested: the latest day on which a source attests the relationship, None if no source is
            dated.
        day: an ISO 8601 date. Such dates compare as strings.
        signed: the day of signature, which bounds the start unless the bounds say otherwise.
        life: the time in which all parties exist.
    """
    known = begun_when_signed(bounds, signed)
    start, start_by = known.start_earliest, known.start_latest
    end, end_by = known.end_earliest, known.end_latest
    seen = plain_day(attested)
    ended_some_day = status == _ENDED and not (end or end_by)
    if status not in (IN_FORCE, _ENDED):
        return "not-in-force"
    if _before(day, start) or _from(day, end_by):
        return "not-in-force"
    if _before(day, life.founded_earliest) or _from(day, life.dissolved_latest):
        return "not-in-force"
    if ended_some_day and seen and day > seen:
        return "not-in-force"
    if _before(day, start_by) or _from(day, end):
        return "possible"
    if _before(day, life.founded_latest) or _from(day, life.dissolved_earliest):
        return "possible"
    if not (start or start_by) and (not seen or day < seen):
        return "possible"
    if ended_some_day:
        return "possible"
    if end or end_by or (seen and day <= seen):
        return "in-force"
    return "presumed"


def _before(day: str, bound: str | None) -> bool:
    return bool(bound) and day < str(bound)


def _from(day: str, bound: str | None) -> bool:
    return bool(bound) and day >= str(bound)
