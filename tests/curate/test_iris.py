import pytest

from kg.curate.iris import Space, first_free, mint, read_space, slug
from kg.errors import ParameterError

BASE = "https://example.org/"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Université des Marais", "universite-des-marais"),
        ("Łódź & Øresund", "lodz-and-oresund"),
        ("L'Institut", "linstitut"),
        ("Straße 7", "strasse-7"),
        (
            "one two three four five six seven eight nine",
            "one-two-three-four-five-six-seven-eight",
        ),
        ("東京大学", ""),
    ],
)
def test_a_slug_is_ascii_words_joined_by_hyphens(name, words):
    assert slug(name) == words


@pytest.mark.parametrize(
    ("organisations", "relationships"),
    [
        (f"{BASE}id/", f"{BASE}relationship/"),
        (f"{BASE}liquid/", f"{BASE}liquid/relationship/"),
        (f"{BASE}x#", f"{BASE}x#relationship/"),
    ],
)
def test_other_things_are_minted_beside_the_organisations(
    organisations, relationships
):
    assert Space(organisations).relationships == relationships


def test_the_space_is_that_of_the_dataset(store):
    space = read_space(store)
    assert space == Space("https://example.org/proven/id/")
    assert space.sources == "https://example.org/proven/source/"
    assert space.evidence == "https://example.org/proven/evidence/"


def test_an_iri_is_minted_from_a_name_or_from_what_was_chosen():
    assert mint(BASE, "Fog Network", None, ()) == f"{BASE}fog-network"
    assert mint(BASE, "Fog Network", "fog", ()) == f"{BASE}fog"


@pytest.mark.parametrize(
    ("name", "chosen", "message"),
    [
        (
            "東京大学",
            None,
            "'東京大学' has no Latin letters for an IRI; give --id in lower-case letters",
        ),
        (
            "Fog",
            "Fog!",
            "'Fog!' cannot be the last part of an IRI; give --id in lower-case letters",
        ),
        (
            "Fog",
            None,
            "<https://example.org/fog> is taken already; use it if it is the same",
        ),
    ],
)
def test_an_iri_that_cannot_be_minted_is_explained(name, chosen, message):
    with pytest.raises(ParameterError) as caught:
        mint(BASE, name, chosen, {f"{BASE}fog"})
    assert message in str(caught.value)


def test_the_first_free_iri_is_free_with_what_is_appended_to_it():
    taken = {f"{BASE}a", f"{BASE}a-2-span"}
    assert first_free(f"{BASE}a", taken, "-span") == f"{BASE}a-3"
    assert first_free(f"{BASE}b", taken, "-span") == f"{BASE}b"
