"""How a village's facts are grouped on its page, in its form and in print; every fact stands in one group."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhucun.engine.facts import VILLAGE, Fact, FactKind


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
