"""Places ship with the product and load on demand."""

import pytest

from tests.conftest import COUNTY, NEIGHBOUR, NOON
from zhucun.core.actions import load_places
from zhucun.core.models import Event, Place, within
from zhucun.core.queries import place_name, townships
from zhucun.engine import places
from zhucun.engine.errors import BadProblem


def test_the_whole_country_ships_with_the_product():
    provinces = {c.province_code for c in places.counties().values()}
    assert sum(len(places.villages(province)) for province in provinces) == 620_573


def test_loading_a_county_brings_its_townships_and_villages_and_says_so_once(county):
    assert Place.objects.filter(within(county)).count() == 1 + 7 + 164
    assert [t.name for t in townships(county)][:2] == ["监军街道", "店头镇"]
    assert Event.objects.filter(name="places.loaded").count() == 1
    assert load_places(prefix=COUNTY, by=None, at=NOON) == 0
    assert Event.objects.filter(name="places.loaded").count() == 1


def test_a_code_that_is_no_place_is_refused_with_the_code_and_a_remedy():
    with pytest.raises(BadProblem) as refused:
        list(places.below("999999"))
    assert "999999" in refused.value.say("zh")
    assert "610426" in refused.value.say("en")


def test_a_prefix_finds_all_below_it_and_nothing_beside_it(county):
    load_places(prefix=NEIGHBOUR, by=None, at=NOON)
    inside = Place.objects.filter(within("610426101")).values_list("code", flat=True)
    assert inside
    assert all(code.startswith("610426101") for code in inside)
    assert not Place.objects.filter(within(COUNTY), code__startswith=NEIGHBOUR).exists()


def test_a_place_that_nobody_loaded_still_has_its_name(db):
    assert place_name("610425") == "礼泉县"
