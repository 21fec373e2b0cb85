"""The honest page of a means test: how wrong it is on villages it has not seen, before anybody uses it.

At a quota as many are listed wrongly as are missed, so inclusion and exclusion error are one number there; at a line
they differ. All values come from fits that did not see the household (cross-validation by village).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.means_test import MeansTest
from zhucun.engine.targeting.ranking import lowest, rank_correlation
from zhucun.engine.targeting.states import Flags
from zhucun.engine.targeting.wilson import Rate, rate
from zhucun.engine.texts import Text

QUOTAS = (10, 20, 30, 40)


@dataclass(frozen=True, slots=True)
class ErrorAtQuota:
    """The error when the poorest so many per cent by the test are listed; `by_chance` is a list drawn blindly."""

    quota_percent: int
    error: Rate
    by_chance: float


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Everything a county must see before it uses a means test."""

    households: int
    r2: float
    rank_correlation: float
    calibration_slope: float
    covered: Rate
    at_quota: tuple[ErrorAtQuota, ...]
    inclusion: Rate | None
    exclusion: Rate | None
    exclusion_by_group: Mapping[str, Rate]
    basis: Basis

    def told(self) -> tuple[Text, ...]:
        """Return the page as sentences."""
        first = Text(
            f"用{self.households:,}户未参与拟合的村检验：解释收入差异的{self.r2:.0%}，排序相关{self.rank_correlation:.2f}",
            f"Tested on {self.households:,} households of villages not used in the fit: explains {self.r2:.0%} of the "
            f"differences in income, rank correlation {self.rank_correlation:.2f}",
        )
        quotas = [
            Text(
                f"{q.error.told().zh}；盲抽为{q.by_chance:.0%}", f"{q.error.told().en}; a blind draw: {q.by_chance:.0%}"
            )
            for q in self.at_quota
        ]
        lines = [r.told() for r in (self.inclusion, self.exclusion, self.covered) if r is not None]
        return first, *quotas, *lines, *(r.told() for r in self.exclusion_by_group.values())


def error_page(test: MeansTest, *, line_fen: int | None = None, groups: Mapping[str, Flags] | None = None) -> ErrorPage:
    """Return the errors of a test on households it did not see.

    `groups` are flags over the households that were surveyed (the order of `test.surveyed`), such as the old.
    """
    truth, told, basis = test.truth, test.out_of_fold, test.basis
    error = truth - told
    left_over, total = float((error**2).sum()), float(((truth - truth.mean()) ** 2).sum())
    at_quota = tuple(_at_quota(truth, told, quota, basis) for quota in QUOTAS)
    inclusion, exclusion, by_group = _at_line(test, line_fen, groups or {})
    covered = int((np.abs(error) <= test.reach).sum())
    deviation = told - told.mean()
    return ErrorPage(
        households=len(truth),
        r2=1 - left_over / total if total else 0.0,
        rank_correlation=rank_correlation(truth, told),
        calibration_slope=float((deviation * (truth - truth.mean())).sum() / max(float((deviation**2).sum()), 1e-300)),
        covered=rate(covered, len(truth), Text("收入落在推算区间内", "Income inside the interval"), basis),
        at_quota=at_quota,
        inclusion=inclusion,
        exclusion=exclusion,
        exclusion_by_group=by_group,
        basis=basis,
    )


@dataclass(frozen=True, slots=True)
class GroupError:
    """The errors in one group when the poorest so many per cent of all are listed."""

    group: str
    inclusion: Rate
    exclusion: Rate


def errors_by_group(test: MeansTest, groups: Mapping[str, Flags], *, quota_percent: int) -> tuple[GroupError, ...]:
    """Return how often each group is listed wrongly and missed at one quota of the whole; groups as in `error_page`."""
    count = max(1, (len(test.truth) * quota_percent + 50) // 100)
    poor, listed = lowest(test.truth, count), lowest(test.out_of_fold, count)
    found = []
    for name, flags in groups.items():
        wrong = Text(f"{name}：按名额错评", f"{name}: wrongly listed at the quota")
        missed = Text(f"{name}：按名额漏评", f"{name}: missed at the quota")
        found.append(
            GroupError(
                name,
                rate(int((listed & ~poor & flags).sum()), int((listed & flags).sum()), wrong, test.basis),
                rate(int((poor & ~listed & flags).sum()), int((poor & flags).sum()), missed, test.basis),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Calibration:
    """One tenth of the surveyed by estimate: what was estimated and what they had, yuan per head as geometric means."""

    households: int
    estimated_yuan: float
    had_yuan: float


def calibration(test: MeansTest, parts: int = 10) -> tuple[Calibration, ...]:
    """Return estimated beside surveyed income from the lowest to the highest estimates, in parts of equal size."""
    order = np.argsort(test.out_of_fold, kind="stable")
    found = []
    for rows in np.array_split(order, min(parts, len(order))):
        estimated, had = float(np.exp(test.out_of_fold[rows].mean())), float(np.exp(test.truth[rows].mean()))
        found.append(Calibration(len(rows), estimated / 100, had / 100))
    return tuple(found)


def _at_quota(truth: Floats, told: Floats, quota: int, basis: Basis) -> ErrorAtQuota:
    count = max(1, (len(truth) * quota + 50) // 100)
    missed = int((lowest(truth, count) & ~lowest(told, count)).sum())
    what = Text(f"名额{quota}%时的错误（漏评＝错评）", f"Error at a quota of {quota} % (missed = wrongly listed)")
    return ErrorAtQuota(quota, rate(missed, count, what, basis), 1 - count / len(truth))


def _at_line(
    test: MeansTest, line_fen: int | None, groups: Mapping[str, Flags]
) -> tuple[Rate | None, Rate | None, dict[str, Rate]]:
    if line_fen is None:
        return None, None, {}
    poor, listed = test.truth < np.log(line_fen), test.out_of_fold < np.log(line_fen)
    wrong = Text("按标准线：错评（推算贫困者中的非贫困户）", "At the line: wrongly listed among those estimated poor")
    missed = Text("按标准线：漏评（贫困户中推算不贫困者）", "At the line: missed among the poor")
    by_group = {
        name: rate(
            int((poor & ~listed & flags).sum()),
            int((poor & flags).sum()),
            Text(f"{missed.zh}，{name}", f"{missed.en}, {name}"),
            test.basis,
        )
        for name, flags in groups.items()
    }
    return (
        rate(int((listed & ~poor).sum()), int(listed.sum()), wrong, test.basis),
        rate(int((poor & ~listed).sum()), int(poor.sum()), missed, test.basis),
        by_group,
    )
