"""A few made-up households for tests, with members and income."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.income import IncomeLine
from zhucun.engine.households.identity import check_character
from zhucun.engine.words import Sex
from zhucun.engine.words_household import Attribute, Cause, ExitStatus, HealthState, Labour, Proof, Relation
from zhucun.registry import actions
from zhucun.registry.models import Household, Village

COUNTY = "610426"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MORE: dict[str, Any] = {"county": COUNTY, "by": None, "at": NOON}


def identity(day: str, sequence: int, area: str = "990426") -> str:
    """Return a right identity number that nobody has."""
    first = f"{area}{day}{sequence:03}"
    return first + check_character(first)


def household(code: str, village: Village | str, **more: Any) -> HouseholdFacts:
    """Return the facts of a household."""
    place = village if isinstance(village, str) else village.code
    known = {"head_name": "赵一山", "status": ExitStatus.POOR, "village": "永安村", "attribute": Attribute.GENERAL}
    return HouseholdFacts(**{"code": code, "village_code": place, "main_cause": Cause.ILLNESS, **known, **more})


def member(code: str, home: str, **more: Any) -> MemberFacts:
    """Return the facts of a member."""
    known = {"name": "赵一山", "relation": Relation.HEAD, "sex": Sex.MALE, "born": date(1970, 5, 1)}
    return MemberFacts(**{"code": code, "household_code": home, **known, **more})


def family(code: str, village: Village | str) -> tuple[HouseholdFacts, list[MemberFacts], list[IncomeLine]]:
    """Return a household of three with 12,000 yuan of wages and 600 yuan of allowance."""
    ill = {"health": (HealthState.CHRONIC,), "illness": "高血压", "labour": Labour.LOST}
    people = [
        member(f"{code}01", code, identity=identity("19700501", 11), labour=Labour.ORDINARY, phone="10012345678"),
        member(f"{code}02", code, name="钱二花", relation=Relation.SPOUSE, sex=Sex.FEMALE, **ill),
        member(f"{code}03", code, name="赵小山", relation=Relation.SON, born=date(2010, 1, 1), labour=Labour.NONE),
    ]
    wages = line(f"{code}-a", code, "a1", "12000", person=f"{code}01")
    return household(code, village, phone="10012345678"), people, [wages, line(f"{code}-d", code, "d2", "600")]


def line(code: str, home: str, item: str, yuan: str, **more: Any) -> IncomeLine:
    """Return a line over the period that ended in September 2025."""
    known = {"month": date(2024, 10, 1), "months": 12, "amount_yuan": Decimal(yuan), "proof": Proof.PAYSLIP}
    return IncomeLine(**{"code": code, "household": home, "item": item, **known, **more})


def make_household(code: str, village: Village | str) -> Household:
    """Take in one family; returns its row."""
    home, people, lines = family(code, village)
    actions.take_households(rows=[home], **MORE)
    actions.take_members(rows=people, **MORE)
    actions.take_income(rows=lines, **MORE)
    return Household.objects.get(code=code, village=home.village_code)
