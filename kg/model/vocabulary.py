"""Namespaces, and the few terms that the code itself must know.

Kinds of relationship, statuses and types of organisation are *not* among them: those are
data in `ontology/`.
"""

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/institutional-kg/"

PREFIXES: Final[dict[str, str]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cue": f"{BASE}cue/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "ev": f"{BASE}evidence/",
    "id": f"{BASE}id/",
    "kg": f"{BASE}ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rel": f"{BASE}relationship/",
    "role": f"{BASE}role/",
    "schema": "https://schema.org/",
    "shape": f"{BASE}shape/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "src": f"{BASE}source/",
    "status": f"{BASE}status/",
    "type": f"{BASE}type/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ONTOLOGY: Final = NamedNode(f"{BASE}ontology")
IN_FORCE: Final = "in-force"
DENIED: Final = "denied"
"""Notation of the one status whose relationships yield shortcuts."""


def node(curie: str) -> NamedNode:
    """Expand a CURIE of a known prefix, as in `node("skos:prefLabel")`."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


RDF_TYPE: Final = node("rdf:type")
XSD_DATE: Final = node("xsd:date")


def shorten(iri: str) -> str:
    """Return the CURIE of an IRI where a prefix fits, else the IRI itself."""
    namespace, name = split_iri(iri)
    for prefix, known in PREFIXES.items():
        if namespace == known and name:
            return f"{prefix}:{name}"
    return iri


def split_iri(iri: str) -> tuple[str, str]:
    """Return an IRI's namespace, up to its last `#` or `/`, and what comes after."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]


def expand(text: str) -> str | None:
    """Return the IRI that a text spells as IRI, `<IRI>` or CURIE, None if it spells none."""
    text = text.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    if not colon or " " in text:
        return None
    if local.startswith("//"):
        return text
    namespace = PREFIXES.get(prefix)
    if namespace is None or not local:
        return None
    return namespace + local
