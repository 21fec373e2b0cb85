"""A means test: what a household probably lives on, told from what a visitor can see, with an honest interval.

Ridge regression of log income per head, fitted on the county's own surveyed households, the penalty chosen by
generalised cross-validation (Golub, Heath, Wahba 1979, Technometrics 21, 215-223). Fancier learners gain nothing on
such data: what is missing is information, not a model. It aids the survey and the visit queue; it decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Quality
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.features import Features, Floats
from zhucun.engine.targeting.states import UNKNOWN, Flags, Integers
from zhucun.engine.texts import Text

LEAST, LEAST_PER_COLUMN = 100, 5
FOLDS = 5
COVER = 0.8
PENALTIES = np.logspace(-2, 4, 25)


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """What households probably have per head and year, fen, with the interval that held for `cover` of the surveyed."""

    middle: Integers
    low: Integers
    high: Integers
    log: Floats
    spread: float  # standard deviation of log errors outside the sample
    cover: float

    def chance_below(self, line_fen: int) -> Floats:
        """Return the chance that each household is below a line, by the normal spread of log errors."""
        return normal_distribution((np.log(line_fen) - self.log) / self.spread)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One column's weight: how many per cent more income goes with one step more, all else equal."""

    key: str
    text: Text
    log_effect: float
    known_share: float

    def told(self) -> Text:
        """Return the weight in words."""
        change = 100 * (np.exp(self.log_effect) - 1)
        zh = f"{self.text.zh}每增加1，人均收入平均{'高' if change >= 0 else '低'}{abs(change):.1f}%（其他相同时）"
        en = f"{self.text.en}: one more goes with {change:+.1f} % income per head, all else equal"
        gap = 1 - self.known_share
        return Text(zh, en) if gap < 0.05 else Text(f"{zh}；{gap:.0%}未填报", f"{en}; {gap:.0%} not reported")


@dataclass(frozen=True, slots=True, eq=False)
class MeansTest:
    """A fitted means test: weights in log income, errors outside the sample, and what it was fitted on."""

    coefficients: tuple[Coefficient, ...]
    intercept: float
    penalty: float
    means: Floats
    spread: float
    reach: float  # half width of the interval in logs
    households: int
    left_out: int
    basis: Basis
    out_of_fold: Floats  # the surveyed households' estimates in logs, each by a fit that did not see it
    truth: Floats
    surveyed: Integers

    @classmethod
    def kept(
        cls, coefficients: tuple[Coefficient, ...], *, intercept: float, penalty: float, means: Sequence[float],
        spread: float, reach: float, households: int, left_out: int, basis: Basis,
    ) -> "MeansTest":  # fmt: skip
        """Return a test as it was kept, ready to estimate with; the households it was fitted on are not kept."""
        nothing = np.zeros(0)
        return cls(
            coefficients, intercept, penalty, np.array(means, dtype=np.float64), spread, reach, households, left_out,
            basis, nothing, nothing, np.zeros(0, dtype=np.int64),
        )  # fmt: skip

    def estimate(self, columns: Features) -> Estimate:
        """Return what households probably have; the columns must be those it was fitted on."""
        if columns.keys != tuple(c.key for c in self.coefficients):
            raise _other_columns()
        weights = np.array([c.log_effect for c in self.coefficients])
        log = self.intercept + _filled(columns.values, self.means) @ weights
        middle, low, high = (_fen(log + shift) for shift in (0.0, -self.reach, self.reach))
        return Estimate(middle, low, high, log, self.spread, COVER)


def fit(
    columns: Features, incomes: Integers, villages: Sequence[str], *, surveyed: Flags | None = None, seed: int = 1
) -> MeansTest:
    """Fit the test on surveyed households: incomes per head in fen, UNKNOWN where not surveyed.

    Folds are whole villages, so that errors are those of a village nobody surveyed. Raises BadProblem on a sample too
    small, with how many households are missing.
    """
    asked = (incomes != UNKNOWN) if surveyed is None else surveyed & (incomes != UNKNOWN)
    usable = np.flatnonzero(asked & (incomes > 0))
    known = _known_columns(columns, usable)
    if len(usable) < max(LEAST, LEAST_PER_COLUMN * int(known.sum())):
        raise _too_few(len(usable), max(LEAST, LEAST_PER_COLUMN * int(known.sum())), int(known.sum()))
    values, truth = columns.values[usable], np.log(incomes[usable].astype(np.float64))
    outside = _out_of_fold(values, truth, folds([villages[int(i)] for i in usable], seed))
    errors = truth - outside
    intercept, weights, means, penalty = _ridge(values, truth)
    shares = columns.rows(usable).known_share
    named = zip(columns.keys, columns.texts, weights, shares, strict=True)
    return MeansTest(
        tuple(Coefficient(key, text, float(weight), share) for key, text, weight, share in named),
        intercept, penalty, means, float(np.std(errors)), float(np.quantile(np.abs(errors), COVER)),
        len(usable), int(asked.sum()) - len(usable), _basis(len(usable), seed), outside, truth, usable,
    )  # fmt: skip


