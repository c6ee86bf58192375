import pytest

from kg.ask.ontology import read_kinds, read_statuses, read_types
from kg.errors import WorkspaceError
from kg.network.edges import Filters
from kg.views.page.subject import Caption, read_subject


@pytest.fixture(scope="module")
def network(invented):
    return invented.project(Filters(kinds=("hosted-by",)))


def test_the_caption_has_the_title_of_the_data_and_what_is_shown(
    invented, network
):
    subject = read_subject(
        invented.store, network, shown="hostings", left_out="One is left out."
    )
    assert subject.caption == Caption(
        title="An invented world",
        version="1",
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
        shown="hostings",
        left_out="One is left out.",
    )


def test_a_subject_is_the_network_with_what_the_ontology_says(
    invented, network
):
    subject = read_subject(invented.store, network, shown="hostings")
    assert subject.network is network
    assert subject.kinds == read_kinds(invented.store)
    assert subject.statuses == read_statuses(invented.store)
    assert subject.types == read_types(invented.store)
    assert set(subject.dossier.statements) == {
        "https://example.org/relationship/cedar-alder",
        "https://example.org/relationship/elm-birch",
    }
    assert subject.texts == {}


def test_the_texts_that_a_folder_has_are_read(invented, network, tmp_path):
    (tmp_path / "first.txt").write_text("First words.\n")
    (tmp_path / "third.txt").write_text("No hosting rests on this.\n")
    subject = read_subject(
        invented.store, network, shown="hostings", texts=tmp_path
    )
    assert subject.texts == {"first.txt": b"First words.\n"}


def test_a_folder_without_any_of_the_texts_is_an_error(
    invented, network, tmp_path
):
    with pytest.raises(
        WorkspaceError,
        match=r"holds none of the 2 texts, such as first\.txt$",
    ):
        read_subject(invented.store, network, shown="all", texts=tmp_path)
