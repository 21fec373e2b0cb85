"""A made-up county's registered households over five years, drawn to the published figures of the demo county.

Everything is columns: 100,000 households with 350,000 persons take seconds. The same county, seed, size and years give
the same population. Every person is made up: names are put together at random, identity numbers begin with 99, phone
numbers with 100, accounts with 99, so that none can be anybody's. What is hidden from the registry (true incomes, who
is wrongly listed or missed, what was mistyped) is kept apart in `truth`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts import VillageFacts
from zhucun.engine.households.changes import ChangeKind
from zhucun.engine.households.columns import Mask
from zhucun.engine.households.identity import MADE_UP
from zhucun.engine.policy.figures import load_parameters
from zhucun.engine.sample_world.draw import Floats, Integers, apportion
from zhucun.engine.sample_world.history_changes import Happenings, days, happened
from zhucun.engine.sample_world.history_prospects import SEEN, Scale, distances, scale_of, seen
from zhucun.engine.sample_world.history_status import ORDINARY, POOR, Standing, cause_shares, size_shares
from zhucun.engine.sample_world.population_families import draw_families, draw_sizes
from zhucun.engine.sample_world.population_homes import Columns, draw_homes, draw_land, fuels
from zhucun.engine.sample_world.population_persons import (
    Persons,
    draw_health,
    draw_labour,
    identities_of,
    names_of,
    of_homes,
    school_of,
)
from zhucun.engine.sample_world.world import county as world_of
from zhucun.engine.texts import Text
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    HealthState,
    Labour,
    MemberState,
    School,
    WorkPlace,
    bits_of,
    number_of,
)

n = number_of
START = 2014
HEALTHY = bits_of((HealthState.HEALTHY,))
BETTER_OFF = 0.5  # how many spreads the other households stand above the registered ones


@dataclass(eq=False)
class Village:
    """A village of the county as the population needs it."""

    code: str
    name: str
    town: str
    registered: int
    county_km: float  # to the county seat


@dataclass(eq=False)
class Beginning:
    """The population at the end of 2014, before any year is lived through."""

    county: str
    seed: int
    villages: tuple[Village, ...]
    registered: int  # the first so many households are registered, the rest ordinary
    village: Integers  # row of the village of each household
    persons: Persons
    standing: Standing
    attribute: npt.NDArray[np.uint8]
    homes: Columns
    distance: Floats  # kilometres from each household's village to the county seat
    seen: Floats  # what can be seen speaks for so much, in spreads
    scale: Scale
    wealth: Floats  # lasting standing: what can be seen and what cannot, in spreads
    first: Happenings
    figures: Mapping[str, Any]


def figures_of_households() -> dict[str, Any]:
    """Return the published figures that households are drawn to, each with its source."""
    return load_parameters("calibration_households.yaml")


def beginning(
    county: str = "610426", seed: int = 2026, households: int | None = None,
    villages: Sequence[VillageFacts] | None = None,
) -> Beginning:  # fmt: skip
    """Return the registered households of a county at the end of 2014, and some ordinary ones beside them."""
    figures = figures_of_households()
    registered = int(figures["households"]["value"]) if households is None else households
    places = _villages(county, seed, registered, villages)
    random = np.random.default_rng([seed, int(county), 1])
    more = round(registered * float(figures["ordinary_share"]["value"]) / 100)
    count = registered + more
    village = _where(random, [v.registered for v in places], more)
    sizes = np.concatenate([draw_sizes(random, part, size_shares(START, figures)) for part in (registered, more)])
    persons = _persons(random, sizes)
    day = date(START, 12, 31)
    age = persons.ages(day)
    school = school_of(age, persons.luck)
    cause = _causes(random, persons, age, school, registered, count, figures)
    _give_health_and_labour(random, persons, age, school, cause, registered, figures)
    _give_work(random, persons, figures)
    homes = draw_land(random, sizes)
    distance = np.array([v.county_km for v in places])[village]
    seen_now = seen(persons, np.ones(len(persons), dtype=np.bool_), day, homes, distance, count)
    scale = scale_of(seen_now, registered)
    wealth = SEEN * scale.of(seen_now) + (1 - SEEN**2) ** 0.5 * random.normal(size=count)
    wealth[registered:] += BETTER_OFF
    attribute = _attributes(random, persons, age, wealth, registered, count, figures)
    listed = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")
    listed[:registered] = np.datetime64("2014-04-01") + random.integers(0, 240, registered).astype("timedelta64[D]")
    persons.joined[:] = np.where(np.isnat(listed), np.datetime64("2014-04-01"), listed)[persons.home]
    never = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")
    status = np.where(np.arange(count) < registered, POOR, ORDINARY).astype(np.uint8)
    standing = Standing(status, cause, listed, never.copy(), never.copy(), np.zeros(count, dtype=np.uint8))
    rows = np.arange(len(persons))
    first = happened(ChangeKind.LISTED, persons.joined.copy(), persons.home.copy(), rows, persons.relation.copy())
    homes.update(draw_homes(random, sizes, wealth, figures))
    homes["fuel"][:registered] = fuels(random, wealth[:registered], figures)
    return Beginning(
        county, seed, places, registered, village, persons, standing, attribute, homes, distance, scale.of(seen_now),
        scale, wealth, first, figures,
    )  # fmt: skip


def _villages(county: str, seed: int, registered: int, facts: Sequence[VillageFacts] | None) -> tuple[Village, ...]:
    """Return the county's villages with how many registered households each has, in proportion to its form."""
    known = list(facts) if facts is not None else world_of(county, seed, people=30).villages
    counts = apportion(registered, [v.poor_households or 0 for v in known])
    away = distances([None if v.county_km is None else float(v.county_km) for v in known]).tolist()
    return tuple(
        Village(v.code or "", v.name, v.town or "", int(c), km) for v, c, km in zip(known, counts, away, strict=True)
    )


