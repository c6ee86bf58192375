"""SHACL shapes, put to the assertions by pySHACL; results as terms of pyoxigraph."""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.model.terms import text
from kg.model.vocabulary import RDF_TYPE, node
from kg.rdf.read import read_statements
from kg.trust.foreign import leave_out_foreign_terms

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_SHAPES = {node("sh:NodeShape"), node("sh:PropertyShape")}
_DESCRIBING = {node("sh:message"): "message", node("sh:severity"): "severity"}
_TARGETS = {
    node(f"sh:target{how}")
    for how in ("Class", "Node", "SubjectsOf", "ObjectsOf")
}
_LOOKING_AROUND = {node("sh:closed"), node("sh:qualifiedValueShapesDisjoint")}
"""Parameters by which a constraint depends on properties that it does not name.

Some depend on the other property shapes of the shape.
"""
_LOOKING_FAR = _LOOKING_AROUND | {
    node(f"sh:{name}")
    for name in ("node", "not", "and", "or", "xone", "qualifiedValueShape")
}
"""What may put a shape to the values of a property."""
_CLASSES = {node("rdfs:Class"), node("owl:Class")}
"""A shape that is a class has its instances as targets, too."""
_CODE = {
    node(name)
    for name in (
        "sh:select",
        "sh:ask",
        "sh:construct",
        "sh:update",
        "sh:jsFunctionName",
    )
}


@dataclass(frozen=True, slots=True)
class Result:
    """A result of validation.

    Which shape, on which resource, property and value, and what it says.
    """

    shape: str
    resource: str
    predicate: str | None
    value: ox.NamedNode | ox.BlankNode | ox.Literal | None
    message: str
    warning: bool


def read_shapes(paths: Iterable[Path]) -> list[ox.Triple]:
    """Read files of shapes.

    Raises:
        TurtleError: a file is not well-formed.
        OntologyError: a shape holds a query or code; queries belong in `queries/checks/`,
            where Oxigraph answers them.
    """
    found = []
    for path in paths:
        for triple, line in read_statements(path):
            if triple.predicate in _CODE:
                raise OntologyError(
                    f"{path}:{line}: a shape holds code;"
                    " write it as a SELECT in queries/checks/ instead"
                )
            found.append(triple)
    return found


def count_shapes(shapes: Iterable[ox.Triple]) -> int:
    """Return how many node shapes and property shapes there are that are not switched off."""
    triples = list(shapes)
    off = {
        t.subject
        for t in triples
        if t.predicate == node("sh:deactivated")
        and t.object == ox.Literal(True)
    }
    return len(
        {
            t.subject
            for t in triples
            if t.predicate == RDF_TYPE and t.object in _SHAPES
        }
        - off
    )


def describe_shapes(shapes: Iterable[ox.Triple]) -> list[tuple[str, bool, str]]:
    """Return name, whether it only warns, and message of each shape that has one, by name."""
    found: dict[str, dict[str, str]] = {}
    for triple in shapes:
        if (
            isinstance(triple.subject, ox.NamedNode)
            and triple.predicate in _DESCRIBING
        ):
            value = (
                triple.object.value
                if isinstance(triple.object, ox.NamedNode | ox.Literal)
                else ""
            )
            found.setdefault(triple.subject.value, {})[
                _DESCRIBING[triple.predicate]
            ] = value
    told = {
        rule_name(iri): own for iri, own in found.items() if "message" in own
    }
    violation = node("sh:Violation").value
    return [
        (
            name,
            told[name].get("severity", violation) != violation,
            told[name]["message"],
        )
        for name in sorted(told)
    ]


def rule_name(shape: str) -> str:
    """Return the name of a rule: the last part of its shape's IRI."""
    return re.split(r"[#/]", shape)[-1]


