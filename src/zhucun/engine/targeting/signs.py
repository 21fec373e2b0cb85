"""Statistical signs that a stated income may not be the whole one; each is weak, none is proof.

A sign is a strength for each household (higher means a better reason to look again, NaN where it cannot be told) with a
sentence. `suspicion.py` combines them; people visit and decide. Nothing here is ever shown to those who survey.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from zhucun.engine.targeting.counted import said_yuan
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.means_test import Estimate
from zhucun.engine.targeting.states import UNKNOWN, Flags, Integers
from zhucun.engine.texts import Text

FEWEST = 30  # households with both numbers before a county's usual relation can be told
STRONG = 2.0  # robust standard deviations beyond the usual
BELOW_ESTIMATE = Text("申报收入低于推算", "Stated income below the estimate")
FELL = Text("收入较上年骤降", "Income fell sharply")
RANKED = Text("群众评议排序高于申报收入", "The villagers rank it richer than it states")
RECORDS = Text("部门比对有疑点", "Records in other registers")
# How far apart liars and honest claimants stood in each sign, in standard deviations, on a real survey with injected
# lies (area under the curve 0.67, 0.89, 0.65, 0.67); what was not measured is set below the weakest.
WEIGHTS = {"means_test": 0.6, "food": 1.7, "ranking": 0.55, "registers": 0.6, "jump": 0.4, "other": 0.4}


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """One sign over all households; `tell` gives the sentence of one row."""

    code: str
    text: Text
    strength: Floats
    tell: Callable[[int], Text] = field(repr=False)
    weight: float = 0.5  # log odds of a lie for each step of strength, before anything is learnt here

    @property
    def strong(self) -> Flags:
        """Households in which the sign is strong by itself."""
        return np.nan_to_num(self.strength, nan=-np.inf) >= STRONG


def means_test_sign(stated: Integers, estimate: Estimate) -> Sign:
    """Stated income per head (fen) against what the means test sees, in its own spread."""
    known = (stated != UNKNOWN) & (stated > 0)
    strength = np.where(known, (estimate.log - np.log(np.where(known, stated, 1))) / estimate.spread, np.nan)

    def tell(row: int) -> Text:
        low, high, said = (said_yuan(int(a[row])) for a in (estimate.low, estimate.high, stated))
        return Text(
            f"申报人均收入{said}元，按住房、劳力、土地等推算多在{low}–{high}元之间",
            f"states {said} yuan per head; by house, labour and land {low} to {high} would be usual",
        )

    return Sign("means_test", BELOW_ESTIMATE, strength, tell, WEIGHTS["means_test"])


def spending_sign(code: str, what: Text, stated: Integers, spent: Integers) -> Sign:
    """Spending on food or power (fen per head) against stated income, beside what is usual in the county.

    The share of spending falls as income rises (Engel); who hides income spends more than the stated income explains.
    """
    known = (stated != UNKNOWN) & (spent != UNKNOWN) & (stated > 0) & (spent > 0)
    strength = np.full(len(stated), np.nan)
    if int(known.sum()) >= FEWEST:
        income, cost = np.log(stated[known].astype(np.float64)), np.log(spent[known].astype(np.float64))
        strength[known] = _robust(cost - _line(income, cost))

    def tell(row: int) -> Text:
        share = f"{int(spent[row]) / int(stated[row]):.0%}"
        return Text(
            f"{what.zh}支出人均{said_yuan(int(spent[row]))}元，相当于申报收入的{share}，明显高于收入相近的农户",
            f"spends {said_yuan(int(spent[row]))} yuan per head on {what.en.lower()}, {share} of the stated income, "
            "well above households of like income",
        )

    name = Text(f"{what.zh}支出与申报收入不符", f"{what.en} spending does not fit the stated income")
    return Sign(code, name, strength, tell, WEIGHTS.get(code, WEIGHTS["other"]))


def jump_sign(stated: Integers, before: Integers) -> Sign:
    """A fall of stated income since last year, beside what is usual in the county."""
    known = (stated != UNKNOWN) & (before != UNKNOWN) & (stated > 0) & (before > 0)
    strength = np.full(len(stated), np.nan)
    if int(known.sum()) >= FEWEST:
        change = np.log(before[known].astype(np.float64)) - np.log(stated[known].astype(np.float64))
        strength[known] = _robust(change)

    def tell(row: int) -> Text:
        share = f"{int(stated[row]) / int(before[row]) - 1:+.0%}"
        return Text(
            f"上年申报{said_yuan(int(before[row]))}元，本年{said_yuan(int(stated[row]))}元（{share}），与全县变化相差很大",
            f"stated {said_yuan(int(before[row]))} yuan last year, {said_yuan(int(stated[row]))} now ({share}), far "
            "from the county's change",
        )

    return Sign("jump", FELL, strength, tell, WEIGHTS["jump"])


def ranking_sign(stated: Integers, rank: Integers, villages: Sequence[str]) -> Sign:
    """The villagers' own ranking (1 is poorest) against the order of stated incomes in the village."""
    names = np.asarray(villages, dtype=object)
    gap = np.full(len(stated), np.nan)
    for village in sorted(set(villages)):
        inside = np.flatnonzero((names == village) & (stated != UNKNOWN) & (rank != UNKNOWN))
        if len(inside) >= 3:
            gap[inside] = _places(rank[inside]) - _places(stated[inside])
    known = ~np.isnan(gap)
    strength = np.full(len(stated), np.nan)
    if int(known.sum()) >= FEWEST:
        strength[known] = gap[known] / max(float(gap[known].std()), 1e-9)

    def tell(row: int) -> Text:
        share = f"{gap[row]:.0%}"
        return Text(f"群众评议比申报收入的排序高{share}", f"ranked {share} of the village above its stated income")

    return Sign("ranking", RANKED, strength, tell, WEIGHTS["ranking"])


