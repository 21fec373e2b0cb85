"""Drawing so that totals come out exactly: shares of a whole, places in a list, dates."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def apportion(total: int, weights: npt.ArrayLike, most: npt.ArrayLike | None = None) -> Integers:
    """Split a whole number by weights so that the parts add up to it (largest remainders), none above its `most`."""
    shares = np.asarray(weights, dtype=np.float64)
    top = np.full(len(shares), total) if most is None else np.asarray(most, dtype=np.int64)
    total = min(int(total), int(top.sum()))
    parts = np.zeros(len(shares), dtype=np.int64)
    while (left := total - int(parts.sum())) > 0:
        room = parts < top
        open_shares = np.where(room, np.maximum(shares, 1e-9), 0)
        wished = left * open_shares / open_shares.sum()
        given = np.minimum(np.floor(wished).astype(np.int64), top - parts)
        rest = left - int(given.sum())
        if rest:
            remainder = np.where(given < top - parts, wished - np.floor(wished), -1)
            given[np.argsort(-remainder, kind="stable")[: min(rest, int((given < top - parts).sum()))]] += 1
        parts += given
    return parts


def flags(
    random: np.random.Generator, count: int, of: int, weights: npt.ArrayLike | None = None
) -> npt.NDArray[np.bool_]:
    """Mark exactly `count` of `of` places at random, those of greater weight rather."""
    chance = np.ones(of) if weights is None else np.maximum(np.asarray(weights, dtype=np.float64), 1e-9)
    marked = np.zeros(of, dtype=np.bool_)
    marked[random.choice(of, size=min(count, of), replace=False, p=chance / chance.sum())] = True
    return marked


def quota(share: float, of: int) -> int:
    """Return a share of a number of places as a whole number, at least one where the share is above zero."""
    return max(1, round(share * of)) if share > 0 and of else 0


def day(random: np.random.Generator, first: date, last: date) -> date:
    """Draw a day between two days, both included."""
    return first + timedelta(days=int(random.integers(0, max(0, (last - first).days) + 1)))
