"""The competency questions: SPARQL files whose grlc decorators say what they answer and which values they need."""

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import NameNotFound
from kg.sparql.decorators import read_decorators, read_query

_PARAMETER = re.compile(r"[?$]_([A-Za-z]\w*?)_(iri|date|string|integer)\b")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question needs: its name, its type (iri, date, string, integer) and an example of it."""

    name: str
    type: str
    default: str | None

    @property
    def sort(self) -> str:
        """What an IRI for it is of: an organisation, a source or a relationship."""
        return self.name if self.name in ("source", "relationship") else "organisation"

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
    parameters = tuple(Parameter(name, kind, fields.get(f"- {name}")) for name, kind in found)
    return Question(
        path.stem, fields.get("summary", ""), fields.get("description", ""), parameters, text
    )


def find_question(paths: list[Path], name: str) -> Question:
    """Return the question called `name`.

    Raises:
        NameNotFound: there is none; with near names.
    """
    by_name = {path.stem: path for path in paths}
    if name not in by_name:
        from kg.model.near import nearest

        raise NameNotFound("question", name, nearest(name, by_name), "`kg ask` lists them")
    return read_question(by_name[name])
