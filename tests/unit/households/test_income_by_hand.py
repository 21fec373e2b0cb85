"""An item is found by what people type; the months of a year add up to the account."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.income import IncomeLine
from zhucun.engine.households.income import net_income
from zhucun.engine.households.income_items import choosable, find_item
from zhucun.engine.households.income_months import by_month, later


@pytest.mark.parametrize(
    ("typed", "code"),
    [("b11", "b11"), ("粮食收入 b11", "b11"), ("粮食", "b11"), ("Grain b11", "b11"), (" 务工收入 ", "a1"),
     ("护林员", "a2"), ("玉米大豆", "d601"), ("veterans' support", "d605")],
)  # fmt: skip
def test_an_item_is_found_by_code_name_or_heading(typed, code):
    assert find_item(typed).code == code


@pytest.mark.parametrize("typed", ["收入", "a", "工资性收入", "", "彩票中奖"])
def test_what_means_several_items_or_a_sum_is_asked_again(typed):
    with pytest.raises(BadProblem) as wrong:
        find_item(typed)
    assert wrong.value.code == "income.which_item"


@pytest.mark.parametrize("item", choosable())
def test_each_item_is_found_as_the_list_offers_it(item):
    assert find_item(f"{item.text.zh} {item.code}") is item
    assert find_item(f"{item.text.en} {item.code}") is item


LINES = st.builds(
    IncomeLine,
    code=st.uuids().map(str),
    household=st.just("1"),
    item=st.sampled_from(["a1", "b11", "c2", "d604", "e11"]),
    month=st.integers(-8, 14).map(lambda n: later(date(2024, 10, 1), n)),
    months=st.integers(1, 12),
    amount_yuan=st.integers(1, 10**7).map(lambda fen: Decimal(fen) / 100),
)


@given(st.lists(LINES, max_size=6))
def test_the_months_add_up_to_the_account_to_the_fen(lines):
    account = net_income(lines, ["p"], year=2025, area="610426")
    months = by_month(account)
    assert [m.first for m in months] == [later(date(2024, 10, 1), n) for n in range(12)]
    assert {r: sum(m.of[r] for m in months) for r in "abcde"} == {r: account.roots[r].amount_yuan for r in "abcde"}


def test_a_months_neighbour_over_the_turn_of_the_year():
    assert (later(date(2024, 12, 1), 1), later(date(2024, 1, 1), -1)) == (date(2025, 1, 1), date(2023, 12, 1))
