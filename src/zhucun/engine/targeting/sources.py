"""Where the answers of tests come from: the facts behind each measure, and what to do where one is not reported."""

from typing import NamedTuple

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.targeting.measures import SURVEYED
from zhucun.engine.texts import Text

HOME: dict[str, Fact] = {fact.key: fact for fact in HOUSEHOLD}
PERSON: dict[str, Fact] = {fact.key: fact for fact in MEMBER}


class Source(NamedTuple):
    """The facts that a measure reads, of the household and of its members."""

    home: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    income: bool = False


SOURCES: dict[str, Source] = {
    "net_income_per_head": Source(("net_yuan", "persons"), income=True),
    "asset_income": Source(("property_yuan",), income=True),
    "arable_per_head": Source(("arable_mu", "persons")),
    "forest_per_head": Source(("forest_mu", "persons")),
    "house_area_per_head": Source(("house_m2", "persons")),
    "grain_per_head": Source(("grain_kg", "persons")),
    "labour_share": Source(("labour_persons", "persons"), ("labour",)),
    "pupils": Source((), ("school",)),
    "months_away": Source((), ("work_months",)),
    "safe_water": Source(("safe_water", "water_difficult")),
    "safe_house": Source(("house_grade", "unsafe_house")),
    "electricity": Source(("living_power",)),
    "television": Source(("broadcast",)),
    "toilet": Source(("sanitary_toilet",)),
    "hard_road": Source(("road",)),
    "dibao": Source(("dibao_yuan",), ("dibao",)),
    "every_child_in_school": Source((), ("school", "born")),
    "every_member_insured": Source((), ("medical_insurance", "employee_insurance")),
    "nobody_seriously_ill": Source((), ("health",)),
    "an_adult_schooled": Source((), ("schooling", "born")),
    "fuel": Source(("fuel",)),
    "house": Source(("house",)),
    "water_fetch_rise": Source(("water_fetch_rise_m",)),
    **{
        key: Source((key,))
        for key in (
            "food_enough", "clothing_enough", "group_road", "breeding", "water_litres", "water_fetch_minutes",
            "water_fetch_km", "water_short_months", "water_supply_percent",
        )
    },
}  # fmt: skip
BY_SURVEY = Text("入户调查时填报：{facts}", "Ask at home and enter: {facts}")
BY_REGISTER = Text("在登记册中补填：{facts}", "Enter in the registry: {facts}")
BY_INCOME = Text("在收入台账中补记收入和人口：{facts}", "Enter the income account and the members: {facts}")


def source_of(measure: str) -> Source:
    """Return what a measure reads."""
    return SOURCES.get(measure, Source((measure,)))


def what_to_do(measure: str) -> Text:
    """Return where to report what a measure lacks."""
    source = source_of(measure)
    names = [HOME[k].text if k in HOME else None for k in source.home] + [PERSON[k].text for k in source.members]
    said = [n for n in names if n] or [Text(measure, measure)]
    facts = Text("、".join(n.zh for n in said), ", ".join(n.en for n in said))
    if source.income:
        return BY_INCOME.filled(facts=facts)
    surveyed = any(key in SURVEYED for key in source.home)
    return (BY_SURVEY if surveyed else BY_REGISTER).filled(facts=facts)
