"""How a village's facts are grouped on its page, in its form and in print; every fact stands in one group."""

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhucun.engine.facts import VILLAGE, Fact, FactKind
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.words_household import ExitStatus


class FactGroup(NamedTuple):
    """A few facts that belong together, by their keys in the dictionary of facts."""

    name: str
    label: str | Promise
    keys: tuple[str, ...]


GROUPS: tuple[FactGroup, ...] = (
    FactGroup("place", _("Village"), ("code", "name", "town", "kinds", "dialect", "wanted", "helper_unit")),
    FactGroup(
        "people",
        _("Population"),
        (
            "households", "persons", "groups", "labour_persons", "away_persons", "minority_persons", "old_persons",
            "left_behind_children",
        ),
    ),
    FactGroup(
        "care",
        _("Poverty and care"),
        (
            "poor_households", "poor_persons", "ill_poor_households", "school_poor_households",
            "skill_poor_households", "dibao_persons", "wubao_persons", "disabled_persons",
        ),
    ),
    FactGroup(
        "economy",
        _("Economy"),
        (
            "income_per_head_yuan", "collective_income_yuan", "debt_yuan", "planned_funds_yuan", "arable_mu",
            "cooperatives", "ecommerce_points",
        ),
    ),
    FactGroup(
        "works",
        _("Houses, water, roads"),
        ("unsafe_houses", "unsafe_water_households", "unpaved_groups", "broadband_households"),
    ),
    FactGroup("health", _("Health and school"), ("clinic", "doctors", "insured_persons", "school", "dropouts")),
    FactGroup(
        "order",
        _("Organisation and order"),
        (
            "party_members", "vacant_posts", "secretary_vacant_months", "accounts_published", "petitions", "disputes",
            "security_cases",
        ),
    ),
    FactGroup(
        "position",
        _("Position"),
        ("town_km", "county_km", "hospital_km", "elevation_m", "area_km2", "safe_lodging"),
    ),
)  # fmt: skip

FACT: dict[str, Fact] = {fact.key: fact for fact in VILLAGE}

# What a map can be coloured by: everything that has a size, or is yes or no.
FIGURES: tuple[Fact, ...] = tuple(
    fact
    for fact in VILLAGE
    if fact.kind in (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY, FactKind.SCORE, FactKind.YES_NO)
)

# A village that the national list does not have gets a number from here on, within its township.
OWN_NUMBERS = range(900, 1000)


class Colour(models.TextChoices):
    """How officials mark where a household stands (红未脱贫、绿已脱贫、黄返贫); the word stands beside it.

    Being watched against a fall back is another matter (`Household.monitored`) and is said in words, not by colour.
    """

    RED = "red", _("Red: not yet out of poverty")
    GREEN = "green", _("Green: has left poverty")
    YELLOW = "yellow", _("Yellow: fell back")
    NONE = "none", _("Not registered")


TONES: dict[Colour, str] = {
    Colour.RED: "danger",
    Colour.GREEN: "good",
    Colour.YELLOW: "warning",
    Colour.NONE: "neutral",
}
COLOUR_OF: dict[ExitStatus, Colour] = {
    ExitStatus.POOR: Colour.RED,
    ExitStatus.NEW: Colour.RED,
    ExitStatus.PLANNED: Colour.RED,
    ExitStatus.RETURNED: Colour.YELLOW,
    ExitStatus.LEFT: Colour.GREEN,
    ExitStatus.ORDINARY: Colour.NONE,
    ExitStatus.STRUCK: Colour.NONE,
    ExitStatus.GONE: Colour.NONE,
}
REGISTERED: tuple[ExitStatus, ...] = tuple(s for s, colour in COLOUR_OF.items() if colour is not Colour.NONE)
STILL_POOR: tuple[ExitStatus, ...] = tuple(
    s for s, colour in COLOUR_OF.items() if colour in (Colour.RED, Colour.YELLOW)
)


def colour_of(status: str) -> Colour:
    """Return the colour of a household that stands at this status."""
    return COLOUR_OF.get(ExitStatus(status), Colour.NONE) if status else Colour.NONE


ANY_COLOUR = "registered"
"""Chosen in place of a colour: whoever is registered, red, green or yellow."""
NOT_YET = "not_yet"
"""Chosen in place of a colour: who is poor or poor again, red or yellow."""
INCOME_FROM: tuple[int, ...] = (0, 2000, 3000, 4000, 6000, 8000, 10000, 15000)
"""Where the bands of net income per head begin in which lists and statistics count, in yuan."""


