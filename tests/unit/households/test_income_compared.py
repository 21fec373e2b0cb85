"""What makes two net incomes differ adds up to the difference; slots that nobody filled are named."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.households.test_income import CHUXIONG, MEMBERS, RULES, YONGSHOU, line, lines
from zhucun.engine.households.income import net_income
from zhucun.engine.households.income_compared import differences, empty_slots
from zhucun.engine.households.income_rules import income_rules


@given(lines, lines, st.sampled_from(sorted(RULES)), st.sampled_from(sorted(RULES)))
def test_effects_add_up_to_the_difference_in_net_income(one, other, here, there):
    a, b = net_income(one, MEMBERS, RULES[here]), net_income(other, MEMBERS, RULES[there])
    assert sum((d.effect_yuan for d in differences(a, b)), Decimal(0)) == b.net_yuan - a.net_yuan


@given(lines, st.sampled_from(sorted(RULES)))
def test_an_income_does_not_differ_from_itself(drawn, name):
    income = net_income(drawn, MEMBERS, RULES[name])
    assert differences(income, income) == ()


def test_the_difference_between_two_places_is_told_item_by_item():
    drawn = [line(1, "b11", "10000"), line(2, "e11", "100")]
    here, there = (net_income(drawn, MEMBERS, income_rules(2018, area=a)) for a in (YONGSHOU, CHUXIONG))
    (told,) = differences(here, there)
    assert told.text.zh == "粮食支出：100元→4000.00元，纯收入-3900.00元"


def test_slots_without_wages_are_named():
    rules = income_rules(2018, area=YONGSHOU)
    drawn = [line(1, "a1", "1", date(2017, 10, 1)), line(2, "a4", "1", date(2018, 3, 1), months=2)]
    assert list(empty_slots(drawn, rules)) == [
        ("a", date(2017, 11, 1), 1), ("a", date(2017, 12, 1), 1), ("a", date(2018, 7, 1), 3),
    ]  # fmt: skip