def folds(groups: Sequence[str], seed: int, count: int = FOLDS) -> Integers:
    """Return a fold for each household, all of a group in one, by a hash of the seed and the group's name."""
    names = sorted(set(groups))
    order = sorted(names, key=lambda name: blake2b(f"{seed}:{name}".encode(), digest_size=8).digest())
    place = {name: at % count for at, name in enumerate(order)}
    if len(names) < count:  # too few villages to leave out whole ones
        keys = [blake2b(f"{seed}:{g}:{at}".encode(), digest_size=8).digest() for at, g in enumerate(groups)]
        ranks = np.argsort(np.argsort(np.array(keys, dtype="S8"), kind="stable"), kind="stable")
        return (ranks % count).astype(np.int64)
    return np.array([place[group] for group in groups], dtype=np.int64)


def _out_of_fold(values: Floats, truth: Floats, fold: Integers) -> Floats:
    outside = np.empty(len(truth))
    for one in np.unique(fold):
        inside = fold != one
        intercept, weights, means, _ = _ridge(values[inside], truth[inside])
        outside[~inside] = intercept + _filled(values[~inside], means) @ weights
    return outside


def _ridge(values: Floats, truth: Floats) -> tuple[float, Floats, Floats, float]:
    """Return intercept, weights in the columns' own steps, the means that fill gaps, and the penalty chosen."""
    with np.errstate(invalid="ignore"):
        counts = (~np.isnan(values)).sum(axis=0)
        means = np.where(counts > 0, np.nansum(values, axis=0) / np.maximum(counts, 1), 0.0)
    filled = _filled(values, means)
    spread = filled.std(axis=0)
    scale = np.where(spread > 1e-9, spread, np.inf)  # a column that never varies gets no weight
    standard, middle = (filled - means) / scale, float(truth.mean())
    # By the columns' products, a small square, instead of the long matrix itself: 60,000 households take 0.05 s.
    squares, turned = np.linalg.eigh(standard.T @ standard)
    squares, away = np.maximum(squares, 0.0), truth - middle
    projected, total = turned.T @ (standard.T @ away), float((away**2).sum())
    best = min(PENALTIES, key=lambda penalty: _generalised(squares, projected, total, len(truth), float(penalty)))
    weights = (turned @ (projected / (squares + best))) / scale
    return middle - float(means @ weights), weights, means, float(best)


def _generalised(squares: Floats, projected: Floats, total: float, n: int, penalty: float) -> float:
    kept = squares / (squares + penalty)
    left_over = total - float((projected**2 / (squares + penalty) * (2 - kept)).sum())
    return left_over / (n - 1 - float(kept.sum())) ** 2


def _filled(values: Floats, means: Floats) -> Floats:
    return np.where(np.isnan(values), means, values)


def _known_columns(columns: Features, usable: Integers) -> Flags:
    values = columns.values[usable]
    if not len(values):
        return np.zeros(len(columns.keys), dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        return np.array([np.nanmax(c) > np.nanmin(c) if (~np.isnan(c)).any() else False for c in values.T])


def _fen(log: Floats) -> Integers:
    return np.rint(np.exp(np.minimum(log, 30.0))).astype(np.int64)


def normal_distribution(z: Floats) -> Floats:
    """Return the normal distribution function, Zelen and Severo 26.2.17 (error below 1e-7), without SciPy."""
    x = np.abs(z)
    t = 1 / (1 + 0.2316419 * x)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * series
    below: Floats = np.where(z >= 0, 1 - upper, upper)
    return below


def _basis(households: int, seed: int) -> Basis:
    return Basis(
        rule=Text("本县收入推算模型（岭回归，仅供参考）", "The county's means test (ridge regression, an aid only)"),
        version=f"ridge-1/n={households}/seed={seed}",
        reference="Golub, Heath, Wahba 1979",
        quality=Quality.RESEARCH,
    )


def _too_few(have: int, need: int, columns: int) -> BadProblem:
    return BadProblem(
        "means_test.too_few",
        Text(
            "样本只有{have}户，{columns}个特征至少需要{need}户。请再调查{more}户，或减少特征，在此之前不作推算。",
            "Only {have} surveyed households; {columns} columns need at least {need}. Survey {more} more, or use fewer "
            "columns. Until then nothing is estimated.",
        ),
        have=have,
        need=need,
        more=need - have,
        columns=columns,
    )


def _other_columns() -> BadProblem:
    return BadProblem(
        "means_test.other_columns",
        Text(
            "特征与拟合时不同，不能推算。请用同一版本的特征，或重新拟合。",
            "The columns differ from those the test was fitted on. Use the same version, or fit again.",
        ),
    )
