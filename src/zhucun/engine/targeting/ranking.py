"""How well a score ranks: the lowest, rank correlation, the top share, the area under the curve. Ties are honest."""

import numpy as np

from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.states import Flags, Integers


def lowest(values: Floats, count: int) -> Flags:
    """Return the `count` lowest; ties go to the earlier row."""
    flags = np.zeros(len(values), dtype=np.bool_)
    flags[np.argsort(values, kind="stable")[:count]] = True
    return flags


def top_share(scores: Floats, truth: Flags, share_percent: int) -> tuple[int, int]:
    """Return how many of the highest-scored so many per cent are true, and how many these are."""
    count = max(1, (len(scores) * share_percent + 50) // 100)
    chosen: Integers = np.argsort(-scores, kind="stable")[:count]
    return int(truth[chosen].sum()), count


def area_under_curve(scores: Floats, truth: Flags) -> float | None:
    """Return the chance that a true case scores above a false one (ties half); None where one side is missing."""
    yes, no = int(truth.sum()), int((~truth).sum())
    if not yes or not no:
        return None
    return float((_ranks(scores)[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def rank_correlation(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation, ties sharing their middle rank; 0 where one side never varies."""
    a, b = _ranks(one), _ranks(other)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else 0.0


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: Floats = (ends - (counts - 1) / 2)[place]
    return ranks
