"""The national person roster: one row for each member, with what the row says of the household.

Lists of 32 and of 26 columns in use are read by it; rows of one household number make one household.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.household_values import HouseholdFacts
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.texts import Text as T
from zhucun.engine.words import Sex
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    Disability,
    DisabilityGrade,
    Dropout,
    ExitStatus,
    HealthState,
    Labour,
    Level,
    MemberState,
    Monitored,
    Nation,
    Politics,
    Relation,
    Risk,
    School,
    WorkPlace,
)

RENAMED: Mapping[str, str] = {"household_phone": "phone", "household_listed": "listed"}
"""Facts of the household that a member has too, by the roster's key."""
HOUSEHOLD_KEYS = (
    "county", "town", "village", "village_code", "group", "phone", "listed", "status", "attribute", "main_cause", "other_causes", "monitored", "risks", "risk_found", "risk_removed", "risk_removed_on", "left", "unsafe_house", "safe_water", "water_difficult", "relocated", "persons", "net_per_head_yuan", "helper_name", "helper_unit",
)  # fmt: skip
_OF_HOME = attrgetter(*({key: roster for roster, key in RENAMED.items()}.get(key, key) for key in HOUSEHOLD_KEYS))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFacts:
    """What one row of a person roster says of a member and of the household."""

    county: str | None = None
    town: str | None = None
    village: str
    village_code: str | None = None
    group: str | None = None
    household_code: str
    code: str | None = None
    name: str
    sex: Sex | None = None
    identity: str | None = None
    born: date | None = None
    relation: Relation
    nation: Nation | None = None
    politics: Politics | None = None
    schooling: Level | None = None
    school: School | None = None
    dropout: Dropout | None = None
    health: tuple[HealthState, ...] = ()
    illness: str | None = None
    disability: Disability | None = None
    disability_grade: DisabilityGrade | None = None
    labour: Labour | None = None
    work_place: WorkPlace | None = None
    work_months: Decimal | None = None
    employer: str | None = None
    trade: str | None = None
    public_job: bool | None = None
    home_months: Decimal | None = None
    medical_insurance: bool | None = None
    employee_insurance: bool | None = None
    serious_illness_insurance: bool | None = None
    pension_insurance: bool | None = None
    commercial_insurance: bool | None = None
    accident_insurance: bool | None = None
    dibao: bool | None = None
    mandarin: bool | None = None
    soldier: bool | None = None
    state: MemberState | None = None
    listed: date | None = None
    phone: str | None = None
    household_phone: str | None = None
    household_listed: date | None = None
    status: ExitStatus
    attribute: Attribute | None = None
    main_cause: Cause | None = None
    other_causes: tuple[Cause, ...] = ()
    monitored: Monitored | None = None
    risks: tuple[Risk, ...] = ()
    risk_found: date | None = None
    risk_removed: bool | None = None
    risk_removed_on: date | None = None
    left: date | None = None
    unsafe_house: bool | None = None
    safe_water: bool | None = None
    water_difficult: bool | None = None
    relocated: bool | None = None
    persons: int | None = None
    net_per_head_yuan: Decimal | None = None
    helper_name: str | None = None
    helper_unit: str | None = None


def household_of(rows: Iterable[RosterFacts]) -> HouseholdFacts:
    """Return the household that the rows of one household number describe: of each fact the first that is said."""
    listed = list(rows)
    heads = [row.name for row in listed if row.relation is Relation.HEAD]
    first = listed[0]
    said = dict(zip(HOUSEHOLD_KEYS, map(_first, zip(*map(_OF_HOME, listed), strict=True)), strict=True))
    return HouseholdFacts(code=first.household_code, head_name=heads[0] if heads else "", **said)


def _first(values: tuple[Any, ...]) -> Any:
    first = values[0]
    if first is None or first == ():
        return next((value for value in values if value is not None and value != ()), first)
    return first


def households_of(rows: Iterable[RosterFacts]) -> list[HouseholdFacts]:
    """Return the households of a roster, in the order in which they first stand."""
    homes: dict[str, list[RosterFacts]] = {}
    for row in rows:
        homes.setdefault(row.household_code, []).append(row)
    return [household_of(people) for people in homes.values()]


HOUSEHOLD_FACTS = {f.key: f for f in HOUSEHOLD}
MEMBER_FACTS = {f.key: f for f in MEMBER}
LEFT_OUT: Mapping[str, tuple[str, ...]] = {"phone": ("联系电话",)}
"""Headings of a member that stand for the household's fact in a roster."""


def _fact(key: str) -> Fact:
    """Return the roster's entry for a fact: the household's where the member has none of that key."""
    if key in MEMBER_FACTS and key not in RENAMED:
        fact = MEMBER_FACTS[key]
        left = LEFT_OUT.get(key, ())
        # Without a number a person is found by identity number, else by name, birth and village.
        return replace(
            fact, headings=tuple(h for h in fact.headings if h not in left), required=fact.required and key != "code"
        )
    fact = HOUSEHOLD_FACTS[RENAMED.get(key, key)]
    text = T("户联系电话", "Phone of the household") if key == "household_phone" else fact.text
    return replace(fact, key=key, text=text, required=key in ("village", "status"))


ROSTER: tuple[Fact, ...] = tuple(_fact(key) for key in RosterFacts.__dataclass_fields__)
"""Every column of a person roster, in the order of `RosterFacts`."""
