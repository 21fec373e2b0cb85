"""Both lists of every month: eligible but missing, listed but ineligible, with honest rates.

A household is eligible when its income per head is below the line or a guarantee is lacking, and no red line was
confirmed. What is not known makes it neither: such households are a third list, to be asked first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis, said_yuan
from zhucun.engine.targeting.guarantees import Answers
from zhucun.engine.targeting.poverty import LineKind, below, income_line, line_fen
from zhucun.engine.targeting.states import NO, UNSAID, YES, Integers, States, both, either, negated
from zhucun.engine.targeting.wilson import Rate, rate
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True)
class Listed:
    """One household on one of the lists; its reasons are put into words when they are asked for."""

    household: str
    row: int
    tell: Callable[[int], Iterable[Text]] = field(repr=False, compare=False)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Return what speaks for or against the household."""
        return tuple(self.tell(self.row))


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The two lists, those that cannot be told, and the rates with their limits."""

    eligible: States
    missing: tuple[Listed, ...]
    ineligible: tuple[Listed, ...]
    untold: tuple[Listed, ...]
    missed_rate: Rate
    wrong_rate: Rate
    line: Figure


def lists(
    guaranteed: Answers,
    listed: States,
    *,
    year: int,
    on: date,
    area: str = "",
    kind: LineKind = LineKind.NATIONAL,
    confirmed_red_line: States | None = None,
    local: Iterable[Figure] = (),
) -> Lists:
    """Return both lists of a county. `guaranteed` answers the guarantees; `listed` says who is registered as poor.

    The missed rate is over the unlisted, the wrong-listing rate over the listed, each over those that can be told.
    """
    local = tuple(local)
    county = guaranteed.county
    line = income_line(kind, year=year, area=area, local=local)
    poor = below(county.households.number("net_yuan"), county.sizes, line_fen(line))
    lacking = negated(guaranteed.whole)
    eligible = either((poor, lacking))
    if confirmed_red_line is not None:
        eligible = both((eligible, negated(confirmed_red_line)))
    desk = _Desk(guaranteed, poor, line, confirmed_red_line)
    basis = Basis.of_figure(line)
    unlisted, told = listed == NO, eligible != UNSAID
    missing, wrong = unlisted & (eligible == YES), (listed == YES) & (eligible == NO)
    missed_limit = figure("quality.missed_percent", on=on, area=area, local=local)
    wrong_limit = figure("quality.wrong_listing_percent", on=on, area=area, local=local)
    return Lists(
        eligible,
        desk.all(np.flatnonzero(missing)),
        desk.all(np.flatnonzero(wrong)),
        desk.all(np.flatnonzero(~told)),
        rate(int(missing.sum()), int((unlisted & told).sum()), MISSED, basis, limit=missed_limit),
        rate(int(wrong.sum()), int(((listed == YES) & told).sum()), WRONG, basis, limit=wrong_limit),
        line,
    )


MISSED = Text("漏评率：未纳入户中符合条件的", "Missed: eligible among those not listed")
WRONG = Text("错评率：已纳入户中不符合条件的", "Wrongly listed: ineligible among those listed")
RED_LINE = Text("部门比对疑点已核实", "A red line was confirmed")
NO_INCOME = Text("收入或人口未填报", "Income or members not reported")
UNDER = Text("人均纯收入{income}元，低于{line}元", "Net income per head {income} yuan, below {line}")
OVER = Text("人均纯收入{income}元，不低于{line}元", "Net income per head {income} yuan, not below {line}")
GUARANTEED = Text("“两不愁三保障”均已达到", "All guarantees are met")


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """What the reasons are made from."""

    guaranteed: Answers
    poor: States
    line: Figure
    red_line: States | None

    def all(self, rows: Integers) -> tuple[Listed, ...]:
        """Return households that can tell their reasons."""
        codes = self.guaranteed.county.households.codes
        return tuple(Listed(codes[int(row)], int(row), self.reasons) for row in rows)

    def reasons(self, row: int) -> Iterable[Text]:
        """Yield what speaks for or against one household."""
        county = self.guaranteed.county
        if self.poor[row] == UNSAID:
            yield NO_INCOME
        else:
            income = int(county.households.number("net_yuan")[row]) // int(county.sizes[row])
            sentence = UNDER if self.poor[row] == YES else OVER
            yield sentence.filled(income=said_yuan(income), line=said_yuan(line_fen(self.line)))
        if self.guaranteed.whole[row] == YES:
            yield GUARANTEED
        else:
            yield from (f.told() for f in self.guaranteed.findings(row) if f.answer.value != "met")
        if self.red_line is not None and self.red_line[row] == YES:
            yield RED_LINE
