"""A village with families, a department's list about them, and people who verify, for tests."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.contract.households_rows import COUNTY, NOON, family, identity
from tests.contract.postings_rows import make_villages
from zhucun.engine.targeting.register_lists import Entry
from zhucun.registry import actions as registry
from zhucun.registry.models import Household, Village
from zhucun.verification import actions
from zhucun.verification.models import Check, RegisterList

MORE: dict[str, Any] = {"county": COUNTY, "by": None, "at": NOON}
BORN = "19700501"


def days(number: int) -> datetime:
    """Return noon a number of days after the first."""
    return NOON + timedelta(days=number)


def number_of(place: int) -> str:
    """Return the identity number of the head of the family at a place."""
    return identity(BORN, 11 + place * 2)


def make_families(count: int = 3, *, village: Village | None = None, first: int = 0) -> tuple[Village, list[Household]]:
    """Make families whose heads have numbers of their own."""
    village = village or make_villages(1)[0]
    for place in range(first, first + count):
        home, people, lines = family(f"70000000{place:02}", village)
        head = type(people[0])(**{**_said(people[0]), "identity": number_of(place), "name": f"赵{NAMES[place]}"})
        registry.take_households(rows=[home], **MORE)
        registry.take_members(rows=[head, *people[1:]], **MORE)
        registry.take_income(rows=lines, **MORE)
    return village, list(Household.objects.filter(code__startswith="70000000").order_by("key"))


NAMES = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"


def _said(facts: Any) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def car(place: int, row: int = 2, *, yuan: int | None = 80000, name: str = "", **more: Any) -> Entry:
    """Return a vehicle of the head of the family at a place."""
    value = None if yuan is None else Decimal(yuan)
    known = {"detail": "小型轿车", "value_yuan": value, "since": date(2015, 3, 1)}
    return Entry(row, number_of(place), name or f"赵{NAMES[place]}", **{**known, **more})


def take(entries: list[Entry], source: str = "vehicle", at: datetime = NOON) -> RegisterList:
    """Take a list in that was read already."""
    return actions.take_register(
        county=COUNTY, source=source, as_of=at.date(), filename="名单.xlsx", entries=entries, by=None, at=at
    )


def raised(entries: list[Entry], source: str = "vehicle") -> list[Check]:
    """Take a list in, compare, and return the checks."""
    take(entries, source)
    actions.compare(county=COUNTY, by=None, at=NOON)
    return list(Check.objects.order_by("household_id", "pk"))


def team(person: Any, village: Village) -> dict[str, Any]:
    """Return the people who verify, close, manage and watch."""
    return {
        "secretary": person("first_secretary", scope=village.code, name="驻村书记"),
        "township": person("township", scope=village.code[:9], name="乡镇甲"),
        "other": person("township", scope=village.code[:9], name="乡镇乙"),
        "office": person("office", name="县局"),
        "organiser": person("organiser", name="组织部"),
        "auditor": person("auditor", name="监督员"),
    }


def verify(check: Check, people: dict[str, Any], outcome: str = "found_true", *, first: str = "secretary") -> Check:
    """Lead a check to its end: seen by one, confirmed by the township, closed by the office."""
    by = people[first]
    actions.see_home(check=check, finding=outcome, note="入户看了", spoken_to="户主", on=NOON.date(), by=by, at=NOON)
    actions.answer_seen(check=check, agrees=True, note="", by=people["township"], at=NOON)
    return actions.close(check=check, outcome=outcome, reason="两人核实", by=people["office"], at=NOON)


def things_to_verify(home: Household) -> dict[str, Any]:
    """Return a list that names the head of a family, and the check it raises, by name."""
    row = take([Entry(2, identity(BORN, 11), "赵一山", "小型轿车", Decimal(90000), date(2015, 3, 1))])
    made = actions.compare(county=COUNTY, by=None, at=NOON)
    check = Check.objects.get(household=home)
    return {
        "check": check.pk, "register_list": row.pk, "red_line_set": "ten_principles", "comparison": made.pk,
    }  # fmt: skip
