"""Guarantees with reasons, the sheet of four looks, both monthly lists, and rule sets by area and day."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from tests.unit.targeting.families import ON, SOUND, SOUND_MEMBERS, county
from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting import four_looks
from zhucun.engine.targeting.county import full_years
from zhucun.engine.targeting.guarantees import Answer, answers
from zhucun.engine.targeting.lists import lists
from zhucun.engine.targeting.measures import MEASURES
from zhucun.engine.targeting.rows import Rows
from zhucun.engine.targeting.rule_sets import read, rule_set, rule_sets
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES
from zhucun.engine.targeting.wilson import Verdict

RULES = rule_set("guarantees", on=ON, area="610426")


def lacks(household: dict, members: list[dict] | None = None) -> dict[str, str]:
    found = answers(RULES, county({**SOUND, **household}, members=SOUND_MEMBERS if members is None else members))
    return {f.code: f.reason.zh for f in found.lacking(0)}


def child(**changes) -> list[dict]:
    return [SOUND_MEMBERS[0], {**SOUND_MEMBERS[1], "name": "小明", **changes}]


def test_a_sound_household_lacks_nothing():
    assert lacks({}) == {}


@pytest.mark.parametrize(
    ("household", "code", "reason"),
    [
        ({"food_enough": False}, "food", "不愁吃：否"),
        ({"clothing_enough": False}, "clothing", "不愁穿：否"),
        ({"house_grade": "c"}, "housing", "住房安全：否"),
        ({"house_grade": None, "unsafe_house": True}, "housing", "住房安全：否"),
        ({"safe_water": False}, "water", "饮水安全：否"),
        ({"water_difficult": True}, "water", "饮水安全：否"),
    ],
)
def test_what_a_household_lacks(household: dict, code: str, reason: str):
    assert lacks(household) == {code: reason}


def test_a_child_out_of_school_is_named():
    assert lacks({}, child(school="not")) == {"schooling": "义务教育阶段子女均在校：否（小明）"}


@pytest.mark.parametrize(
    "excuse",
    [{"dropout": "disability"}, {"schooling": "junior"}, {"born": date(2013, 1, 1)}, {"born": date(2002, 12, 1)}],
    ids=["not able to", "finished nine years", "too young", "sixteen"],
)
def test_who_need_not_be_in_school(excuse: dict):
    assert lacks({}, child(school="not", **excuse)) == {}


def test_a_member_without_insurance_is_named_and_either_insurance_will_do():
    assert lacks({}, child(medical_insurance=False)) == {"medicine": "家庭成员均参加医保：否（小明）"}
    assert lacks({}, child(medical_insurance=False, employee_insurance=True)) == {}


def test_the_dead_and_those_who_left_do_not_count():
    assert lacks({}, [*SOUND_MEMBERS, {"state": "dead", "medical_insurance": False, "born": date(1950, 1, 1)}]) == {}


def test_what_is_not_reported_is_neither_met_nor_lacking():
    found = answers(RULES, county({**SOUND, "safe_water": None}, members=SOUND_MEMBERS))
    assert [f.answer for f in found.findings(0)][-1] is Answer.UNSAID
    assert found.whole.tolist() == [UNSAID]
    assert found.findings(0)[-1].told().zh == "饮水安全有保障：未填报。饮水安全：未填报"


def test_counts_of_a_county_show_their_numbers():
    found = answers(RULES, county(SOUND, {**SOUND, "house_grade": "d"}, {"persons": 1}))
    told = {r.what.zh: (r.numerator, r.denominator) for r in found.counts()}
    assert told["住房安全有保障：未达到"] == (1, 2)


def test_a_county_may_choose_water_as_measured():
    rules = rule_set("guarantees", on=ON, code="measured_water")
    dry = county({**SOUND, "water_fetch_km": Decimal("1.2"), "water_fetch_rise_m": 20, "water_short_months": 0})
    assert answers(rules, dry).states[0, -1] == NO


# ---- four looks


def test_the_sheet_adds_up_and_shows_what_was_seen():
    rich = county(
        {**SOUND, "house_m2": 60, "grain_kg": 1000}, members=[{**m, "labour": "ordinary"} for m in SOUND_MEMBERS]
    )
    found = four_looks.score(four_looks.sheet(on=ON), rich)
    assert found.points[0].tolist() == [20, 30, 30, 12]
    assert found.lowest.tolist() == found.highest.tolist() == [92]
    assert found.told(0)[0].zh == "一看房：20/20分。住房安全：是；人均住房面积30平方米（要求不少于25平方米）"


def test_a_look_that_cannot_be_answered_makes_a_range():
    found = four_looks.score(four_looks.sheet(on=ON), county({**SOUND, "house_m2": 60, "grain_kg": 500}))
    assert found.points[0, 2] == UNKNOWN
    assert found.highest[0] - found.lowest[0] == 50
    assert "–" in found.told(0)[-1].zh


# ---- lists


def test_both_lists_with_reasons_and_rates():
    homes = county(
        {**SOUND, "net_yuan": 4000}, {**SOUND, "net_yuan": 20000}, {**SOUND, "net_yuan": 4000},
        {**SOUND, "net_yuan": 20000}, {**SOUND, "net_yuan": None},
        members=[{**m, "household_code": f"h{h}"} for h in range(1, 6) for m in SOUND_MEMBERS],
    )  # fmt: skip
    listed = np.array([NO, NO, YES, YES, YES], dtype=np.int8)
    found = lists(answers(RULES, homes), listed, year=2018, on=ON)
    assert [m.household for m in found.missing] == ["h1"]
    assert found.missing[0].reasons[0].zh == "人均纯收入2,000元，低于2,995元"
    assert [m.household for m in found.ineligible] == ["h4"]
    assert [t.zh for t in found.ineligible[0].reasons] == [
        "人均纯收入10,000元，不低于2,995元",
        "“两不愁三保障”均已达到",
    ]
    assert [m.household for m in found.untold] == ["h5"]
    assert (found.missed_rate.ratio.numerator, found.missed_rate.ratio.denominator) == (1, 2)
    assert (found.wrong_rate.ratio.numerator, found.wrong_rate.ratio.denominator) == (1, 2)
    assert found.missed_rate.verdict is Verdict.BROKEN


def test_a_lacking_guarantee_alone_makes_eligible_and_a_confirmed_red_line_ends_it():
    homes = county({**SOUND, "net_yuan": 20000, "house_grade": "d"}, members=SOUND_MEMBERS)
    listed = np.array([NO], dtype=np.int8)
    guaranteed = answers(RULES, homes)
    assert lists(guaranteed, listed, year=2018, on=ON).eligible.tolist() == [YES]
    confirmed = np.array([YES], dtype=np.int8)
    assert lists(guaranteed, listed, year=2018, on=ON, confirmed_red_line=confirmed).eligible.tolist() == [NO]


# ---- rule sets, rows, ages


def test_a_county_rule_set_wins_over_the_shipped_one():
    own = {
        "code": "own", "area": "610426", "since": date(2018, 1, 1), "text": {"zh": "本县", "en": "own"},
        "tests": [{"code": "one", "text": {"zh": "电", "en": "power"}, "measure": "electricity"}],
    }  # fmt: skip
    local = [read("exit", own, on=ON)]
    assert rule_set("exit", on=ON, area="610426101201", local=local).code == "own"
    assert rule_set("exit", on=date(2017, 1, 1), area="610426101201", local=local).code == "shaanxi_1_6"
    assert rule_set("exit", on=ON, area="610425", local=local).code == "shaanxi_1_6"


def test_a_day_before_any_rule_is_refused_in_words():
    with pytest.raises(BadProblem, match="Choose one"):
        rule_set("exit", on=date(2010, 1, 1))


def test_a_rule_with_an_unknown_measure_is_refused_in_words():
    row = {"code": "x", "since": ON, "text": {"zh": "x", "en": "x"}, "tests": [
        {"code": "t", "text": {"zh": "t", "en": "t"}, "measure": "happiness"}]}  # fmt: skip
    with pytest.raises(BadProblem, match="cannot be read"):
        read("exit", row, on=ON)


def test_every_shipped_rule_set_reads_and_says_where_it_is_from():
    for_all = [
        s for kind in ("exit", "guarantees", "deprivation", "four_looks", "red_lines") for s in rule_sets(kind, on=ON)
    ]
    assert all(s.reference and s.text.zh and s.text.en for s in for_all)
    assert len({s.code for s in rule_sets("exit", on=ON)}) == 5


def test_a_household_twice_is_refused_by_its_number():
    with pytest.raises(BadProblem, match="Household h1 stands twice"):
        county({"code": "h1"}, {"code": "h1"})


def test_members_without_a_listed_household_are_named():
    assert county({}, members=[{"household_code": "nobody"}]).strays == ("p1",)


def test_money_that_cannot_be_kept_exactly_is_refused():
    with pytest.raises(BadProblem, match="two decimals"):
        Rows.of([{"code": "a", "net_yuan": Decimal("1.001")}])


@pytest.mark.parametrize(
    ("born", "age"),
    [(date(2000, 12, 1), 18), (date(2000, 12, 2), 17), (date(2004, 2, 29), 14), (date(2018, 12, 1), 0)],
)
def test_full_years(born: date, age: int):
    assert full_years(np.array([born.toordinal()]), ON).tolist() == [age]


def test_one_born_on_29_february_waits_for_1_march():
    born = np.array([date(2000, 2, 29).toordinal()])
    assert full_years(born, date(2018, 2, 28)).tolist() == [17]
    assert full_years(born, date(2018, 3, 1)).tolist() == [18]


# ---- measures, one by one


def read_of(key: str, household: dict, members: list[dict]) -> object:
    return MEASURES[key].read(county({**SOUND, **household}, members=members))


@pytest.mark.parametrize(
    ("labour", "share"),
    [(["ordinary", "skilled"], 100), (["ordinary", "weak"], 75), (["weak", "none"], 25), (["lost", "none"], 0)],
)
def test_a_weak_member_is_half_a_worker(labour: list[str], share: int):
    top, bottom = read_of("labour_share", {}, [{"labour": word} for word in labour])
    assert top[0] / bottom[0] == share


def test_labour_is_taken_as_stated_where_no_member_is_described():
    top, bottom = read_of("labour_share", {"labour_persons": 1}, [])
    assert top[0] / bottom[0] == 50


@pytest.mark.parametrize(
    ("members", "schooled"),
    [
        ([{"born": date(2000, 12, 1), "schooling": "illiterate"}], NO),  # eighteen today
        ([{"born": date(2000, 12, 1), "schooling": "primary"}], YES),
        ([{"born": date(2000, 12, 2), "schooling": "illiterate"}], YES),  # children only: not counted as lacking
        (
            [{"born": date(1960, 1, 1), "schooling": "illiterate"}, {"born": date(2001, 1, 1), "schooling": "junior"}],
            NO,
        ),
        ([{"born": date(1960, 1, 1), "schooling": "illiterate"}, {"born": date(1990, 1, 1)}], UNSAID),
        ([{"schooling": "junior"}], UNSAID),
        ([], UNSAID),
    ],
)
def test_whether_an_adult_finished_primary_school(members: list[dict], schooled: int):
    assert read_of("an_adult_schooled", {}, members).tolist() == [schooled]


@pytest.mark.parametrize(
    ("health", "nobody"), [("serious", NO), ("chronic|serious", NO), ("chronic", YES), ("healthy", YES), (None, UNSAID)]
)
def test_whether_anybody_is_seriously_ill(health: str | None, nobody: int):
    assert read_of("nobody_seriously_ill", {}, [{"health": health}]).tolist() == [nobody]


def test_the_members_behind_a_no_are_those_of_that_household():
    uninsured = {"medical_insurance": False, "born": date(1980, 1, 1)}
    homes = county(
        SOUND, SOUND, SOUND,
        members=[{**uninsured, "household_code": f"h{h}", "name": f"成员{h}{k}"} for h in (3, 1, 2) for k in (1, 2)],
    )  # fmt: skip
    told = [answers(RULES, homes).findings(row)[3].reason.zh for row in range(3)]
    assert told == [f"家庭成员均参加医保：否（成员{h}1、成员{h}2）" for h in (1, 2, 3)]


def test_a_rule_set_holds_from_its_very_day():
    assert rule_set("exit", on=date(2016, 4, 1), area="610426").code == "shaanxi_1_6"


def test_rates_are_over_those_who_can_be_told():
    members = [{**m, "household_code": f"h{h}"} for h in range(1, 7) for m in SOUND_MEMBERS]
    incomes = [4000, 20000, 20000, 20000, 20000, None]
    homes = county(*({**SOUND, "net_yuan": i} for i in incomes), members=members)
    listed = np.array([NO, NO, NO, NO, YES, YES], dtype=np.int8)
    found = lists(answers(RULES, homes), listed, year=2018, on=ON)
    assert (found.missed_rate.ratio.numerator, found.missed_rate.ratio.denominator) == (1, 4)
    assert (found.wrong_rate.ratio.numerator, found.wrong_rate.ratio.denominator) == (1, 1)
