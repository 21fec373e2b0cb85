"""A made-up county taken in whole is the same as one taken in list by list, and the command makes it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import NOON
from zhucun.core.models import Event
from zhucun.core.sealing import Sealed
from zhucun.engine import sample_world
from zhucun.engine.sample_world.history import Population, population
from zhucun.registry import actions
from zhucun.registry.bridge.population import facts_of_population, income_of_population
from zhucun.registry.models import ChangedPerson, Household, IncomeLine, Member, NaturalChange

HOMES, YEAR, SEED = 60, 2018, 7


@pytest.fixture(scope="module")
def world() -> Any:
    return sample_world.county("610426", seed=SEED, people=5)


@pytest.fixture(scope="module")
def made(world: Any) -> Population:
    return population("610426", SEED, HOMES, last_year=YEAR, villages=world.villages)


@pytest.fixture
def villages(county: str, world: Any) -> str:
    actions.take_villages(rows=world.villages, county=county, by=None, at=NOON, made_up=True)
    return county


def by_lists(made: Population, county: str) -> None:
    """Take the population in as anybody's lists are: compared, matched, counted and summed."""
    homes, members = facts_of_population(made)
    common: dict[str, Any] = {"county": county, "by": None, "at": NOON, "made_up": True}
    actions.take_households(rows=homes, **common)
    actions.take_members(rows=members, **common)
    actions.take_changes(rows=made.changes(range(len(homes))), **common)
    actions.take_income(rows=income_of_population(made, YEAR), **common)


def opened(value: Any) -> Any:
    return value.open() if isinstance(value, Sealed) else value


def rows_of(model: type[Any]) -> list[dict[str, Any]]:
    names = [f.attname for f in model._meta.concrete_fields if f.name != "id"]
    return [{name: opened(getattr(row, name)) for name in names} for row in model.objects.order_by("pk")]


def changes() -> Iterator[Any]:
    rows = NaturalChange.objects.order_by("household", "on", "kind").prefetch_related("people")
    for row in rows:
        yield (
            row.household_id,
            row.kind,
            row.on,
            row.made_up,
            sorted((p.member_id, p.relation) for p in row.people.all()),
        )


def everything() -> dict[str, Any]:
    return {**{m.__name__: rows_of(m) for m in (Household, Member, IncomeLine)}, "changes": list(changes())}


def test_a_population_taken_in_whole_is_the_same_as_taken_in_list_by_list(villages: str, made: Population) -> None:
    by_lists(made, villages)
    listed = everything()
    Household.objects.all().delete()
    taken = actions.take_population(made=made, year=YEAR, county=villages, at=NOON)
    whole = everything()
    assert taken.new == len(listed["Household"]) > HOMES
    assert whole["Household"] == listed["Household"]
    assert whole["Member"] == listed["Member"]
    assert whole["IncomeLine"] == listed["IncomeLine"]
    assert whole["changes"] == listed["changes"]


def test_it_leaves_one_event_for_each_list_and_says_how_far_it_is(villages: str, made: Population) -> None:
    heard: list[int] = []
    actions.take_population(made=made, year=YEAR, county=villages, at=NOON, progress=heard.append)
    names = set(Event.objects.filter(at=NOON, area=villages).values_list("name", flat=True))
    assert {"households.taken", "members.taken", "income.taken"} <= names
    persons = ChangedPerson.objects.count()
    assert sum(heard) == actions.rows_of(made, YEAR)
    assert sum(heard) == sum(m.objects.count() for m in (Household, Member, IncomeLine, NaturalChange)) + persons


def test_a_county_that_keeps_households_is_left_as_it_is(villages: str, made: Population) -> None:
    actions.take_population(made=made, year=YEAR, county=villages, at=NOON)
    assert actions.take_population(made=made, year=YEAR, county=villages, at=NOON).new == 0


def test_changes_noted_afterwards_get_numbers_of_their_own(villages: str, made: Population) -> None:
    actions.take_population(made=made, year=YEAR, county=villages, at=NOON)
    last = NaturalChange.objects.order_by("-pk")[0]
    later = NaturalChange.objects.create(household=last.household, kind="death", on=last.on, at=NOON)
    assert later.pk == last.pk + 1
