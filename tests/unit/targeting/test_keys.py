"""What the engine reads are facts of the dictionary, under the dictionary's names."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

from tests.unit.targeting.families import ON, SOUND, SOUND_MEMBERS, county
from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, SURVEYED, County, Rows, answers, exit_rules, rule_set
from zhucun.engine.targeting.states import UNSAID
from zhucun.engine.words_household import ExitStatus, HealthState, HouseGrade, Relation, School

HOUSEHOLD_NAMES = {f.name for f in fields(HouseholdFacts)}


def test_every_key_is_a_fact_the_surveyed_ones_too():
    assert set(HOUSEHOLD_KEYS) <= HOUSEHOLD_NAMES
    assert set(MEMBER_KEYS) <= {f.name for f in fields(MemberFacts)}
    assert set(SURVEYED) <= HOUSEHOLD_NAMES


def test_frozen_facts_go_in_as_they_are():
    home = HouseholdFacts(
        code="h1", village="甲村", head_name="户主", status=ExitStatus.POOR, persons=1, net_yuan=Decimal("9000.50"),
        house_grade=HouseGrade.C, safe_water=True,
    )  # fmt: skip
    member = MemberFacts(
        code="p1", household_code="h1", name="小明", relation=Relation.HEAD, born=date(2008, 1, 1), school=School.NOT,
        health=(HealthState.CHRONIC, HealthState.SERIOUS), medical_insurance=True,
    )  # fmt: skip
    made = County.of(Rows.of([home], HOUSEHOLD_KEYS), Rows.of([member], MEMBER_KEYS), on=ON)
    assert made.households.number("net_yuan").tolist() == [900050]
    assert made.persons.word("health").tolist() == ["chronic|serious"]
    told = {f.code: f.answer.value for f in answers(rule_set("guarantees", on=ON), made).findings(0)}
    assert told == {
        "food": "unsaid", "clothing": "unsaid", "schooling": "lacking", "medicine": "met", "housing": "lacking",
        "water": "met",
    }  # fmt: skip


def test_tests_that_a_county_does_not_collect_may_be_left_out_and_are_named():
    homes = county({**SOUND, "food_enough": None, "clothing_enough": None}, members=SOUND_MEMBERS)
    found = answers(exit_rules(on=ON), homes)
    assert found.blank == ("food", "clothing")
    assert found.whole.tolist() == [UNSAID]
    fewer = found.without(found.blank)
    assert fewer.whole.tolist() == [1]
    assert [f.code for f in fewer.findings(0)] == ["income", "schooling", "medicine", "housing", "water"]
