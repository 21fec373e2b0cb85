"""Quality rules of household lists, income and natural changes, each tried by a row that is wrong and one right."""

from datetime import date
from decimal import Decimal

import pytest

from zhucun.engine.facts import Subject
from zhucun.engine.intake import RULES, Context, Row
from zhucun.engine.words_household import ChangeKind

CONTEXT = Context(on=date(2026, 3, 2))
RIGHT = {
    Subject.HOUSEHOLDS: {"code": "H1", "head_name": "赵一山"},
    Subject.MEMBERS: {"code": "P1", "name": "赵一山"},
    Subject.INCOME: {"code": "L1", "item": "a1", "months": 12, "amount_yuan": Decimal("1.50")},
    Subject.LEDGER: {"item_d1": Decimal("1.50"), "item_d": Decimal("1.50")},
    Subject.CHANGES: {"change": ChangeKind.SPLIT, "other": "H2", "person": "P1", "on": date(2026, 3, 1)},
}


def broken(subject, *rows):
    listed = [Row(number, {**RIGHT[subject], **row}) for number, row in enumerate(rows, start=2)]
    return {rule.code for rule in RULES[subject] for _finding in rule.find(listed, CONTEXT)}


@pytest.mark.parametrize("subject", RIGHT)
def test_a_row_that_is_right_breaks_no_rule(subject):
    assert broken(subject, {}) == set()


@pytest.mark.parametrize(
    ("subject", "rule", "rows"),
    [
        (Subject.HOUSEHOLDS, "households.same_code", [{}, {}]),
        (Subject.HOUSEHOLDS, "households.nothing_named", [{"code": None, "head_name": None}]),
        (Subject.MEMBERS, "members.nothing_named", [{"code": None, "name": None}]),
        (Subject.INCOME, "income.same_code", [{}, {}]),
        (Subject.INCOME, "income.unknown_item", [{"item": "彩票"}]),
        (Subject.INCOME, "income.months", [{"months": 13}]),
        (Subject.INCOME, "income.too_fine", [{"amount_yuan": Decimal("1.005")}]),
        (Subject.LEDGER, "ledger.too_fine", [{"item_d1": Decimal("1.505"), "item_d": Decimal("1.505")}]),
        (Subject.LEDGER, "ledger.parent_differs", [{"item_d": Decimal(9)}]),
        (Subject.CHANGES, "changes.no_other", [{"other": None}]),
        (Subject.CHANGES, "changes.nobody", [{"person": None}]),
        (Subject.CHANGES, "changes.future", [{"on": date(2026, 3, 3)}]),
    ],
)
def test_a_row_that_is_wrong_breaks_the_rule_and_no_other(subject, rule, rows):
    assert broken(subject, *rows) == {rule}
