"""What rules may ask of a household: each measure is a named formula that keeps numerator and denominator apart.

Rule sets (policy/parameters/scheme_*.yaml) name a measure and a threshold; the formulas stand here. Comparing
`top >= threshold * bottom` in whole numbers never rounds, so a household on the line is on the line everywhere.
Keys are those of the dictionary of facts; SURVEYED lists the few that only a home survey gives.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.rows import Words, scale_of
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES, Flags, Integers, States, either, negated, states
from zhucun.engine.texts import Text
from zhucun.engine.words import Word
from zhucun.engine.words_household import Dropout, Fuel, HealthState, House, HouseGrade, Labour, Level, Road, School

NONE = Text("", "")
SAFE_GRADES = (HouseGrade.A, HouseGrade.B)
HARD_ROADS = (Road.CONCRETE, Road.ASPHALT)
STRONG = (Labour.ORDINARY, Labour.SKILLED)
NINE_YEARS = (Level.JUNIOR, Level.SENIOR, Level.COLLEGE, Level.BACHELOR)
EXCUSED = (Dropout.ILLNESS, Dropout.DISABILITY)  # a child whose body does not allow schooling is excused
FIRST_SCHOOL_AGE, LAST_SCHOOL_AGE = (
    6,
    15,
)  # compulsory schooling: nine years from six (Compulsory Education Law, art. 11)
ADULT = 18


@dataclass(frozen=True, slots=True)
class Number:
    """A quotient of whole numbers: `read` gives top and bottom, `scale` is the steps in one unit."""

    key: str
    text: Text
    read: Callable[[County], tuple[Integers, Integers]]
    unit: Text = NONE
    scale: int = 1


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question answered yes, no or not said; `who` gives the members behind a no."""

    key: str
    text: Text
    read: Callable[[County], States]
    who: Callable[[County], Flags] | None = None


@dataclass(frozen=True, slots=True)
class OneWord:
    """A word out of a list, '' where nothing is said."""

    key: str
    text: Text
    read: Callable[[County], Words]
    among: type[Word]


Measure = Number | YesNo | OneWord


def _per_head(key: str) -> Callable[[County], tuple[Integers, Integers]]:
    return lambda county: (county.households.number(key), county.sizes)


def _alone(key: str) -> Callable[[County], tuple[Integers, Integers]]:
    return lambda county: (county.households.number(key), np.ones(len(county), dtype=np.int64))


def _told(key: str) -> Callable[[County], States]:
    return lambda county: county.households.state(key)


def _word(key: str) -> Callable[[County], Words]:
    return lambda county: county.households.word(key)


def one_of(words: Words, wanted: Iterable[Word], among: type[Word]) -> States:
    """Return whether each word is one of the wanted; a word outside its list counts as not said."""
    said = words.astype(str)
    return states(np.isin(said, [w.value for w in wanted]), np.isin(said, [w.value for w in among]))


def _house_safe(county: County) -> States:
    """A surveyor's grade counts before a tick in the list."""
    graded = county.households.word("house_grade")
    ticked = negated(county.households.state("unsafe_house"))
    return np.where(graded.astype(str) != "", one_of(graded, SAFE_GRADES, HouseGrade), ticked).astype(np.int8)


def _safe_water(county: County) -> States:
    """Water is safe when it is called safe and not called hard to get; a gap in the second does not matter."""
    difficult = county.households.state("water_difficult")
    return np.where(difficult == YES, NO, county.households.state("safe_water")).astype(np.int8)


def _hard_road(county: County) -> States:
    return one_of(county.households.word("road"), HARD_ROADS, Road)


def out_of_school(county: County) -> States:
    """Return for each person whether it is a child of school age who has left school without leave."""
    ages = county.ages
    said, child = county.persons.word("school").astype(str), (ages >= FIRST_SCHOOL_AGE) & (ages <= LAST_SCHOOL_AGE)
    finished = one_of(county.persons.word("schooling"), NINE_YEARS, Level) == YES
    excused = one_of(county.persons.word("dropout"), EXCUSED, Dropout) == YES
    known = np.where(child, said != "", ages != UNKNOWN)
    return states(child & (said == School.NOT) & ~finished & ~excused, known)


