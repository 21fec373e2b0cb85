"""What households live on, summed from the income account by the dated rules of the engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts.income import HOUSEHOLD_TOTALS
from zhucun.engine.households.changes import JOINS, LEAVES
from zhucun.engine.households.income import NetIncome, net_income
from zhucun.engine.households.income_columns import ITEM_NUMBER, LineColumns, net_income_columns
from zhucun.engine.households.income_rules import IncomeRules, income_rules
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import ChangedPerson, Household, IncomeLine, Member
from zhucun.registry.queries.taking import HERE, runs

FIRST_MONTH = 10
Fen = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SummedIncome:
    """Computed income facts of households as columns, in the order of their keys."""

    keys: list[str]
    columns: dict[str, list[Decimal | None]]


def period_of(month: date, months: int) -> int:
    """Return the year whose period the last month of a line falls into."""
    last = month.month - 1 + months - 1
    year, number = month.year + last // 12, last % 12 + 1
    return year + 1 if number >= FIRST_MONTH else year


def summed_income(keys: Sequence[str], county: str) -> dict[int, SummedIncome]:
    """Return, by year, the computed income of households over the latest period in which each has lines."""
    lines = _lines(keys)
    latest: dict[str, int] = {}
    for home, _person, _item, month, months, _amount in lines:
        latest[home] = max(latest.get(home, 0), period_of(month, months))
    found = {}
    for year in sorted(set(latest.values())):
        mine = [key for key in keys if latest.get(key) == year]
        chosen = set(mine)
        found[year] = _summed(mine, [line for line in lines if line[0] in chosen], income_rules(year, area=county))
    return found


Raw = tuple[str, str | None, str, date, int, Decimal]


def _lines(keys: Sequence[str]) -> list[Raw]:
    names = ("household_id", "person_id", "item", "month", "months", "amount_yuan")
    return [
        row for run in runs(keys) for row in IncomeLine.objects.filter(household__in=run).order_by().values_list(*names)
    ]


def _summed(keys: list[str], lines: Sequence[Raw], rules: IncomeRules) -> SummedIncome:
    place = {key: number for number, key in enumerate(keys)}
    registered = members_at(keys, rules.last)
    counts = np.array([len(registered.get(key, ())) for key in keys], dtype=np.int64)
    columns = LineColumns(
        household=np.array([place[line[0]] for line in lines], dtype=np.int64),
        item=np.array([ITEM_NUMBER[line[2]] for line in lines], dtype=np.int64),
        month=np.array([(line[3].year - 1970) * 12 + line[3].month - 1 for line in lines], dtype=np.int64),
        months=np.array([line[4] for line in lines], dtype=np.int64),
        fen=np.array([int(line[5] * 100) for line in lines], dtype=np.int64),
        member=np.array([line[1] is None or line[1] in registered.get(line[0], ()) for line in lines], dtype=np.bool_),
    )
    summed = net_income_columns(columns, counts, rules)
    fen: dict[str, Fen] = {key: summed.sum_of(*codes) for key, codes in HOUSEHOLD_TOTALS.items()}
    fen |= {"total_yuan": summed.total, "net_yuan": summed.net}
    found: dict[str, list[Decimal | None]] = {name: [Decimal(int(f)) / 100 for f in row] for name, row in fen.items()}
    found["net_per_head_yuan"] = [
        Decimal(int(f)) / 100 if n else None for f, n in zip(summed.per_head, counts, strict=True)
    ]
    return SummedIncome(keys, found)


def members_at(keys: Iterable[str], day: date) -> dict[str, set[str]]:
    """Return the members of each household at the end of a day: those of now, with later changes taken back."""
    found: dict[str, set[str]] = {}
    wanted = list(keys)
    for run in runs(wanted):
        for home, member in Member.objects.filter(HERE, household__in=run).values_list("household_id", "key"):
            found.setdefault(home, set()).add(member)
        later = ChangedPerson.objects.filter(change__household__in=run, change__on__gt=day)
        rows = later.order_by("-change__on", "-change__id")
        for home, member, kind in rows.values_list("change__household_id", "member_id", "change__kind"):
            people = found.setdefault(home, set())
            if kind in LEAVES:
                people.add(member)
            elif kind in JOINS:
                people.discard(member)
    return found


def account_of(household: Household, *, year: int) -> NetIncome:
    """Return one household's income of a period with all its lines and rules."""
    rules = income_rules(year, area=household.county)
    lines = [bridge.line_of(row) for row in IncomeLine.objects.filter(household=household)]
    members = members_at([household.key], rules.last).get(household.key, set())
    return net_income(lines, sorted(key.split("-", 1)[1] for key in members), rules)


def years_of(household: Household) -> list[int]:
    """Return the years for which a household has lines, newest first."""
    rows = IncomeLine.objects.filter(household=household).order_by().values_list("month", "months").distinct()
    return sorted({period_of(month, months) for month, months in rows}, reverse=True)


def whole_period(today: date) -> int:
    """Return the year of the last period that was over on a day."""
    return today.year if (today.month, today.day) > (9, 30) else today.year - 1
