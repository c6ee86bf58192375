import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import KnowledgeGraph
from kg.errors import ExportError
from kg.export.network import network_files, read_exported
from kg.export.rdf import choose_format, graph_bytes
from kg.model.vocabulary import ONTOLOGY, PREFIXES, RDF_TYPE, node
from kg.network.edges import Organisation
from kg.rdf.declarations import declarations
from kg.rdf.read import load_files
from kg.rdf.turtle import write_turtle

EXAMPLES = Path(__file__).resolve().parent.parent / "ontology" / "examples"
FORMATS = {
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated"
)  # by rdflib's own JSON-LD reader
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("world", ["invented", "graph"])
def test_an_export_reads_back_isomorphic_in_rdflib_and_in_oxigraph(
    request, to_rdflib, form, world
):
    knowledge = request.getfixturevalue(world)
    triples = knowledge.triples()
    written = graph_bytes(triples, form)
    by_oxigraph, by_rdflib = FORMATS[form]
    assert {q.triple for q in ox.parse(written, format=by_oxigraph)} == set(
        triples
    )
    assert isomorphic(
        rdflib.Graph().parse(data=written, format=by_rdflib), to_rdflib(triples)
    )


def test_the_turtle_export_holds_facts_and_shortcuts_and_names_the_ontology(
    graph,
):
    triples = set(graph.triples())
    dataset = ox.NamedNode("https://w3id.org/institutional-kg/dataset")
    assert (
        ox.Triple(
            node("id:l-dih"), node("kg:hostedBy"), node("id:luxinnovation")
        )
        in triples
    )
    assert ox.Triple(dataset, node("dcterms:conformsTo"), ONTOLOGY) in triples
    assert [
        t.predicate for t in triples if t.subject == node("kg:Hosting")
    ] == [RDF_TYPE]