def uninsured(county: County) -> States:
    """Return for each person whether no medical insurance covers it."""
    resident, employee = county.persons.state("medical_insurance"), county.persons.state("employee_insurance")
    # A no beside a gap is a no: rosters leave the column of employees empty for everybody who farms.
    return states((resident != YES) & (employee != YES), (resident != UNSAID) | (employee != UNSAID))


def unschooled_adult(county: County) -> States:
    """Return for each person whether it is an adult without finished primary school."""
    adult, learnt = county.ages >= ADULT, county.persons.word("schooling").astype(str)
    return states(adult & (learnt == Level.ILLITERATE), (county.ages != UNKNOWN) & (~adult | (learnt != "")))


def _ill(county: County) -> States:
    health = county.persons.word("health").astype(str)
    return states(np.char.find(health, HealthState.SERIOUS.value) >= 0, health != "")


def _dibao(county: County) -> States:
    """The household receives it where it is known so, or where a member does."""
    members = county.some_member(county.persons.state("dibao"))
    paid = county.households.number("dibao_yuan")
    return either((members, states(paid > 0, paid != UNKNOWN)))


def _not_any(of: Callable[[County], States]) -> Callable[[County], States]:
    return lambda county: negated(county.some_member(of(county)))


def _who(of: Callable[[County], States]) -> Callable[[County], Flags]:
    return lambda county: of(county) == YES


def _an_adult_schooled(county: County) -> States:
    """A household of children only is not counted as lacking a schooled adult."""
    unschooled, adult = unschooled_adult(county), county.ages >= ADULT
    some = county.some_member(states(adult & (unschooled == NO), unschooled != UNSAID))
    childless = (county.count(adult) == 0) & (some == NO)
    return np.where(childless, YES, some).astype(np.int8)


def _labour(county: County) -> tuple[Integers, Integers]:
    """Labour counted in halves: an able person is two, a weak one is one, over twice the members."""
    labour = county.persons.word("labour").astype(str)
    strong = county.count(np.isin(labour, [str(word) for word in STRONG]))
    weak = county.count(labour == Labour.WEAK)
    stated = county.households.number("labour_persons")
    listed = county.count(labour != "") > 0
    halves = np.where(listed, 2 * strong + weak, np.where(stated == UNKNOWN, UNKNOWN, 2 * stated))
    sizes = county.sizes
    return np.where(halves == UNKNOWN, UNKNOWN, halves * 100), np.where(sizes == UNKNOWN, UNKNOWN, 2 * sizes)


def _pupils(county: County) -> tuple[Integers, Integers]:
    school = county.persons.word("school").astype(str)
    pupils = county.count((school != "") & (school != School.NOT))
    listed = county.count(school != "") > 0
    return np.where(listed, pupils, UNKNOWN), np.ones(len(county), dtype=np.int64)


def _months_away(county: County) -> tuple[Integers, Integers]:
    months = county.persons.number("work_months")
    most = np.full(len(county), UNKNOWN)
    inside = county.home >= 0
    np.maximum.at(most, county.home[inside], months[inside])
    return most, np.ones(len(county), dtype=np.int64)


def _amount(key: str, text: Text, unit: Text, column: str, per_head: bool = False) -> Number:
    return Number(key, text, (_per_head if per_head else _alone)(column), unit, scale_of(column))


YUAN, MU, M2, KG = Text("元", " yuan"), Text("亩", " mu"), Text("平方米", " m²"), Text("公斤", " kg")
KM, M, MIN, LITRES = Text("公里", " km"), Text("米", " m"), Text("分钟", " minutes"), Text("升", " litres")
MONTHS, PERCENT, PERSONS = Text("个月", " months"), Text("%", " %"), Text("人", " persons")

