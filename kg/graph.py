"""`KnowledgeGraph`: everything the package does, as one object for notebooks and scripts."""

import datetime
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.ask.names import read_dataset, resolve
from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.ask.questions import Parameter, Question, find_question, read_question
from kg.errors import ExportError, ParameterError, QueryError, StoreError, WorkspaceError
from kg.model.dates import parse_day
from kg.model.terms import Table, Term
from kg.model.vocabulary import XSD_DATE
from kg.network.edges import Filters, Network
from kg.network.read import read_network, read_surroundings
from kg.rdf.read import load_files
from kg.store.base import LocalStore, MemoryStore, Store, open_workspace
from kg.store.query import Answer, ask_store, reading
from kg.trust.passages import WINDOW
from kg.views.notebook import Page
from kg.workspace.folders import Workspace, find_workspace
from kg.workspace.texts import read_texts, refuse_no_folder

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.trust.findings import Report
    from kg.trust.verify import Verification


_WHOLE = re.compile(r"-?[0-9]{1,18}")


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
            data: the workspace's folder; else KG_DATA, the current folder, or the bundled one. Questions, rules and the
                ontology are its own also where the graph is in a store.
            store: a folder that `kg load` made, or the URL of a SPARQL endpoint; else KG_STORE, else the workspace's files.

        Raises:
            WorkspaceError: the folder is no workspace.
            TurtleError: one of its files is not well-formed.
            StoreError: the store cannot be opened.
        """
        workspace = find_workspace(None if data is None else Path(data))
        place = store or os.environ.get("KG_STORE")
        return cls(workspace, _open_store(str(place)) if place else open_workspace(workspace))

    def query(self, text: str, /, *, allow_network: bool = False, **bindings: Term) -> Answer:
        """Answer a SPARQL query; keyword arguments bind its variables to terms of pyoxigraph.

        Raises:
            QueryError: malformed, refused, or selecting what nothing binds.
            ParameterError: an argument is no variable of the query, or its value is no IRI or literal.
        """
        return ask_store(self.store, text, bindings, allow_network=allow_network)

    def questions(self) -> list[Question]:
        """Return the competency questions by name."""
        return [read_question(path) for path in self.workspace.query_files("questions")]

    def ask(self, name: str, /, **values: str | int | datetime.date) -> Table:
        """Answer a competency question, as in `graph.ask("partners-of", org="Luxinnovation")`.

        Raises:
            NameNotFound: no such question, or no such organisation.
            ParameterError: a value is missing, superfluous, or not of its type.
            QueryError: the question is malformed, or no SELECT query.
        """
        question = find_question(self.workspace.query_files("questions"), name)
        bindings = self.bindings(question, {key: str(value) for key, value in values.items()})
        try:
            answer = ask_store(self.store, question.text, bindings)
        except QueryError as error:
            raise QueryError(f"the question {name}: {error}", error.line, error.column) from error
        if not isinstance(answer, Table):
            raise QueryError(f"the question {name} is no SELECT query; write it as one")
        return answer

    def bindings(self, question: Question, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the terms for a question's variables."""
        wanted = {parameter.name for parameter in question.parameters}
        usage = " ".join(f"{p.name}={p.default or p.type.upper()}" for p in question.parameters)
        for name in sorted(values.keys() - wanted):
            takes = f"it takes {', '.join(sorted(wanted))}" if wanted else "it takes none"
            raise ParameterError(f"{question.name} has no parameter {name!r}; {takes}")
        for name in sorted(wanted - values.keys()):
            raise ParameterError(
                f"{question.name} needs {name}=…, for example: kg ask {question.name} {usage}"
            )
        return {p.variable: self._term(p, values[p.name]) for p in question.parameters}

    def _term(self, parameter: Parameter, value: str) -> Term:
        if parameter.type == "iri":
            return ox.NamedNode(resolve(self.store, value, parameter.sort))
        if parameter.type == "date":
            return ox.Literal(parse_day(value), datatype=XSD_DATE)
        if parameter.type == "integer" and not _WHOLE.fullmatch(value):
            raise ParameterError(f"{parameter.name} takes a whole number such as 3, not {value!r}")
        return ox.Literal(int(value)) if parameter.type == "integer" else ox.Literal(value)

    def network(
        self,
        *,
        kinds: str | Iterable[str] = (),
        statuses: str | Iterable[str] = (),
        on: str | datetime.date | None = None,
        possible: bool = False,
        around: str | None = None,
        hops: int = 1,
    ) -> "nx.MultiDiGraph[str]":
        """Return the network, or the part the filters keep, as a MultiDiGraph keyed by relationship IRI.

        Without `statuses` it has the planned, the cancelled and the ended, too; the measures of `kg network` count what is
        in force.

        Args:
            kinds: notations such as `member-of`.
            statuses: notations such as `in-force`.
            on: a day, or an ISO 8601 date; keeps what stands on that day, in force or presumed.
            possible: with `on`, keeps what may stand, too.
            around: an organisation by any of its names; keeps its neighbourhood.
            hops: how far the neighbourhood reaches.
        """
        day = None if on is None else str(on)
        wanted = [
            (given,) if isinstance(given, str) else tuple(given or ())
            for given in (kinds, statuses)
        ]
        return self.project(
            Filters(wanted[0], wanted[1], day, possible, around, hops)
        ).to_networkx()

    def project(self, filters: Filters | None = None, *, details: bool = True) -> Network:
        """Return the network as the value that measures, drawings and exports take; measures need no `details`."""
        return read_network(self.store, filters, details=details)

    def surroundings(self, filters: Filters) -> tuple[Network, dict[str, int]]:
        """Return what is around an organisation, with every relationship of those within the hops, and their distances."""
        return read_surroundings(self.store, filters)

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
    ) -> Page:
        """Return the network as one interactive HTML page that works offline; a notebook shows it.

        Args:
            filters: which part is drawn.
            network: what is drawn instead of what the filters keep, such as another reduction of it than the usual one.
            left_out: what such a reduction left out, in a sentence for the reader.
            texts: the folder with the texts of the sources, to show each passage in its context.

        Raises:
            WorkspaceError: there is no such folder, or no text of these sources in it.
        """
        from kg.views.page.data import Caption, Subject
        from kg.views.page.dossier import read_dossier
        from kg.views.page.reduce import reduce_to_drawable
        from kg.views.page.render import render_page

        if network is None:
            network, said = reduce_to_drawable(self.project(filters))
            left_out = left_out or (said and f"drawn: {said}")
        dossier = read_dossier(self.store, network)
        files = [source.file for source in dossier.sources.values()]
        found = {} if texts is None else read_texts(Path(texts), files)
        if texts is not None and files and not found:
            raise WorkspaceError(
                f"{texts}: holds none of the {len(files)} texts, such as {files[0]}"
            )
        title, version, licence = read_dataset(self.store)
        caption = Caption(
            title, version, licence, (filters or network.filters).in_words(), left_out
        )
        ontology = read_kinds(self.store), read_statuses(self.store), read_types(self.store)
        return Page(render_page(Subject(network, dossier, *ontology, caption, found)))

    def describe(self, filters: Filters) -> tuple[str, str]:
        """Return the dataset's title, and a line that says which version and which part of it is shown."""
        title, version, licence = read_dataset(self.store)
        return title, " · ".join(
            filter(None, (version and f"version {version}", filters.in_words(), licence))
        )

    def triples(
        self, *, asserted: bool = False, entail: bool = False, align: Iterable[str] = ()
    ) -> list[ox.Triple]:
        """Return the facts and what follows from them, without the ontology, which the dataset conforms to.

        Classes and properties are declared: OWL tools need that in the file that uses them.

        Args:
            asserted: leave out what rules derived. A store does not know which triples these are: of it, every triple
                with a property that the rules write (kg:participant, the shortcuts, their inverses) is left out.
            entail: add the superproperties and superclasses of other vocabularies.
            align: names of alignments, such as `schema-org`, to add what follows from each.

        Raises:
            NameNotFound: there is no alignment of this name.
        """
        from kg.export.alignment import aligned, read_alignment
        from kg.export.rdf import all_triples, derived_predicates, entailed, without_ontology
        from kg.rdf.declarations import with_declarations

        files = self.workspace.alignment_files()
        alignments = [read_alignment(files, name) for name in align]
        found: Iterable[ox.Triple]
        if asserted and isinstance(self.store, MemoryStore):
            found = (quad.triple for quad in load_files(self.workspace.data_files()))
        else:
            derived = derived_predicates(self.store) if asserted else frozenset()
            found = (
                triple
                for triple in all_triples(self.store)
                if triple.predicate.value not in derived
            )
        ontology = [quad.triple for quad in load_files(self.workspace.ontology_files())]
        found = without_ontology(found, ontology)
        if entail or alignments:
            more = entailed(self.store) if entail else []
            for alignment in alignments:
                more += aligned(self.store, alignment)
            found = dict.fromkeys([*found, *more])
        return list(with_declarations(found, chain(ontology, *alignments)))

    def check(self) -> "Report":
        """Examine the workspace's files, as they are now, with shapes and checks."""
        from kg.trust.check import check_workspace

        return check_workspace(self.workspace)

    def verify(self, texts: Path | str, window: int = WINDOW) -> "Verification":
        """Compare all evidence of the workspace's files, as they are now, with the texts in a folder.

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
        """Return the graph as a file of one of the formats of `kg export`; the other arguments are those of `triples`.

        `turtle12` is RDF 1.2: each shortcut that a relationship yields is reified by it (`rdf:reifies`), unless only what
        is asserted is wanted.

        Raises:
            ExportError: the format is not known, or is one of networks.
        """
        from kg.export.rdf import GRAPH_FORMATS, choose_format, graph_bytes, reifications
        from kg.rdf.dump import ntriples_of, turtle_of

        form = choose_format(Path("-"), form)
        if form not in GRAPH_FORMATS:
            raise ExportError(
                f"{form} holds a network, not a graph; use one of {', '.join(GRAPH_FORMATS)}"
            )
        of_all = {"turtle": turtle_of, "ntriples": ntriples_of}
        if (
            isinstance(self.store, LocalStore)
            and form in of_all
            and not (asserted or entail or align)
        ):
            ontology = load_files(self.workspace.ontology_files())
            with reading(self.store):
                written = of_all[form](self.store.inner, ontology)
            if written is not None:
                return written
        reified = reifications(self.store) if form == "turtle12" and not asserted else []
        return graph_bytes(
            [*self.triples(asserted=asserted, entail=entail, align=align), *reified], form
        )

    def rdflib(self) -> "rdflib.Graph":
        """Return an `rdflib.Graph` over the same store; in memory, changes to it are changes to this graph.

        Raises:
            StoreError: the graph is on a server.
        """
        import oxrdflib
        import rdflib
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        from kg.model.vocabulary import PREFIXES

        if not isinstance(self.store, LocalStore):
            raise StoreError(
                f"{self.store.place}: an rdflib graph is made of a store on this machine, not of a server"
            )
        graph = rdflib.Graph(
            oxrdflib.OxigraphStore(store=self.store.inner), DATASET_DEFAULT_GRAPH_ID
        )
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace, override=True, replace=True)
        return graph
