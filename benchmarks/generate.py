"""Write a workspace of any size in the model of the package.

`python -m benchmarks.generate N FOLDER`.

The same N gives the same bytes. The institutions are invented: numbered, with names made
from lists of words. Each joins earlier ones with a probability that grows with the
relationships these have (Barabási and Albert 1999), so that a few are in very many, as in
real data. Kinds, statuses, types and roles are read from the ontology; none is named here.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.model.kinds import Kind
from kg.model.vocabulary import IN_FORCE, PREFIXES, shorten
from kg.rdf.read import load_files
from kg.store.base import MemoryStore
from kg.store.query import select
from kg.workspace.folders import Workspace, bundled

SEED = 20190930
JOINED = 3
"""Relationships added with each new organisation."""
PER_SOURCE = 1000
"""New organisations per document."""
BETWEEN = "\n\n"
"""Separator of the passages in a text."""
UNKNOWN = "hash of the text"
PLACES = (
    "Northern",
    "Southern",
    "Eastern",
    "Western",
    "Central",
    "Upper",
    "Lower",
    "Coastal",
    "Alpine",
    "Riverside",
)
FIELDS = (
    "Photonics",
    "Cybersecurity",
    "Hydrogen",
    "Robotics",
    "Forestry",
    "Logistics",
    "Mobility",
    "Genomics",
    "Statistics",
    "Glass",
    "Steel",
    "Wood",
    "Space",
    "Water",
    "Health",
    "Culture",
    "Finance",
    "Optics",
    "Data",
    "Timber",
)
COUNTRIES = (
    "LU",
    "DE",
    "FR",
    "BE",
    "NL",
    "IT",
    "ES",
    "PL",
    "AT",
    "PT",
    "SE",
    "FI",
    "IE",
    "CZ",
    "GR",
    "EE",
    "CH",
    "NO",
)
CLASSES = (
    "org:FormalOrganization",
    "org:FormalOrganization",
    "org:FormalOrganization",
    "org:OrganizationalUnit",
    "org:OrganizationalCollaboration",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kinds, statuses, types and roles of the ontology."""

    kinds: list[Kind]
    nested: frozenset[str]
    """Kinds whose shortcut is transitive.

    An organisation starts at most one, so that the wholes form trees.
    """
    with_role: frozenset[str]
    statuses: list[str]
    types: list[tuple[str, str]]
    roles: list[str]


@dataclass(frozen=True, slots=True)
class World:
    """The state from which new facts are drawn."""

    chance: random.Random
    vocabulary: Vocabulary
    names: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0])
    """Every organisation once per relationship it is in, so that a random choice is preferential."""


def read_vocabulary() -> Vocabulary:
    """Read the bundled ontology."""
    store = MemoryStore(
        load_files(Workspace(bundled(), "bundled").ontology_files())
    )
    kinds = read_kinds(store)
    nested = {
        row[0].value
        for row in select(
            store, "SELECT ?p WHERE { ?p a owl:TransitiveProperty }"
        )
    }
    membership = {
        row[0].value
        for row in select(
            store, "SELECT ?c WHERE { ?c rdfs:subClassOf org:Membership }"
        )
    }
    statuses = [s.iri for n, s in read_statuses(store).items() if n != IN_FORCE]
    in_force = read_statuses(store)[IN_FORCE].iri
    return Vocabulary(
        list(kinds.values()),
        frozenset(k.iri for k in kinds.values() if k.shortcut in nested),
        frozenset(k.iri for k in kinds.values() if k.iri in membership),
        [*[in_force] * (3 * len(statuses)), *statuses],
        [(shorten(t.iri), t.label) for t in read_types(store).values()],
        [
            shorten(row[0].value)
            for row in select(
                store, "SELECT ?r WHERE { ?r a org:Role } ORDER BY ?r"
            )
        ],
    )


