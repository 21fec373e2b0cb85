"""Two net incomes side by side: which items make the difference, and which slots of the year nobody has filled yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhucun.engine.facts.income import INCOME_ITEMS, PARTS, IncomeItem, IncomeLine
from zhucun.engine.households.income import NetIncome, months_inside
from zhucun.engine.households.income_rules import IncomeRules, capture_periods
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs between two computations; `effect_yuan` is what it does to net income."""

    item: IncomeItem
    one_yuan: Decimal
    other_yuan: Decimal

    @property
    def effect_yuan(self) -> Decimal:
        """Return by how much the item moves net income: cost the other way round."""
        change = self.other_yuan - self.one_yuan
        return -change if self.item.root == "e" else change

    @property
    def text(self) -> Text:
        """Return the difference as a sentence."""
        name, sign = self.item.text, "+" if self.effect_yuan >= 0 else ""
        return Text(
            f"{name.zh}：{self.one_yuan}元→{self.other_yuan}元，纯收入{sign}{self.effect_yuan}元",
            f"{name.en}: {self.one_yuan} → {self.other_yuan} yuan, net income {sign}{self.effect_yuan} yuan",
        )


def differences(one: NetIncome, other: NetIncome) -> tuple[Difference, ...]:
    """Return the finest items that differ between two years or two places, the greatest effect first.

    Their effects add up to the difference in net income.
    """
    found = [
        Difference(item, _own(one, item), _own(other, item))
        for item in INCOME_ITEMS
        if _own(one, item) != _own(other, item)
    ]
    return tuple(sorted(found, key=lambda d: (-abs(d.effect_yuan), d.item.code)))


def _own(income: NetIncome, item: IncomeItem) -> Decimal:
    """Return what stands under an item itself, its parts left out."""
    return income.amount(item.code) - sum((income.amount(part.code) for part in PARTS[item.code]), Decimal(0))


def empty_slots(
    lines: Iterable[IncomeLine], rules: IncomeRules, items: Iterable[str] = ("a",)
) -> Iterator[tuple[str, date, int]]:
    """Yield item, first month and length of every slot of the period in which an item has no line.

    Ask for the items that the household is known to have: who works should have wages in every slot.
    """
    known = list(lines)
    for code in items:
        mine = [line for line in known if line.item.startswith(code) and months_inside(line, rules)[1] > 0]
        for first, months in capture_periods(rules.year, first_month=rules.first.month):
            if not any(_overlap(line, first, months) for line in mine):
                yield code, first, months


def _overlap(line: IncomeLine, first: date, months: int) -> bool:
    start = (line.month.year - first.year) * 12 + line.month.month - first.month
    return start < months and start + line.months > 0
