"""Files in canonical form.

The same triples always written the same way, so that a change shows as what it is.
"""

from pathlib import Path

from kg.errors import KgError, TurtleError
from kg.rdf.blank_nodes import blank_nodes, in_place
from kg.rdf.read import read_turtle
from kg.rdf.turtle import write_turtle
from kg.sparql.tokens import first_comment, line_and_column

MAX_LOOSE = 100
"""Blank nodes of a file that are named instead of written in place.

More would make a file nobody can read.
"""


def canonical_file(
    path: Path, *, drop_comments: bool = False
) -> tuple[bytes, bytes]:
    """Return a Turtle file's bytes as they are, and as `kg fmt` writes them.

    The same triples, prefixes of its own kept.

    Raises:
        TurtleError: the file is missing, empty or not well-formed; or it has a comment,
            which sorting would leave without its place, unless `drop_comments` allows to
            lose it.
    """
    before = path.read_bytes() if path.is_file() else b""
    content, triples, prefixes = read_turtle(path)
    if not triples:  # prefixes, to be used one day: the file is not emptied
        return before, before
    blank = blank_nodes(triples)
    if blank and len(loose := blank - set(in_place(triples))) > MAX_LOOSE:
        raise TurtleError(
            path,
            f"has {len(loose)} blank nodes that cannot be written in place,"
            " as they are shared, go round in a circle or"
            " nest too deep; give them IRIs",
        )
    text = content.decode("utf-8")
    comment = None if drop_comments else first_comment(text)
    if comment is not None:
        raise TurtleError(
            path,
            "has a comment, which canonical Turtle cannot keep;"
            " say it in data (rdfs:comment, skos:editorialNote) or allow"
            " its loss with --drop-comments",
            *line_and_column(text, comment),
        )
    try:
        return before, write_turtle(triples, prefixes)
    except KgError as error:
        raise TurtleError(path, str(error)) from error
