"""What households live on, summed from the income account by the dated rules of the engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from zhucun.core.models import Event, User
from zhucun.engine.facts.income import HOUSEHOLD_TOTALS
from zhucun.engine.households.changes import JOINS, LEAVES, ChangeKind
from zhucun.engine.households.income import NetIncome, net_income
from zhucun.engine.households.income_columns import ITEM_NUMBER, LineColumns, net_income_columns
from zhucun.engine.households.income_rules import IncomeRules, income_rules
from zhucun.engine.policy.figures import Figure
from zhucun.engine.words_household import HERE
from zhucun.policy.queries import figures_of
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import (
    ChangedPerson,
    Evidence,
    Household,
    IncomeLine,
    Member,
    NaturalChange,
    key_of,
)
from zhucun.registry.queries.taking import runs

FIRST_MONTH = 10
MOVED = (ChangeKind.SPLIT, ChangeKind.MERGED)  # people go from one household to another
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


def summed_income(keys: Sequence[str], county: str, *, until: int | None = None) -> dict[int, SummedIncome]:
    """Return, by year, the computed income of households over the latest period in which each has lines.

    With `until`, the last year whose period is over, a period that still runs counts only where there is no other:
    half a year's income would look like poverty.
    """
    lines = _lines(keys)
    latest: dict[str, int] = {}
    for home, _person, _item, month, months, _amount in lines:
        year, best = period_of(month, months), latest.get(home)
        if best is None or _better(year, best, until):
            latest[home] = year
    found, own = {}, figures_of(county)
    for year in sorted(set(latest.values())):
        mine = [key for key in keys if latest.get(key) == year]
        chosen = set(mine)
        rules = income_rules(year, area=county, local=own)
        found[year] = _summed(mine, [line for line in lines if line[0] in chosen], rules)
    return found


def _better(year: int, best: int, until: int | None) -> bool:
    """Tell whether a year is to be shown before another: the later one, but one that is over before one that runs."""
    if until is not None and (year <= until) != (best <= until):
        return year <= until
    return year > best


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


Later = list[tuple[date, int, str, str, bool]]
"""Who came to or went from households: on which day, by which change, who, which household, whether they came."""


def members_at(keys: Iterable[str], day: date) -> dict[str, set[str]]:
    """Return the members of each household at the end of a day: those of now, with later changes taken back."""
    found: dict[str, set[str]] = {}
    for run in runs(list(keys)):
        for home, member in Member.objects.filter(state__in=HERE, household__in=run).values_list("household_id", "key"):
            found.setdefault(home, set()).add(member)
        _take_back(found, _later(run, day))
    return found


def _take_back(people: dict[str, set[str]], later: Later) -> None:
    for _on, _change, member, home, came in sorted(later, key=lambda row: row[:2], reverse=True):
        here = people.setdefault(home, set())
        here.discard(member) if came else here.add(member)


def _came(kind: str, taken_in: bool) -> bool | None:
    """Tell whether the people of a change came to a household or went from it; None where they did neither."""
    if kind in MOVED:
        return taken_in
    if taken_in:
        return None
    if kind in JOINS:
        return True
    return False if kind in LEAVES else None


def _later(keys: Sequence[str], day: date) -> Later:
    """Return who came to or went from these households after a day."""
    rows = ChangedPerson.objects.filter(change__on__gt=day, change__undone_at__isnull=True).order_by()
    columns = ("change__on", "change_id", "member_id", "change__kind")
    found: Later = []
    for end, taken_in in (("change__household", False), ("change__other", True)):
        for *row, kind, home in rows.filter(**{f"{end}__in": keys}).values_list(*columns, f"{end}_id"):
            if (came := _came(kind, taken_in)) is not None:
                found.append((*row, home, came))
    return found


Known = tuple[Sequence[Member], Sequence[NaturalChange]]
"""The members of one household and its changes with their people, where a page has read them already."""


def _members_known(key: str, known: Known, day: date) -> set[str]:
    """Return what `members_at` does, of one household whose members and changes are known."""
    members, changes = known
    people = {key: {member.key for member in members if member.state in HERE}}
    later: Later = []
    for change in changes:
        came = _came(change.kind, change.household_id != key)
        if came is not None and change.on > day and change.undone_at is None:
            later += [(change.on, change.pk, person.member_id, key, came) for person in change.people.all()]
    _take_back(people, later)
    return people[key]


def account_of(
    household: Household, *, year: int, local: tuple[Figure, ...] | None = None, known: Known | None = None
) -> NetIncome:
    """Return one household's income of a period with all its lines and rules; what is known is not read again."""
    own = figures_of(household.county) if local is None else local
    rules = income_rules(year, area=household.county, local=own)
    lines = [bridge.line_of(row) for row in IncomeLine.objects.filter(household=household)]
    if known is None:
        members = members_at([household.key], rules.last).get(household.key, set())
    else:
        members = _members_known(household.key, known, rules.last)
    return net_income(lines, sorted(key.split("-", 1)[1] for key in members), rules)


def years_of(household: Household) -> list[int]:
    """Return the years for which a household has lines, newest first."""
    rows = IncomeLine.objects.filter(household=household).order_by().values_list("month", "months").distinct()
    return sorted({period_of(month, months) for month, months in rows}, reverse=True)


def whole_period(today: date) -> int:
    """Return the year of the last period that was over on a day."""
    return today.year if (today.month, today.day) > (9, 30) else today.year - 1


def next_line_code(household: Household, item: str, month: date) -> str:
    """Return a free number for a line entered by hand: household, item, month, and a count."""
    start = f"{household.code}-{item}-{month:%Y%m}"
    known = set(IncomeLine.objects.filter(household=household).values_list("code", flat=True))
    codes = (f"{start}-{n}" for n in range(1, 1000))
    free = (code for code in codes if code not in known)
    return next(c for c in free if not IncomeLine.objects.filter(pk=key_of(household.county, c)).exists())


def one_line(key: str, user: User) -> IncomeLine | None:
    """Return an income line with household and village if it is there for this person."""
    found = IncomeLine.objects.visible_to(user).select_related("household__village", "person")
    return found.filter(pk=key).first()


def lines_of_year(household: Household, year: int) -> list[IncomeLine]:
    """Return the lines whose last month falls into the period of a year."""
    rows = IncomeLine.objects.filter(household=household).select_related("person")
    return [row for row in rows if period_of(row.month, row.months) == year]


def withdrawn_lines(household: Household) -> list[Event]:
    """Return the lines that were withdrawn and not put back, as the history keeps them, newest first."""
    rows = Event.objects.filter(subject=household._meta.label_lower, subject_id=household.key)
    there = set(IncomeLine.objects.filter(household=household).values_list("code", flat=True))
    seen: set[str] = set()
    found = []
    for event in rows.filter(name="income.withdrawn").select_related("by").order_by("-id"):
        if event.label not in there | seen:
            seen.add(event.label)
            found.append(event)
    return found


def evidence_of(household: Household) -> dict[str, list[Evidence]]:
    """Return the files that prove a household's lines, by the line's number."""
    found: dict[str, list[Evidence]] = {}
    for row in Evidence.objects.filter(household=household, removed_at__isnull=True).select_related("by"):
        found.setdefault(row.line_code, []).append(row)
    return found
