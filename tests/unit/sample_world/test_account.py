"""The made-up account stands line by line under persons and sums to what the county reported."""

import numpy as np
import pytest

from zhucun.engine.facts.income import INCOME_ITEMS
from zhucun.engine.households.income import net_income
from zhucun.engine.households.income_rules import income_rules
from zhucun.engine.sample_world.history import population
from zhucun.engine.sample_world.history_account import account, records
from zhucun.engine.sample_world.history_income import net_of
from zhucun.engine.sample_world.population_rows import county_of
from zhucun.engine.words_household import Proof

MADE = population(households=800)
LINES = account(MADE, 2018)


@pytest.mark.parametrize("year", [2014, 2016, 2018])
def test_lines_sum_to_the_reported_items(year):
    lines, reported = account(MADE, year), next(y for y in MADE.years if y.year == year)
    sign = np.array([-1 if i.root == "e" else 1 for i in INCOME_ITEMS])[lines.item]
    sums = np.bincount(lines.household, weights=sign * lines.yuan, minlength=len(reported.members))
    assert np.array_equal(sums, net_of(reported.items))


def test_no_line_is_empty_and_every_person_lives_in_the_household():
    assert (LINES.yuan > 0).all()
    named = LINES.person >= 0
    assert np.array_equal(MADE.persons.home[LINES.person[named]], LINES.household[named])
    assert 0.2 < named.mean() < 0.8


def test_the_account_of_one_household_gives_its_income_per_head():
    rows = [3, 10, 500]
    book, rules = MADE.book, income_rules(2018, area="610426")
    lines = records(MADE, LINES, rows)
    for row in rows:
        code = book.households.value("code", row)
        members = [book.members.value("code", int(i)) for i in np.flatnonzero((book.home == row) & book.here)]
        result = net_income([one for one in lines if one.household == code], members, rules)
        assert result.aside == ()
        assert result.per_head_yuan == pytest.approx(book.households.value("net_per_head_yuan", row), abs=0)
        assert result.facts()["pension_yuan"] == book.households.value("pension_yuan", row)


def test_departments_payments_rest_on_their_records_and_cost_is_estimated():
    codes = np.array([i.code for i in INCOME_ITEMS])[LINES.item]
    assert set(LINES.proof[codes == "d41"].tolist()) == {list(Proof).index(Proof.DEPARTMENT) + 1}
    assert set(LINES.proof[np.char.startswith(codes, "e")].tolist()) == {list(Proof).index(Proof.ESTIMATE) + 1}


def test_targeting_sees_the_same_county():
    county = county_of(MADE.book)
    assert len(county) == len(MADE.book.households)
    there = MADE.book.households["persons"] > 0
    assert np.array_equal(county.sizes[there], MADE.book.households["persons"][there].astype(int))
    assert county.households.number("net_yuan")[3] == int(MADE.book.households.value("net_yuan", 3) * 100)
