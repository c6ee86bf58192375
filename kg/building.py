"""Everything at once: the files of `kg build`, each made when its turn comes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.errors import KgError
from kg.export import network_files
from kg.graph import KnowledgeGraph
from kg.inventory import take_inventory
from kg.query import Table
from kg.questions import Question
from kg.tables import write_table

Step = tuple[str, Callable[[], bytes | None]]
"""Name and maker of a file, which makes none where a question was not answered."""


def build_all(graph: KnowledgeGraph) -> list[Step]:
    """Return name and maker of each file: graph, page, network, an answer per question, and a summary of them."""
    answers: dict[str, Table | str] = {}

    def answer(question: Question) -> bytes | None:
        try:
            found = graph.ask(question.name, **{p.name: p.default or "" for p in question.parameters})
        except KgError as error:
            answers[question.name] = str(error).partition("\n")[0].replace("|", "\\|")
            return None
        answers[question.name] = found
        return write_table(found, "csv").encode("utf-8")

    steps: list[Step] = [
        ("graph.ttl", graph.rdf),
        ("network.html", lambda: str(graph.draw()).encode("utf-8")),
        ("network.gexf", lambda: next(iter(network_files(graph.project(), Path("network.gexf"), "gexf").values()))),
    ]
    questions = graph.questions()
    steps += [(f"answers/{question.name}.csv", partial(answer, question)) for question in questions]
    steps.append(("summary.md", lambda: _summary(graph, questions, answers).encode("utf-8")))
    return steps


def _summary(graph: KnowledgeGraph, questions: list[Question], answers: dict[str, Table | str]) -> str:
    title, note = graph.describe(graph.project().filters)
    lines = [f"# {title}", "", note, "", "## What it holds", ""]
    inventory = take_inventory(graph)
    shown = Table(inventory.columns, [row for row in inventory.rows if row[2] is not None])
    lines += [write_table(shown, "md"), "## Answers", "", "| question | asked with | rows |", "| --- | --- | --- |"]
    for question in questions:
        found = answers[question.name]
        values = ", ".join(f"{p.name} = {p.default}" for p in question.parameters)
        if isinstance(found, Table):
            lines.append(f"| [{question.summary}](answers/{question.name}.csv) | {values} | {len(found.rows)} |")
        else:
            lines.append(f"| {question.summary} | {values} | not answered: {found} |")
    return "\n".join(lines) + "\n"
