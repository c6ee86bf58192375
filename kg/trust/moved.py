"""New spans and hashes for evidence whose text has changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import EvidenceError
from kg.model.vocabulary import node
from kg.rdf.read import read_turtle
from kg.rdf.turtle import write_turtle
from kg.sparql.tokens import first_comment
from kg.trust.verify import Verified
from kg.workspace.folders import Workspace

_TEXT_HASH = node("kg:textSHA256").value
_START = node("oa:start").value
_END = node("oa:end").value


class _Property(NamedTuple):
    """A property of one resource, which has one value."""

    subject: str
    predicate: str


def updated_files(
    workspace: Workspace, results: Sequence[Verified]
) -> dict[Path, bytes]:
    """Return the files that change when spans and hashes are updated.

    Nothing is written. Only evidence that is `changed` or `moved` is updated:
    only a reader can find out what became of a `lost` passage.

    Raises:
        EvidenceError: two records share a selector and disagree, or a file has
            comments, which rewriting would drop.
    """
    current = _current_values(results)
    files = {}
    for path in workspace.data_files():
        content, triples, prefixes = read_turtle(path)
        updated = [_update(triple, current) for triple in triples]
        if updated == triples:
            continue
        if first_comment(content.decode("utf-8")) is not None:
            raise EvidenceError(
                f"{path}: has comments, which rewriting would drop; turn them into"
                " skos:editorialNote"
            )
        files[path] = write_turtle(updated, prefixes)
    return files


def _current_values(results: Sequence[Verified]) -> dict[_Property, ox.Literal]:
    """Return the values to record."""
    current: dict[_Property, ox.Literal] = {}
    for result in results:
        if result.verdict not in ("changed", "moved") or result.found is None:
            continue
        selector = result.evidence.selector
        text_hash = _Property(result.evidence.source, _TEXT_HASH)
        start = _Property(selector, _START)
        end = _Property(selector, _END)
        values = {
            text_hash: ox.Literal(result.text_hash),
            start: ox.Literal(result.found.start),
            end: ox.Literal(result.found.end),
        }
        for property_, value in values.items():
            if current.setdefault(property_, value) != value:
                raise EvidenceError(
                    f"{selector} is the span of two passages"
                    " that are now apart; give each its own"
                )
    return current


def _update(
    triple: ox.Triple, current: Mapping[_Property, ox.Literal]
) -> ox.Triple:
    if not isinstance(triple.subject, ox.NamedNode):
        return triple
    value = current.get(_Property(triple.subject.value, triple.predicate.value))
    if value is None:
        return triple
    return ox.Triple(triple.subject, triple.predicate, value)