SURVEYED = (
    "food_enough", "clothing_enough", "group_road", "breeding", "grain_kg", "water_litres", "water_fetch_minutes",
    "water_fetch_km", "water_fetch_rise_m", "water_short_months", "water_supply_percent",
)  # fmt: skip
"""Facts that only a home survey gives, or the village for all its households."""
HOUSEHOLD_KEYS = (
    "village_code", "persons", "labour_persons", "net_yuan", "property_yuan", "dibao_yuan", "arable_mu", "forest_mu",
    "house_m2", "house", "house_grade", "unsafe_house", "safe_water", "water_difficult", "living_power", "broadcast",
    "sanitary_toilet", "road", "fuel", *SURVEYED,
)  # fmt: skip
"""The facts of a household that measures read from the dictionary."""
MEMBER_KEYS = (
    "household_code", "name", "born", "state", "school", "schooling", "dropout", "health", "labour", "work_months",
    "medical_insurance", "employee_insurance", "dibao",
)  # fmt: skip
"""The facts of a member that measures read."""

T = Text
ALL: tuple[Measure, ...] = (
    _amount("net_income_per_head", T("人均纯收入", "Net income per head"), YUAN, "net_yuan", True),
    _amount("arable_per_head", T("人均耕地", "Arable land per head"), MU, "arable_mu", True),
    _amount("forest_per_head", T("人均林地", "Forest land per head"), MU, "forest_mu", True),
    _amount("house_area_per_head", T("人均住房面积", "Floor area per head"), M2, "house_m2", True),
    _amount("grain_per_head", T("人均粮食", "Grain per head"), KG, "grain_kg", True),
    _amount("asset_income", T("资产性收入", "Income from assets"), YUAN, "property_yuan"),
    _amount("water_litres", T("人均每日用水量", "Water per person and day"), LITRES, "water_litres"),
    _amount("water_fetch_minutes", T("取水往返时间", "Time to fetch water and back"), MIN, "water_fetch_minutes"),
    _amount("water_fetch_km", T("取水水平距离", "Distance to water"), KM, "water_fetch_km"),
    _amount("water_fetch_rise", T("取水垂直高差", "Rise to water"), M, "water_fetch_rise_m"),
    _amount("water_short_months", T("每年缺水月数", "Months without water"), MONTHS, "water_short_months"),
    _amount("water_supply_percent", T("供水保证率", "Reliability of water"), PERCENT, "water_supply_percent"),
    Number("labour_share", T("劳动力占家庭人口", "Labour among members"), _labour, PERCENT),
    Number("pupils", T("在校生", "Pupils and students"), _pupils, PERSONS),
    Number("months_away", T("务工最长月数", "Longest months of work"), _months_away, MONTHS, scale_of("work_months")),
    YesNo("food_enough", T("不愁吃", "Enough to eat"), _told("food_enough")),
    YesNo("clothing_enough", T("不愁穿", "Enough to wear"), _told("clothing_enough")),
    YesNo("safe_water", T("饮水安全", "Safe drinking water"), _safe_water),
    YesNo("safe_house", T("住房安全", "Safe housing"), _house_safe),
    YesNo("electricity", T("通生活用电", "Electricity"), _told("living_power")),
    YesNo("television", T("通广播电视", "Radio or television"), _told("broadcast")),
    YesNo("toilet", T("有卫生厕所", "Sanitary toilet"), _told("sanitary_toilet")),
    YesNo("hard_road", T("入户路硬化", "Hard road to the house"), _hard_road),
    YesNo("group_road", T("通村组路", "Road to the village group"), _told("group_road")),
    YesNo("breeding", T("有养殖", "Breeds animals"), _told("breeding")),
    YesNo("dibao", T("享受低保", "Receives the minimum living allowance"), _dibao),
    YesNo(
        "every_child_in_school", T("义务教育阶段子女均在校", "Every child of school age in school"),
        _not_any(out_of_school), _who(out_of_school),
    ),
    YesNo(
        "every_member_insured", T("家庭成员均参加医保", "Every member medically insured"),
        _not_any(uninsured), _who(uninsured),
    ),
    YesNo("nobody_seriously_ill", T("无大病患者", "Nobody seriously ill"), _not_any(_ill), _who(_ill)),
    YesNo("an_adult_schooled", T("有成人小学毕业", "An adult has finished primary school"), _an_adult_schooled),
    OneWord("fuel", T("主要燃料", "Main fuel"), _word("fuel"), Fuel),
    OneWord("house", T("住房结构", "Structure of the house"), _word("house"), House),
)  # fmt: skip
del T
MEASURES: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in ALL})
