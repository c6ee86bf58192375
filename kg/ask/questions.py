"""The competency questions.

SPARQL files whose grlc decorators say what they answer and which values they need.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.ask.names import resolve
from kg.errors import NameNotFound, ParameterError, QueryError
from kg.model.dates import parse_day
from kg.model.terms import Table, Term
from kg.model.vocabulary import XSD_DATE
from kg.sparql.decorators import read_decorators, read_query
from kg.store.base import Store
from kg.store.query import ask_store

_PARAMETER = re.compile(r"[?$]_([A-Za-z]\w*?)_(iri|date|string|integer)\b")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
LANGUAGE = "lang"
"""The parameter for the language of labels; every question has a default for it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question needs.

    Its name, its type (iri, date, string, integer) and an example of it.
    """

    name: str
    type: str
    default: str | None

    @property
    def sort(self) -> str:
        """What an IRI for it is of: an organisation, a source or a relationship."""
        return (
            self.name
            if self.name in ("source", "relationship")
            else "organisation"
        )

    @property
    def is_needed(self) -> bool:
        """Whether a value must be given."""
        return self.name != LANGUAGE or self.default is None

    @property
    def variable(self) -> str:
        """The grlc variable that stands for it in the query, without the question mark."""
        return f"_{self.name}_{self.type}"


@dataclass(frozen=True, slots=True)
class Question:
    """A named query."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


def read_question(path: Path) -> Question:
    """Read a question file; its name is the file's."""
    text = read_query(path)
    fields = read_decorators(text)
    found = dict.fromkeys(_PARAMETER.findall(text))
    parameters = tuple(
        Parameter(name, kind, fields.get(f"- {name}")) for name, kind in found
    )
    return Question(
        path.stem,
        fields.get("summary", ""),
        fields.get("description", ""),
        parameters,
        text,
    )


def find_question(paths: list[Path], name: str) -> Question:
    """Return the question called `name`.

    Raises:
        NameNotFound: there is none; with near names.
    """
    by_name = {path.stem: path for path in paths}
    if name not in by_name:
        from kg.model.near import nearest

        raise NameNotFound(
            "question", name, nearest(name, by_name), "`kg ask` lists them"
        )
    return read_question(by_name[name])


def answer_question(
    store: Store, question: Question, values: Mapping[str, str]
) -> Table:
    """Return the answer to a question with values for its parameters.

    Raises:
        NameNotFound: a value names no organisation (or source, or relationship).
        AmbiguousName: a value is the name of several.
        ParameterError: a value is missing, superfluous, or not of its type.
        QueryError: the question is malformed, or no SELECT query.
    """
    bindings = bind_parameters(store, question, values)
    try:
        answer = ask_store(store, question.text, bindings)
    except QueryError as error:
        message = f"the question {question.name}: {error}"
        raise QueryError(message, error.line, error.column) from error
    if not isinstance(answer, Table):
        raise QueryError(
            f"the question {question.name} is no SELECT query; write it as one"
        )
    return answer


def bind_parameters(
    store: Store, question: Question, values: Mapping[str, str]
) -> dict[str, Term]:
    """Return a term for each variable of a question that stands for a parameter.

    Raises:
        NameNotFound: a value names no organisation (or source, or relationship).
        AmbiguousName: a value is the name of several.
        ParameterError: a value is missing, superfluous, or not of its type.
    """
    wanted = {parameter.name for parameter in question.parameters}
    needed = {
        parameter.name
        for parameter in question.parameters
        if parameter.is_needed
    }
    for name in sorted(values.keys() - wanted):
        takes = (
            f"it takes {', '.join(sorted(wanted))}"
            if wanted
            else "it takes none"
        )
        raise ParameterError(
            f"{question.name} has no parameter {name!r}; {takes}"
        )
    for name in sorted(needed - values.keys()):
        raise ParameterError(
            f"{question.name} needs {name}=…, for example: {_usage(question)}"
        )

    bindings: dict[str, Term] = {}
    for parameter in question.parameters:
        value = values.get(parameter.name, parameter.default or "")
        bindings[parameter.variable] = _term(store, parameter, value)
    return bindings


def _usage(question: Question) -> str:
    """Return how a question can be asked on the command line."""
    values = [
        f"{p.name}={p.default or p.type.upper()}"
        for p in question.parameters
        if p.is_needed
    ]
    return " ".join(["kg ask", question.name, *values])


def _term(store: Store, parameter: Parameter, value: str) -> Term:
    match parameter.type:
        case "iri":
            return ox.NamedNode(resolve(store, value, parameter.sort))
        case "date":
            return ox.Literal(parse_day(value), datatype=XSD_DATE)
        case "integer":
            if not _WHOLE_NUMBER.fullmatch(value):
                raise ParameterError(
                    f"{parameter.name} takes a whole number such as 3, not {value!r}"
                )
            return ox.Literal(int(value))
    if parameter.name == LANGUAGE:
        return ox.Literal(value.lower())
    return ox.Literal(value)
