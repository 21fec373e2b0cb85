"""Each quality rule finds what it is for, a sound family breaks none, findings are grouped and stay explained."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from tests.unit.households.families import (
    DAY,
    FORM,
    GIRL,
    HEAD,
    HOUSEHOLD,
    MOTHER,
    POOR,
    WATCHED,
    WIFE,
    book,
    identity,
)  # fmt: skip
from zhucun.engine.households.quality import RULE, RULES, About, Weight, check
from zhucun.engine.policy.figures import Figure
from zhucun.engine.words import Sex
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    Disability,
    DisabilityGrade,
    Dropout,
    ExitStatus,
    HealthState,
    HouseGrade,
    Labour,
    Level,
    MemberState,
    Monitored,
    Politics,
    Relation,
    Relocation,
    Risk,
    Road,
    School,
    Water,
    WorkPlace,
)  # fmt: skip

D = Decimal
ILL, DISABLED = (HealthState.SERIOUS,), (HealthState.DISABLED,)
RETURNED = {
    "status": ExitStatus.RETURNED,
    "returned": date(2020, 6, 1),
    "return_cause": Cause.ILLNESS,
    "planned_exit_year": 2022,
}
DEAD, GONE = {"state": MemberState.DEAD}, {i: {"state": MemberState.DEAD} for i in range(4)}
OTHER_HOME = replace(HOUSEHOLD, code="6104260002", phone="13700000000", bank_account="6217000000000009999")
BABY = replace(GIRL, code="05", name="张小宝", born=date(2018, 2, 3), identity=identity(date(2018, 2, 3), 42))
BLANK = {
    "cooperative", "production_power", "living_power", "broadcast", "sanitary_toilet", "leading_firm", "leader",
    "arable_mu", "forest_mu", "return_forest_mu", "fruit_mu", "grass_mu", "water_mu", "fuel", "safe_water", "house_m2",
    "unsafe_house", "road_km", "left", "attribute", "main_cause", "standard", "listed", "village_code", "road", "house",
    "phone",
}  # fmt: skip
BLANK_MEMBER = {
    "identity", "serious_illness_insurance", "pension_insurance", "sex", "born", "nation", "schooling", "labour",
    "school", "work_place",
}  # fmt: skip

CASES = {
    **{f"households.blank_{key}": {"household": {key: None}} for key in BLANK},
    **{f"members.blank_{key}": {"members": {0: {key: None}}} for key in BLANK_MEMBER},
    "members.blank_health": {"members": {0: {"health": ()}}},
    "households.blank_helper_name": {"household": {**POOR, "helper_name": None}},
    "households.blank_helped_since": {"household": {**POOR, "helped_since": None}},
    "households.blank_returned": {"household": {**RETURNED, "returned": None}},
    "households.blank_return_cause": {"household": {**RETURNED, "return_cause": None}},
    "households.blank_risks": {"household": {**WATCHED, "risks": ()}},
    "households.blank_risk_found": {"household": {**WATCHED, "risk_found": None}},
    "households.blank_risk_removed": {"household": {**WATCHED, "risk_removed": None}},
    "households.blank_house_grade": {"household": {"unsafe_house": True}},
    "households.blank_relocation": {"household": {"relocated": True, "relocation_place": "新村"}},
    "households.blank_relocation_place": {"household": {"relocated": True, "relocation": Relocation.GATHERED}},
    "members.blank_disability": {"members": {3: {"health": DISABLED}}},
    "members.blank_disability_grade": {"members": {3: {"health": DISABLED}}},
    "members.blank_illness": {"members": {3: {"health": ILL}}},
    # housing
    "households.left_unsafe_house": {"household": {"house_grade": HouseGrade.D, "unsafe_house": True}},
    "households.left_unsafe_water": {"household": {"safe_water": False}},
    "households.left_far_from_road": {"household": {"road_km": D("5.1")}},
    "households.left_without_power": {"household": {"living_power": False}},
    "households.grade_without_danger": {"household": {"house_grade": HouseGrade.C}},
    "households.danger_without_grade": {"household": {"unsafe_house": True, "house_grade": HouseGrade.B}},
    "households.range_house_m2": {"household": {"house_m2": D(4)}},
    "households.crowded": {"household": {"house_m2": D(23)}},
    "households.rebuilt_yet_unsafe": {"household": {"rebuilt_year": 2016, "unsafe_house": True}},
    "households.safe_yet_difficult_water": {"household": {"water_difficult": True}},
    "households.safe_water_from_open_source": {"household": {"water": Water.SURFACE}},
    "households.earth_road_on_the_main_road": {"household": {"road_km": D(0), "road": Road.EARTH}},
    "households.relocated_yet_unsafe": {"household": {"relocated": True, "unsafe_house": True}},
    "households.relocated_too_large": {"household": {"relocated": True, "house_m2": D(101)}},
    "households.place_without_relocation": {"household": {"relocation_place": "新村"}},
    # land
    "households.range_arable_mu": {"household": {"arable_mu": D(101)}},
    "households.range_forest_mu": {"household": {"forest_mu": D(201)}},
    "households.range_return_forest_mu": {"household": {"return_forest_mu": D(201), "forest_mu": D(300)}},
    "households.range_fruit_mu": {"household": {"fruit_mu": D(201)}},
    "households.range_grass_mu": {"household": {"grass_mu": D(101)}},
    "households.range_water_mu": {"household": {"water_mu": D(101)}},
    "households.returned_forest_above_forest_and_grass": {"household": {"return_forest_mu": D("3.5")}},
    "households.irrigated_mu_above_arable_mu": {"household": {"irrigated_mu": D("8.5")}},
    "households.paddy_and_dry_above_arable": {"household": {"paddy_mu": D(1)}},
    # income
    "households.left_below_line": {"household": {"net_per_head_yuan": D(3999)}},
    "households.poor_far_above_line": {"household": {**POOR, "net_per_head_yuan": D(12001)}},
    "households.wage_out_of_range": {"household": {"wage_yuan": D(299)}},
    "households.business_without_cost": {"household": {"cost_yuan": D(0)}},
    "households.cost_without_business": {"household": {"business_yuan": D(0)}},
    "households.ecology_without_returned_forest": {"household": {"return_forest_mu": D(0)}},
    "households.small_dibao_yuan": {"household": {"dibao_yuan": D(199)}},
    "households.small_family_planning_yuan": {"household": {"family_planning_yuan": D(99)}},
    "households.small_pension_yuan": {"household": {"pension_yuan": D(87)}},
    "households.small_supported_yuan": {"household": {"supported_yuan": D(199)}},
    "households.transfers_do_not_add_up": {"household": {"transfer_yuan": D(2202)}},
    "households.dividend_yuan_above_property_yuan": {"household": {"dividend_yuan": D(801)}},
    "households.total_does_not_add_up": {"household": {"total_yuan": D(33002)}},
    "households.per_head_is_not_net_by_members": {"household": {"net_per_head_yuan": D(7752)}},
    "households.dibao_household_without_allowance": {"household": {"attribute": Attribute.DIBAO}},
    "households.allowance_without_dibao": {"household": {"dibao_yuan": D(2400)}},
    "households.supported_without_support": {"household": {"attribute": Attribute.SUPPORTED}},
    "households.support_without_being_supported": {"household": {"supported_yuan": D(5000)}},
    "households.no_income_at_all": {"household": {"total_yuan": D(0)}},
    "households.monitored_wage_small": {"household": {**WATCHED, "wage_yuan": D(99)}},
    # days
    "households.left_before_listed": {"household": {"listed": date(2019, 1, 1)}},
    "households.returned_before_left": {"household": {**RETURNED, "returned": date(2018, 1, 1)}},
    "households.risk_removed_on_before_risk_found": {"household": {**WATCHED, "risk_removed_on": date(2021, 1, 1)}},
    "households.helped_until_before_helped_since": {"household": {"helped_until": date(2015, 1, 1)}},
    "households.future_listed": {"household": {"listed": date(2021, 10, 2)}},
    "households.future_left": {"household": {"left": date(2021, 10, 2)}},
    "households.future_returned": {"household": {**RETURNED, "returned": date(2021, 10, 2)}},
    "households.future_risk_found": {"household": {**WATCHED, "risk_found": date(2021, 10, 2)}},
    "households.listed_before_the_registry": {"household": {"listed": date(2012, 12, 31)}},
    "households.poor_with_day_of_exit": {"household": {**POOR, "left": date(2018, 12, 1)}},
    "households.planned_before_listed": {"household": {"planned_exit_year": 2013}},
    "households.plan_missed": {"household": {**POOR, "planned_exit_year": 2020}},
    # programme
    "households.cause_twice": {"household": {"other_causes": (Cause.SKILL,)}},
    "households.too_many_causes": {"household": {"other_causes": (Cause.ILLNESS, Cause.FUNDS, Cause.LAND)}},
    "households.too_many_risks": {"household": {**WATCHED, "risks": tuple(Risk)[:6]}},
    "households.edge_yet_registered": {"household": {**WATCHED, "monitored": Monitored.EDGE}},
    "households.unstable_yet_not_left": {"household": {**POOR, **WATCHED}},
    "households.removed_without_day": {"household": {**WATCHED, "risk_removed": True}},
    "households.day_without_removal": {"household": {**WATCHED, "risk_removed_on": date(2021, 6, 1)}},
    "households.poor_yet_ordinary": {"household": {"attribute": Attribute.ORDINARY}},
    "households.land_cause_with_land": {"household": {"main_cause": Cause.LAND, "arable_mu": D(11)}},
    "households.water_cause_with_water": {"household": {**POOR, "main_cause": Cause.WATER}},
    "households.transport_cause_with_road": {"household": {**POOR, "main_cause": Cause.TRANSPORT}},
    # numbers
    "households.number_twice": {"others": (HOUSEHOLD,)},
    "households.number_malformed": {"household": {"code": "610426001"}},
    "households.village_code_malformed": {"household": {"village_code": "61042610020"}},
    "households.village_of_another_county": {"household": {"village_code": "610425100201"}},
    "households.phone_malformed": {"household": {"phone": "1380000"[:6]}},
    "households.phone_of_many": {
        "others": tuple(replace(OTHER_HOME, code=f"610426001{i}", phone=HOUSEHOLD.phone) for i in range(3))
    },
    "households.phone_is_the_helpers": {"household": {"phone": HOUSEHOLD.helper_phone}},
    "households.account_twice": {"others": (replace(OTHER_HOME, bank_account=HOUSEHOLD.bank_account),)},
    "households.account_malformed": {"household": {"bank_account": "62170000000"}},
    "households.car_and_poor": {"household": {**POOR, "has_car": True}},
    "households.town_house_and_poor": {"household": {**POOR, "town_house": True}},
    "households.business_and_poor": {"household": {**POOR, "registered_business": True}},
    "households.payroll_and_poor": {"household": {**POOR, "public_payroll": True}},
    # identity
    "members.identity_wrong": {"members": {0: {"identity": HEAD.identity[:-1] + "?"}}},
    "members.identity_twice": {"members": {1: {"identity": HEAD.identity}}},
    "members.identity_made_up": {
        "members": {i: {"identity": None} for i in (1, 2, 3)},
        "more": (
            replace(WIFE, code="06", identity="11010519491231002X"),
            replace(WIFE, code="07", identity="440524188001010014"),
        ),
    },
    "members.identity_other_sex": {"members": {0: {"sex": Sex.FEMALE}}},
    "members.identity_other_birth": {"members": {0: {"born": date(1976, 3, 3)}}},
    "members.card_without_disability": {"members": {3: {"identity": MOTHER.identity + "42"}}},
    "members.same_name_and_birth": {"more": (replace(WIFE, code="06", identity=None),)},
    "members.number_twice": {"members": {1: {"code": "01"}}},
    "members.stray": {"members": {1: {"household_code": "6104269999"}}},
    "members.odd_name": {"members": {1: {"name": "王小花1"}}},
    "members.short_name": {"members": {1: {"name": "王"}}},
    # ages
    "members.future_born": {"members": {2: {"born": date(2021, 10, 2)}}},
    "members.too_old": {"members": {3: {"born": date(1910, 1, 1)}}},
    "members.young_head": {"members": {0: {"born": date(2006, 1, 1)}}},
    "members.young_spouse": {"members": {1: {"born": date(2002, 1, 1)}}},
    "members.relation_sex": {"members": {3: {"relation": Relation.FATHER}}},
    "members.young_member_of_the_party": {"members": {2: {"politics": Politics.MEMBER}}},
    "members.old_league_member": {"members": {0: {"politics": Politics.LEAGUE}}},
    "members.soldier_age": {"members": {3: {"soldier": True}}},
    # health
    "members.healthy_and_ill": {"members": {3: {"health": (HealthState.HEALTHY, HealthState.CHRONIC)}}},
    "members.disability_without_health": {"members": {3: {"disability": Disability.SIGHT}}},
    "members.severe_yet_able": {"members": {0: {"health": DISABLED, "disability_grade": DisabilityGrade.SECOND}}},
    "members.soldier_disabled": {"members": {0: {"health": DISABLED, "soldier": True}}},
    # labour
    "members.able_called_unable": {"members": {1: {"labour": Labour.NONE}}},
    "members.child_called_able": {"members": {2: {"labour": Labour.WEAK}}},
    "members.unable_works_away": {"members": {0: {"labour": Labour.WEAK}}},
    "members.child_works": {"members": {2: {"work_place": WorkPlace.AWAY}}},
    "members.old_works_away": {"members": {3: {"born": date(1945, 1, 1), "work_place": WorkPlace.TOWN}}},
    "members.range_work_months": {"members": {0: {"work_months": D(13)}}},
    "members.works_without_months": {"members": {0: {"work_months": None}}},
    "members.months_without_place": {"members": {0: {"work_place": WorkPlace.NOT}}},
    "members.works_and_home_above_a_year": {"members": {0: {"home_months": D(5)}}},
    "members.school_and_work": {"members": {2: {"work_months": D(6)}}},
    "members.public_job_unable": {"members": {3: {"public_job": True}}},
    # school
    "members.out_of_school": {"members": {2: {"school": School.NOT}}},
    "members.dropout_at_school": {"members": {2: {"dropout": Dropout.UNWILLING}}},
    "members.school_age": {"members": {2: {"school": School.BACHELOR}}},
    "members.level_below_stage": {"members": {2: {"schooling": Level.ILLITERATE}}},
    "members.grown_below_school_age": {"members": {2: {"schooling": Level.PRESCHOOL}}},
    "members.child_too_learned": {"members": {2: {"schooling": Level.COLLEGE}}},
    "members.young_illiterate": {"members": {1: {"born": date(1995, 1, 1), "schooling": Level.ILLITERATE}}},
    # insurance and state
    "members.no_medical_insurance": {"members": {0: {"medical_insurance": None}}},
    "members.two_medical_insurances": {"members": {0: {"employee_insurance": True}}},
    "members.child_in_pension": {"members": {2: {"pension_insurance": True}}},
    "members.gone_yet_working": {"members": {0: DEAD}},
    "members.gone_yet_dibao": {"members": {3: {**DEAD, "dibao": True}}},
    "members.head_gone": {"members": {0: DEAD}},
    "members.payroll_in_poor_household": {"members": {0: {"employee_insurance": True}}},
    # household and members together
    "households.without_members": {"others": (OTHER_HOME,)},
    "households.no_head": {"members": {0: {"relation": Relation.OTHER}}},
    "households.several_heads": {"members": {1: {"relation": Relation.HEAD}}},
    "households.several_spouses": {"members": {3: {"relation": Relation.SPOUSE}}},
    "households.other_head_name": {"household": {"head_name": "张三"}},
    "households.persons_differ": {"household": {"persons": 5}},
    "households.labour_differs": {"household": {"labour_persons": 3}},
    "households.very_large": {"more": tuple(replace(BABY, code=f"1{i}", name=f"甲{i}") for i in range(12))},
    "households.children_alone": {"drop": (0, 1, 3)},
    "households.all_gone": {"members": GONE},
    "members.child_too_old": {"members": {2: {"born": date(1985, 1, 1)}}},
    "members.parent_too_young": {"members": {3: {"born": date(1965, 1, 1)}}},
    "members.grandchild_too_old": {"members": {2: {"relation": Relation.GRANDDAUGHTER, "born": date(1999, 1, 1)}}},
    "members.spouse_of_same_sex": {"members": {1: {"sex": Sex.MALE}}},
    "members.spouse_far_in_age": {"members": {1: {"born": date(1940, 1, 1)}}},
    "households.illness_without_ill": {"household": {**POOR, "main_cause": Cause.ILLNESS}},
    "households.disability_without_disabled": {"household": {**POOR, "main_cause": Cause.DISABILITY}},
    "households.schooling_without_pupil": {
        "household": {**POOR, "main_cause": Cause.SCHOOLING}, "members": {2: {"school": School.NOT}},
    },
    "households.labour_with_labour": {"household": {**POOR, "main_cause": Cause.LABOUR}},
    "households.skill_without_labour": {"household": POOR, "drop": (0, 1)},
    "households.supported_with_labour": {"household": {"attribute": Attribute.SUPPORTED}},
    "households.dibao_without_person": {"household": {"attribute": Attribute.DIBAO}},
    "households.person_without_dibao": {"members": {3: {"dibao": True}}},
    "households.work_risk_without_labour": {"household": WATCHED, "drop": (0, 1)},
    "households.work_risk_without_work": {"household": WATCHED, "drop": (0,)},
    "households.illness_risk_without_ill": {"household": {**WATCHED, "risks": (Risk.ILLNESS,)}},
    "households.schooling_risk_without_pupil": {"household": {**WATCHED, "risks": (Risk.SCHOOLING,)}, "drop": (2,)},
    "households.wage_without_work": {"members": {0: {"work_place": WorkPlace.NOT, "work_months": None}}},
    "households.work_without_wage": {"household": {"wage_yuan": D(0)}},
    "households.pension_without_old": {"drop": (3,)},
    "households.old_without_pension": {"household": {"pension_yuan": D(0)}},
    "households.payment_to_the_dead": {
        "household": {"dibao_yuan": D(3000)}, "members": {3: {**DEAD, "dibao": True}},
    },
    "households.left_with_pupil_out_of_school": {"members": {2: {"school": School.NOT}}},
    "households.left_with_uninsured": {"members": {3: {"medical_insurance": False}}},
    # villages
    "villages.blank_doctors": {"village": {"doctors": None}},
    "villages.blank_dibao_persons": {"village": {"dibao_persons": None}},
    "villages.blank_wubao_persons": {"village": {"wubao_persons": None}},
    "villages.blank_disabled_persons": {"village": {"disabled_persons": None}},
    "villages.blank_clinic": {"village": {"clinic": None}},
    "villages.unsafe_above_households": {"village": {"unsafe_houses": 296}},
    "villages.land_below_households": {"village": {"arable_mu": D(7)}},
    "villages.poor_households_differ": {"village": {"poor_households": 2}},
    "villages.poor_persons_differ": {"village": {"poor_persons": 5}},
    "villages.registered_above_all": {"village": {"households": 0}},
    "villages.dibao_below_members": {"village": {"dibao_persons": 0}, "members": {3: {"dibao": True}}},
    "villages.without_households": {"village": {"code": "610426100202"}},
}  # fmt: skip


def broken(case):
    return {code for code, count in check(book(**case)).by_rule().items() if count}


def test_a_sound_family_breaks_no_rule():
    assert broken({}) == set()


@pytest.mark.parametrize("sound", [{"household": POOR}, {"household": WATCHED}, {"household": RETURNED}])
def test_a_sound_family_in_another_state_breaks_no_rule(sound):
    assert broken(sound) == set()


def test_every_rule_has_its_case():
    assert set(CASES) == {r.code for r in RULES}


@pytest.mark.parametrize("code", [r.code for r in RULES])
def test_a_rule_finds_what_it_is_for(code):
    assert code in broken(CASES[code])


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_every_rule_is_documented_in_both_languages_and_names_its_source(rule):
    assert all((rule.wrong.zh, rule.wrong.en, rule.remedy.zh, rule.remedy.en, rule.reference, rule.keys))
    assert isinstance(rule.weight, Weight)


def test_nobody_is_told_that_a_child_dropped_out_who_is_ill():
    sick = {2: {"school": School.NOT, "dropout": Dropout.ILLNESS}}
    assert not {"households.left_with_pupil_out_of_school", "members.out_of_school"} & broken({"members": sick})


def test_rules_about_watching_are_not_asked_before_anybody_was_watched():
    codes = [r.code for r in check(book(on=date(2019, 10, 1))).rules]
    assert "households.too_many_risks" not in codes
    assert "households.too_many_risks" in [r.code for r in check(book()).rules]


def test_a_finding_says_what_is_wrong_where_with_the_values():
    (found,) = check(book({"road_km": D("5.5")}))
    assert found.text.zh == "已脱贫户与村主干路距离过远（脱贫状态：已脱贫；与村主干路距离：5.5）"
    assert (found.code, found.village, found.rule.about) == (HOUSEHOLD.code, FORM.code, About.HOUSEHOLDS)


def test_a_finding_never_shows_an_identity_number_or_a_full_name():
    (found,) = check(book(members={0: {"identity": HEAD.identity[:-1] + "Y"}}))
    assert HEAD.identity[:-1] not in found.text.zh
    assert "张**" in found.text.zh


def test_what_is_explained_once_stays_explained_until_the_facts_change():
    first = check(book({"road_km": D(6)}))
    explained = {f.mark for f in first}
    assert len(check(book({"road_km": D(6)})).without(explained)) == 0
    assert len(check(book({"road_km": D(7)})).without(explained)) == 1


def test_a_countys_own_limit_goes_before_the_shipped_one():
    wider = Figure(name="household_limit.road_km", value=8, since=date(2020, 1, 1), area="610426")
    assert len(check(book({"road_km": D(6)}), local=[wider])) == 0


def test_a_county_may_switch_a_rule_off():
    assert len(check(book({"road_km": D(6)}), leave_out=["households.left_far_from_road"])) == 0


def test_findings_are_counted_by_village_the_worst_first():
    other = replace(OTHER_HOME, village_code="610426100202", road_km=D(6), safe_water=False)
    found = check(book({"road_km": D(6)}, others=(other,)))
    assert next(iter(found.by_village())) == "610426100202"
    assert found.by_village()[FORM.code] == {"households.left_far_from_road": 1}


def test_rows_of_a_rule_are_the_rows_of_its_table():
    found = check(book(members={1: {"work_months": D(13), "work_place": WorkPlace.TOWN}}))
    assert list(found.rows_of("members.range_work_months")) == [1]


def test_an_empty_county_has_no_findings():
    empty = type(book()).of([], [], on=DAY)
    assert len(check(empty)) == 0


def test_members_without_any_household_are_strays():
    strays = type(book()).of([], [HEAD, WIFE], on=DAY)
    assert check(strays).by_rule()["members.stray"] == 2


def test_a_finding_is_told_in_english_too():
    (found,) = check(book({"water": Water.SURFACE}))
    assert found.text.en == (
        "Water is safe yet from an open source (Safe drinking water: yes; Source of drinking water: River or lake)"
    )


def test_codes_are_named_after_what_they_are_about():
    assert all(code.split(".")[0] == rule.about for code, rule in RULE.items())
    assert np.unique([r.code for r in RULES]).size == len(RULES) > 200
