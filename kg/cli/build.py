"""Everything at once: the files of `kg build`, each made when its turn comes."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from kg.ask.names import examples, resolve
from kg.ask.questions import Question
from kg.ask.tables import write_table
from kg.errors import KgError
from kg.export.network import network_files
from kg.graph import KnowledgeGraph
from kg.model.terms import Table
from kg.views.inventory import take_inventory

Step = tuple[str, Callable[[], bytes | None]]
"""Name and maker of a file, which makes none where a question was not answered."""
Answers = dict[str, tuple[dict[str, str], Table | str]]
"""By question the values that it was asked with, and the answer, or why there is none."""


def build_all(graph: KnowledgeGraph) -> list[Step]:
    """Return name and maker of each file: graph, page, network, an answer per question, and a summary of them."""
    answers: Answers = {}
    own = cache(lambda what: examples(graph.store, what, 2))

    def answer(question: Question) -> bytes | None:
        values = _values(graph, question, own)
        try:
            found = graph.ask(question.name, **values)
        except KgError as error:
            answers[question.name] = values, str(error).partition("\n")[0]
            return None
        answers[question.name] = values, found
        return write_table(found, "csv").encode("utf-8")

    steps: list[Step] = [
        ("graph.ttl", graph.rdf),
        ("network.html", lambda: str(graph.draw()).encode("utf-8")),
        (
            "network.gexf",
            lambda: next(
                iter(network_files(graph.project(), Path("network.gexf"), "gexf").values())
            ),
        ),
    ]
    questions = graph.questions()
    steps += [(f"answers/{question.name}.csv", partial(answer, question)) for question in questions]
    steps.append(("summary.md", lambda: _summary(graph, questions, answers).encode("utf-8")))
    return steps


def _values(
    graph: KnowledgeGraph, question: Question, own: Callable[[str], list[str]]
) -> dict[str, str]:
    """Return the example values of a question; where they name nothing here, the first things of this graph."""
    values = {p.name: p.default or "" for p in question.parameters}
    foreign = [
        p
        for p in question.parameters
        if p.type == "iri" and not _is_known(graph, values[p.name], p.sort)
    ]
    for sort in {p.sort for p in foreign}:
        values |= dict(zip((p.name for p in foreign if p.sort == sort), own(sort), strict=False))
    return values


def _is_known(graph: KnowledgeGraph, name: str, sort: str) -> bool:
    try:
        resolve(graph.store, name, sort)
    except KgError:
        return False
    return True


def _summary(graph: KnowledgeGraph, questions: list[Question], answers: Answers) -> str:
    title, note = graph.describe(graph.project().filters)
    lines = [f"# {title}", "", note, "", "## What it holds", ""]
    inventory = take_inventory(graph.workspace, graph.store)
    shown = Table(inventory.columns, [row for row in inventory.rows if row[2] is not None])
    lines += [
        write_table(shown, "md"),
        "## Answers",
        "",
        "| question | asked with | rows |",
        "| --- | --- | --- |",
    ]
    for question in questions:
        asked, found = answers[question.name]
        values = ", ".join(f"{name} = {value}" for name, value in asked.items())
        if isinstance(found, Table):
            cells = [
                f"[{question.summary}](answers/{question.name}.csv)",
                values,
                str(len(found.rows)),
            ]
        else:
            cells = [question.summary, values, f"not answered: {found}"]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
