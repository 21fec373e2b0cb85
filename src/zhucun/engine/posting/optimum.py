"""An optimal posting kept optimal: solve on few pairs, price all others, add what the prices do not explain, repeat."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from zhucun.engine.posting import network, outline
from zhucun.engine.posting.frame import BANNED, Frame
from zhucun.engine.posting.plan import Certificate, Prices
from zhucun.engine.posting.pricing import Pricing
from zhucun.engine.posting.problem import Array, Booleans, Integers, Pair
from zhucun.engine.posting.sample import guess_prices

MOST_NEW = 12  # pairs added to a village at a time ...
FIRST_NEW = 32  # ... and at first, where no prices could be guessed
AGAIN_NEW = 16  # ... and while villages wait that know too few ...
AGAIN_DEAR = 24  # ... more at once where a look at all pairs is dear
MANY = 30  # pairs a village, after which those of no more use are dropped
FARTHER = 3  # how much farther villages bid each time
FEW = 0.05  # of all villages
PATIENCE = 3

Quotas = Mapping[int, tuple[int, int]]  # tree node -> (least, most)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: worth of the plan in hand, what no plan can exceed, how many villages are empty."""

    worth: int
    bound: int
    unfilled: int
    rounds: int
    pairs: int
    layer: str = "sum"  # "floor" and "worst" (the worst few) follow


