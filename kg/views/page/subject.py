"""Everything that a page is made from, as one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.ask.names import read_dataset
from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.errors import WorkspaceError
from kg.model.kinds import Kind, OrganisationType, Status
from kg.network.edges import Network
from kg.sparql.labels import DEFAULT_LANGUAGE
from kg.store.base import Store
from kg.views.page.dossier import Dossier, Source, read_dossier
from kg.workspace.texts import read_texts


@dataclass(frozen=True, slots=True)
class Caption:
    """The title of a page and what it shows, also for files saved from it."""

    title: str
    version: str = ""
    licence: str = ""
    shown: str = "all relationships"
    left_out: str = ""
    """What was left out before drawing, in a sentence; empty if nothing was."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a page is made from."""

    network: Network
    dossier: Dossier
    kinds: Mapping[str, Kind]
    statuses: Mapping[str, Status]
    types: Mapping[str, OrganisationType]
    caption: Caption
    texts: Mapping[str, bytes] = field(default_factory=dict)


def read_subject(
    store: Store,
    network: Network,
    *,
    shown: str,
    left_out: str = "",
    texts: Path | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Subject:
    """Return what a store knows of a network.

    Args:
        shown: which part of the graph the network is, in words.
        left_out: what was left out before drawing, in a sentence.
        texts: the folder with the texts of the sources.
        language: the language of labels.

    Raises:
        WorkspaceError: there is no such folder, or no text of these sources in it.
    """
    dossier = read_dossier(store, network, language)
    title, version, licence = read_dataset(store)
    found: Mapping[str, bytes] = {}
    if texts is not None:
        found = _find_texts(texts, dossier.sources.values())
    return Subject(
        network=network,
        dossier=dossier,
        kinds=read_kinds(store, language),
        statuses=read_statuses(store, language),
        types=read_types(store, language),
        caption=Caption(title, version, licence, shown, left_out),
        texts=found,
    )


def _find_texts(folder: Path, sources: Iterable[Source]) -> dict[str, bytes]:
    files = [source.file for source in sources]
    found = read_texts(folder, files)
    if files and not found:
        raise WorkspaceError(
            f"{folder}: holds none of the {len(files)} texts,"
            f" such as {files[0]}"
        )
    return found
