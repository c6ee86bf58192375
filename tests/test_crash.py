"""What is known of an exception that nobody foresaw; how it is reported is tested in cli/test_exits.py."""

from kg.crash import Crash, CrashInChild, describe_crash
from kg.model.dates import parse_day


def test_a_place_is_the_last_step_inside_the_package():
    try:
        parse_day(None)
    except TypeError as error:
        crash = describe_crash(error)
    assert crash.place.startswith("kg.model.dates:")
    assert crash.traceback.startswith("Traceback (most recent call last):\n")
    assert crash.traceback.endswith(f"{crash.name}\n")


def test_an_exception_that_never_was_in_the_package_has_its_name():
    assert describe_crash(ValueError("x\n  y")) == Crash(
        "ValueError: x y", "kg", "ValueError: x\n  y\n"
    )


def test_a_crash_of_a_child_is_passed_on_as_it_is():
    crash = Crash("KeyError: 1", "kg.rdf.read:3", "Traceback …")
    assert describe_crash(CrashInChild(crash)) == crash
