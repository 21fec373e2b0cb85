"""The facts of a made-up county on its last day, as households and members in columns, without a mistake."""

import numpy as np
import numpy.typing as npt

from zhucun.engine import places
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.income import HOUSEHOLD_TOTALS
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.columns import Book, Mask, Table
from zhucun.engine.sample_world.draw import Integers
from zhucun.engine.sample_world.history_homes import put_right, survey
from zhucun.engine.sample_world.history_income import ITEMS, net_of
from zhucun.engine.sample_world.history_record import Lived, Year
from zhucun.engine.sample_world.history_status import GONE, LEFT, NEW, ORDINARY, POOR, RETURNED, STRUCK
from zhucun.engine.sample_world.population import numbered
from zhucun.engine.sample_world.population_homes import Columns
from zhucun.engine.sample_world.population_persons import (
    ILLNESSES,
    at_work,
    in_public_job,
    level_of,
    men_of,
    of_homes,
    school_of,
)
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    HealthState,
    Labour,
    MemberState,
    Nation,
    Politics,
    Relation,
    School,
    WorkPlace,
    number_of,
)

n = number_of
Words = npt.NDArray[np.uint8]
TRADES = ("建筑工", "装修工", "电子厂工人", "服装厂工人", "餐饮服务员", "保洁", "保安", "货运司机", "果园帮工")
POSTS = ("科员", "主任", "副局长", "教师", "医生")


def book_of(population: Lived) -> Book:
    """Return the households and members of the last day."""
    random = np.random.default_rng([population.start.seed, int(population.start.county), 4])
    members = _members(random, population)
    households = _households(random, population, members)
    count = len(population.standing.status)
    return Book(
        Table(HOUSEHOLD, count, households),
        Table(MEMBER, len(population.persons), members),
        population.on,
        population.start.county,
    )


def _households(random: np.random.Generator, population: Lived, members: Columns) -> Columns:
    start, standing, last = population.start, population.standing, population.years[-1]
    count = len(standing.status)
    status = standing.status
    registered = np.isin(status, (POOR, NEW, RETURNED, LEFT, STRUCK, GONE)) & (standing.cause > 0)
    codes = np.array([v.code.encode() for v in start.villages])
    names, towns = np.array([v.name for v in start.villages]), np.array([v.town for v in start.villages])
    groups = np.array([f"第{i}小组" for i in range(1, 9)])
    heads = np.full(count, -1, dtype=np.int64)
    head_rows = np.flatnonzero(population.persons.relation == n(Relation.HEAD))[::-1]
    alive = population.persons.state[head_rows] == n(MemberState.PRESENT)
    heads[population.persons.home[head_rows[~alive]]] = head_rows[~alive]
    heads[population.persons.home[head_rows[alive]]] = head_rows[alive]
    columns: Columns = {
        "code": population.household_codes,
        "village_code": codes[start.village],
        "county": np.full(count, places.counties()[start.county].name),
        "town": towns[start.village],
        "village": names[start.village],
        "group": groups[random.integers(0, 8, count)],
        "head_name": population.names[heads],
        "phone": numbered("100", 8, count),
        "bank": np.full(count, "农村信用社"),
        "bank_account": numbered("99", 17, count),
        "attribute": np.where(status == ORDINARY, n(Attribute.ORDINARY), population.attribute).astype(np.uint8),
        "main_cause": np.where(registered, standing.cause, 0).astype(np.uint8),
        "other_causes": _other_causes(random, standing.cause, registered),
        "status": status,
        "listed": standing.listed,
        "left": standing.left,
        "returned": standing.returned,
        "return_cause": standing.return_cause,
        "planned_exit_year": _planned(population),
        **population.watched,
        **start.homes,
    }
    columns.update(put_right(random, population, columns))
    columns.update(survey(random, population, columns))
    columns.update(_incomes(last))
    here = members["state"] == n(MemberState.PRESENT)
    able = here & np.isin(members["labour"], (n(Labour.ORDINARY), n(Labour.SKILLED), n(Labour.WEAK)))
    columns["persons"] = of_homes(population.persons, here, count).astype(np.float64)
    columns["labour_persons"] = of_homes(population.persons, able, count).astype(np.float64)
    columns.update(_helpers(random, registered & (status != STRUCK) & (status != GONE), standing.listed))
    return columns


def _other_causes(random: np.random.Generator, cause: Words, registered: Mask) -> npt.NDArray[np.uint32]:
    """Name one more cause for two households in five, never the main one again."""
    more = random.choice([n(Cause.FUNDS), n(Cause.SKILL), n(Cause.ILLNESS)], len(cause), p=[0.5, 0.35, 0.15])
    named = registered & (random.random(len(cause)) < 0.4) & (more != cause)
    return np.where(named, np.uint32(1) << (more - 1).astype(np.uint32), 0).astype(np.uint32)


def _planned(population: Lived) -> npt.NDArray[np.float64]:
    standing, year = population.standing, population.on.year
    left = standing.left.astype("datetime64[Y]").astype(np.int64) + 1970
    poor = np.isin(standing.status, (POOR, NEW, RETURNED))
    return np.where(poor, float(year + 1), np.where(np.isnat(standing.left), np.nan, left))