def _where(random: np.random.Generator, registered: list[int], more: int) -> Integers:
    """Return the village of each household: registered ones by the village's number, ordinary ones likewise."""
    here = random.permutation(np.repeat(np.arange(len(registered)), registered))
    others = np.repeat(np.arange(len(registered)), apportion(more, registered))
    return np.concatenate([here, random.permutation(others)]).astype(np.int64)


def _persons(random: np.random.Generator, sizes: Integers) -> Persons:
    families = draw_families(random, sizes)
    count = len(families.home)
    lived = np.round(families.age * 365.2425 + 2).astype("timedelta64[D]")
    small = np.zeros(count, dtype=np.uint8)
    return Persons(
        home=families.home.astype(np.int64),
        relation=families.relation,
        sex=families.sex,
        born=np.datetime64("2014-12-31") - lived,
        joined=np.full(count, np.datetime64("2014-04-01"), dtype="datetime64[D]"),
        left=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        state=np.full(count, n(MemberState.PRESENT), dtype=np.uint8),
        luck=random.random(count),
        health=np.full(count, HEALTHY, dtype=np.uint32),
        disability=small.copy(),
        grade=small.copy(),
        labour=np.full(count, n(Labour.NONE), dtype=np.uint8),
        works=small.copy(),
        months=small.copy(),
        public_job=np.zeros(count, dtype=np.bool_),
        dibao=np.zeros(count, dtype=np.bool_),
    )


def what_fits(persons: Persons, here: Mask, age: Floats, school: npt.NDArray[np.uint8], count: int) -> Floats:
    """Return for each cause and household how well it fits the family, nought where it cannot be said of it."""
    pupils = of_homes(persons, here & (school >= n(School.PRIMARY)), count)
    costly = of_homes(persons, here & (school >= n(School.SENIOR)), count)
    prime = of_homes(persons, here & (age >= 16) & (age <= 60) & (school < n(School.PRIMARY)), count)
    old = of_homes(persons, here & (age >= 60), count)
    able = (prime > 0).astype(np.float64)
    found = np.tile(able, (len(Cause), 1))
    place = {cause: number_of(cause) - 1 for cause in Cause}
    found[place[Cause.SCHOOLING]] = np.where(pupils > 0, able * (0.2 + pupils + 4 * costly), 0)
    found[place[Cause.LABOUR]] = np.where(prime <= 1, 1.0 + 8 * (prime == 0) + old, 0.0)
    found[place[Cause.ILLNESS]] = 1.0 + 30 * (prime == 0) + 0.5 * old
    found[place[Cause.DISABILITY]] = 1.0 + 2 * (prime == 0)
    return found


def _causes(
    random: np.random.Generator, persons: Persons, age: Floats, school: npt.NDArray[np.uint8], registered: int,
    count: int, figures: Mapping[str, Any],
) -> npt.NDArray[np.uint8]:  # fmt: skip
    """Give each registered household its main cause so that the published shares come out, each where it fits."""
    weights = what_fits(persons, np.ones(len(persons), dtype=np.bool_), age, school, count)[:, :registered]
    wanted = apportion(registered, cause_shares(START, figures))
    found = np.zeros(count, dtype=np.uint8)
    free = np.ones(registered, dtype=np.bool_)
    order = [Cause.SCHOOLING, Cause.LABOUR, Cause.DISABILITY, Cause.ILLNESS]
    for cause in [*order, *(c for c in Cause if c not in order)]:
        row = number_of(cause) - 1
        keys = np.where(free, np.log(random.random(registered)) / np.maximum(weights[row], 1e-9), -np.inf)
        chosen = (
            np.argpartition(-keys, max(0, wanted[row] - 1))[: wanted[row]] if wanted[row] else np.zeros(0, np.int64)
        )
        found[chosen] = row + 1
        free[chosen] = False
    return found


