"""The dated rules by which net income is computed in one area and year, read once and kept with every result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.income import COST, INCOME_ITEMS, ITEMS
from zhucun.engine.policy.figures import Figure, figure, figure_names
from zhucun.engine.texts import Text

RECORDED, STANDARD, WHERE_MISSING = "recorded", "standard", "standard_where_missing"


@dataclass(frozen=True)
class IncomeRules:
    """What counts from `first` to `last`, how cost is found, and the figure behind each answer."""

    year: int
    area: str
    first: date
    last: date
    period: Figure
    denominator: Figure
    cost_method: Figure
    counted: Mapping[str, Figure]  # for each item the figure that says whether it counts
    ratios: Mapping[str, tuple[str, Figure]]  # for each business item the item its ratio is given for, and the ratio

    def counts(self, item: str) -> bool:
        """Tell whether an item counts here."""
        return bool(self.counted[item].value)

    @property
    def standard(self) -> bool:
        """Tell whether business cost may be worked out from standard ratios here."""
        return self.cost_method.value in (STANDARD, WHERE_MISSING)


def income_rules(year: int, *, area: str | None = None, local: Iterable[Figure] = ()) -> IncomeRules:
    """Return the rules for the period that ends in this year, for a place code of any length.

    Figures are those that hold on the last day of the period; a county's own rows go first (`local`).
    """
    place, own = area or "", tuple(local)
    probe = date(year, 9, 30)
    start = figure("income.first_month", on=probe, area=place, local=own)
    month = int(start.value)
    first = date(year if month == 1 else year - 1, month, 1)
    last = date(first.year + 1, month, 1) - timedelta(days=1)
    names = set(figure_names()) | {f.name for f in own}

    def of(name: str, code: str) -> tuple[str, Figure] | None:
        for ancestor in _upwards(code):
            if f"{name}.{ancestor}" in names and (found := _holds(f"{name}.{ancestor}", last, place, own)):
                return ancestor, found
        return None

    counted = {item.code: of("income.counted", item.code) for item in INCOME_ITEMS}
    ratios = {item.code: of("income.cost_ratio", item.code) for item in INCOME_ITEMS if item.mirror}
    return IncomeRules(
        year,
        place,
        first,
        last,
        start,
        figure("income.denominator", on=last, area=place, local=own),
        figure("income.cost_method", on=last, area=place, local=own),
        {code: found[1] for code, found in counted.items() if found},
        {code: found for code, found in ratios.items() if found},
    )


def _upwards(code: str) -> list[str]:
    found: list[str] = []
    step: str | None = code
    while step:
        found.append(step)
        step = ITEMS[step].parent
    return found


def _holds(name: str, on: date, area: str, local: tuple[Figure, ...]) -> Figure | None:
    """Return the figure of this name for the place, or None where it says nothing about it."""
    try:
        return figure(name, on=on, area=area, local=local)
    except BadProblem:
        return None


def exclusions(name: str, *, area: str, since: date) -> tuple[Figure, ...]:
    """Return a published list of items that do not count (`form_d15`) as figures of one area from one day."""
    listed = figure(f"income.exclusions.{name}", on=since)
    return tuple(
        Figure(
            name=f"income.counted.{code}", value=False, unit="yes/no", since=since, area=area, quality=listed.quality,
            reference=listed.reference,
            description=Text(f"计入{ITEMS[code].text.zh}", f"{ITEMS[code].text.en} counts"),
        )
        for code in listed.value
    )  # fmt: skip


def capture_periods(year: int, *, first_month: int = 10) -> tuple[tuple[date, int], ...]:
    """Return the slots in which income is asked for: single months to the end of the year, then quarters.

    For the period from October these are October, November, December, and the first three quarters (form D6): they
    fill the period without a gap. Each slot is its first month and its number of months.
    """
    start = date(year if first_month == 1 else year - 1, first_month, 1)
    slots: list[tuple[date, int]] = []
    for number in range(12):
        month = (start.month - 1 + number) % 12 + 1
        at = date(start.year + (start.month - 1 + number) // 12, month, 1)
        if at.year == start.year and first_month != 1:
            slots.append((at, 1))
        elif (month - 1) % 3 == 0:
            slots.append((at, min(3, 12 - number)))
    return tuple(slots)


def rule_texts(rules: IncomeRules) -> tuple[tuple[Text, Text], ...]:
    """Return what the rules say and where each stands, for the foot of an income card."""
    period = Text(
        f"核算周期：{rules.first.isoformat()}至{rules.last.isoformat()}",
        f"Period: {rules.first.isoformat()} to {rules.last.isoformat()}",
    )
    method = {
        RECORDED: Text("支出按实际记录", "Cost as recorded"),
        STANDARD: Text("支出按标准成本率", "Cost by standard ratios"),
        WHERE_MISSING: Text("有记录的按记录，没有的按标准成本率", "Cost as recorded, by standard ratios where none is"),
    }[rules.cost_method.value]
    left_out = [ITEMS[code].text for code in rules.counted if not rules.counts(code) and not _parent_out(code, rules)]
    excluded = Text(
        "不计入：" + ("、".join(t.zh for t in left_out) or "无"),
        "Not counted: " + (", ".join(t.en for t in left_out) or "nothing"),
    )
    first_out = next((f for code, f in rules.counted.items() if not rules.counts(code)), rules.counted["a"])
    return ((period, rules.period.told()), (method, rules.cost_method.told()), (excluded, first_out.told()))


def _parent_out(code: str, rules: IncomeRules) -> bool:
    parent = ITEMS[code].parent
    return parent is not None and not rules.counts(parent)


def percent(ratio: Figure) -> Decimal:
    """Return a ratio given in per cent as a part of one."""
    return Decimal(str(ratio.value)) / 100


def mirrored(business: str) -> str:
    """Return the cost item of a business item."""
    return COST + business[1:]
