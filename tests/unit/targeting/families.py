"""Made-up families small enough to be checked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.rows import Rows

ON = date(2018, 12, 1)


def county(*households: dict[str, Any], members: list[dict[str, Any]] | None = None, on: date = ON) -> County:
    """Return a county of these households; a household without a code gets h1, h2, ..."""
    named = [{"code": f"h{i}", **h} for i, h in enumerate(households, 1)]
    people = [{"code": f"p{i}", "household_code": "h1", **m} for i, m in enumerate(members or [], 1)]
    return County.of(Rows.of(named), Rows.of(people), on=on)


SOUND: dict[str, Any] = {
    "persons": 2, "net_yuan": Decimal(9000), "food_enough": True, "clothing_enough": True, "house_grade": "a",
    "safe_water": True, "water_difficult": False, "living_power": True, "broadcast": True, "group_road": True,
    "arable_mu": Decimal("1.0"), "water_litres": 40, "water_fetch_minutes": 20, "water_supply_percent": 95,
    "sanitary_toilet": True, "fuel": "clean", "road": "concrete",
}  # fmt: skip
"""A household of two that passes every shipped test of exit, its members given below."""
WELL: dict[str, Any] = {"medical_insurance": True, "health": "healthy"}
SOUND_MEMBERS: list[dict[str, Any]] = [
    {**WELL, "born": date(1980, 5, 1), "schooling": "junior", "school": "not"},
    {**WELL, "born": date(2008, 5, 1), "schooling": "primary", "school": "primary"},
]