def _give_health_and_labour(
    random: np.random.Generator, persons: Persons, age: Floats, school: npt.NDArray[np.uint8],
    cause: npt.NDArray[np.uint8], registered: int, figures: Mapping[str, Any],
) -> None:  # fmt: skip
    share = float(figures["healthy_share"]["value"]) / 100
    helpless = cause[persons.home] == n(Cause.LABOUR)
    for mine in (persons.home < registered, persons.home >= registered):
        rows = np.flatnonzero(mine)
        if not len(rows):
            continue
        health, kind, grade = draw_health(random, persons.home[rows], age[rows], cause, share)
        persons.health[rows], persons.disability[rows], persons.grade[rows] = health, kind, grade
        shares = {word: float(part) for word, part in figures["labour"]["value"].items()}
        persons.labour[rows] = draw_labour(random, age[rows], school[rows], health, grade, helpless[rows], shares)


def _attributes(
    random: np.random.Generator, persons: Persons, age: Floats, wealth: Floats, registered: int, count: int,
    figures: Mapping[str, Any],
) -> npt.NDArray[np.uint8]:  # fmt: skip
    """Put the old without labour under extreme-poverty support and the weaker half on the minimum living allowance."""
    able = of_homes(persons, persons.labour <= n(Labour.WEAK), count)
    young = of_homes(persons, age < 55, count)
    members = of_homes(persons, np.ones(len(persons), dtype=np.bool_), count)
    shares = figures["attributes"]["value"]
    wanted = apportion(registered, [shares["supported"], shares["dibao"], shares["general"]])
    fits = (able == 0) & (young == 0) & (members <= 2)
    weakness = -wealth - 1.2 * able + random.normal(size=count) + 60.0 * fits
    order = np.argsort(-weakness[:registered], kind="stable")
    supported = order[: min(wanted[0], int(fits[:registered].sum()))]
    found = np.full(count, n(Attribute.ORDINARY), dtype=np.uint8)
    found[:registered] = n(Attribute.GENERAL)
    found[supported] = n(Attribute.SUPPORTED)
    rest = order[len(supported) :]
    ranked = rest[np.argsort(-(weakness[rest] - 60.0 * fits[rest]), kind="stable")]
    found[ranked[: wanted[1]]] = n(Attribute.DIBAO)
    persons.dibao[:] = found[persons.home] == n(Attribute.DIBAO)
    return found


def _give_work(random: np.random.Generator, persons: Persons, figures: Mapping[str, Any]) -> None:
    """Let the able work for wages as far away as published; each has a place even before being old enough."""
    shares = figures["work_places"]["value"]
    places = [WorkPlace.TOWN, WorkPlace.COUNTY, WorkPlace.PROVINCE, WorkPlace.AWAY]
    chances = np.array([float(shares[p.value]) for p in places])
    persons.works[:] = random.choice([n(p) for p in places], len(persons), p=chances / chances.sum())
    at_work = sum(chances) / (sum(chances) + float(shares["not"])) / 0.5
    persons.works[random.random(len(persons)) >= at_work] = n(WorkPlace.NOT)
    persons.months[:] = random.integers(3, 12, len(persons))
    persons.public_job[:] = random.random(len(persons)) < 0.02


def names_and_numbers(start: Beginning, persons: Persons) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.bytes_]]:
    """Return a made-up name and an impossible identity number for everybody."""
    random = np.random.default_rng([start.seed, int(start.county), 2])
    names = names_of(random, persons.home, persons.relation, persons.sex, len(start.village))
    return names, identities_of(persons.born, persons.sex, start.county)


def numbered(prefix: str, width: int, count: int) -> npt.NDArray[np.bytes_]:
    """Return running numbers with a prefix that no real one has."""
    return np.char.add(prefix.encode(), np.char.zfill(np.arange(1, count + 1).astype(f"S{width}"), width))


def household_codes(count: int) -> npt.NDArray[np.bytes_]:
    """Return household numbers of ten digits that begin with 99."""
    return numbered(MADE_UP, 8, count)


NOTICE = Text(
    "演示数据：户和人员均为虚构，姓名随机组合，身份证号以99开头（无此省份），不可能是真实人员。",
    "Demonstration: all households and persons are made up; names are put together at random and identity numbers "
    "begin with 99, which is no province, so that none can be a living person's.",
)
__all__ = ["NOTICE", "START", "Beginning", "Village", "beginning", "days", "figures_of_households", "names_and_numbers"]