def test_an_export_declares_every_class_and_property_that_it_uses(graph):
    """OWL tools take what a file does not declare for an annotation."""
    triples = graph.triples()
    sorts = [t for t in triples if t.object.value.startswith(PREFIXES["owl"])]
    used = {t.predicate for t in triples}
    used |= {t.object for t in triples if t.predicate == RDF_TYPE}
    built_in = (PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"])
    undeclared = used - {t.subject for t in sorts}
    assert {
        term.value for term in undeclared if not term.value.startswith(built_in)
    } == set()


def test_an_export_holds_nothing_of_the_ontology_but_declarations_of_what_it_uses(
    graph,
):
    ontology = {q.triple for q in load_files(graph.workspace.ontology_files())}
    triples = graph.triples()
    used = {t.predicate for t in triples} | {
        t.object for t in triples if t.predicate == RDF_TYPE
    }
    assert set(triples) & ontology == {
        t for t in declarations(ontology) if t.subject in used
    }


def test_what_other_vocabularies_add_to_an_export_is_declared_in_it(graph):
    triples = graph.triples(entail=True, align=["schema-org"])
    declared = {t.subject for t in declarations(triples)}
    assert {
        node("org:memberOf"),
        node("schema:memberOf"),
        node("schema:Organization"),
    } <= declared


def test_an_asserted_export_is_what_the_files_say(graph):
    ontology = (
        quad.triple for quad in load_files(graph.workspace.ontology_files())
    )
    asserted = {
        t
        for t in graph.triples(asserted=True)
        if t.predicate != node("dcterms:conformsTo")
    }
    files = {
        q.triple
        for p in graph.workspace.data_files()
        for q in ox.parse(path=str(p), format=ox.RdfFormat.TURTLE)
    }
    assert asserted - declarations(ontology) == files
    assert set(graph.triples()) > asserted


def test_entailment_adds_the_terms_of_other_vocabularies(graph):
    added = set(graph.triples(entail=True)) - set(graph.triples())
    wider = {
        "kg:hasMember": "org:hasMember",
        "kg:memberOf": "org:memberOf",
        "kg:hasPart": "org:hasSubOrganization",
        "kg:partOf": "org:subOrganizationOf",
        "kg:partnerOf": "org:linkedTo",
        "kg:hosts": "org:linkedTo",
        "kg:hostedBy": "org:linkedTo",
    }
    for own, other in wider.items():
        said = {
            (t.subject, t.object)
            for t in graph.triples()
            if t.predicate == node(own)
        }
        assert said <= {
            (t.subject, t.object) for t in added if t.predicate == node(other)
        }, own
    assert (
        ox.Triple(node("id:l-dih"), node("org:memberOf"), node("id:dihnet"))
        in added
    )
    assert (
        ox.Triple(
            node("id:l-dih"), node("org:linkedTo"), node("id:luxinnovation")
        )
        in added
    )
    assert (
        ox.Triple(
            node("rel:l-dih-member-of-dihnet"),
            node("rdf:type"),
            node("org:Membership"),
        )
        in added
    )
    assert (
        ox.Triple(
            node("id:l-dih"), node("org:memberOf"), node("id:edih-network")
        )
        not in added
    )


def test_entailment_follows_from_kinds_of_ones_own(with_facts):
    graph = KnowledgeGraph.open(
        with_facts(
            (EXAMPLES / "Kind.ttl").read_text("utf-8")
            + """
        <https://example.org/ontology#fundedBy> <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> org:linkedTo ."""
        )
    )
    added = set(graph.triples(entail=True)) - set(graph.triples())
    funding = {
        t.subject
        for t in graph.triples()
        if t.object == ox.NamedNode("https://example.org/ontology#Funding")
    }
    pairs = {
        (t.subject, t.object)
        for t in graph.triples()
        if t.predicate.value == "https://example.org/ontology#fundedBy"
    }
    assert funding
    assert pairs
    assert all(
        ox.Triple(thing, node("rdf:type"), node("prov:Entity")) in added
        for thing in funding
    )
    assert all(
        ox.Triple(one, node("org:linkedTo"), other) in added
        for one, other in pairs
    )


def _pairs(edge):
    ends = ox.NamedNode(edge.source), ox.NamedNode(edge.target)
    return [ends] if edge.kind.directed else [ends, ends[::-1]]


def test_turtle12_reifies_every_shortcut_that_a_relationship_yields(graph):
    written = graph.rdf("turtle12")
    reified = {
        (q.subject, q.object)
        for q in ox.parse(written, format=ox.RdfFormat.TURTLE)
        if q.predicate == node("rdf:reifies")
    }
    shortcut = ox.Triple(
        node("id:l-dih"), node("kg:hostedBy"), node("id:luxinnovation")
    )
    assert (node("rel:l-dih-hosted-by-luxinnovation"), shortcut) in reified
    assert not {s for s, _ in reified} & {
        node("rel:l-dih-member-of-edih-network"),
        node("rel:dih-on-tour"),
    }
    assert (
        len(
            [
                s
                for s, _ in reified
                if s == node("rel:greater-region-hubs-declaration")
            ]
        )
        == 20
    )
    in_force = [
        edge for edge in graph.project().edges if edge.status == "in-force"
    ]
    expected = {
        (
            ox.NamedNode(e.relationship),
            one,
            ox.NamedNode(e.kind.shortcut),
            other,
        )
        for e in in_force
        for one, other in _pairs(e)
    }
    assert {
        (s, t.subject, t.predicate, t.object) for s, t in reified
    } == expected


def test_turtle12_of_an_answer_or_of_what_is_asserted_holds_nothing_else(
    kg, graph
):
    query = "CONSTRUCT { ?s kg:x ?s } WHERE { ?s a kg:NoSuch }"
    assert (
        kg("query", "-e", query, "--format", "turtle12").stdout
        == kg("query", "-e", query, "--format", "turtle").stdout
    )
    assert graph.rdf("turtle12", asserted=True) == graph.rdf(
        "turtle", asserted=True
    )


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("foo", "unknown format 'foo'; known are turtle"),
        ("graphml", "graphml holds a network, not a graph; use one of turtle"),
    ],
)
def test_a_form_that_is_none_of_a_graph_is_told(graph, form, message):
    with pytest.raises(ExportError, match=message):
        graph.rdf(form)
    assert graph.rdf("ttl") == graph.rdf()


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape"])
def test_a_carriage_return_is_read_back_from_a_network(
    invented, tmp_path, form
):
    network = invented.project()
    network.organisations["urn:x"] = Organisation(
        "urn:x",
        "two\r\nlines\rand \x07" if form == "cytoscape" else "two\r\nlines\r",
    )
    file = tmp_path / f"n.{form}"
    file.write_bytes(network_files(network, file, form)[file])
    if form == "cytoscape":
        nodes = {
            n["data"]["id"]: n["data"]
            for n in json.loads(file.read_text("utf-8"))["elements"]["nodes"]
        }
    else:
        nodes = read_exported(file).nodes
    assert nodes["urn:x"]["label"] == network.organisations["urn:x"].label


