"""Kinds of relationship, statuses and types of organisation, as the ontology describes them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of relationship, as its class in the ontology describes it."""

    iri: str
    notation: str
    label: str
    from_role: str
    to_role: str
    shortcut: str
    directed: bool
    colour: str
    shortcut_label: str
    inverse_label: str
    """The kind as read from the to-role.

    As from the from-role where the shortcut is symmetric, and with an arrow towards the
    reader where it has no inverse.
    """


@dataclass(frozen=True, slots=True)
class Status:
    """A status of relationships."""

    iri: str
    notation: str
    label: str
    line: str


@dataclass(frozen=True, slots=True)
class OrganisationType:
    """A type of organisation, with the wider type whose shape it is drawn in."""

    iri: str
    notation: str
    label: str
    wider: str
    wider_label: str
    shape: str