def statuses_of(colour: str) -> list[str]:
    """Return the statuses that have a colour, as a filter wants them."""
    if colour == ANY_COLOUR:
        return [status.value for status in REGISTERED]
    if colour == NOT_YET:
        return [status.value for status in STILL_POOR]
    return [status.value for status, held in COLOUR_OF.items() if held == colour]


# What a home survey asks, step by step, as one stands in the house.
SURVEY_GROUPS: tuple[FactGroup, ...] = (
    FactGroup("food", _("Food and clothing"), ("food_enough", "clothing_enough", "grain_kg", "breeding")),
    FactGroup(
        "water",
        _("Water"),
        (
            "safe_water", "water_difficult", "water", "water_litres", "water_fetch_minutes", "water_fetch_km",
            "water_fetch_rise_m", "water_short_months", "water_supply_percent",
        ),
    ),
    FactGroup(
        "house",
        _("House"),
        ("house", "house_m2", "unsafe_house", "house_grade", "living_power", "broadcast", "sanitary_toilet", "fuel"),
    ),
    FactGroup("road", _("Road"), ("road", "group_road")),
)  # fmt: skip
SURVEY_KEYS: tuple[str, ...] = tuple(key for group in SURVEY_GROUPS for key in group.keys)
# What the sheet for a whole village asks: what is answered in a word or a number.
SHEET_KEYS: tuple[str, ...] = (
    "food_enough", "clothing_enough", "grain_kg", "breeding", "safe_water", "water_difficult", "water_short_months",
    "unsafe_house", "house_m2", "living_power", "broadcast", "sanitary_toilet",
)  # fmt: skip

HOUSEHOLD_FACT: dict[str, Fact] = {fact.key: fact for fact in HOUSEHOLD}
HOUSEHOLD_GROUPS: tuple[FactGroup, ...] = (
    FactGroup(
        "programme",
        _("In the programme"),
        (
            "standard", "attribute", "main_cause", "other_causes", "status", "listed", "planned_exit_year", "left",
            "returned", "return_cause", "monitored", "risks", "risk_found", "risk_removed", "risk_removed_on",
            "military_family",
        ),
    ),
    FactGroup("contact", _("Contact"), ("head_name", "group", "phone", "bank", "bank_account")),
    FactGroup(
        "land",
        _("Land"),
        (
            "arable_mu", "titled_arable_mu", "irrigated_mu", "paddy_mu", "dry_mu", "forest_mu", "titled_forest_mu",
            "return_forest_mu", "fruit_mu", "grass_mu", "water_mu",
        ),
    ),
    FactGroup(
        "living",
        _("House, water, power, road"),
        (
            "house", "house_m2", "house_rooms", "unsafe_house", "house_grade", "rebuilt_year", "safe_water",
            "water_difficult", "water", "sanitary_toilet", "fuel", "production_power", "living_power", "broadcast",
            "road_km", "road",
        ),
    ),
    FactGroup(
        "survey",
        _("Home survey"),
        (
            "surveyed_on", "surveyor", "food_enough", "clothing_enough", "grain_kg", "breeding", "water_litres",
            "water_fetch_minutes", "water_fetch_km", "water_fetch_rise_m", "water_short_months",
            "water_supply_percent", "group_road",
        ),
    ),
    FactGroup(
        "moving",
        _("Business and resettlement"),
        (
            "cooperative", "leading_firm", "leader", "relocated", "relocation", "relocation_place", "relocated_on",
        ),
    ),
    FactGroup(
        "compared",
        _("Found by comparison"),
        ("has_car", "town_house", "registered_business", "public_payroll", "claims_yuan", "self_paid_yuan"),
    ),
    FactGroup(
        "helper",
        _("Who helps"),
        (
            "helper_name", "helper_unit", "helper_post", "helper_phone", "helped_since", "helped_until", "wants",
            "remark",
        ),
    ),
)  # fmt: skip

# Where a household stands follows from identification, exit and a recorded return; no form sets it past them.
BY_FLOW = ("status", "listed", "left", "returned", "return_cause")

LAND: tuple[str, ...] = HOUSEHOLD_GROUPS[2].keys
# What a household that splits off takes along: where the old one stood in the programme, the house, the helper.
GOES_ALONG: dict[str, tuple[str, ...]] = {
    "programme": HOUSEHOLD_GROUPS[0].keys,
    "living": HOUSEHOLD_GROUPS[3].keys,
    "helper": tuple(key for key in HOUSEHOLD_GROUPS[7].keys if key not in ("wants", "remark")),
}