@pytest.mark.parametrize(
    "arguments",
    [
        ["graph.ttl"],
        ["g.nt"],
        ["g.jsonld"],
        ["g.rdf"],
        ["g.ttl", "--format", "turtle12"],
        ["n.graphml"],
        ["n.gexf"],
        ["n.csv"],
        ["n.cyjs"],
    ],
    ids=" ".join,
)
def test_two_runs_give_the_same_bytes_whatever_the_hash_seed(
    tmp_path, arguments
):
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [
            sys.executable,
            "-c",
            "from kg.cli import app; app()",
            "export",
            *arguments,
        ]
        subprocess.run(
            command, cwd=folder, env=environment, check=True, timeout=60
        )
        written.append({p.name: p.read_bytes() for p in folder.iterdir()})
    assert written[0] == written[1]
    assert all(written[0].values())


def test_a_network_in_csv_is_two_tables_for_spreadsheets(invented, tmp_path):
    files = network_files(invented.project(), tmp_path / "n.csv", "csv")
    edges, nodes = (
        list(csv.DictReader(io.StringIO(content.decode())))
        for content in files.values()
    )
    assert [p.name for p in files] == ["n.csv", "n-nodes.csv"]
    assert len(edges) == 14
    assert [edges[0][c] for c in ("Source", "Target", "Type", "kind")] == [
        "https://example.org/id/alder",
        "https://example.org/id/birch",
        "Undirected",
        "partner-of",
    ]
    assert nodes[0] == {
        "Id": "https://example.org/id/alder",
        "Label": "Alder Agency",
        "type": "innovation-agency",
        "country": "LU",
    }


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(invented, tmp_path):
    network = invented.project()
    network.organisations["urn:x"] = Organisation(
        "urn:x", "=HYPERLINK(1)", country="@x"
    )
    nodes = network_files(network, tmp_path / "n.csv", "csv")[
        tmp_path / "n-nodes.csv"
    ].decode()
    assert nodes.splitlines()[-1] == "urn:x,'=HYPERLINK(1),,'@x"


def test_cytoscape_json_holds_every_node_and_edge_once(invented, tmp_path):
    (content,) = network_files(
        invented.project(), tmp_path / "n.cyjs", "cytoscape"
    ).values()
    elements = json.loads(content)["elements"]
    assert (
        len(elements["nodes"]),
        len({e["data"]["id"] for e in elements["edges"]}),
    ) == (8, 14)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_control_characters_do_not_make_a_network_file_unreadable(
    invented, tmp_path, form
):
    network = invented.project()
    network.organisations["urn:x"] = Organisation("urn:x", "bell\x07")
    file = tmp_path / f"n.{form}"
    file.write_bytes(network_files(network, file, form)[file])
    assert (
        read_exported(file).nodes["urn:x"]["label"]
        == "bell\N{REPLACEMENT CHARACTER}"
    )


def test_rdfxml_refuses_what_xml_cannot_hold(invented):
    triple = ox.Triple(
        ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("bell\x07")
    )
    with pytest.raises(
        ExportError,
        match="has a control character that XML cannot hold; use Turtle",
    ):
        graph_bytes([triple], "rdfxml")