def suspects_sign(suspects_by_household: Sequence[int]) -> Sign:
    """How many records of other registers speak against the household (comparison.py)."""
    counts = np.asarray(suspects_by_household, dtype=np.float64)

    def tell(row: int) -> Text:
        return Text(f"部门比对疑点{int(counts[row])}条", f"{int(counts[row])} records in other registers")

    return Sign("registers", RECORDS, counts * STRONG, tell, WEIGHTS["registers"])


def bunching_sign(stated: Integers, line_fen: int, window_percent: int = 10) -> Sign:
    """Stated income just under the line: weak for one household, strong for a village (bunching.py)."""
    reach = line_fen * window_percent // 100
    known = stated != UNKNOWN
    near = known & (stated < line_fen) & (stated >= line_fen - reach)
    return Sign(
        "near_line",
        Text("申报收入恰在标准线下", "Stated income just under the line"),
        np.where(known, near.astype(np.float64), np.nan),
        lambda row: Text(
            f"申报人均收入{said_yuan(int(stated[row]))}元，距标准线不到{window_percent}%",
            f"states {said_yuan(int(stated[row]))} yuan per head, within {window_percent} % of the line",
        ),
    )


def _line(x: Floats, y: Floats) -> Floats:
    """Return the least-squares line of y on x, with the farthest tenth left out in a second pass."""
    kept = np.ones(len(x), dtype=np.bool_)
    for _ in range(2):
        deviation = x[kept] - x[kept].mean()
        slope = float((deviation * y[kept]).sum()) / max(float((deviation**2).sum()), 1e-12)
        fitted: Floats = y[kept].mean() + slope * (x - x[kept].mean())
        kept = np.abs(y - fitted) <= np.quantile(np.abs(y - fitted), 0.9)
    return fitted


def _robust(values: Floats) -> Floats:
    """Return values less their median, in standard deviations estimated from the middle half (0.7413 of its width)."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    scaled: Floats = (values - middle) / max(0.7413 * float(high - low), 1e-9)
    return scaled


def _places(values: Integers) -> Floats:
    """Return the middle place of each value among all, from 0 to 1."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts + 1) / 2
    places: Floats = middle[inverse] / max(len(values) - 1, 1)
    return places
