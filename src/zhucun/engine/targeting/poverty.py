"""The income line by year, area and kind, and the poverty measures of Foster, Greer and Thorbecke, all exact.

Foster, Greer, Thorbecke (1984), Econometrica 52, 761-766. Amounts are fen and persons are counted, so that P0, P1 and
P2 are fractions of whole numbers and the same on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis, Ratio, said_yuan, yuan
from zhucun.engine.targeting.states import UNKNOWN, Integers, States, states
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

ROOM = 2**62


class LineKind(Word):
    """Which line an income is held against (识别标准 and what came after 2020)."""

    NATIONAL = "national", "国家标准", "National line"
    LOCAL = "local", "省定或市定标准", "Line of the province or prefecture"
    EXIT = "exit", "脱贫工作标准", "Line used in exit work"
    MONITORING = "monitoring", "防返贫监测范围", "Monitoring range"


def income_line(kind: LineKind, *, year: int, area: str = "", local: Iterable[Figure] = ()) -> Figure:
    """Return the line of a year in yuan per head; raises BadProblem where no paper gives one."""
    return figure(f"income_line.{kind.value}", on=date(year, 12, 31), area=area, local=local)


def line_fen(line: Figure) -> int:
    """Return a line as fen."""
    return int(Decimal(str(line.value)) * 100)


def below(incomes: Integers, sizes: Integers, line: int) -> States:
    """Return which households' income per head is below the line (all fen); on the line is not below."""
    known = (incomes != UNKNOWN) & (sizes > 0)
    return states(np.where(known, incomes, 0) < line * np.where(known, sizes, 0), known)


@dataclass(frozen=True, slots=True)
class Poverty:
    """Poverty of persons under a line: headcount, gap and severity as exact shares, and what closing the gap costs."""

    headcount: Ratio
    gap: Ratio
    severity: Ratio
    line: Figure
    line_fen: int
    gap_fen: Fraction
    unknown_persons: int

    @property
    def gap_yuan(self) -> Decimal:
        """Money that would lift every poor person exactly to the line."""
        return yuan(round(self.gap_fen))

    @property
    def mean_gap_share(self) -> Fraction | None:
        """How far the poor are below the line on average, as a share of it (P1 over P0)."""
        if not self.headcount.value or self.gap.value is None:
            return None
        return self.gap.value / self.headcount.value

    def told(self) -> tuple[Text, ...]:
        """Return each figure as a sentence with its numbers and rule."""
        closing = Text(
            f"补足全部缺口需{said_yuan(round(self.gap_fen))}元；收入未知{self.unknown_persons:,}人未计入",
            f"Closing the whole gap takes {said_yuan(round(self.gap_fen))} yuan; "
            f"{self.unknown_persons:,} persons without known income are not counted",
        )
        return self.headcount.told(), self.gap.told(), self.severity.told(), closing


def poverty(incomes: npt.ArrayLike, sizes: npt.ArrayLike, line: Figure) -> Poverty:
    """Measure poverty of persons: household incomes in fen, registered members, a line in yuan per head.

    Households without known income or members are left out and counted. Source: Foster, Greer, Thorbecke 1984.
    """
    income, size = np.asarray(incomes, dtype=np.int64), np.asarray(sizes, dtype=np.int64)
    z = line_fen(line)
    if z <= 0 or income.shape != size.shape:
        raise _bad_line(line)
    known = (income != UNKNOWN) & (size > 0)
    income, counted = income[known], size[known]
    poor = income < z * counted
    short = z * counted[poor] - income[poor]  # members x gap per head, fen
    people, gap = int(counted.sum()), int(short.sum())
    squared = _sum_of_squares_over(short, counted[poor])
    basis = Basis.of_figure(line)
    names = ("贫困发生率P0", "Headcount P0"), ("贫困缺口率P1", "Poverty gap P1"), ("贫困强度P2", "Severity P2")
    p2 = squared / (z * z)
    parts = ((int(counted[poor].sum()), people), (gap, z * people), (p2.numerator, p2.denominator * people))
    ratios = [Ratio(top, bottom, Text(*name), basis) for (top, bottom), name in zip(parts, names, strict=True)]
    lost = int(size[~known & (size > 0)].sum())
    return Poverty(ratios[0], ratios[1], ratios[2], line, z, Fraction(gap), lost)


def _sum_of_squares_over(short: Integers, members: Integers) -> Fraction:
    """Return the sum of short² / members exactly: one whole sum for each household size."""
    total = Fraction(0)
    for size in np.unique(members):
        total += Fraction(_exact_sum_of_squares(short[members == size]), int(size))
    return total


def _exact_sum_of_squares(values: Integers) -> int:
    """Return the sum of squares, in pieces small enough for 64 bits."""
    if not len(values):
        return 0
    most = int(np.abs(values).max())
    if most == 0:
        return 0
    if most * most > ROOM:
        return sum(int(v) ** 2 for v in values)
    step = max(1, ROOM // (most * most))
    return sum(int(np.dot(values[at : at + step], values[at : at + step])) for at in range(0, len(values), step))


def _bad_line(line: Figure) -> BadProblem:
    return BadProblem(
        "poverty.bad_line",
        Text(
            "收入线“{name}”须大于零，且收入与人口须逐户对应。",
            "The line “{name}” must be above zero, and incomes and members must be given household by household.",
        ),
        name=line.name,
        value=str(line.value),
    )


__all__ = ["LineKind", "Poverty", "below", "income_line", "line_fen", "poverty"]
