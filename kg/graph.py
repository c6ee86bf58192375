"""`KnowledgeGraph`: everything the package does, as one object for notebooks and scripts.

It holds a workspace and a store, and hands each task to the room that carries it out.
"""

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.ask.names import read_dataset, resolve
from kg.ask.questions import (
    Question,
    answer_question,
    bind_parameters,
    find_question,
    read_question,
)
from kg.model.terms import Table, Term
from kg.network.edges import Filters, Network
from kg.network.read import read_network, read_surroundings
from kg.sparql.labels import DEFAULT_LANGUAGE
from kg.store.base import Store, open_workspace
from kg.store.query import Answer, ask_store
from kg.trust.passages import WINDOW
from kg.views.notebook import Page
from kg.workspace.folders import Workspace, find_workspace
from kg.workspace.texts import refuse_no_folder

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.trust.findings import Report
    from kg.trust.verify import Verification


def _open_store(place: str) -> Store:
    """Open a store that holds a graph already; whether it answers shows at the first query."""
    if "://" in place:
        from kg.store.endpoint import open_endpoint

        return open_endpoint(place)
    from kg.store.folder import open_folder

    return open_folder(Path(place))


@dataclass(frozen=True, slots=True)
class KnowledgeGraph:
    """A workspace and the store it was loaded into."""

    workspace: Workspace
    store: Store

    @classmethod
    def open(
        cls, data: Path | str | None = None, store: Path | str | None = None
    ) -> "KnowledgeGraph":
        """Load a workspace into memory, or open a store that holds a graph already.

        Args:
            data: the workspace's folder; else KG_DATA, the current folder, or the bundled
                one. Questions, rules and the ontology are its own also where the graph is
                in a store.
            store: a folder that `kg load` made, or the URL of a SPARQL endpoint; else
                KG_STORE, else the workspace's files.

        Raises:
            WorkspaceError: the folder is no workspace.
            TurtleError: one of its files is not well-formed.
            StoreError: the store cannot be opened.
        """
        workspace = find_workspace(None if data is None else Path(data))
        place = store or os.environ.get("KG_STORE")
        return cls(
            workspace,
            _open_store(str(place)) if place else open_workspace(workspace),
        )

    def query(
        self, text: str, /, *, allow_network: bool = False, **bindings: Term
    ) -> Answer:
        """Answer a SPARQL query; keyword arguments bind its variables to terms of pyoxigraph.

        Raises:
            QueryError: malformed, refused, or selecting what nothing binds.
            ParameterError: an argument is no variable of the query, or its value is no IRI or
                literal.
        """
        return ask_store(
            self.store, text, bindings, allow_network=allow_network
        )

    def questions(self) -> list[Question]:
        """Return the competency questions by name."""
        return [
            read_question(path)
            for path in self.workspace.query_files("questions")
        ]

    def ask(self, name: str, /, **values: str | int | datetime.date) -> Table:
        """Answer a competency question, as in `graph.ask("partners-of", org="Luxinnovation")`.

        Raises:
            NameNotFound: no such question, or no such organisation.
            ParameterError: a value is missing, superfluous, or not of its type.
            QueryError: the question is malformed, or no SELECT query.
        """
        question = find_question(self.workspace.query_files("questions"), name)
        given = {parameter: str(value) for parameter, value in values.items()}
        return answer_question(self.store, question, given)

    def bindings(
        self, question: Question, values: Mapping[str, str]
    ) -> dict[str, Term]:
        """Return the terms for a question's variables."""
        return bind_parameters(self.store, question, values)

    def network(
        self,
        *,
        kinds: str | Iterable[str] = (),
        statuses: str | Iterable[str] = (),
        on: str | datetime.date | None = None,
        possible: bool = False,
        around: str | None = None,
        hops: int = 1,
        lang: str = DEFAULT_LANGUAGE,
    ) -> "nx.MultiDiGraph[str]":
        """Return the network, or a part of it, as a MultiDiGraph keyed by relationship IRI.

        Without `statuses` it has the planned, the cancelled and the ended, too; the measures of
        `kg network` count what is in force.

        Args:
            kinds: notations such as `member-of`.
            statuses: notations such as `in-force`.
            on: a day, or an ISO 8601 date; keeps what is in force on that day, or presumed to be.
            possible: with `on`, keeps what may be in force, too.
            around: an organisation by any of its names; keeps its neighbourhood.
            hops: how far the neighbourhood reaches.
            lang: the language of labels; English where there is none in it.
        """
        day = None if on is None else str(on)
        filters = Filters(
            _several(kinds), _several(statuses), day, possible, around, hops
        )
        return self.project(filters, lang=lang).to_networkx()

    def project(
        self,
        filters: Filters | None = None,
        *,
        details: bool = True,
        lang: str = DEFAULT_LANGUAGE,
    ) -> Network:
        """Return the network as the value that measures, drawings and exports take.

        Args:
            filters: which part of it.
            details: read what a picture shows, too; measures need none of it.
            lang: the language of labels; English where there is none in it.
        """
        return read_network(self.store, filters, details=details, language=lang)

    def surroundings(
        self, filters: Filters, *, lang: str = DEFAULT_LANGUAGE
    ) -> tuple[Network, dict[str, int]]:
        """Return what is around an organisation, and the distances of those within the hops.

        The network has every relationship of those within the hops.

        Args:
            filters: the organisation, the hops, and which relationships count.
            lang: the language of labels; English where there is none in it.
        """
        return read_surroundings(self.store, filters, lang)

    def resolve(self, name: str) -> str:
        """Return the IRI of the organisation that a label, alias, CURIE or IRI means."""
        return resolve(self.store, name)

    def draw(
        self,
        filters: Filters | None = None,
        *,
        network: Network | None = None,
        left_out: str = "",
        texts: Path | str | None = None,
        lang: str = DEFAULT_LANGUAGE,
    ) -> Page:
        """Return the network as one interactive HTML page that works offline; a notebook shows it.

        Args:
            filters: which part is drawn.
            network: what is drawn instead of what the filters keep, such as another reduction of it
                than the usual one.
            left_out: what such a reduction left out, in a sentence for the reader.
            texts: the folder with the texts of the sources, to show each passage in its context.
            lang: the language of labels; English where there is none in it.

        Raises:
            WorkspaceError: there is no such folder, or no text of these sources in it.
        """
        from kg.views.page.reduce import reduce_to_drawable
        from kg.views.page.render import render_page
        from kg.views.page.subject import read_subject

        if network is None:
            network, said = reduce_to_drawable(self.project(filters, lang=lang))
            left_out = left_out or (said and f"drawn: {said}")
        subject = read_subject(
            self.store,
            network,
            shown=(filters or network.filters).in_words(),
            left_out=left_out,
            texts=None if texts is None else Path(texts),
            language=lang,
        )
        return Page(render_page(subject))

    def describe(self, filters: Filters) -> tuple[str, str]:
        """Return the dataset's title, and a line on what is shown of it.

        The line has its version, the part that is shown, and the licence.
        """
        title, version, licence = read_dataset(self.store)
        said = [filters.in_words(), licence]
        if version:
            said.insert(0, f"version {version}")
        return title, " · ".join([part for part in said if part])

    def triples(
        self,
        *,
        asserted: bool = False,
        entail: bool = False,
        align: Iterable[str] = (),
    ) -> list[ox.Triple]:
        """Return the facts and what follows from them, without the ontology.

        The dataset names the ontology.

        Classes and properties are declared: OWL tools need that in the file that uses them.

        Args:
            asserted: leave out what rules derived. A store does not know which triples
                these are: of it, every triple with a property that the rules write
                (kg:participant, the shortcuts, their inverses) is left out.
            entail: add the superproperties and superclasses of other vocabularies.
            align: names of alignments, such as `schema-org`, to add what follows from each.

        Raises:
            NameNotFound: there is no alignment of this name.
        """
        from kg.export.triples import Extent, exported_triples

        extent = Extent(asserted, entail, tuple(align))
        return exported_triples(self.workspace, self.store, extent)

    def check(self) -> "Report":
        """Examine the workspace's files, as they are now, with shapes and checks."""
        from kg.trust.check import check_workspace

        return check_workspace(self.workspace)

    def verify(self, texts: Path | str, window: int = WINDOW) -> "Verification":
        """Compare all evidence with the texts in a folder.

        The files of the workspace are read as they are now.

        Raises:
            WorkspaceError: there is no such folder.
        """
        from kg.trust.verify import verify_workspace

        refuse_no_folder(Path(texts))
        return verify_workspace(self.workspace, Path(texts), window)

    def rdf(
        self,
        form: str = "turtle",
        *,
        asserted: bool = False,
        entail: bool = False,
        align: Iterable[str] = (),
    ) -> bytes:
        """Return the graph as a file of one of the formats of `kg export`.

        The other arguments are those of `triples`. `turtle12` is RDF 1.2: each shortcut
        that a relationship yields is reified by it (`rdf:reifies`), unless only what is
        asserted is wanted.

        Raises:
            ExportError: the format is not known, is one of networks, or cannot hold the graph.
            NameNotFound: there is no alignment of this name.
        """
        from kg.export.rdf import export_graph
        from kg.export.triples import Extent

        extent = Extent(asserted, entail, tuple(align))
        return export_graph(self.workspace, self.store, form, extent)

    def rdflib(self) -> "rdflib.Graph":
        """Return an `rdflib.Graph` over the same store.

        In memory, changes to it are changes to this graph.

        Raises:
            StoreError: the graph is on a server.
        """
        from kg.export.rdflib_graph import as_rdflib

        return as_rdflib(self.store)


def _several(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return one or several notations as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given or ())
