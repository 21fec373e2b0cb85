"""Both lists of every month: eligible but missing, listed but ineligible, with honest rates.

A household is eligible when its income per head is below the line or a guarantee is lacking, and no red line was
confirmed. What is not known makes it neither: such households are a third list, to be asked first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis, said_yuan
from zhucun.engine.targeting.guarantees import Answer, Answers
from zhucun.engine.targeting.poverty import LineKind, below, income_line, line_fen
from zhucun.engine.targeting.states import NO, UNSAID, YES, Flags, States, both, either, negated
from zhucun.engine.targeting.wilson import Rate, rate
from zhucun.engine.texts import Text

MISSED = Text("漏评率：未纳入户中符合条件的", "Missed: eligible among those not listed")
WRONG = Text("错评率：已纳入户中不符合条件的", "Wrongly listed: ineligible among those listed")
RED_LINE = Text("部门比对疑点已核实", "A red line was confirmed")
NO_INCOME = Text("收入或人口未填报", "Income or members not reported")
UNDER = Text("人均纯收入{income}元，低于{line}元", "Net income per head {income} yuan, below {line}")
OVER = Text("人均纯收入{income}元，不低于{line}元", "Net income per head {income} yuan, not below {line}")
GUARANTEED = Text("“两不愁三保障”均已达到", "All guarantees are met")


@dataclass(frozen=True, slots=True)
class Listed:
    """One household on one of the lists; its reasons are put into words when they are asked for."""

    household: str
    row: int
    desk: "Eligibility" = field(repr=False, compare=False)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Return what speaks for or against the household."""
        return self.desk.reasons([self.row])[0]


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


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """Who of a county is eligible and why, asked once; lists differ only in who is registered."""

    guaranteed: Answers
    poor: States
    states: States
    red_line: States | None
    line: Figure
    missed_limit: Figure
    wrong_limit: Figure
    told: dict[int, tuple[Text, ...]] = field(default_factory=dict, repr=False)

    def lists(self, listed: States) -> Lists:
        """Return both lists where these are registered as poor."""
        unlisted, told, basis = listed == NO, self.states != UNSAID, Basis.of_figure(self.line)
        missing, wrong = unlisted & (self.states == YES), (listed == YES) & (self.states == NO)
        return Lists(
            self.states,
            self._all(missing),
            self._all(wrong),
            self._all(~told),
            rate(int(missing.sum()), int((unlisted & told).sum()), MISSED, basis, limit=self.missed_limit),
            rate(int(wrong.sum()), int(((listed == YES) & told).sum()), WRONG, basis, limit=self.wrong_limit),
            self.line,
        )

    def reasons(self, rows: Iterable[int]) -> list[tuple[Text, ...]]:
        """Return what speaks for or against households; each is put into words once, all together."""
        asked = list(rows)
        new = [row for row in dict.fromkeys(asked) if row not in self.told]
        if new:
            self.told.update(zip(new, self._words(new), strict=True))
        return [self.told[row] for row in asked]

    def _all(self, flags: Flags) -> tuple[Listed, ...]:
        codes = self.guaranteed.county.households.codes
        return tuple(Listed(codes[row], row, self) for row in np.flatnonzero(flags).tolist())

    def _words(self, rows: list[int]) -> list[tuple[Text, ...]]:
        county, whole = self.guaranteed.county, self.guaranteed.whole
        income, sizes, line = county.households.number("net_yuan"), county.sizes, said_yuan(line_fen(self.line))
        found = []
        for row, findings in zip(rows, self.guaranteed.findings_of(rows), strict=True):
            said = [NO_INCOME]
            if self.poor[row] != UNSAID:
                sentence = UNDER if self.poor[row] == YES else OVER
                said = [sentence.filled(income=said_yuan(int(income[row]) // int(sizes[row])), line=line)]
            lacking = [f.told() for f in findings if f.answer is not Answer.MET]
            said += [GUARANTEED] if whole[row] == YES else lacking
            if self.red_line is not None and self.red_line[row] == YES:
                said.append(RED_LINE)
            found.append(tuple(said))
        return found


def eligibility(
    guaranteed: Answers,
    *,
    year: int,
    on: date,
    area: str = "",
    kind: LineKind = LineKind.NATIONAL,
    confirmed_red_line: States | None = None,
    local: Iterable[Figure] = (),
) -> Eligibility:
    """Return who of a county is eligible; `guaranteed` answers the guarantees."""
    local = tuple(local)
    county = guaranteed.county
    line = income_line(kind, year=year, area=area, local=local)
    poor = below(county.households.number("net_yuan"), county.sizes, line_fen(line))
    eligible = either((poor, negated(guaranteed.whole)))
    if confirmed_red_line is not None:
        eligible = both((eligible, negated(confirmed_red_line)))
    missed = figure("quality.missed_percent", on=on, area=area, local=local)
    wrong = figure("quality.wrong_listing_percent", on=on, area=area, local=local)
    return Eligibility(guaranteed, poor, eligible, confirmed_red_line, line, missed, wrong)


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
    asked = eligibility(
        guaranteed, year=year, on=on, area=area, kind=kind, confirmed_red_line=confirmed_red_line, local=local
    )
    return asked.lists(listed)
