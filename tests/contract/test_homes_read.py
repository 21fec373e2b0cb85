"""A place's households read past the ORM are those of the ORM, value by value; who is gone is not among them."""

import pytest

from tests.contract.households_rows import COUNTY, NOON
from tests.contract.verification_rows import make_families
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, UNKNOWN
from zhucun.engine.targeting.rows import scaled
from zhucun.registry.models import Household, Member
from zhucun.registry.queries import homes_of, persons_of

ON = NOON.date()


@pytest.fixture
def homes(county):
    village, homes = make_families(4)
    Household.objects.filter(pk=homes[3].pk).update(status="gone")
    Member.objects.filter(household=homes[2]).update(state="dead")
    Household.objects.filter(pk=homes[0].pk).update(
        arable_mu="3.25", safe_water=True, road="concrete", income_year=2025
    )
    return village, homes


def plain(key, value):
    """Return a value of a model as the engine's rows hold it."""
    if isinstance(value, (tuple, list)):
        return "|".join(value)
    if isinstance(value, str):
        return value
    return UNKNOWN if value is None else scaled(key, value)


def told(model, keys, rows, objects):
    names = [key for key in keys if key in {f.name for f in model._meta.concrete_fields} and key != "household_code"]
    read = {key: rows.columns[key].tolist() for key in names}
    kept = {key: [plain(key, getattr(one, key)) for one in objects] for key in names}
    return read, kept


def test_every_fact_is_read_as_it_is_kept(homes):
    found = homes_of(COUNTY, on=ON)
    kept = list(Household.objects.exclude(status="gone").order_by("key"))
    assert found.keys == tuple(home.key for home in kept)
    read, wanted = told(Household, HOUSEHOLD_KEYS, found.county.households, kept)
    assert read == wanted
    assert found.income_years.tolist()[0] == 2025
    people = list(Member.objects.filter(state__in=["", "present"]).order_by("key"))
    read, wanted = told(Member, MEMBER_KEYS, found.county.persons, people)
    assert read == wanted


@pytest.mark.parametrize("digits", [6, 9, 12])
def test_a_village_reads_the_same_as_its_county(homes, digits):
    village, kept = homes
    found = homes_of(village.code[:digits], on=ON)
    assert found.keys == tuple(home.key for home in kept[:3])
    assert found.villages == (village.code,) * 3
    assert found.county.sizes[0] > 1


def test_a_place_without_households_is_read_as_nobody(homes):
    found = homes_of("610425", on=ON)
    assert (len(found), found.income_year, len(found.county.persons)) == (0, None, 0)


def test_whom_a_list_may_mean_are_also_those_who_died(homes):
    everybody = persons_of(COUNTY)
    assert set(everybody.keys) == set(Member.objects.values_list("key", flat=True))
    assert len(everybody.names) == len(everybody.born) == len(everybody.homes)
