"""Fairness: how well can the worst-served village be served, what proves it, and what does it cost everybody."""

import numpy as np

from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.optimum import Optimum
from zhucun.engine.posting.plan import Hall, Prices
from zhucun.engine.posting.problem import Integers

NO_FLOOR = -(2**53)  # below every score
NOBODY = 2**53  # the worst fit where no village is filled but by locks


def maximin(optimum: Optimum) -> tuple[int, Hall | None, Prices | None]:
    """Return the best possible fit of the worst-served village, and the Hall set and the prices that prove it.

    As many villages as possible are filled first; a locked village takes whom it is given and does not count. Leaves
    the optimum as it found it.
    """
    start = optimum.mark()
    empty = int((optimum.post < 0).sum())
    low, high = _worst(optimum), _own_best(optimum)
    hall, prices = None, None
    best = optimum.mark()
    while low < high:  # `low` can be reached; nothing above `high` can
        middle = (low + high + 1) // 2
        optimum.set_floor(floor_of(optimum.frame, middle))
        if int((optimum.post < 0).sum()) > empty or optimum.broken:
            hall, prices = hall_set(optimum, middle - 1), optimum.prices()
            high = middle - 1
            optimum.undo(best)
        else:
            low, best = _worst(optimum), optimum.mark()
    if hall is None or hall.level != low:
        optimum.set_floor(floor_of(optimum.frame, low + 1))
        hall, prices = hall_set(optimum, low), optimum.prices()
    optimum.undo(start)
    return low, hall, prices if low < NOBODY else None


def floor_of(frame: Frame, level: int) -> Integers:
    """Return the floor of each village: `level`, but none where a lock decides."""
    floor = np.full(frame.problem.villages, level, dtype=np.int64)
    floor[[v for v, _ in frame.problem.locked]] = NO_FLOOR
    return floor


def share_of(share: float, best: int) -> int:
    """Return the floor that is this share of the best possible; of a negative best, as far below it."""
    return best - int((1 - share) * abs(best))


def hall_set(optimum: Optimum, level: int) -> Hall:
    """Read from the prices which villages compete for too few people.

    An empty village bids the cost of emptiness, and every village and person that it competes with, directly or
    through others, is priced within a rearrangement of that; everybody else is far away. So half that cost divides
    the villages in want, all people any of them could take, and the quotas that hold such people back.
    """
    half = optimum.frame.unfilled_cost // 2
    villages = np.flatnonzero(optimum.gains() < -half)
    candidates = np.flatnonzero((optimum.charged() > half) & optimum.frame.problem.eligible)
    quotas = np.flatnonzero(np.abs(optimum.unit_prices()) > half)
    areas = np.flatnonzero(np.abs(optimum.area_prices()) > half)
    usable = int((optimum.post[villages] >= 0).sum())
    competing, people, units, around = (tuple(found.tolist()) for found in (villages, candidates, quotas, areas))
    return Hall(level, competing, people, usable, units, around)


def _free(optimum: Optimum) -> Integers:
    """Return the filled villages that no lock decides."""
    free = optimum.post >= 0
    free[[v for v, _ in optimum.frame.problem.locked]] = False
    return np.flatnonzero(free)


def _worst(optimum: Optimum) -> int:
    """Return the lowest score of a filled village that no lock decides."""
    villages = _free(optimum)
    return int(optimum.frame.problem.scores_at(villages, optimum.post[villages]).min(initial=NOBODY))


def _own_best(optimum: Optimum) -> int:
    """Return what no floor can exceed: the lowest, over the villages now filled, of the best score they could have."""
    villages = _free(optimum)
    if (optimum.post < 0).any():
        return optimum.frame.problem.largest
    return int(optimum.pricing.best_scores()[villages].min(initial=NOBODY))
