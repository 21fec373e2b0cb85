"""How net income per head is computed, drawn as tables: the Chuxiong card, the national formula, local differences."""

from datetime import date
from decimal import Decimal

import pytest

from tests.spec.drawn import table
from zhucun.engine.facts.income import IncomeLine
from zhucun.engine.households.income import net_income
from zhucun.engine.households.income_rules import exclusions, income_rules

ONE_HOUSEHOLD = """
item | amount
a1   | 12000
b11  | 3000
b12  | 8000
b2   | 5000
b3   | 2000
c1   | 600
d2   | 1440
d4   | 1056
d618 | 200
e1   | 4200
e2   | 1500
"""

BY_AREA = """
place    | exclusions | total    | cost    | net      | per_head
610426   | -          | 33296.00 | 5700.00 | 27596.00 | 6899.00
532301   | -          | 33296.00 | 7100.00 | 26196.00 | 6549.00
610426   | form_d15   | 32040.00 | 5700.00 | 26340.00 | 6585.00
"""

STANDARD_COST = """
item | income | ratio | cost
b11  | 1000   | 40    | 400
b12  | 1000   | 45    | 450
b13  | 1000   | 40    | 400
b21  | 1000   | 40    | 400
b3   | 1000   | 15    | 150
b4   | 1000   | 0     | 0
"""

PERIOD = """
month      | months | counted_2018
2017-09-01 | 1      | 0
2017-10-01 | 1      | 1200
2018-09-01 | 1      | 1200
2018-10-01 | 1      | 0
2018-07-01 | 3      | 1200
2018-08-01 | 3      | 800
2017-08-01 | 3      | 400
"""


def lines(drawing: str) -> list[IncomeLine]:
    return [
        IncomeLine(
            code=str(i), household="h", item=row["item"], month=date(2018, 5, 1), amount_yuan=Decimal(row["amount"])
        )
        for i, row in enumerate(table(drawing), 1)
    ]


@pytest.mark.parametrize("row", table(BY_AREA), ids=lambda r: f"{r['place']}-{r['exclusions']}")
def test_one_household_under_the_rules_of_three_places(row):
    local = exclusions(row["exclusions"], area=row["place"], since=date(2016, 1, 1)) if row["exclusions"] else ()
    found = net_income(lines(ONE_HOUSEHOLD), ("1", "2", "3", "4"), income_rules(2018, area=row["place"], local=local))
    cost = found.roots["e"].amount_yuan
    assert [found.total_yuan, cost, found.net_yuan, found.per_head_yuan] == [
        Decimal(row[key]) for key in ("total", "cost", "net", "per_head")
    ]


@pytest.mark.parametrize("row", table(STANDARD_COST), ids=lambda r: r["item"])
def test_the_standard_cost_ratios_of_the_chuxiong_card(row):
    one = lines(f"item | amount\n{row['item']} | {row['income']}")
    assert net_income(one, ("1",), year=2018, area="532301").roots["e"].amount_yuan == Decimal(row["cost"])


@pytest.mark.parametrize("row", table(PERIOD), ids=lambda r: f"{r['month']}+{r['months']}")
def test_the_period_runs_from_october_to_september(row):
    one = IncomeLine(
        code="1", household="h", item="a1", month=date.fromisoformat(row["month"]), months=int(row["months"]),
        amount_yuan=Decimal(1200),
    )  # fmt: skip
    assert net_income([one], ("1",), year=2018).total_yuan == Decimal(row["counted_2018"])
