"""Everything that can go wrong and is not a fault of the program.

KgError                 exit code 3, one line on stderr
├── WorkspaceError      no workspace where one was named, or a part of it is missing
├── TurtleError         a file that is not RDF: file, line, column
├── OntologyError       an unknown kind, status or type, or an incomplete kind
├── QueryError          a query that cannot be answered: line, column, what was expected
├── NameNotFound        no organisation, question … of that name; near names
├── AmbiguousName       a name of several things; the candidates
├── StoreError          a store that cannot be opened or asked
│   └── AnswerCutOff    a server that leaves out a part of a long answer
├── EvidenceError       a passage that is not where it is said to be
├── ExportError         a file that cannot be written
└── ParameterError      exit code 2: a value that a command or question cannot take, or lacks

Faulty *data* is no exception: `kg check` reports it as findings.
"""

from collections.abc import Sequence
from pathlib import Path


class KgError(Exception):
    """Any error that the user, the data or the machine can cause."""


class WorkspaceError(KgError):
    """A workspace is missing or incomplete."""


class TurtleError(KgError):
    """A file is not well-formed RDF."""

    def __init__(
        self,
        path: Path | str,
        message: str,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        place = str(path)
        if line is not None:
            place += f":{line}"
        if column is not None:
            place += f":{column}"
        super().__init__(f"{place}: {message}")
        self.path = path
        self.line = line
        self.column = column


class OntologyError(KgError):
    """The ontology does not say what is asked of it."""


class QueryError(KgError):
    """A query is malformed, refused, or asks for what nothing binds."""

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class NameNotFound(KgError):
    """Nothing has this name."""

    def __init__(
        self, what: str, name: str, near: Sequence[str] = (), advice: str = ""
    ) -> None:
        message = f"no {what} is called {name!r}"
        if near:
            message += f"; did you mean {' or '.join(near)}?"
        elif advice:
            message += f"; {advice}"
        super().__init__(message)
        self.name = name
        self.near = tuple(near)


class AmbiguousName(KgError):
    """Several organisations, sources or relationships have this name."""

    def __init__(self, what: str, name: str, candidates: Sequence[str]) -> None:
        listed = ", ".join(candidates)
        super().__init__(
            f"{name!r} is the name of several {what}s; say which: {listed}"
        )
        self.name = name
        self.candidates = tuple(candidates)


class StoreError(KgError):
    """A store cannot be opened or does not answer."""


class AnswerCutOff(StoreError):
    """A server has a limit, and has left out a part of an answer."""


class EvidenceError(KgError):
    """A passage cannot be found or is not as recorded."""


class ExportError(KgError):
    """A file cannot be written."""


class ParameterError(KgError):
    """A question or command was given too few, too many or ill-formed values: a usage error."""
