"""An optimal posting kept optimal: solve on few pairs, price all others, add what the prices do not explain, repeat."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.network import Network
from zhucun.engine.posting.plan import Certificate
from zhucun.engine.posting.pricing import Pricing
from zhucun.engine.posting.problem import Integers

SAMPLE = 8  # prices are guessed from every eighth unit and village ...
SMALL = 400  # ... unless there are no more villages than this
MOST_NEW = 12  # pairs added to a village at a time


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: worth of the plan in hand, what no plan can exceed, how many villages are empty."""

    worth: int
    bound: int
    unfilled: int
    rounds: int
    pairs: int


Listener = Callable[[Progress], object]


class Optimum:
    """The network of a frame, solved and proved over all pairs."""

    def __init__(self, frame: Frame, guess: Integers | None = None, stopped: Callable[[], bool] | None = None) -> None:
        problem = frame.problem
        self.frame = frame
        self.network = Network(np.full(problem.villages, -frame.unfilled_cost), problem.unit, problem.tree, frame.lock_worth)
        self.network.start(np.zeros(problem.candidates, np.int64) if guess is None else np.maximum(guess, 0))
        pairs = sorted(frame.special)
        self.network.add(
            np.array([v for v, _ in pairs], dtype=np.int64),
            np.array([c for _, c in pairs], dtype=np.int64),
            np.array([frame.special[pair] for pair in pairs], dtype=np.int64),
        )
        self.pricing = Pricing(frame, self.network, MOST_NEW)
        self.stopped = stopped or (lambda: False)
        self.rounds = 0
        self.proved = False

    def prove(self, changed: Integers | None = None, listener: Listener | None = None) -> None:
        """Settle and price until no pair of any village exceeds its price, or until stopped."""
        found = np.arange(self.frame.problem.villages) if changed is None else changed
        if changed is None:
            self.network.price[: self.network.villages] = self.network.outside
            found = np.union1d(found, self.pricing.find())
        self.proved = False
        while True:
            self.network.improve(found)
            self.rounds += 1
            found = self.pricing.find()
            self.proved = not len(found)
            if listener:
                listener(self.progress())
            if self.proved or self.stopped():
                return

    @property
    def post(self) -> Integers:
        """Who serves where now."""
        return self.network.post

    def worth(self) -> int:
        """Return the worth of the plan in hand: scores, bonuses, locks and the cost of empty villages."""
        problem, post = self.frame.problem, self.post
        filled = np.flatnonzero(post >= 0)
        score = sum(self._pair_worth(int(v), int(post[v])) for v in filled)
        empty = self.frame.unfilled_cost * (problem.villages - len(filled))
        return score - empty - self.frame.lock_worth * int(self.network.borrowed.sum())

    def _pair_worth(self, v: int, c: int) -> int:
        special = self.frame.special.get((v, c))
        return self.frame.problem.score(v, c) if special is None else special

    def bound(self) -> int:
        """Return what no plan can exceed at the present prices, over all pairs."""
        quota, tree = self.network.group_prices(), self.frame.problem.tree
        limits = np.maximum(quota, 0) * tree.most - np.maximum(-quota, 0) * tree.least
        return int(self.pricing.bound_of_each().sum() + self.network.own_prices().sum() + limits.sum())

    def progress(self) -> Progress:
        """Return how far the search is."""
        unfilled = int((self.post < 0).sum())
        return Progress(self.worth(), self.bound(), unfilled, self.rounds, self.pricing.pairs)

    def certificate(self) -> Certificate:
        """Return the prices that prove the bound."""
        frame = self.frame
        floor = np.zeros(0, np.int64) if frame.floor is None else frame.floor.copy()
        prices = self.network.own_prices(), self.network.group_prices()
        return Certificate(*prices, frame.unfilled_cost, frame.lock_worth, frame.keep, floor)


def optimise(
    frame: Frame,
    guess: Integers | None = None,
    listener: Listener | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Optimum:
    """Solve a frame and prove it, starting from guessed prices where given."""
    if guess is None and frame.problem.villages > SMALL:
        from zhucun.engine.posting.sample import guess_prices

        guess = guess_prices(frame)
    optimum = Optimum(frame, guess, stopped)
    optimum.prove(listener=listener)
    return optimum