def test_the_format_is_the_extension_unless_one_is_named(tmp_path):
    assert choose_format(tmp_path / "x.ttl", None) == "turtle"
    assert choose_format(tmp_path / "x.txt", "nt") == "ntriples"
    assert choose_format(tmp_path / "-", "gexf") == "gexf"
    with pytest.raises(
        ExportError, match=r"no format is known for '\.xlsx'; use \.ttl"
    ):
        choose_format(tmp_path / "x.xlsx", None)
    with pytest.raises(ExportError, match="unknown format 'xlsx'"):
        choose_format(tmp_path / "x.ttl", "xlsx")


def test_the_rdflib_face_sees_the_same_triples(graph):
    face = graph.rdflib()
    query = "SELECT ?o WHERE { id:l-dih kg:hostedBy ?o }"
    assert [str(row.o) for row in face.query(query)] == [
        "https://w3id.org/institutional-kg/id/luxinnovation"
    ]
    assert len(face) == len(graph.store.inner)


def test_turtle_is_the_same_whatever_the_order_of_the_triples(graph):
    triples = graph.triples()
    assert write_turtle(reversed(triples)) == write_turtle(triples)


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_the_same_whatever_the_names_of_blank_nodes(form):
    written = """
    @prefix e: <https://example.org/> .
    e:one e:period _:a ; e:site ( 1 2 [ e:name "Invented" ] ) .
    e:two e:period _:a , _:b .
    _:a e:start "2001" .
    _:b e:start "2002" ; e:next _:b .
    """
    turtle = ox.RdfFormat.TURTLE
    reads = [
        [
            quad.triple
            for quad in ox.parse(written, turtle, rename_blank_nodes=True)
        ]
        for _ in range(2)
    ]
    assert set(reads[0]) != set(reads[1])
    assert graph_bytes(reads[0], form) == graph_bytes(reads[1], form)


def test_a_lone_carriage_return_breaks_no_row_and_starts_no_formula(
    invented, tmp_path
):
    network = invented.project()
    network.organisations["urn:x"] = Organisation(
        "urn:x", "Evil\r=1+1", country="\r=2"
    )
    nodes = network_files(network, tmp_path / "n.csv", "csv")[
        tmp_path / "n-nodes.csv"
    ].decode()
    assert list(csv.reader(io.StringIO(nodes, newline="")))[-1] == [
        "urn:x",
        "Evil\n=1+1",
        "",
        "'\n=2",
    ]


def test_entailment_says_nothing_in_our_own_terms_that_was_not_said(graph):
    added = set(graph.triples(entail=True)) - set(graph.triples())
    own = node("kg:Partnership").value.removesuffix("Partnership")
    assert [
        t
        for t in added
        if t.predicate.value.startswith(own)
        or str(t.object.value).startswith(own)
    ] == []


def test_every_dataset_conforms_to_the_ontology_in_every_form_of_the_graph(
    with_facts,
):
    graph = KnowledgeGraph.open(
        with_facts(":one a dcat:Dataset . :two a dcat:Dataset .")
    )
    named = [
        ox.Triple(
            ox.NamedNode(f"https://example.org/{name}"),
            node("dcterms:conformsTo"),
            ONTOLOGY,
        )
        for name in ("dataset", "id/one", "id/two")
    ]
    for form, parser in (
        (form, parser) for form, (parser, _) in FORMATS.items()
    ):
        found = {
            quad.triple for quad in ox.parse(graph.rdf(form), format=parser)
        }
        assert [triple for triple in named if triple not in found] == [], form


def test_a_form_that_holds_no_triple_terms_says_so(with_facts):
    graph = KnowledgeGraph.open(
        with_facts(":r rdf:reifies <<( :alder kg:partnerOf :birch )>> .")
    )
    with pytest.raises(ExportError, match="jsonld cannot hold this graph"):
        graph.rdf("jsonld")
