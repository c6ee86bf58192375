from itertools import count

import pyoxigraph as ox

from kg.curate.near import SHARED, near

BASE = "https://example.org/"
NUMBERS = count()


def node(name):
    return ox.NamedNode(BASE + name)


def triple(subject, predicate, value):
    value = value if isinstance(value, ox.Literal) else node(value)
    return ox.Triple(node(subject), node(predicate), value)


def store(*triples):
    found = ox.Store()
    found.extend(ox.Quad(*each) for each in triples)
    return found


def subjects(graph):
    return {quad.subject.value.removeprefix(BASE) for quad in graph}


def test_what_a_draft_refers_to_is_near_a_few_steps_on():
    chain = [triple(f"n{i}", "next", f"n{i + 1}") for i in range(9)]
    found = near(store(*chain), ox.Store(), chain[:1])
    assert subjects(found) == {"n0", "n1", "n2", "n3"}


def test_what_refers_to_a_draft_is_near():
    draft = triple("new", "label", ox.Literal("New"))
    graph = store(
        draft,
        triple("old", "party", "new"),
        triple("far", "party", "elsewhere"),
    )
    assert subjects(near(graph, ox.Store(), [draft])) == {"new", "old"}


def test_what_has_the_same_identifier_is_near_and_what_has_the_same_country_is_not():
    draft = [
        triple("new", "match", "register/7"),
        triple("new", "country", ox.Literal("LU")),
    ]
    others = [
        triple(f"o{i}", "country", ox.Literal("LU")) for i in range(SHARED)
    ]
    graph = store(*draft, *others, triple("twin", "match", "register/7"))
    assert subjects(near(graph, ox.Store(), draft)) == {"new", "twin"}


def test_another_relationship_of_the_same_parties_is_near_and_one_of_a_single_party_is_not():
    draft = [triple("new", "party", "a"), triple("new", "party", "b")]
    others = [triple("same", "member", "a"), triple("same", "host", "b")]
    hub = [triple(f"r{i}", "party", "a") for i in range(SHARED + 1)]
    graph = store(*draft, *others, *hub)
    assert subjects(near(graph, ox.Store(), draft)) == {"new", "same"}


def test_the_ontology_is_near_and_leads_nowhere():
    ontology = store(triple("kind", "shortcut", "partner"))
    draft = triple("new", "type", "kind")
    others = [triple(f"o{i}", "type", "kind") for i in range(SHARED + 1)]
    graph = store(draft, *others, *(quad.triple for quad in ontology))
    assert subjects(near(graph, ontology, [draft])) == {"new", "kind"}
