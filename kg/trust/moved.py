"""Record where passages stand now: the new spans and hashes of evidence whose text has changed."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import EvidenceError
from kg.model.vocabulary import node
from kg.rdf.read import read_turtle
from kg.rdf.turtle import write_turtle
from kg.sparql.tokens import first_comment
from kg.trust.verify import Verified
from kg.workspace.folders import Workspace

_Key = tuple[str, str]
"""Subject and predicate of the one statement that is to be replaced."""


def updated_files(workspace: Workspace, results: Sequence[Verified]) -> dict[Path, bytes]:
    """Return the files of a workspace that change when `changed` and `moved` evidence is recorded as it stands now.

    Nothing is written. What is `lost` stays as it is, for only a reader can tell what became of it.

    Raises:
        EvidenceError: two records share a selector and disagree, or a file has comments, which rewriting would drop.
    """
    wanted = _replacements(results)
    files = {}
    for path in workspace.data_files():
        content, triples, prefixes = read_turtle(path)
        renewed = [_renew(triple, wanted) for triple in triples]
        if renewed != triples:
            if first_comment(content.decode("utf-8")) is not None:
                raise EvidenceError(
                    f"{path}: has comments, which rewriting would drop; turn them into skos:editorialNote"
                )
            files[path] = write_turtle(renewed, prefixes)
    return files


def _replacements(results: Sequence[Verified]) -> dict[_Key, ox.Literal]:
    wanted: dict[_Key, ox.Literal] = {}
    for result in results:
        if result.verdict not in ("changed", "moved") or result.found is None:
            continue
        evidence = result.evidence
        new = {
            (evidence.source, node("kg:textSHA256").value): ox.Literal(result.text_hash),
            (evidence.selector, node("oa:start").value): ox.Literal(result.found[0]),
            (evidence.selector, node("oa:end").value): ox.Literal(result.found[1]),
        }
        if any(wanted.get(key, value) != value for key, value in new.items()):
            raise EvidenceError(
                f"{evidence.selector} is the span of two passages that have parted; give each its own"
            )
        wanted |= new
    return wanted


def _renew(triple: ox.Triple, wanted: dict[_Key, ox.Literal]) -> ox.Triple:
    if not isinstance(triple.subject, ox.NamedNode):
        return triple
    value = wanted.get((triple.subject.value, triple.predicate.value))
    return triple if value is None else ox.Triple(triple.subject, triple.predicate, value)
