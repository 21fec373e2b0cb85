"""A solved plan kept open: any change is re-solved and re-proved from where it stands, in milliseconds.

`trial` answers a question and leaves the plan as it was; `apply` changes it. Losses are re-solved, never read off
prices: a price is only a lower bound, and equals the true loss in a few cases out of a hundred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from zhucun.engine.posting.frame import BANNED, Frame
from zhucun.engine.posting.optimum import Optimum, Quotas, optimise
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Integers, Pair, Problem
from zhucun.engine.posting.ties import choose


@dataclass(frozen=True, slots=True)
class Move:
    """One village whose secretary changes; -1 is nobody."""

    village: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a change leads to: the loss to the county, villages emptied (or filled, if negative), who moves.

    `possible` is false if no plan obeys the change; then there is nothing else to say. The loss counts scores and, if
    the plan was made with `keep`, the bonus of incumbents who stay.
    """

    possible: bool
    loss: int = 0
    emptied: int = 0
    moves: tuple[Move, ...] = ()
    post: Integers | None = None


class Live:
    """A plan with its network, ready for changes."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        floor = plan.certificate.floor if len(plan.certificate.floor) else None
        self.problem, self.plan = problem, plan
        self.optimum: Optimum = optimise(Frame(problem, keep=plan.keep, floor=floor), np.maximum(plan.prices, 0))
        self.post = plan.post.copy()
        if plan.proved:
            self._put(plan.post)
        self.start = self.value()

    def _put(self, post: Integers) -> None:
        """Hold exactly this plan, not another that is worth the same."""
        network = self.optimum.network
        for v in np.flatnonzero((post >= 0) & (post != network.post)).tolist():
            if network.find(v, int(post[v])) < 0:
                network.set_score(v, int(post[v]), self.problem.score(v, int(post[v])))
        network.put(post)

    def value(self) -> tuple[int, int]:
        """Return (empty villages, worth of the filled ones) of the plan in hand; locks count their score only."""
        frame, optimum = self.optimum.frame, self.optimum
        empty = int((optimum.post < 0).sum())
        return empty, optimum.worth() + frame.unfilled_cost * empty

    def forced(self, v: int, c: int) -> dict[Pair, int]:
        """Return the worth to give a pair so that the plan must contain it."""
        bonus = self.plan.keep if self.problem.incumbent[v] == c else 0
        return {(v, c): self.problem.score(v, c) + bonus + self.optimum.frame.lock_worth}

    def trial(
        self,
        force: Iterable[Pair] = (),
        forbid: Iterable[Pair] = (),
        out: Iterable[int] = (),
        quotas: Quotas | None = None,
        *,
        moves: bool = True,
    ) -> Outcome:
        """Return what a change would lead to; the plan stays as it is. `moves=False` leaves out who moves."""
        mark = self.optimum.mark()
        forced = list(force)
        worth: dict[Pair, int] = dict.fromkeys(forbid, BANNED)
        for pair in forced:
            worth |= self.forced(*pair)
        outcome = self._apply(worth, out, quotas, forced, moves)
        self.optimum.undo(mark)
        return outcome

    def recall(self, c: int, *, moves: bool = True) -> Outcome:
        """Call a person back for good: they may serve nowhere; the plan in hand becomes the new best one.

        `moves=False` leaves out who moves, and takes any best plan instead of the one with fewest changes.
        """
        outcome = self._apply({}, [c], None, [], moves)
        if outcome.possible:
            if outcome.post is not None:
                self._put(outcome.post)
            self.post = self.optimum.post.copy()
            self.start = self.value()
        return outcome

    def _apply(
        self,
        worth: Mapping[Pair, int],
        out: Iterable[int],
        quotas: Quotas | None,
        forced: list[Pair],
        moves: bool,
    ) -> Outcome:
        optimum = self.optimum
        optimum.change(worth, out, quotas)
        if optimum.broken or any(optimum.post[v] != c for v, c in forced):
            return Outcome(possible=False)
        empty, value = self.value()
        value -= optimum.frame.lock_worth * len(set(forced) - set(self.problem.locked))
        post = choose(optimum, self.plan.seed, self.post) if moves else None
        changes = () if post is None else moves_between(self.post, post)
        return Outcome(True, self.start[1] - value, empty - self.start[0], changes, post)


def moves_between(before: Integers, after: Integers) -> tuple[Move, ...]:
    """Return the villages whose secretary changes."""
    return tuple(Move(v, int(before[v]), int(after[v])) for v in np.flatnonzero(before != after).tolist())
