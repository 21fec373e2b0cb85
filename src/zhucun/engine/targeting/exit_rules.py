"""Whether a household passes every test of exit, and whether a village's incidence allows its exit.

Households exit by dated local rule sets (national, 八有一超, 一超六有); villages by a threshold of incidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis, Ratio
from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.guarantees import Answer, Answers, Finding, answers
from zhucun.engine.targeting.rule_sets import RuleSet, rule_set
from zhucun.engine.targeting.states import NO, UNSAID, YES
from zhucun.engine.texts import Text
from zhucun.engine.words import Word


class Readiness(Word):
    """What the tests say of a household's exit; the appraisal and both signatures decide."""

    READY = "ready", "达到退出标准", "Passes every test"
    NOT_READY = "not_ready", "未达到退出标准", "Fails a test"
    OPEN = "open", "资料不全，尚不能判断", "Not all is reported"


READINESS = {YES: Readiness.READY, NO: Readiness.NOT_READY, UNSAID: Readiness.OPEN}


@dataclass(frozen=True, slots=True)
class HouseholdExit:
    """One household before the tests of exit."""

    household: str
    readiness: Readiness
    findings: tuple[Finding, ...]
    basis: Basis

    @property
    def hindrances(self) -> tuple[Finding, ...]:
        """The tests that are failed or not answered."""
        return tuple(f for f in self.findings if f.answer is not Answer.MET)


def exit_rules(
    *,
    on: date,
    area: str = "",
    code: str | None = None,
    local: Iterable[RuleSet] = (),
    figures: Iterable[Figure] = (),
) -> RuleSet:
    """Return the tests of exit that hold on a day in an area, with the income line of that day."""
    return rule_set("exit", on=on, area=area, code=code, local=local, figures=figures)


def household_exits(rules: RuleSet, county: County) -> Answers:
    """Answer the tests of exit for all households at once."""
    return answers(rules, county)


def household_exit(answered: Answers, row: int) -> HouseholdExit:
    """Return one household's exit with every test and reason."""
    state = int(answered.whole[row])
    return HouseholdExit(
        answered.county.households.codes[row], READINESS[state], answered.findings(row), answered.rules.basis
    )


@dataclass(frozen=True, slots=True)
class VillageExit:
    """A village's incidence against the threshold of its area."""

    village: str
    incidence: Ratio
    limit: Figure
    passes: bool | None

    def told(self) -> Text:
        """Return the incidence with its numbers, the threshold and the result."""
        told, limit = self.incidence.told(), self.limit.told()
        if self.passes is None:
            result = Text("人口未填报，不能判断", "the population is not reported, it cannot be told")
        else:
            result = Text("达到", "passes") if self.passes else Text("未达到", "does not pass")
        return Text(
            f"{told.zh}；要求低于{self.limit.value}%（{limit.zh}）：{result.zh}",
            f"{told.en}; asked: below {self.limit.value} % ({limit.en}): {result.en}",
        )


INCIDENCE = Text(
    "贫困发生率（未脱贫人口÷农业户籍人口）", "Incidence (persons still poor over registered rural persons)"
)


def village_exit(
    village: str, poor_persons: int | None, rural_persons: int | None, *, on: date, local: Iterable[Figure] = ()
) -> VillageExit:
    """Return whether a village's incidence is below its area's threshold; on the threshold is not below."""
    limit = figure("exit.village_incidence", on=on, area=village, local=local)
    incidence = Ratio(poor_persons or 0, rural_persons or 0, INCIDENCE, Basis.of_figure(limit))
    if poor_persons is None or incidence.value is None:
        return VillageExit(village, incidence, limit, None)
    return VillageExit(village, incidence, limit, incidence.value < Fraction(Decimal(str(limit.value))) / 100)


def exit_counts(answered: Answers) -> tuple[Ratio, ...]:
    """Return how many households are ready, not ready and open."""
    total = len(answered.county)
    return tuple(
        Ratio(int(np.sum(answered.whole == state)), total, word.text, answered.rules.basis)
        for state, word in READINESS.items()
    )
