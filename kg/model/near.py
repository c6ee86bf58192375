"""Names that are spelt nearly like another one."""

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], cutoff: float = 70) -> list[str]:
    """Return up to three choices that look like `word`, most alike first; case is ignored."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        word,
        list(choices),
        scorer=fuzz.WRatio,
        processor=str.casefold,
        limit=3,
        score_cutoff=cutoff,
    )
    return [choice for choice, _, _ in found]
