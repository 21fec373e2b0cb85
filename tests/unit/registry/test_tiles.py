"""Class breaks and tiles of the map."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import CountyYardstick, need_profile
from zhucun.registry.queries.tiles import CLASSES, breaks, colour_choices, tile_map

DAY = date(2026, 3, 2)
TOWNS = {"610426101": "店头镇", "610426102": "常宁镇"}


def village(number: int, town: str = "610426101", **facts: object) -> VillageFacts:
    return VillageFacts(code=f"{town}{number}", name=f"村{number}", **facts)  # type: ignore[arg-type]


def drawn(key: str, *villages: VillageFacts):  # type: ignore[no-untyped-def]
    yardstick = CountyYardstick.of(villages, on=DAY, area="610426")
    profiles = [need_profile(v, yardstick, on=DAY) for v in villages]
    return tile_map(profiles, colour_choices()[key], TOWNS)


@given(st.lists(st.decimals(0, 10_000, places=1), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_value_falls_into_one_of_at_most_five_classes(values: list[Decimal]) -> None:
    ends = breaks(values)
    assert ends == sorted(set(ends))
    assert 1 <= len(ends) <= CLASSES + 1
    assert ends[-1] == max(values)


def test_few_different_values_are_classes_of_their_own() -> None:
    assert breaks([Decimal(3), Decimal(1), Decimal(3)]) == [Decimal(1), Decimal(3)]


def test_equal_values_are_never_split_between_classes() -> None:
    values = [Decimal(0)] * 90 + [Decimal(n) for n in range(1, 11)]
    assert breaks(values)[0] == 0
    assert len(breaks(values)) == len(set(breaks(values)))


def test_tiles_stand_in_their_township_in_order_of_code() -> None:
    found = drawn("persons", village(202, persons=10), village(201, "610426102", persons=30), village(201, persons=20))
    assert [town.name for town in found.towns] == ["店头镇", "常宁镇"]
    assert [tile.value for tile in found.towns[0].tiles] == [10, 20]


def test_a_village_that_has_not_reported_has_no_tone_and_is_counted() -> None:
    found = drawn("persons", village(201, persons=10), village(202))
    assert found.missing == 1
    assert [t.tone for t in found.towns[0].tiles] == [4, 0]


def test_the_lowest_class_is_lightest_and_the_highest_darkest() -> None:
    found = drawn("persons", *(village(200 + n, persons=n) for n in range(1, 51)))
    assert [c.tone for c in found.classes] == [1, 3, 4, 5, 7]
    assert sum(c.villages for c in found.classes) == 50


def test_yes_and_no_are_two_classes() -> None:
    found = drawn("clinic", village(201, clinic=True), village(202, clinic=False), village(203, clinic=False))
    assert [(c.most, c.villages) for c in found.classes] == [(0, 2), (1, 1)]


@pytest.mark.parametrize("key", sorted(colour_choices()))
def test_a_map_can_be_coloured_by_every_choice(key: str) -> None:
    found = drawn(key, village(201, persons=100, households=30), village(202, persons=80, households=20))
    assert len(found.towns[0].tiles) == 2