def _incomes(year: Year) -> Columns:
    """Return the computed income facts of the last year."""
    found: Columns = {}
    for key, codes in HOUSEHOLD_TOTALS.items():
        rows = [row for row, item in enumerate(ITEMS) if item.startswith(codes)]
        found[key] = year.items[rows].sum(axis=0).astype(np.float64)
    four = [found[key] for key in ("wage_yuan", "business_yuan", "property_yuan", "transfer_yuan")]
    found["total_yuan"] = np.sum(four, axis=0)
    found["net_yuan"] = net_of(year.items).astype(np.float64)
    found["net_per_head_yuan"] = np.round(year.per_head_yuan, 2)
    nobody = year.members == 0
    return {key: np.where(nobody, np.nan, column) for key, column in found.items()}


def _helpers(random: np.random.Generator, helped: npt.NDArray[np.bool_], listed: npt.NDArray[np.datetime64]) -> Columns:
    """Give one helper to every eight registered households."""
    rows = np.flatnonzero(helped)
    many = max(1, len(rows) // 8)
    names = men_of(random, many)
    units, posts = np.array(["县农业局", "县教育局", "县卫生局", "县财政局", "县水利局", "乡镇政府"]), np.array(POSTS)
    who = random.permutation(np.arange(len(rows)) % many)
    name, unit, post = (np.full(len(helped), "", dtype="U8") for _ in range(3))
    phone = np.zeros(len(helped), dtype="S11")
    since = np.full(len(helped), np.datetime64("NaT"), dtype="datetime64[D]")
    name[rows], unit[rows], post[rows] = names[who], units[who % len(units)], posts[who % len(posts)]
    phone[rows] = np.char.add(b"1009", np.char.zfill((who + 1).astype("S7"), 7))
    since[rows] = listed[rows] + random.integers(20, 90, len(rows)).astype("timedelta64[D]")
    return {"helper_name": name, "helper_unit": unit, "helper_post": post, "helper_phone": phone, "helped_since": since}


def _members(random: np.random.Generator, population: Lived) -> Columns:
    persons, on = population.persons, population.on
    count = len(persons)
    age = persons.ages(on)
    here = persons.present(on)
    school = school_of(age, persons.luck)
    works = here & at_work(persons, age, school)
    public_job = here & in_public_job(persons, age, school, on.year)
    pupil = school >= n(School.PRIMARY)
    grown = age >= 16
    party = grown & (age >= 25) & (random.random(count) < 0.03)
    league = (age >= 15) & (age <= 26) & (random.random(count) < 0.12)
    serious = (persons.health & (1 << (n(HealthState.SERIOUS) - 1))) != 0
    illness = np.array(["", *ILLNESSES])[np.where(serious, random.integers(1, len(ILLNESSES) + 1, count), 0)]
    trade = np.array(["", *TRADES])[np.where(works, random.integers(1, len(TRADES) + 1, count), 0)]
    politics = np.select([party, league], [n(Politics.MEMBER), n(Politics.LEAGUE)], n(Politics.MASSES))
    yes = np.ones(count, dtype=np.int8)
    return {
        "code": population.person_codes,
        "household_code": population.household_codes[persons.home],
        "name": population.names,
        "sex": persons.sex,
        "identity": _cards(random, population.identities, persons.disability, persons.grade),
        "born": persons.born,
        "relation": persons.relation,
        "nation": np.full(count, n(Nation.HAN), dtype=np.uint8),
        "politics": politics.astype(np.uint8),
        "schooling": level_of(age, persons.born, school, persons.luck),
        "school": np.where(here, school, n(School.NOT)).astype(np.uint8),
        "health": persons.health,
        "illness": illness,
        "disability": persons.disability,
        "disability_grade": persons.grade,
        "labour": persons.labour,
        "work_place": np.where(works, persons.works, n(WorkPlace.NOT)).astype(np.uint8),
        "work_months": np.where(works, persons.months.astype(np.float64), np.nan),
        "home_months": np.where(works, 12.0 - persons.months, np.nan),
        "trade": trade,
        "public_job": public_job.astype(np.int8),
        "medical_insurance": yes,
        "employee_insurance": np.zeros(count, dtype=np.int8),
        "serious_illness_insurance": yes,
        "pension_insurance": (grown & ~pupil).astype(np.int8),
        "commercial_insurance": np.zeros(count, dtype=np.int8),
        "dibao": (persons.dibao & here).astype(np.int8),
        "mandarin": ((age >= 6) & (age < 55) | (random.random(count) < 0.6)).astype(np.int8),
        "soldier": np.zeros(count, dtype=np.int8),
        "state": persons.state,
        "listed": _listed(population),
    }  # fmt: skip


def _listed(population: Lived) -> npt.NDArray[np.datetime64]:
    """Return when each member was registered: with the household, or on joining it later."""
    with_home = population.standing.listed[population.persons.home]
    return np.where(np.isnat(with_home), with_home, np.maximum(with_home, population.persons.joined))


def _cards(
    random: np.random.Generator, identities: npt.NDArray[np.bytes_], kind: Words, grade: Words
) -> npt.NDArray[np.bytes_]:
    """Let a third of the disabled show their disability card instead: the number, kind and grade."""
    card = (kind > 0) & (random.random(len(kind)) < 0.33)
    ending: Integers = np.where(card, kind.astype(np.int64) * 10 + grade, 0)
    return np.char.add(identities, np.where(card, ending.astype("S2"), b""))
