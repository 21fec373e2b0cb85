"""Shares with their Wilson intervals, and whether a limit is kept, broken, or cannot be told from so few.

Wilson (1927), Journal of the American Statistical Association 22, 209-212: unlike the usual one, the interval neither
leaves 0..1 nor shrinks to nothing when no error was found among a few.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Figure
from zhucun.engine.targeting.counted import Basis, Ratio
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

LEVEL = Decimal("0.95")
METHOD = Text("威尔逊区间", "Wilson interval")


class Verdict(Word):
    """What a rate says about its limit."""

    KEPT = "kept", "达标", "Kept"
    BROKEN = "broken", "不达标", "Broken"
    OPEN = "open", "样本不足，尚不能判断", "Too few to tell"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its interval at a level, and a limit that it must stay below (or reach, where `at_least`)."""

    ratio: Ratio
    low: float
    high: float
    level: Decimal
    limit: Fraction | None = None
    at_least: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """Kept only when the whole interval keeps the limit; None where there is no limit."""
        if self.limit is None:
            return None
        if self.at_least:
            kept, broken = self.low >= self.limit, self.high < self.limit
        else:
            kept, broken = self.high < self.limit, self.low >= self.limit
        return Verdict.KEPT if kept else Verdict.BROKEN if broken else Verdict.OPEN

    def told(self) -> Text:
        """Return the share with its numbers, interval, limit and rule."""
        at = f"{self.level:.0%}"
        span = f"{self.low * 100:.2f}%–{self.high * 100:.2f}%"
        base = self.ratio.told()
        zh, en = f"{base.zh}；{at}{METHOD.zh}：{span}", f"{base.en}; {at} {METHOD.en}: {span}"
        if self.limit is None or self.verdict is None:
            return Text(zh, en)
        limit = f"{float(self.limit) * 100:g}%"
        side = Text("不低于", "at least") if self.at_least else Text("低于", "below")
        return Text(
            f"{zh}；要求{side.zh}{limit}：{self.verdict.text.zh}",
            f"{en}; limit {side.en} {limit}: {self.verdict.text.en}",
        )


def wilson(numerator: int, denominator: int, level: Decimal = LEVEL) -> tuple[float, float]:
    """Return the Wilson interval of a share; (0, 1) where nothing was counted. BadProblem on impossible counts."""
    if not 0 <= numerator <= denominator or not 0 < level < 1:
        raise _impossible(numerator, denominator)
    if denominator == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + float(level)) / 2)
    share, n = numerator / denominator, denominator
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At the ends the exact bound is 0 or 1; the subtraction would leave a rounding error there.
    return (0.0 if numerator == 0 else middle - reach), (1.0 if numerator == denominator else middle + reach)


def rate(
    numerator: int,
    denominator: int,
    what: Text,
    basis: Basis,
    *,
    limit: Figure | None = None,
    at_least: bool = False,
    level: Decimal = LEVEL,
) -> Rate:
    """Return a share with its interval; `limit` is a figure in per cent."""
    low, high = wilson(numerator, denominator, level)
    bound = None if limit is None else Fraction(Decimal(str(limit.value))) / 100
    return Rate(Ratio(int(numerator), int(denominator), what, basis), low, high, level, bound, at_least)


def _impossible(numerator: int, denominator: int) -> BadProblem:
    return BadProblem(
        "rate.impossible",
        Text(
            "{part}÷{whole}不可能是比率：分子须在0与分母之间，置信度须在0与1之间。请核对计数。",
            "{part} ÷ {whole} cannot be a share: the part must lie between 0 and the whole, the level between 0 and 1. "
            "Check the counts.",
        ),
        part=numerator,
        whole=denominator,
    )
