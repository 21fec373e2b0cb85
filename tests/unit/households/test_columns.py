"""Columns hold what the facts hold and give it back; members find their household."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.columns import Book, ages, column_of, table_of
from zhucun.engine.words_household import ExitStatus, Relation

FIGURE = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)
CELLS = {
    K.TEXT: st.text("张王李永寿村ab", min_size=1, max_size=8),
    K.CODE: st.text("0123456789", min_size=1, max_size=18),
    K.COUNT: st.integers(0, 10**6),
    K.NUMBER: FIGURE,
    K.MONEY: FIGURE,
    K.YES_NO: st.booleans(),
    K.DAY: st.dates(date(1900, 1, 1), date(2030, 1, 1)),
}


def cell(fact):
    if fact.kind is K.WORD:
        return st.none() | st.sampled_from(list(fact.words))
    if fact.kind is K.WORDS:
        return st.lists(st.sampled_from(list(fact.words)), unique=True).map(
            lambda found: tuple(w for w in fact.words if w in found)
        )
    return st.none() | CELLS[fact.kind]


@pytest.mark.parametrize("fact", [*HOUSEHOLD, *MEMBER], ids=lambda f: f.key)
@settings(max_examples=10)
@given(data=st.data())
def test_every_fact_comes_back_from_its_column(fact, data):
    values = data.draw(st.lists(cell(fact), min_size=1, max_size=4))
    row = table_of([], (fact,))
    table = type(row)((fact,), len(values), {fact.key: column_of(fact, values)})
    assert table.values(fact.key) == values
    assert list(table.said(fact.key)) == [v not in (None, ()) for v in values]


def household(code, **facts):
    return HouseholdFacts(code=code, village="甲村", head_name="张三", status=ExitStatus.POOR, **facts)


def member(code, home, relation=Relation.HEAD, **facts):
    return MemberFacts(code=code, household_code=home, name="张三", relation=relation, **facts)


BOOK = Book.of(
    [household("h2"), household("h1")],
    [member("1", "h1"), member("2", "h1", Relation.SON), member("3", "h2"), member("4", "h9")],
    on=date(2018, 10, 1),
)


def test_members_find_their_household_and_strays_find_none():
    assert list(BOOK.home) == [1, 1, 0, -1]
    assert list(BOOK.count(np.ones(4, dtype=bool))) == [1, 2]
    assert list(BOOK.heads) == [2, 0]


def test_a_column_that_nobody_gave_is_not_said_anywhere():
    table = table_of([household("h1")], HOUSEHOLD)
    bare = type(table)(HOUSEHOLD, 1, {})
    assert [f.key for f in HOUSEHOLD if bare.said(f.key).any()] == []


def test_a_row_gives_plain_values_of_all_facts():
    row = BOOK.households.row(0)
    assert (row["code"], row["status"], row["other_causes"], row["wage_yuan"]) == ("h2", ExitStatus.POOR, (), None)
    assert HouseholdFacts(**row) == household("h2")


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2000, 10, 2), date(2018, 10, 1), 17),
        (date(2000, 10, 1), date(2018, 10, 1), 18),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
    ],
)
def test_ages_are_full_years(born, on, age):
    assert ages(np.array([born], dtype="datetime64[D]"), on)[0] == age
