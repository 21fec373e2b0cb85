"""The colours that officials know, drawn as a table: one scheme for every page, that of the system it is from."""

import pytest

from zhucun.engine.households.crosswalk_tables import CROSSWALKS
from zhucun.engine.words_household import ExitStatus
from zhucun.registry.statuses import STILL_POOR, Colour, colour_of, statuses_of

TABLE = [
    ("poor", "red"), ("planned", "red"), ("new", "red"), ("left", "green"), ("returned", "yellow"),
    ("ordinary", "none"), ("struck", "none"), ("gone", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "colour"), TABLE)
def test_each_status_has_its_colour(status: str, colour: str):
    assert colour_of(status) == colour
    assert status in statuses_of(colour)


def test_every_status_stands_in_the_table():
    assert {status for status, _colour in TABLE} == {status.value for status in ExitStatus}


def test_the_colours_are_those_of_the_system_they_come_from():
    table = next(c for c in CROSSWALKS if (c.attribute, c.system) == ("status", "guangxi"))
    theirs = {code.code: {word.value for word in code.words} for code in table.codes}
    assert theirs == {colour: set(statuses_of(colour)) for colour in ("red", "green", "yellow")}


def test_who_is_red_or_yellow_is_still_poor():
    assert {s.value for s in STILL_POOR} == {"poor", "planned", "new", "returned"}


def test_a_colour_is_never_without_a_word():
    assert all(str(colour.label).strip() for colour in Colour)
