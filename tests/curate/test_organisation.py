import pytest

from kg.curate.organisation import NewOrganisation, draft_organisation, ror_iri
from kg.errors import NameNotFound, ParameterError


def test_an_organisation_has_what_was_said_of_it(store):
    new = NewOrganisation(
        "Lamp  Workshop",
        aliases=("LW",),
        class_="unit",
        type_="company",
        country="lu",
        matches=("https://ror.org/036x5ad56",),
    )
    draft = draft_organisation(store, new)
    assert (draft.file, draft.iri) == (
        "data/organisations.ttl",
        "https://example.org/proven/id/lamp-workshop",
    )
    assert [str(triple.object) for triple in draft.triples] == [
        "<http://www.w3.org/ns/org#OrganizationalUnit>",
        '"Lamp Workshop"@en',
        '"LW"',
        "<https://w3id.org/institutional-kg/type/company>",
        '"LU"',
        "<https://ror.org/036x5ad56>",
    ]


@pytest.mark.parametrize(
    ("new", "error", "message"),
    [
        (
            NewOrganisation("fog network"),
            ParameterError,
            "'fog network' is a name of https://example.org/proven/id/fog-network already",
        ),
        (
            NewOrganisation("Brume", aliases=("RÉSEAU BRUME",)),
            ParameterError,
            "'RÉSEAU BRUME' is a name of",
        ),
        (
            NewOrganisation("X", class_="club"),
            ParameterError,
            "'club' is no class of organisation",
        ),
        (
            NewOrganisation("X", country="Norway"),
            ParameterError,
            "'Norway' is no country code",
        ),
        (
            NewOrganisation("X", type_="compny"),
            NameNotFound,
            "did you mean company",
        ),
    ],
)
def test_an_organisation_that_cannot_be_recorded_is_explained(
    store, new, error, message
):
    with pytest.raises(error) as caught:
        draft_organisation(store, new)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "text", ["036x5ad56", "ror.org/036x5ad56", " https://ror.org/036x5ad56 "]
)
def test_an_identifier_of_ror_is_understood_with_and_without_its_address(text):
    assert ror_iri(text) == "https://ror.org/036x5ad56"


@pytest.mark.parametrize(
    "text", ["", "136x5ad56", "036x5ad5", "https://ror.org/036l5ad56"]
)
def test_what_is_no_identifier_of_ror_is_refused(text):
    with pytest.raises(ParameterError, match="is no ROR identifier"):
        ror_iri(text)
