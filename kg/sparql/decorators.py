"""Query files and the grlc decorators at their head."""

import re
from pathlib import Path

from kg.errors import QueryError

_DECORATOR = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)


def read_query(path: Path) -> str:
    """Return the text of a query file, without the mark that some editors put at its start.

    Raises:
        QueryError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise QueryError(
            f"{path}: is not UTF-8 ({place}); save the query as UTF-8"
        ) from error


def read_decorators(text: str) -> dict[str, str]:
    """Return the grlc decorators of a query by key.

    A default of a parameter has the key `- name`.
    """
    decorators = {}
    for line in _DECORATOR.findall(text):
        key, _, value = line.strip().partition(": ")
        decorators[key] = value.strip()
    return decorators
