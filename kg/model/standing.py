"""Whether a relationship stands on a day, given what its sources say of its beginning and end."""

from typing import Literal

from kg.model.dates import Bounds
from kg.model.vocabulary import IN_FORCE

Standing = Literal["in-force", "presumed", "possible", "not-in-force"]
CERTAIN: frozenset[Standing] = frozenset({"in-force", "presumed"})
"""What `--on DATE` keeps; `--possible` adds the undecided."""
_ENDED = "ended"


def standing(
    status: str, bounds: Bounds, attested: str | None, day: str
) -> Standing:
    """Return the standing of a relationship on a day, by the table in `docs/model.md`: its first row that fits.

    The same table is written in SPARQL in `queries/questions/standing.rq`; a test holds the two together.

    Args:
        status: the notation of the relationship's status.
        bounds: what is known of beginning and end. A bound without its twin still tells which side a day is on.
        attested: the latest day on which a source attests the relationship, None if no source is dated.
        day: an ISO 8601 date. Such dates compare as strings.
    """
    start, start_by, end, end_by = (
        bounds.start_earliest,
        bounds.start_latest,
        bounds.end_earliest,
        bounds.end_latest,
    )
    no_end = not (end or end_by)
    if status not in (IN_FORCE, _ENDED):
        return "not-in-force"
    if (start and day < start) or (end_by and day >= end_by):
        return "not-in-force"
    if status == _ENDED and no_end and attested and day > attested:
        return "not-in-force"
    if (start_by and day < start_by) or (end and day >= end):
        return "possible"
    if not (start or start_by) and (attested is None or day < attested):
        return "possible"
    if status == _ENDED and no_end:
        return "possible"
    if not no_end or (attested and day <= attested):
        return "in-force"
    return "presumed"
