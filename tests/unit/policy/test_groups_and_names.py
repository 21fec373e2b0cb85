"""Groups describe people by dated ages; written places find their villages."""

from datetime import date

import pytest

from tests.spec.drawn import candidates, villages
from zhucun.engine.policy import full_years, group
from zhucun.engine.policy.placenames import bare, names_village
from zhucun.engine.words import Group

ON = date(2022, 6, 1)


@pytest.mark.parametrize(
    ("born", "stepped_back", "expected"),
    [
        (date(1987, 6, 1), None, Group.YOUNG),  # 35 today
        (date(1986, 6, 1), None, Group.EXPERIENCED),  # 36 today
        (date(1967, 6, 2), None, Group.EXPERIENCED),  # 55 tomorrow
        (date(1967, 6, 1), None, Group.SENIOR),
        (date(1975, 1, 1), True, Group.SENIOR),
        (date(1995, 1, 1), False, Group.YOUNG),
    ],
)
def test_the_group_follows_age_and_stepping_back(born, stepped_back, expected):
    [person] = candidates("name\n 甲", born=born, stepped_back=stepped_back)
    found = group(person, on=ON)
    assert found.group is expected
    assert found.text.zh
    assert found.text.en


@pytest.mark.parametrize(
    ("since", "years"),
    [(date(2000, 6, 1), 22), (date(2000, 6, 2), 21), (date(2020, 2, 29), 2), (date(2022, 6, 1), 0)],
)
def test_years_are_counted_as_ages_are(since, years):
    assert full_years(since, ON) == years


@pytest.mark.parametrize(
    ("written", "name"),
    [("西村村委会", "西村"), ("西村", "西村"), ("永安村", "永安"), ("店头镇", "店头"), ("监军街道办事处", "监军")],
)
def test_a_place_is_known_without_its_ending(written, name):
    assert bare(written) == name


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("永安村", "village"),
        ("永安", "village"),
        ("永安村委会", "village"),
        ("监军街道永安村", "village"),
        ("陕西省永寿县监军街道永安村", "village"),
        ("监军街道", "township"),
        ("监军", "township"),
        ("永寿县监军街道", "township"),
        ("610426001200", "village"),
        ("610426001", "township"),
        ("610426", "township"),
        ("610425", None),
        ("610426001201", None),
        ("古屯村", None),
        ("监军街道古屯村", None),
        ("店头镇永安村", None),
        ("", None),
    ],
)
def test_a_written_place_means_a_village_its_township_or_neither(place, meant):
    [village] = villages("code | name | town\n 610426001200 | 永安村 | 监军街道")
    assert names_village(place, village) == meant


def test_a_village_that_bears_its_townships_name_is_not_the_township():
    here, other = villages("name | town\n 店头村 | 店头镇 \n 西村 | 店头镇")
    assert [names_village("店头镇", v) for v in (here, other)] == ["township", "township"]
    assert [names_village("店头村", v) for v in (here, other)] == ["village", None]
