import gc

import pytest

from kg.model.collector import no_collection


@pytest.fixture(autouse=True)
def collecting():
    """The collector runs before each test, and afterwards whatever it did."""
    gc.enable()
    yield
    gc.enable()


def test_nothing_is_collected_meanwhile_and_the_collector_runs_again_afterwards():
    with no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    with no_collection():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_the_collector_runs_again_after_an_error():
    with pytest.raises(ZeroDivisionError), no_collection():
        1 / 0  # noqa: B018
    assert gc.isenabled()


def test_new_values_join_the_oldest_unexamined():
    gc.collect()
    with no_collection():
        made = [[number] for number in range(5000)]
    oldest = {id(each) for each in gc.get_objects(generation=2)}
    assert [each for each in made if id(each) not in oldest] == []
