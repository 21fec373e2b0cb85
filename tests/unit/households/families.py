"""A sound family that breaks no rule, and ways to break it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.values import VillageFacts
from zhucun.engine.households.columns import Book
from zhucun.engine.households.identity import check_character
from zhucun.engine.words import Sex, VillageKind
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    ExitStatus,
    Fuel,
    HealthState,
    House,
    HouseGrade,
    Labour,
    Level,
    MemberState,
    Monitored,
    Nation,
    Politics,
    Relation,
    Risk,
    Road,
    School,
    Standard,
    Water,
    WorkPlace,
)  # fmt: skip

D = Decimal
DAY = date(2021, 10, 1)
VILLAGE = "610426100201"


def identity(born: date, sequence: int) -> str:
    first = f"990426{born:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


HOUSEHOLD = HouseholdFacts(
    code="6104260001", village_code=VILLAGE, county="永寿县", town="监军街道", village="甲村", group="一组",
    head_name="张三丰", phone="13800001234", bank="信用社", bank_account="6217000000000001234",
    standard=Standard.NATIONAL, attribute=Attribute.GENERAL, main_cause=Cause.SKILL, status=ExitStatus.LEFT,
    listed=date(2014, 1, 1), planned_exit_year=2018, left=date(2018, 12, 1), persons=4, labour_persons=2,
    arable_mu=D(8), irrigated_mu=D(2), paddy_mu=D(0), dry_mu=D(8), forest_mu=D(3), return_forest_mu=D(2),
    fruit_mu=D(2), grass_mu=D(0), water_mu=D(0), production_power=True, living_power=True, broadcast=True,
    road_km=D("0.5"), road=Road.CONCRETE, house_m2=D(100), house=House.BRICK_CONCRETE, unsafe_house=False,
    safe_water=True, water_difficult=False, water=Water.TAP, sanitary_toilet=True, fuel=Fuel.CLEAN, cooperative=True,
    leading_firm=False, leader=False, relocated=False, has_car=False, wage_yuan=D(24000), business_yuan=D(6000),
    property_yuan=D(800), transfer_yuan=D(2200), cost_yuan=D(2000), dividend_yuan=D(800), family_planning_yuan=D(0),
    dibao_yuan=D(0), supported_yuan=D(0), pension_yuan=D(1200), ecology_yuan=D(600), other_transfer_yuan=D(400),
    total_yuan=D(33000), net_yuan=D(31000), net_per_head_yuan=D(7750), helper_name="李干部", helper_phone="13900005678",
    helped_since=date(2015, 6, 1),
)  # fmt: skip

COMMON: dict[str, Any] = {
    "household_code": HOUSEHOLD.code, "nation": Nation.HAN, "health": (HealthState.HEALTHY,),
    "state": MemberState.PRESENT,
    "medical_insurance": True, "employee_insurance": False, "serious_illness_insurance": True, "dibao": False,
    "listed": date(2014, 1, 1), "school": School.NOT, "politics": Politics.MASSES,
}  # fmt: skip
HEAD = MemberFacts(
    code="01", name="张三丰", sex=Sex.MALE, born=date(1976, 3, 2), identity=identity(date(1976, 3, 2), 11),
    relation=Relation.HEAD, schooling=Level.JUNIOR, labour=Labour.ORDINARY, work_place=WorkPlace.PROVINCE,
    work_months=D(8), pension_insurance=True, **COMMON,
)  # fmt: skip
WIFE = replace(
    HEAD, code="02", name="王小花", sex=Sex.FEMALE, born=date(1978, 5, 6), identity=identity(date(1978, 5, 6), 12),
    relation=Relation.SPOUSE, work_place=WorkPlace.NOT, work_months=None,
)  # fmt: skip
GIRL = replace(
    WIFE, code="03", name="张小丽", born=date(2009, 7, 8), identity=identity(date(2009, 7, 8), 22),
    relation=Relation.DAUGHTER, schooling=Level.PRIMARY, school=School.JUNIOR, labour=Labour.NONE,
    pension_insurance=False,
)  # fmt: skip
MOTHER = replace(
    WIFE, code="04", name="刘桂英", born=date(1950, 1, 2), identity=identity(date(1950, 1, 2), 32),
    relation=Relation.MOTHER, schooling=Level.ILLITERATE, labour=Labour.NONE,
)  # fmt: skip
MEMBERS = (HEAD, WIFE, GIRL, MOTHER)
FORM = VillageFacts(
    code=VILLAGE, name="甲村", kinds=(VillageKind.POOR,), households=300, poor_households=1, poor_persons=4,
    dibao_persons=9, wubao_persons=2, disabled_persons=8, doctors=1, clinic=True, arable_mu=D(2000), unsafe_houses=3,
    unsafe_water_households=5,
)  # fmt: skip
POOR: dict[str, Any] = {"status": ExitStatus.POOR, "left": None, "planned_exit_year": 2022}
WATCHED: dict[str, Any] = {
    "monitored": Monitored.UNSTABLE, "risks": (Risk.WORK,), "risk_found": date(2021, 1, 5), "risk_removed": False,
}  # fmt: skip
SAFE_GRADE = HouseGrade.A


def book(
    household: dict[str, Any] | None = None, members: dict[int, dict[str, Any]] | None = None,
    more: tuple[MemberFacts, ...] = (), others: tuple[HouseholdFacts, ...] = (), village: dict[str, Any] | None = None,
    on: date = DAY, drop: tuple[int, ...] = (),
) -> Book:  # fmt: skip
    """Return the sound family's book with some facts changed, people added or left out, other households added."""
    changed = [replace(m, **(members or {}).get(i, {})) for i, m in enumerate(MEMBERS) if i not in drop]
    return Book.of(
        [replace(HOUSEHOLD, **(household or {})), *others],
        [*changed, *more],
        on=on,
        area="610426",
        villages=[replace(FORM, **(village or {}))],
    )