def validate(
    data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]
) -> list[Result]:
    """Return what the shapes find in the data.

    Nothing is inferred but the subclasses that the data states.

    Raises:
        OntologyError: a shape is malformed.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    own = list(shapes)
    if not any(triple.predicate in _LOOKING_AROUND for triple in own):
        own, data = _aimed(own), _mentioned(data, own)
    with _quiet():
        graph = _to_rdflib(data)
        leave_out_foreign_terms(graph)
        try:
            _, report, _ = pyshacl.validate(
                graph, shacl_graph=_to_rdflib(own), inplace=True
            )
        except (
            ReportableRuntimeError,
            NotImplementedError,
            re.error,
            TypeError,
            ValueError,
        ) as error:
            report = error
        if isinstance(report, Exception):
            said = " ".join(str(report).split())
            raise OntologyError(
                f"the shapes of ontology/shapes.ttl cannot be used: {said}"
            ) from report
        return sorted(set(_results(report)), key=str)


def look_near(shapes: Collection[ox.Triple]) -> bool:
    """Return whether shapes look at nothing but a resource and its values.

    Of the values they may look at the classes.
    """
    paths = {
        t.subject: t.object for t in shapes if t.predicate == node("sh:path")
    }
    return all(
        isinstance(path, ox.NamedNode) for path in paths.values()
    ) and not any(
        t.predicate in _LOOKING_FAR
        or (t.predicate == node("sh:property") and t.subject in paths)
        for t in shapes
    )


def _aimed(shapes: list[ox.Triple]) -> list[ox.Triple]:
    """Return shapes that find the same, with targets on the property shapes.

    These are the targets of the node shapes that hold them.

    pySHACL looks at the targets of a shape together, but at those of a shape within a shape
    one by one.
    """
    as_they_are = {t.object for t in shapes}
    as_they_are |= {
        t.subject
        for t in shapes
        if t.predicate == node("sh:deactivated") or t.object in _CLASSES
    }
    targets: dict[object, list[ox.Triple]] = {}
    for triple in shapes:
        if triple.predicate in _TARGETS and triple.subject not in as_they_are:
            targets.setdefault(triple.subject, []).append(triple)
    found = []
    for triple in shapes:
        aims = (
            targets.get(triple.subject, [])
            if triple.predicate == node("sh:property")
            else []
        )
        if aims and not isinstance(triple.object, ox.Literal):
            found += [
                ox.Triple(triple.object, aim.predicate, aim.object)
                for aim in aims
            ]
        else:
            found.append(triple)
    return found


def _mentioned(
    data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]
) -> Iterator[ox.Triple]:
    """Yield the triples whose properties the shapes mention, and what classes things are of."""
    needed = {t.object for t in shapes} | {RDF_TYPE, node("rdfs:subClassOf")}
    return (triple for triple in data if triple.predicate in needed)


def _results(report: "rdflib.Graph") -> Iterator[Result]:
    from rdflib import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        messages = sorted(
            [
                str(message)
                for message in report.objects(result, SH.resultMessage)
            ]
        )
        severity = report.value(result, SH.resultSeverity)
        yield Result(
            shape=text(_value(report, result, SH.sourceShape)),
            resource=text(_value(report, result, SH.focusNode)),
            predicate=None if path is None else str(path),
            value=_value(report, result, SH.value),
            message=" ".join(messages),
            warning=severity != SH.Violation,
        )


def _value(report: "rdflib.Graph", result: "Node", predicate: "Node") -> Any:
    from oxrdflib._converter import to_ox

    return to_ox(report.value(result, predicate))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that is not of its datatype.

    The shapes report those.
    """
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _to_rdflib(triples: Iterable[ox.Triple]) -> "rdflib.Graph":
    """Return triples as a graph of rdflib, without triple terms, which RDF 1.1 and SHACL lack.

    The check `triple-term` reports those.
    """
    import rdflib
    from oxrdflib._converter import from_ox

    convert: Callable[[object], Any] = cache(from_ox)
    graph = rdflib.Graph(bind_namespaces="none")
    with _spelling_kept():
        for triple in triples:
            if isinstance(triple.object, ox.Triple):
                continue
            graph.add(
                (
                    convert(triple.subject),
                    convert(triple.predicate),
                    convert(triple.object),
                )
            )
    return graph


@contextmanager
def _spelling_kept() -> Iterator[None]:
    """Keep rdflib from respelling literals, such as 01 as 1.

    A finding quotes a value as the file spells it, and is placed by that.
    """
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
