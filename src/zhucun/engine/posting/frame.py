"""What the solver sees of a problem in one layer: which pairs count, at what worth, and what an empty village costs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zhucun.engine.posting.problem import Booleans, Integers, Jurisdiction, Pair, Problem, check_size

BANNED = -(2**58)  # far below any cost of leaving a village empty, and sums of a few stay within 64 bits


@dataclass(frozen=True, eq=False)
class Frame:
    """A problem with its layer's options: a bonus for incumbents, a floor per village, a dense mask of its own."""

    problem: Problem
    keep: int = 0
    floor: Integers | None = None
    only: Booleans | None = None

    def __post_init__(self) -> None:
        check_size(self.problem, self.keep)

    @cached_property
    def unfilled_cost(self) -> int:
        """Four times what any rearrangement of all posts can gain: coverage comes first, and scarcity is told by price.

        A price of half this can only come from a village that stays empty; see `fairness.hall_set`.
        """
        spread = 2 * (self.problem.largest + abs(self.keep)) + 1
        return 4 * spread * (self.problem.villages + 1)

    @cached_property
    def lock_worth(self) -> int:
        """More than two filled villages and any rearrangement: a lock gives way only if no plan can hold it."""
        return 4 * self.unfilled_cost

    @cached_property
    def special(self) -> dict[Pair, int]:
        """The pairs whose worth is not just the plain score: banned, locked, kept or with extra points."""
        problem = self.problem
        plain = {pair: problem.score(*pair) for pair in problem.extra_points}
        for v in np.flatnonzero(problem.incumbent >= 0) if self.keep else ():
            pair = int(v), int(problem.incumbent[v])
            plain.setdefault(pair, problem.score(*pair))
        for pair in problem.locked:
            plain.setdefault(pair, problem.score(*pair))
        locked = set(problem.locked)
        worth = {pair: self.worth(pair, score, pair in locked) for pair, score in plain.items()}
        return worth | {pair: BANNED for pair in problem.forbidden if pair not in locked}

    def worth(self, pair: Pair, score: int, locked: bool) -> int:
        """Return what one special pair is worth to the solver."""
        v, c = pair
        if not locked and (not self.problem.may(v, c) or (self.floor is not None and score < self.floor[v])):
            return BANNED
        bonus = self.keep if self.problem.incumbent[v] == c else 0
        return score + bonus + (self.lock_worth if locked else 0)

    @cached_property
    def columns(self) -> list[tuple[Integers | None, Integers | None]]:
        """Return (villages, candidates) parts that cover every pair that may count; None means all of them."""
        problem = self.problem
        eligible = None if problem.eligible.all() else np.flatnonzero(problem.eligible)
        if not isinstance(problem.mask, Jurisdiction):
            return [(None, eligible)]
        mask = problem.mask
        parts: list[tuple[Integers | None, Integers | None]] = []
        order = np.argsort(mask.candidate_class, kind="stable")
        order = order[problem.eligible[order]]
        bounds = np.searchsorted(mask.candidate_class[order], np.arange(mask.allowed.shape[1] + 1))
        villages = np.argsort(mask.village_class, kind="stable")
        starts = np.searchsorted(mask.village_class[villages], np.arange(mask.allowed.shape[0] + 1))
        for kind in range(mask.allowed.shape[0]):
            rows = villages[starts[kind] : starts[kind + 1]]
            lists = [order[bounds[k] : bounds[k + 1]] for k in np.flatnonzero(mask.allowed[kind])]
            if len(rows) and lists:
                parts.append((np.sort(rows), np.sort(np.concatenate(lists))))
        return parts

    @cached_property
    def allowed(self) -> Booleans:
        """The dense masks together; empty if there are none."""
        masks = [mask for mask in (self.problem.mask, self.only) if isinstance(mask, np.ndarray)]
        return np.logical_and.reduce(masks) if masks else np.ones((0, 0), dtype=np.bool_)

    @cached_property
    def floors(self) -> Integers:
        """The least score that counts, village by village; empty if there is no floor."""
        return np.zeros(0, np.int64) if self.floor is None else self.floor
