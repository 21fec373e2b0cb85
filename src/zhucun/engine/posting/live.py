"""A solved plan kept open: any change is re-solved and re-proved from where it stands, in milliseconds.

`trial` answers a question and leaves the plan as it was; `apply` changes it. Losses are re-solved, never read off
prices: a price is only a lower bound, and equals the true loss in a few cases out of a hundred.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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

    `possible` is false if no plan obeys the change; then there is nothing else to say. `loss` is in plain total fit,
    the figure that people know. Where the plan was made with `keep`, `leaving` more incumbents would leave (fewer, if
    negative), and the solver weighs both: `weighed` is the loss plus the bonus of each who leaves.
    """

    possible: bool
    loss: int = 0
    emptied: int = 0
    moves: tuple[Move, ...] = ()
    post: Integers | None = None
    leaving: int = 0
    weighed: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """What posts are worth: empty villages, plain total fit, incumbents who stay."""

    empty: int
    total: int
    kept: int


class Live:
    """A plan with its network, ready for changes.

    `post` are the posts that stand, if somebody has changed them by hand since: every answer is then a best plan set
    beside them, so a loss may be a gain. `optimum` spares solving anew where the network that made the plan is at hand.
    """

    def __init__(
        self, problem: Problem, plan: Plan, post: Integers | None = None, optimum: Optimum | None = None
    ) -> None:
        floor = plan.certificate.floor if len(plan.certificate.floor) else None
        self.problem, self.plan = problem, plan
        if optimum is None:
            optimum = optimise(Frame(problem, keep=plan.keep, floor=floor), np.maximum(plan.prices, 0))
        self.optimum = optimum
        self.post = (plan.post if post is None else post).copy()
        self.lifted: frozenset[Pair] = frozenset()  # locks set aside for a question
        if plan.proved:
            self._put(plan.post)
        self.start = self._sum(self.post, np.arange(problem.villages))

    def _put(self, post: Integers) -> None:
        """Hold exactly this plan, not another that is worth the same."""
        network, areal = self.optimum.network, self.optimum.areal
        for v in np.flatnonzero((post >= 0) & (post != network.post)).tolist():
            if network.find(v, int(post[v])) < 0:
                network.set_score(v, int(post[v]), self.problem.score(v, int(post[v])))
        whole = post.copy()
        whole[areal] = np.where(post[areal] < 0, self.problem.candidates + np.arange(len(areal)), post[areal])
        network.put(whole)

    def _value(self, post: Integers) -> Value:
        """Return what posts are worth; only where they differ from those that stand is added up anew."""
        moved = np.flatnonzero(post != self.post)
        before, after = self._sum(self.post, moved), self._sum(post, moved)
        start = self.start
        return Value(
            start.empty + after.empty - before.empty,
            start.total + after.total - before.total,
            start.kept + after.kept - before.kept,
        )

    def _sum(self, post: Integers, villages: Integers) -> Value:
        """Return what the posts of some villages are worth."""
        filled = villages[post[villages] >= 0]
        total = int(self.problem.scores_at(filled, post[filled]).sum())
        kept = int((self.problem.incumbent[filled] == post[filled]).sum())
        return Value(len(villages) - len(filled), total, kept)

    def worth(self, value: Value) -> int:
        """Return what the solver makes of a value: the total and the bonus of those who stay."""
        return value.total + self.plan.keep * value.kept

    def value(self) -> tuple[int, int]:
        """Return (empty villages, worth of the filled ones) of the best plan as things stand."""
        value = self._value(self.optimum.post)
        return value.empty, self.worth(value)

    def behind(self) -> tuple[int, int]:
        """Return (villages emptied, weighed loss) of the best plan beside the posts that stand; (0, 0) at first."""
        empty, worth = self.value()
        return empty - self.start.empty, self.worth(self.start) - worth

    @contextmanager
    def released(self, pairs: Iterable[Pair]) -> Iterator[None]:
        """Set locks aside for the questions asked inside; their villages then have the floor of all others."""
        pairs, optimum, before = sorted(pairs), self.optimum, self.lifted
        if not pairs:
            yield
            return
        mark = optimum.mark()
        try:
            level, floor = self.plan.floor.value, optimum.frame.floor
            if floor is not None and level is not None:
                floor = floor.copy()
                floor[[v for v, _ in pairs]] = level
                optimum.set_floor(floor)
            optimum.change({pair: optimum.frame.worth(pair, self.problem.score(*pair), False) for pair in pairs})
            self.lifted = before | set(pairs)
            yield
        finally:
            self.lifted = before
            optimum.undo(mark)

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
        """Return what a change would lead to; the plan stays as it is.

        `moves=False` leaves out who moves and takes any best plan instead of the one with fewest changes: quicker, and
        the same loss unless the plan was made with `keep` (then only `weighed` is the same).
        """
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
            post = self.optimum.post.copy()
            self.start, self.post = self._value(post), post
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
        held = [*forced, *(pair for pair in self.problem.locked if pair not in self.lifted)]
        if optimum.short or any(optimum.post[v] != c for v, c in held):
            return Outcome(possible=False)
        post = choose(optimum, self.plan.seed, self.post) if moves else None
        value, start = self._value(optimum.post if post is None else post), self.start
        return Outcome(
            possible=True,
            loss=start.total - value.total,
            emptied=value.empty - start.empty,
            moves=() if post is None else moves_between(self.post, post),
            post=post,
            leaving=start.kept - value.kept,
            weighed=self.worth(start) - self.worth(value),
        )


def moves_between(before: Integers, after: Integers) -> tuple[Move, ...]:
    """Return the villages whose secretary changes."""
    return tuple(Move(v, int(before[v]), int(after[v])) for v in np.flatnonzero(before != after).tolist())
