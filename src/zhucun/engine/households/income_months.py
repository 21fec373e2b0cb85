"""A household's income month by month, from the lines of its account: when the money came, and when none came."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhucun.engine.facts.income import ROOTS
from zhucun.engine.households.income import NetIncome, Part
from zhucun.engine.households.income_rules import IncomeRules


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the period: what came of each of the five roots, by its letter."""

    first: date
    of: dict[str, Decimal]

    @property
    def came_yuan(self) -> Decimal:
        """What came in, before cost."""
        return sum((self.of[root] for root in "abcd"), Decimal(0))

    @property
    def cost_yuan(self) -> Decimal:
        """What was recorded as business cost."""
        return self.of["e"]


def by_month(account: NetIncome) -> tuple[Month, ...]:
    """Return the twelve months of the period; costs worked out by a ratio belong to no month and are not in it."""
    first = account.rules.first
    months = tuple(Month(later(first, n), dict.fromkeys(ROOTS, Decimal(0))) for n in range(12))
    for root in ROOTS:
        for part in account.roots[root].every_line():
            for at, fen in _fen_by_month(part, account.rules):
                months[at].of[root] += Decimal(fen) / 100
    return months


def _fen_by_month(part: Part, rules: IncomeRules) -> list[tuple[int, int]]:
    """Return the line's fen in each month of the period: months weigh alike, a fen over goes to the earlier ones."""
    line = part.line
    each, over = divmod(int(line.amount_yuan * 100), line.months)
    start = (line.month.year - rules.first.year) * 12 + line.month.month - rules.first.month
    return [(start + n, each + (n < over)) for n in range(line.months) if 0 <= start + n < 12]


def later(month: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier for a number below nought."""
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
