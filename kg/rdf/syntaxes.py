"""The table of the RDF syntaxes that are read and written.

To read another syntax, add it here: the commands, the loads and the exports
find it by its name and its extension.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.rdf.guard import refuse_json, refuse_triple_terms, refuse_xml

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Syntax:
    """A syntax of RDF."""

    name: str
    """Its name for `--format`."""
    label: str
    """Its name in messages."""
    extension: str
    constant: str
    """Its name in `pyoxigraph.RdfFormat`."""
    guard: Callable[[Path | str, BinaryIO], None]
    """Reads a file once and refuses one that is an attack."""
    guarded_in_bulk: bool = False
    """Whether a file is guarded before a bulk load as well.

    It is if its parser could use memory without end. Other parsers can at worst
    end their process, which is why a load runs in one of its own.
    """
    answer_types: tuple[str, ...] = ()
    """The media types of a server's answer in this syntax.

    The first is the one that is asked for; there is none if the syntax is not
    asked for.
    """
    answer_end: bytes = b""
    """The end of a whole answer, if the parser would accept one that is cut off."""
    starts: tuple[bytes, ...] = ()
    """How a file can begin, in lower case: a hint if its name is wrong."""
    if_without_triples: str = ""
    """What is wrong with a well-formed file that has no triple.

    It is empty where such a file can be meant.
    """

    @property
    def format(self) -> "ox.RdfFormat":
        """The syntax for Oxigraph, which the help texts do without.

        Where it can name graphs, their triples are read into the default graph.
        """
        import pyoxigraph as ox

        found: ox.RdfFormat = getattr(ox.RdfFormat, self.constant)
        return found


TURTLE = Syntax(
    name="turtle",
    label="Turtle",
    extension=".ttl",
    constant="TURTLE",
    guard=refuse_triple_terms,
    answer_types=("text/turtle",),
    starts=(b"@prefix", b"prefix"),
)
N_TRIPLES = Syntax(
    name="ntriples",
    label="N-Triples",
    extension=".nt",
    constant="N_TRIPLES",
    guard=refuse_triple_terms,
    answer_types=("application/n-triples", "text/plain"),
)
JSON_LD = Syntax(
    name="jsonld",
    label="JSON-LD",
    extension=".jsonld",
    constant="JSON_LD",
    guard=refuse_json,
    guarded_in_bulk=True,
    starts=(b"{", b"["),
    if_without_triples="holds no triple; its keys need an @context, or to be IRIs",
)
RDF_XML = Syntax(
    name="rdfxml",
    label="RDF/XML",
    extension=".rdf",
    constant="RDF_XML",
    guard=refuse_xml,
    guarded_in_bulk=True,
    answer_types=("application/rdf+xml",),
    answer_end=b"RDF>",
    starts=(b"<?xml", b"<rdf:rdf"),
)
SYNTAXES = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
BY_NAME = {syntax.name: syntax for syntax in SYNTAXES}
BY_EXTENSION = {syntax.extension: syntax for syntax in SYNTAXES}
