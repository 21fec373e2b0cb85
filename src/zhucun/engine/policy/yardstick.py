"""What is usual in the county: for every measure the values of all its villages, their median and anybody's rank."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import indicators
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.words import VillageKind


@dataclass(frozen=True, slots=True)
class CountyYardstick:
    """All villages' values by measure, sorted, with the measures' figures of one day."""

    on: date
    area: str | None
    measures: Mapping[str, indicators.Measure]
    values: Mapping[str, tuple[Decimal, ...]]
    counts: Mapping[str, tuple[Decimal, ...]]  # of the villages that did not report the base
    neutral: int
    relative_share: int
    wanted: Figure
    kinds: Mapping[VillageKind, Figure]

    @classmethod
    def of(
        cls, villages: Iterable[VillageFacts], *, on: date, area: str | None = None, local: Iterable[Figure] = ()
    ) -> "CountyYardstick":
        """Measure all villages of a county at once; `area` is its code, by default the villages' common one."""
        villages, local = tuple(villages), tuple(local)
        area = area or _common_area(villages)
        read = indicators.measures(indicators.NEEDS, "need", on=on, area=area, local=local)

        def rule(name: str) -> Figure:
            return figure(f"need_rule.{name}", on=on, area=area, local=local)

        return cls(
            on=on,
            area=area,
            measures=read,
            values={key: _sorted_values(m.indicator, villages) for key, m in read.items()},
            counts={key: _sorted_counts(m.indicator, villages) for key, m in read.items()},
            neutral=int(rule("neutral").value),
            relative_share=int(rule("relative_share").value),
            wanted=rule("wanted"),
            kinds={k: rule(f"kind_{k.value}") for k in VillageKind if k is not VillageKind.OTHER},
        )

    def median(self, key: str) -> Decimal | None:
        """Return the county's median of a measure, or None where nobody reported it."""
        return _middle(self.values[key])

    def median_count(self, key: str) -> Decimal | None:
        """Return the median of the bare counts of the villages that did not report the base."""
        return _middle(self.counts[key])

    def rank(self, key: str, value: Decimal) -> int:
        """Return how many of 1000 villages of the county are better off in this measure (ties count half)."""
        measure = self.measures[key]
        return _rank(self.values[key], value, more_is_worse=measure.severe > measure.good)

    def rank_count(self, key: str, count: Decimal) -> int:
        """Return the same for a bare count among the villages that did not report the base either."""
        return _rank(self.counts[key], count, more_is_worse=True)


def _middle(values: tuple[Decimal, ...]) -> Decimal | None:
    if not values:
        return None
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _rank(values: tuple[Decimal, ...], value: Decimal, *, more_is_worse: bool) -> int:
    if not values:
        return 0
    below, upto = bisect_left(values, value), bisect_right(values, value)
    better = below if more_is_worse else len(values) - upto
    return (2 * better + (upto - below)) * 500 // len(values)


def _sorted_counts(indicator: indicators.Indicator, villages: Iterable[VillageFacts]) -> tuple[Decimal, ...]:
    return tuple(sorted(n for n in (indicator.count(village) for village in villages) if n is not None))


def _sorted_values(indicator: indicators.Indicator, villages: Iterable[VillageFacts]) -> tuple[Decimal, ...]:
    return tuple(sorted(v for v in (indicator.read(village) for village in villages) if v is not None))


def _common_area(villages: tuple[VillageFacts, ...]) -> str | None:
    codes = {v.code[:6] for v in villages if v.code}
    return codes.pop() if len(codes) == 1 else None
