import pyoxigraph as ox
import pytest

from kg.curate.relationship import NewRelationship, draft_relationship
from kg.errors import NameNotFound, ParameterError
from kg.trust.passages import digest
from kg.workspace.texts import find_text

BASE = "https://example.org/proven/"
NEW = NewRelationship(
    kind="partner-of",
    parties=("Marsh University", "kestrel works"),
    source="lantern-year.txt",
    span=(0, 17),
    says="Says that they work together.",
    start=("2020-01-01", "2020-12-31"),
)


def changed(**fields):
    return NewRelationship(
        **{name: getattr(NEW, name) for name in NEW.__slots__} | fields
    )


@pytest.fixture
def document(workspace):
    return find_text(workspace.root / "texts", "lantern-year.txt")


def lines(draft):
    found = ox.serialize(draft.triples, format=ox.RdfFormat.N_TRIPLES).decode()
    return {line.replace(BASE, "") for line in found.splitlines()}


def test_a_relationship_is_drafted_with_its_evidence(store, document):
    draft = draft_relationship(store, NEW, document)
    assert draft.file == "data/facts/lantern-year.ttl"
    assert (
        draft.iri
        == f"{BASE}relationship/marsh-university-partner-of-kestrel-works"
    )
    assert len(draft.triples) == 18
    evidence = "evidence/marsh-university-partner-of-kestrel-works-lantern-year"
    passage = digest(document.decoded()[:17])
    ours = "https://w3id.org/institutional-kg/ontology#"
    assert lines(draft) >= {
        f'<{evidence}> <{ours}passageSHA256> "{passage}" .',
        f"<{evidence}> <{ours}stance> <{ours}supports> .",
        f"<relationship/marsh-university-partner-of-kestrel-works> <{ours}party>"
        " <id/marsh-university> .",
        f"<relationship/marsh-university-partner-of-kestrel-works> <{ours}party>"
        " <id/kestrel-works> .",
    }


def test_further_evidence_says_nothing_new_of_the_relationship(store, document):
    there = changed(
        kind="signed-mou-with",
        parties=("Kestrel Works", "Lantern Institute"),
        also=True,
    )
    draft = draft_relationship(store, there, document)
    assert (
        draft.iri
        == f"{BASE}relationship/lantern-institute-signed-mou-with-kestrel-works"
    )
    about = [t for t in draft.triples if t.subject.value == draft.iri]
    assert [t.predicate.value.rpartition("#")[2] for t in about] == [
        "wasDerivedFrom"
    ]
    assert about[0].object.value.endswith("lantern-year-2")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"parties": ("Fog Network",)},
            "partner-of joins two organisations or more; name them all",
        ),
        (
            {"parties": ("Fog Network", "réseau brume")},
            "'réseau brume' is named twice; an organisation has no relationship with itself",
        ),
        (
            {
                "kind": "member-of",
                "parties": ("Fog Network", "Kestrel Works", "Marsh University"),
            },
            "member-of leads from one organisation to one other; add one relationship for each",
        ),
        (
            {"parties": ("Fog Netwrk", "Kestrel Works")},
            'if it is new: kg add organisation "Fog Netwrk"',
        ),
        (
            {"also": True},
            "there is none of this kind and parties; leave it out",
        ),
        (
            {
                "kind": "hosted-by",
                "parties": ("Lantern Institute", "Marsh University"),
            },
            "is there already, of the same kind and parties; add --also",
        ),
        ({"says": " "}, "what it says is empty"),
    ],
)
def test_a_relationship_that_cannot_be_recorded_is_explained(
    store, document, fields, message
):
    with pytest.raises(ParameterError) as caught:
        draft_relationship(store, changed(**fields), document)
    assert message in str(caught.value)


def test_the_other_direction_of_a_directed_kind_is_another_relationship(
    store, document
):
    other = changed(
        kind="hosted-by", parties=("Marsh University", "Lantern Institute")
    )
    assert draft_relationship(store, other, document).iri.endswith(
        "marsh-university-hosted-by-lantern-institute"
    )


def test_a_relationship_with_one_party_more_is_another_relationship(
    store, document
):
    three = ("Lantern Institute", "Kestrel Works", "Fog Network")
    draft = draft_relationship(
        store, changed(kind="signed-mou-with", parties=three), document
    )
    assert draft.iri.endswith(
        "lantern-institute-signed-mou-with-kestrel-works-fog-network"
    )


@pytest.mark.parametrize(
    "fields",
    [{"kind": "partnerof"}, {"status": "inforce"}, {"source": "no such text"}],
)
def test_an_unknown_kind_status_or_source_is_refused(store, document, fields):
    with pytest.raises(NameNotFound):
        draft_relationship(store, changed(**fields), document)
