"""Net income of many households at once, in whole fen over NumPy columns; the same figures as the account, line by line.

A county's 100,000 accounts are summed in one pass. For one household with its derivation use `income.net_income`;
a test holds the two equal.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts.income import INCOME_ITEMS, ROOTS
from zhucun.engine.households.income_rules import STANDARD, IncomeRules, mirrored

Integers = npt.NDArray[np.int64]
ITEM_NUMBER = {item.code: number for number, item in enumerate(INCOME_ITEMS)}
"""The number that stands for an item in a column."""


@dataclass(frozen=True, slots=True)
class LineColumns:
    """Income lines as columns; `month` counts months since January 1970, money is fen."""

    household: Integers  # row of the household
    item: Integers  # ITEM_NUMBER
    month: Integers
    months: Integers
    fen: Integers
    member: npt.NDArray[np.bool_]  # the whole household's, or of a member registered at the end of the period

    def __len__(self) -> int:
        return len(self.fen)


@dataclass(frozen=True, slots=True)
class IncomeColumns:
    """Sums for each household, in fen; `per_head` means nothing where there are no members."""

    items: Integers  # (items, households): lines counted under each item itself, standard costs included
    roots: Integers  # (5, households) in the order a, b, c, d, e
    members: Integers

    @property
    def total(self) -> Integers:
        """Return wages, business, property and transfers together."""
        found: Integers = self.roots[:4].sum(axis=0)
        return found

    @property
    def net(self) -> Integers:
        """Return total income less business cost."""
        found: Integers = self.total - self.roots[4]
        return found

    @property
    def per_head(self) -> Integers:
        """Return net income per member, half a fen rounded away from nought."""
        divisor = np.maximum(self.members, 1)
        found: Integers = np.sign(self.net) * ((2 * np.abs(self.net) + divisor) // (2 * divisor))
        return found

    def sum_of(self, *codes: str) -> Integers:
        """Return the sums of items with all that belongs to them."""
        rows = [n for code, n in ITEM_NUMBER.items() if code.startswith(codes)]
        found: Integers = self.items[rows].sum(axis=0)
        return found


def net_income_columns(lines: LineColumns, members: Integers, rules: IncomeRules) -> IncomeColumns:
    """Return the net income of every household from its lines, `members` being registered at the end of the period."""
    before, inside = months_inside(lines, rules)
    each, over = lines.fen // lines.months, lines.fen % lines.months
    amount = each * inside + np.clip(over - before, 0, inside)
    counts = np.array([rules.counts(item.code) for item in INCOME_ITEMS])
    keep = (inside > 0) & lines.member & counts[lines.item]
    size = len(members)
    cell = lines.item[keep] * size + lines.household[keep]
    flat = np.bincount(cell, weights=amount[keep].astype(np.float64), minlength=len(INCOME_ITEMS) * size)
    # float64 is exact up to 2**53 fen, ninety trillion yuan
    items = np.rint(flat).astype(np.int64).reshape(len(INCOME_ITEMS), size)
    if rules.standard:
        there = np.zeros(len(INCOME_ITEMS) * size, dtype=np.bool_)
        there[cell] = True
        _standard_costs(items, there.reshape(items.shape), rules)
    letters = np.array([ROOTS.index(item.root) for item in INCOME_ITEMS])
    roots = np.stack([items[letters == r].sum(axis=0) for r in range(len(ROOTS))])
    return IncomeColumns(items, roots, members)


def months_inside(lines: LineColumns, rules: IncomeRules) -> tuple[Integers, Integers]:
    """Return how many months of each line come before its part inside the period, and how many lie inside."""
    start = lines.month - ((rules.first.year - 1970) * 12 + rules.first.month - 1)
    inside = np.maximum(0, np.minimum(start + lines.months, 12) - np.maximum(start, 0))
    return np.maximum(0, -start), inside


def _standard_costs(items: Integers, there: npt.NDArray[np.bool_], rules: IncomeRules) -> None:
    """Put costs by ratio in place of recorded ones, item by item in the order of their codes."""
    bases: dict[str, list[str]] = {}
    for code, (of, _) in rules.ratios.items():
        bases.setdefault(of, []).append(code)
    for of in sorted(bases):
        rows = [ITEM_NUMBER[code] for code in bases[of]]
        mirror = mirrored(of)
        costs = [n for code, n in ITEM_NUMBER.items() if code.startswith(mirror) or mirror.startswith(code)]
        used = there[rows].any(axis=0)
        if rules.cost_method.value != STANDARD:
            used = used & ~there[costs].any(axis=0)
        base = items[rows].sum(axis=0)
        top, bottom = (rules.ratios[bases[of][0]][1].value * 1).as_integer_ratio()
        cost = (2 * base * top + 100 * bottom) // (200 * bottom)
        for number in costs:
            items[number] = np.where(used & there[number], 0, items[number])
            there[number] &= ~used
        items[ITEM_NUMBER[mirror]] += np.where(used, cost, 0)