def write_workspace(folder: Path, organisations: int, seed: int = SEED) -> Path:
    """Write a workspace with its `texts/`.

    The organisations, and about three times as many relationships.
    """
    chance, vocabulary = (
        random.Random(f"{seed} {organisations}"),
        read_vocabulary(),
    )
    facts, texts = folder / "data" / "facts", folder / "texts"
    facts.mkdir(parents=True, exist_ok=True)
    texts.mkdir(exist_ok=True)
    _write(folder / "data" / "dataset.ttl", [_dataset(organisations)])
    sources = [
        _source(chance, number)
        for number in range(max(1, -(-organisations // PER_SOURCE)))
    ]
    world = World(chance, vocabulary)
    _write(
        folder / "data" / "organisations.ttl",
        (_organisation(world, i) for i in range(organisations)),
    )
    for number, source in enumerate(sources):
        newcomers = range(
            max(1, number * PER_SOURCE),
            min(organisations, (number + 1) * PER_SOURCE),
        )
        passages: list[str] = []
        _write(
            facts / f"document-{number:05}.ttl",
            _facts(world, number, newcomers, passages),
        )
        text = BETWEEN.join(passages)
        (texts / f"{number:05}.txt").write_bytes(text.encode())
        sources[number] = source.replace(
            UNKNOWN, sha256(text.encode()).hexdigest()
        )
    _write(folder / "data" / "sources.ttl", sources)
    return folder


def _write(path: Path, blocks: Iterator[str] | list[str]) -> None:
    head = "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in PREFIXES.items()
    )
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(head)
        stream.writelines(blocks)


def _dataset(organisations: int) -> str:
    return (
        f'\n<https://w3id.org/institutional-kg/synthetic> a void:Dataset , dcat:Dataset ; dcat:version "{SEED}" ;\n'
        f'    void:uriSpace "{PREFIXES["id"]}" ;\n'
        f'    dcterms:title "Made-up network of {organisations} organisations"@en .\n'
    )


def _source(chance: random.Random, number: int) -> str:
    year = chance.randint(2010, 2024)
    dated = (
        f'dcterms:issued "{year}-{chance.randint(1, 12):02}-15"^^xsd:date'
        if chance.random() < 0.6
        else f'kg:issuedEarliest "{year}-01-01"^^xsd:date ; kg:issuedLatest "{year}-12-31"^^xsd:date'
    )
    return (
        f'\nsrc:document-{number:05} a schema:CreativeWork ; dcterms:title "Document {number}"@en ;\n'
        f'    dcterms:identifier "{number:05}.txt" ; dcterms:language "en" ; {dated} ;\n'
        f'    kg:textSHA256 "{UNKNOWN}" .\n'
    )


def _name(i: int) -> str:
    return f"{PLACES[i * 7 % 10]} {FIELDS[i * 11 % 20]}"


def _organisation(world: World, i: int) -> str:
    chance = world.chance
    type_, label = chance.choice(world.vocabulary.types)
    world.names.append(f"{_name(i)} {label} {i}")
    optional = (
        f' ;\n    skos:altLabel "{label[:2].upper()}-{i}"'
        if chance.random() < 0.3
        else ""
    )
    if chance.random() < 0.8:
        optional += f' ; schema:addressCountry "{chance.choice(COUNTRIES)}"'
    return (
        f'\nid:organisation-{i} a {chance.choice(CLASSES)} ; skos:prefLabel "{world.names[i]}"@en ;\n'
        f"    org:classification {type_}{optional} .\n"
    )


def _facts(
    world: World, number: int, newcomers: range, passages: list[str]
) -> Iterator[str]:
    """Yield the facts of one document.

    A passage for each new organisation, and what rests on it.
    """
    chance, ends, start = world.chance, world.ends, 0
    for newcomer in newcomers:
        stance = "kg:contradicts" if chance.random() < 0.02 else "kg:supports"
        stated: list[str] = []
        partners: list[int] = []
        for turn, other in enumerate(
            sorted(
                {ends[int(chance.random() * len(ends))] for _ in range(JOINED)}
            )
        ):
            kind = chance.choice(world.vocabulary.kinds)
            while turn and kind.iri in world.vocabulary.nested:
                kind = chance.choice(world.vocabulary.kinds)
            others = [other]
            if not kind.directed and chance.random() < 0.1:
                others += {
                    ends[int(chance.random() * len(ends))] for _ in range(3)
                } - {
                    newcomer,
                    other,
                }
            ends += [newcomer, *others]
            partners += others
            stated.append(
                _relationship(
                    world, kind, [newcomer, *others], f"{newcomer}-{turn}"
                )
            )
        said = f"{world.names[newcomer]} names those it works with: {', '.join(world.names[i] for i in partners)}."
        yield _evidence(number, newcomer, stance, start, said)
        yield from stated
        passages.append(said)
        start += len(said) + len(BETWEEN)


def _evidence(
    number: int, newcomer: int, stance: str, start: int, said: str
) -> str:
    passage = f"ev:passage-{newcomer}"
    return (
        f"\n{passage}-span a oa:TextPositionSelector ; oa:start {start} ; oa:end {start + len(said)} .\n"
        f"{passage} a kg:Evidence ; oa:hasSource src:document-{number:05} ; oa:hasSelector {passage}-span ;\n"
        f'    kg:passageSHA256 "{sha256(said.encode()).hexdigest()}" ; kg:stance {stance} ;\n'
        f'    dcterms:description "Says whom organisation {newcomer} works with."@en .\n'
    )


def _relationship(
    world: World, kind: Kind, parties: list[int], name: str
) -> str:
    chance, vocabulary = world.chance, world.vocabulary
    roles = [kind.from_role, kind.to_role, *[kind.to_role] * (len(parties) - 2)]
    ends = " ; ".join(
        f"{shorten(role)} id:organisation-{party}"
        for role, party in zip(roles, parties, strict=True)
    )
    year, extra = chance.randint(2000, 2023), ""
    if chance.random() < 0.5:
        extra += f' ;\n    kg:startEarliest "{year}-01-01"^^xsd:date ; kg:startLatest "{year}-12-31"^^xsd:date'
    if chance.random() < 0.1:
        extra += f' ;\n    kg:endEarliest "{year + 1}-06-30"^^xsd:date ; kg:endLatest "{year + 1}-06-30"^^xsd:date'
    if not kind.directed and chance.random() < 0.2:
        extra += f' ;\n    kg:signedOn "{year}-03-01"^^xsd:date'
    if kind.iri in vocabulary.with_role and chance.random() < 0.2:
        extra += f" ;\n    org:role {chance.choice(vocabulary.roles)}"
    return (
        f'rel:{kind.notation}-{name} a {shorten(kind.iri)} ; rdfs:label "{kind.label} {name}"@en ;\n'
        f"    adms:status {shorten(chance.choice(vocabulary.statuses))} ; {ends} ;\n"
        f"    prov:wasDerivedFrom ev:passage-{parties[0]}{extra} .\n"
    )


if __name__ == "__main__":
    write_workspace(Path(sys.argv[2]), int(sys.argv[1]))
