"""The files of `kg build`, each made when its turn comes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.ask.names import examples, resolve
from kg.ask.questions import Parameter, Question
from kg.ask.tables import write_table
from kg.errors import KgError
from kg.export.network import network_files
from kg.graph import KnowledgeGraph
from kg.model.terms import Table
from kg.views.inventory import take_inventory

_GEXF = Path("network.gexf")


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file that can be made."""

    name: str
    """Its path below the folder of the build."""
    make: Callable[[], bytes | None]
    """Return its content, or None for a question that is not answered."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """The values that a question was asked with, and its answer.

    Where there is none, the reason for that.
    """

    values: dict[str, str]
    answer: Table | str


def list_files(graph: KnowledgeGraph) -> list[BuiltFile]:
    """Return the files: graph, page, network, an answer per question, and a summary.

    The summary describes the answers, so they have to be made before it.
    """
    build = _Build(graph, graph.questions())
    answers = [
        BuiltFile(
            f"answers/{question.name}.csv", partial(build.answer, question)
        )
        for question in build.questions
    ]
    return [
        BuiltFile("graph.ttl", graph.rdf),
        BuiltFile("network.html", build.page),
        BuiltFile(_GEXF.name, build.network),
        *answers,
        BuiltFile("summary.md", build.summary),
    ]


@dataclass(frozen=True, slots=True)
class _Build:
    """What has been found out while the files are made."""

    graph: KnowledgeGraph
    questions: list[Question]
    answered: dict[str, _Answered] = field(default_factory=dict)
    """By question."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """By sort of parameter, the first two IRIs of this graph."""

    def page(self) -> bytes:
        """Return the interactive page."""
        return str(self.graph.draw()).encode("utf-8")

    def network(self) -> bytes:
        """Return the network as GEXF."""
        return network_files(self.graph.project(), _GEXF, "gexf")[_GEXF]

    def answer(self, question: Question) -> bytes | None:
        """Return the answer to a question as csv, or None where it cannot be answered."""
        values = self._values(question)
        try:
            found = self.graph.ask(question.name, **values)
        except KgError as error:
            reason = str(error).partition("\n")[0]
            self.answered[question.name] = _Answered(values, reason)
            return None
        self.answered[question.name] = _Answered(values, found)
        return write_table(found, "csv").encode("utf-8")

    def summary(self) -> bytes:
        """Return what the graph holds, and the questions with the number of their answers."""
        title, note = self.graph.describe(self.graph.project().filters)
        inventory = take_inventory(self.graph.workspace, self.graph.store)
        counted = [row for row in inventory.rows if row[-1] is not None]
        lines = [
            f"# {title}",
            "",
            note,
            "",
            "## What it holds",
            "",
            write_table(Table(inventory.columns, counted), "md"),
            "## Answers",
            "",
            "| question | asked with | rows |",
            "| --- | --- | --- |",
            *(self._summary_of(question) for question in self.questions),
        ]
        return ("\n".join(lines) + "\n").encode("utf-8")

    def _summary_of(self, question: Question) -> str:
        """Return a question's row of the summary."""
        asked = self.answered[question.name]
        values = ", ".join(
            f"{name} = {value}" for name, value in asked.values.items()
        )
        if isinstance(asked.answer, Table):
            link = f"[{question.summary}](answers/{question.name}.csv)"
            cells = [link, values, str(len(asked.answer.rows))]
        else:
            cells = [question.summary, values, f"not answered: {asked.answer}"]
        escaped = [cell.replace("|", "\\|") for cell in cells]
        return f"| {' | '.join(escaped)} |"

    def _values(self, question: Question) -> dict[str, str]:
        """Return a question's example values.

        Where they name nothing here, examples of this graph.
        """
        values: dict[str, str] = {}
        used: dict[str, int] = {}
        for parameter in question.parameters:
            if not parameter.is_needed:
                continue
            value = parameter.default or ""
            if parameter.type == "iri" and not self._is_known(parameter, value):
                number = used.get(parameter.sort, 0)
                used[parameter.sort] = number + 1
                own = self._examples(parameter.sort)
                value = own[number] if number < len(own) else value
            values[parameter.name] = value
        return values

    def _examples(self, sort: str) -> list[str]:
        if sort not in self.examples:
            self.examples[sort] = examples(self.graph.store, sort, 2)
        return self.examples[sort]

    def _is_known(self, parameter: Parameter, value: str) -> bool:
        try:
            resolve(self.graph.store, value, parameter.sort)
        except KgError:
            return False
        return True