Listener = Callable[[Progress], object]


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A proved state to come back to after a what-if."""

    network: network.Mark
    scores: Array
    frame: Frame
    special: dict[Pair, int]
    left: Array
    last: Array
    closed: Array


class Optimum:
    """The network of a frame, solved and proved over all pairs, and kept so through changes."""

    def __init__(
        self,
        frame: Frame,
        guess: Integers | None = None,
        stopped: Callable[[], bool] | None = None,
        must: Integers | None = None,
    ) -> None:
        problem = frame.problem
        self.frame = frame
        self.guessed = guess is not None and bool(guess.any())
        self.special = dict(frame.special)
        self.outside = np.full(problem.villages, -frame.unfilled_cost)  # what each empty village is worth in the end
        senders = problem.senders
        self.areal, nobodies = senders.villages, len(senders.villages)  # villages whose emptiness is counted
        self.outside[self.areal] -= frame.lock_worth  # empty, and not even sent a nobody
        must = None if must is None else np.append(must, np.zeros(nobodies, np.int64))
        self.network = network.Network(self.outside, senders.unit, senders.tree, frame.lock_worth, must)
        worth = np.zeros(problem.candidates + nobodies, np.int64)
        worth[: problem.candidates] = 0 if guess is None else np.maximum(guess, 0)
        self.network.start(worth)
        nobody = problem.candidates + np.arange(nobodies)
        self.network.add(self.areal, nobody, np.full(nobodies, -frame.unfilled_cost))
        pairs = np.array(list(self.special), dtype=np.int64).reshape(-1, 2)
        self.network.add(pairs[:, 0], pairs[:, 1], np.array(list(self.special.values()), dtype=np.int64))
        self.fixed = self.network.arcs
        self.pricing = Pricing(frame, self.network)
        self.pricing.skip(self.special)
        self.stopped = stopped or (lambda: False)
        self.rounds = 0
        self.proved = False

    def prove_soft(self, listener: Listener | None = None) -> None:
        """Prove with empty villages at a moderate cost: quick while arcs are few, and mostly all there is to do.

        While arcs are few, a village stops bidding where pairs outside the network may serve it better, and gets some
        of those instead: otherwise all would drive up the few people they know of, only to let them go again. How far
        below such pairs it still bids grows each time, because what it does not know of grows dearer meanwhile, too.
        """
        network, everywhere = self.network, np.arange(self.frame.problem.villages)
        moderate = -max(self.frame.problem.largest, 1)
        network.outside[:] = moderate
        network.price[: network.villages] = moderate
        changed = self.pricing.find(MOST_NEW if self.guessed else FIRST_NEW)
        spread = self.pricing.spread()
        self.pricing.margin = spread
        idle, patience, below, many = network.villages, PATIENCE, 1 + spread // 4, MANY * network.villages
        again = AGAIN_DEAR if outline.is_worthwhile(network.villages, self.frame.problem.candidates) else AGAIN_NEW
        while len(changed) > FEW * network.villages and patience and not self.stopped():
            left = self.pricing.left
            network.outside[:] = np.where(np.isfinite(left), np.maximum(left - below, moderate), moderate)
            network.improve(everywhere)
            self.rounds += 1
            hungry = (network.post < 0) & (network.outside > moderate)
            if hungry.sum() > 0.9 * idle:  # people are too few: more pairs will not fill these
                patience -= 1
            idle, below = hungry.sum(), FARTHER * below
            if network.arcs > many:
                self.pricing.shed(self.fixed)
                many += many // 8 + 1  # a little more each time, so that this ends
            changed = self.pricing.find(again, hungry)
        network.outside[:] = moderate
        self.prove(everywhere, listener)

    def prove_hard(self, listener: Listener | None = None) -> None:
        """Prove with the true cost of an empty village, after `prove_soft`."""
        self.network.outside[:] = self.outside
        idle = np.flatnonzero(self.network.post < 0)
        if len(idle) or self.network.borrowed.any():
            self.prove(idle, listener)

    def prove(self, changed: Integers, listener: Listener | None = None) -> None:
        """Settle and price until no pair of any village exceeds its price, or until stopped."""
        self.proved = False
        while not self.proved:
            self.network.improve(changed)
            self.rounds += 1
            changed = self.pricing.find(MOST_NEW)
            self.proved = not len(changed)
            if listener:
                listener(self.progress())
            if self.stopped():
                return

    def change(
        self, worth: Mapping[Pair, int] | None = None, out: Iterable[int] = (), quotas: Quotas | None = None
    ) -> None:
        """Give pairs another worth (BANNED: ruled out), take candidates out, set quotas; solve and prove again."""
        changed: set[int] = set()
        for (v, c), value in (worth or {}).items():
            self.special[v, c] = value
            self.network.set_score(v, c, value)
            changed.add(v)
        for c in out:
            self.pricing.closed[c] = True
            for arc in self.network.arcs_of(c):
                self.network.arc_score[arc] = BANNED
                changed.add(int(self.network.arc_village[arc]))
        if quotas:
            for node, (least, most) in quotas.items():
                self.network.set_quota(node, least, most)
            self.network.rebalance()
        self.pricing.skip(self.special)
        self.prove(np.array(sorted(changed), dtype=np.int64))

    def set_floor(self, floor: Integers) -> None:
        """Raise the least score that counts in each village; solve and prove again."""
        self.frame = replace(self.frame, floor=floor)
        self.pricing.frame = self.frame
        network = self.network
        arcs = slice(0, network.arcs)
        village = network.arc_village[arcs]
        below = network.arc_score[arcs] < floor[village]
        below[network.arc_candidate[arcs] >= self.frame.problem.candidates] = False
        for pair in self.special:
            below[network.find(*pair)] = False
        network.arc_score[arcs][below] = BANNED
        changed = set(village[below].tolist())
        for (v, c), value in self.frame.special.items():
            if self.special[v, c] != value:
                network.set_score(v, c, value)
                changed.add(v)
        self.special |= self.frame.special
        self.prove(np.array(sorted(changed), dtype=np.int64))

    def mark(self) -> Mark:
        """Remember this state."""
        scores = self.network.arc_score[: self.network.arcs].copy()
        pricing = self.pricing
        parts = pricing.left.copy(), pricing.last.copy(), pricing.closed.copy()
        return Mark(self.network.mark(), scores, self.frame, dict(self.special), *parts)

    def undo(self, mark: Mark) -> None:
        """Go back to a remembered state."""
        self.network.undo(mark.network)
        self.network.arc_score[: len(mark.scores)] = mark.scores
        self.frame = self.pricing.frame = mark.frame
        self.special = dict(mark.special)
        self.pricing.left, self.pricing.last = mark.left.copy(), mark.last.copy()
        self.pricing.closed = mark.closed.copy()
        self.pricing.skip(self.special)
        self.proved = True

    @property
    def post(self) -> Integers:
        """Who serves where now."""
        post = self.network.post
        return np.where(post < self.frame.problem.candidates, post, -1) if len(self.areal) else post

    @property
    def short(self) -> int:
        """How many people the quotas lack: imaginary ones in use, and villages that are empty beyond their area's."""
        return int(self.network.borrowed.sum() + (self.network.post[self.areal] < 0).sum())

    @property
    def broken(self) -> bool:
        """Say whether no plan keeps the quotas and locks: some are short of people, or a lock gave way."""
        return self.short > 0 or any(self.network.post[v] != c for v, c in self.frame.problem.locked)

    def worth(self) -> int:
        """Return the worth of the plan in hand: scores, bonuses, locks and the cost of empty villages."""
        post = self.post
        filled = np.flatnonzero(post >= 0)
        chosen = post[filled]
        worth = int(self.frame.problem.scores_at(filled, chosen).sum())
        for v, c in zip(filled.tolist(), chosen.tolist(), strict=True) if self.special else ():
            if (v, c) in self.special:
                worth += self.special[v, c] - self.frame.problem.score(v, c)
        empty = self.frame.unfilled_cost * (len(post) - len(filled))
        return worth - empty - self.frame.lock_worth * self.short

    def bound(self) -> int:
        """Return what no plan can exceed at the present prices, over all pairs."""
        quota, net = self.network.group_prices(), self.network
        limits = np.maximum(quota, 0) * net.most - np.maximum(-quota, 0) * net.least
        return int(self.pricing.bound_of_each().sum() + net.own_prices().sum() + limits.sum())

    def progress(self) -> Progress:
        """Return how far the search is."""
        unfilled = int((self.post < 0).sum())
        return Progress(self.worth(), self.bound(), unfilled, self.rounds, self.pricing.pairs)

    def certificate(self) -> Certificate:
        """Return the prices that prove the bound."""
        frame = self.frame
        floor = np.zeros(0, np.int64) if frame.floor is None else frame.floor.copy()
        people = self.network.own_prices()[: frame.problem.candidates]
        costs = frame.unfilled_cost, frame.lock_worth, frame.keep
        return Certificate(people, self.unit_prices(), *costs, floor, self.area_prices())

    def prices(self) -> Prices:
        """Return the prices alone, to answer one question."""
        people = self.network.own_prices()[: self.frame.problem.candidates]
        return Prices(people, self.unit_prices(), self.area_prices(), self.frame.unfilled_cost)

    def fill(self, villages: Booleans) -> None:
        """Demand that some villages are filled, before anything is proved."""
        self.outside[villages] = -self.frame.unfilled_cost - self.frame.lock_worth
        self.network.arc_score[: len(self.areal)][villages[self.areal]] = BANNED  # the first arcs: their nobodies

    def may_stay_empty(self) -> Booleans:
        """Return which villages some plan as good as this leaves empty."""
        network, nobodies = self.network, slice(self.frame.problem.candidates, None)
        empty: Booleans = network.price[: network.villages] == network.outside
        worth = network.arc_score[: len(self.areal)] - network.charged()[nobodies]
        empty[self.areal] = worth == network.price[self.areal]
        return empty

    def charged(self) -> Integers:
        """Return what it costs to send each candidate, unit and group prices included."""
        return self.network.charged()[: self.frame.problem.candidates]

    def unit_prices(self) -> Integers:
        """Return the price of each unit's and each group's own quota."""
        return self.network.group_prices()[: self.frame.problem.tree.size]

    def area_prices(self) -> Integers:
        """Return the price of each area's own quota, paid by its filled villages."""
        return -self.network.group_prices()[self.frame.problem.tree.size :]

    def gains(self) -> Integers:
        """Return what its best choice is worth to each village after all prices, its areas' included."""
        price = self.network.price[: self.network.villages]
        return price - self.frame.problem.by_area.toll(self.area_prices()) if len(self.areal) else price


def optimise(
    frame: Frame,
    guess: Integers | None = None,
    listener: Listener | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Optimum:
    """Solve a frame and prove it, starting from guessed prices where given."""
    optimum = Optimum(frame, guess_prices(frame, settled) if guess is None else guess, stopped)
    optimum.prove_soft(listener)
    optimum.prove_hard(listener)
    return optimum


def settled(frame: Frame, guess: Integers) -> tuple[Integers, Integers]:
    """Solve a sample; return what its villages and its candidates then cost."""
    optimum = Optimum(frame, guess)
    optimum.prove_soft()
    return optimum.network.price[: frame.problem.villages], optimum.network.charged()
