"""Finds, among all pairs of village and candidate, those that the prices do not yet explain.

The pairs of a nation would fill 340 GB, so they are never stored: each worth (score minus price) is computed, looked at
and dropped; where there are very many, whole tiles of people are passed over by a bound (`outline`). `left[v]` bounds
what a pair of v outside the network can be worth; a village is looked at again in full only when that exceeds what it
has, and otherwise only with the candidates whose price fell.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from zhucun.engine.posting import outline
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.network import Network
from zhucun.engine.posting.problem import EXACT_IN_FLOAT32, Array, Booleans, Integers, Pair

LOW = -float(2**53)
LOWEST = -(2**62)
STRIP = 2048  # villages looked at together
FAR = 2  # margins
BEGIN = 8  # tiles that promise most, looked at first
WORTH_A_THREAD = 2_000_000  # pairs


class Pricing:
    """Looks for pairs worth more than their village's price, and adds the best of them to the network."""

    def __init__(self, frame: Frame, network: Network, threads: int | None = None) -> None:
        self.frame, self.network = frame, network
        self.left = np.full(frame.problem.villages, np.inf)  # not looked at yet
        self.last = network.charged().copy()
        self.closed = np.zeros(frame.problem.candidates, dtype=np.bool_)  # withdrawn since the frame was made
        self.margin = np.inf  # how far below its price a village looks, so that it need not look again at once
        self.pairs = 0  # how many were examined, one by one or by a bound for a whole tile
        self.threads = threads or os.cpu_count() or 1
        self.special = self.first_special = np.zeros(0, np.int64)
        self._narrow: dict[type, tuple[Array, Array]] = {}
        self._order: tuple[Integers, Integers] | None = None

    def skip(self, special: dict[Pair, int]) -> None:
        """Never offer the special pairs: they enter the network by themselves."""
        pairs = sorted(special)
        villages = np.array([v for v, _ in pairs], dtype=np.int64)
        self.special = np.array([c for _, c in pairs], dtype=np.int64)
        self.first_special = np.searchsorted(villages, np.arange(self.frame.problem.villages + 1)).astype(np.int64)

    def find(self, most_new: int, hungry: Booleans | None = None, within: int = -1) -> Integers:
        """Add pairs that exceed their village's price, at most `most_new` for each village.

        `within` adds those no further below it than that, too (0: ties). `hungry` villages take their best pairs in
        any case. Returns the villages that got some: none, if the prices explain every pair there is.
        """
        charge, wanted = self.network.charged(), self.network.price[: self.network.villages] - (within + 1)
        if hungry is not None:
            wanted[hungry] = LOWEST
        whole = self.left > wanted
        fallen = (charge < self.last)[: self.frame.problem.candidates]
        self.last = charge.copy()
        changed = [np.empty(0, np.int64)]
        for villages, candidates in self.frame.columns:
            rows = np.arange(len(whole)) if villages is None else villages
            again = rows[whole[rows]]
            self.left[again] = wanted[again] - self.margin
            changed.append(self._look(again, candidates, wanted, most_new))
            some = np.flatnonzero(fallen) if candidates is None else candidates[fallen[candidates]]
            changed.append(self._look(rows[~whole[rows]], some, wanted, most_new))
        return np.unique(np.concatenate(changed))

    def bound_of_each(self) -> Integers:
        """Return for each village a bound on what any of its pairs is worth after prices."""
        network = self.network
        best = np.maximum(network.price[: network.villages], np.where(np.isfinite(self.left), self.left, LOWEST))
        for village, _, worth in network.worths():  # those just found may exceed the price until they are settled
            np.maximum.at(best, village, worth)
        return best.astype(np.int64)

    def spread(self) -> int:
        """Return how much less, typically, a village's best pair outside the network is worth than its best inside."""
        seen = np.isfinite(self.left)
        return 1 + int(np.median((self.bound_of_each() - self.left)[seen])) if seen.any() else 1

    def shed(self, fixed: int) -> None:
        """Drop pairs that have fallen far below their village's price, but the `fixed` first; `left` bounds them then.

        What the prices of the first rounds brought and those of the last have no use for would fill memory, and every
        settling would pass over it.
        """
        network, kept = self.network, [np.zeros(0, np.bool_)]
        for village, candidate, worth in network.worths():
            far = worth < network.price[village] - FAR * self.margin
            far &= network.post[village] != candidate
            far[: max(0, fixed - sum(map(len, kept)))] = False
            np.maximum.at(self.left, village[far], worth[far])
            kept.append(~far)
        network.retain(np.concatenate(kept))

    def best_scores(self) -> Integers:
        """Return the highest score each village could have, whoever else wanted the same person; LOWEST if none."""
        network, problem = self.network, self.frame.problem
        best = np.full(problem.villages, LOWEST, dtype=np.int64)
        arcs = slice(0, network.arcs)
        np.maximum.at(best, network.arc_village[arcs], network.arc_score[arcs])
        nothing, bar = np.zeros(problem.candidates, np.int64), np.full(problem.villages, LOW)
        for villages, candidates in self.frame.columns:
            rows = np.arange(problem.villages) if villages is None else villages
            for part, found in self._scan(rows, candidates, nothing, bar, 1):
                score = np.where(found.count > 0, found.worth[:, 0], LOWEST).astype(np.int64)
                best[part] = np.maximum(best[part], score)
        return best

    def _look(self, rows: Integers, columns: Integers | None, wanted: Integers, most_new: int) -> Integers:
        """Look at some villages with some candidates; return the villages that got new arcs."""
        found = self._scan(rows, columns, self.network.charged(), self.left, most_new)
        return np.concatenate([rows[:0], *(self._offer(part, best, wanted[part]) for part, best in found)])

    def _scan(
        self, rows: Integers, columns: Integers | None, charge: Integers, bar: Array, most_new: int
    ) -> list[tuple[Integers, Any]]:
        """Return the best new pairs above each village's bar, strip by strip, on as many threads as it is worth."""
        width = self.frame.problem.candidates if columns is None else len(columns)
        if not len(rows) or not width:
            return []
        self.pairs += len(rows) * width
        most_new = min(most_new, width + 1)  # room for all, and a list that is not full hides nothing
        strip, look = min(STRIP, -(-len(rows) // self.threads)), None
        if outline.is_worthwhile(len(rows), width) and self.frame.problem.A.shape[1]:
            rows, columns = self._side_by_side(rows, columns)
            strip, look = outline.TOGETHER, self._prepare_outlined(columns, charge, bar, most_new)
        look = look or self._prepare(columns, charge, bar, most_new)
        parts = [rows[start : start + strip] for start in range(0, len(rows), strip)]
        if len(rows) * width < WORTH_A_THREAD or self.threads == 1:
            return [(part, look(part)) for part in parts]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(zip(parts, pool.map(look, parts), strict=True))

    def _prepare(
        self, columns: Integers | None, charge: Integers, bar: Array, most_new: int
    ) -> Callable[[Integers], Any]:
        """Return the scan of a fixed list of candidates, ready to be called with villages from any thread."""
        from zhucun.engine.posting import scan

        problem = self.frame.problem
        listed = np.arange(problem.candidates) if columns is None else columns
        exact = problem.largest + int(np.abs(charge[listed]).max(initial=0)) < EXACT_IN_FLOAT32
        kind = np.float32 if exact and problem.A.dtype == np.float32 else np.float64
        rules = self._rules()
        toll = charge[listed].astype(kind)
        if problem.table is None:
            A, everybody = self._features(kind)
            features = everybody if columns is None else np.ascontiguousarray(everybody[:, columns])

        def look(rows: Integers) -> Any:
            size = len(rows), most_new
            best = scan.Best(np.full(size, LOW), np.zeros(size, np.int64), np.zeros(len(rows), np.int64))
            bars = np.maximum(bar[rows], LOW).astype(kind)
            if problem.table is not None:
                scan.scan_table(problem.table, toll, listed, rows, bars, best, rules)
            else:
                scan.scan_features(A, features, toll, listed, rows, bars, best, rules)
            return best

        return look

    def _prepare_outlined(
        self, listed: Integers, charge: Integers, bar: Array, most_new: int
    ) -> Callable[[Integers], Any] | None:
        """Return the same where outlines spare most pairs, None where 32-bit floats do not hold them exactly."""
        from zhucun.engine.posting import outlined, scan

        problem, rules = self.frame.problem, self._rules()
        if not outline.stays_exact(problem.A, problem.B, charge[listed]):
            return None
        offer = outline.Offer.of(problem.A, problem.B, listed, charge[listed])
        if len(rules.floor):  # the scan knows nothing of gifts
            rules = rules._replace(floor=rules.floor - offer.gift.astype(np.int64))

        def look(rows: Integers) -> Any:
            A, gift, size = offer.A[rows], offer.gift[rows], (len(rows), most_new)
            best = scan.Best(np.full(size, LOW), np.zeros(size, np.int64), np.zeros(len(rows), np.int64))
            bound = outline.bounds(A, offer.pool)
            bars = np.maximum(bar[rows] - gift, LOW).astype(A.dtype)
            begin = outline.promising(bound, BEGIN)
            outlined.scan_outlined(A, offer.pool, rows, bars, bound, begin, best, rules)
            best.worth[:] += gift[:, None]
            return best

        return look

    def _side_by_side(self, rows: Integers, columns: Integers | None) -> tuple[Integers, Integers]:
        """Return villages and candidates in an order in which like stands beside like."""
        from zhucun.engine.posting.outlined import TILE

        problem = self.frame.problem
        if self._order is None:
            self._order = outline.in_order(problem.A, problem.B, TILE)
        village, candidate = np.zeros(problem.villages, np.bool_), np.zeros(problem.candidates, np.bool_)
        village[rows] = True
        candidate[slice(None) if columns is None else columns] = True
        return self._order[0][village[self._order[0]]], self._order[1][candidate[self._order[1]]]

    def _rules(self) -> Any:
        """Return what rules pairs out, as the scan wants it."""
        from zhucun.engine.posting import scan

        network, frame = self.network, self.frame
        chains = network.first_of_village, network.next_of_village, network.arc_candidate
        return scan.Rules(*chains, self.first_special, self.special, frame.floors, frame.allowed, self.closed)

    def _features(self, kind: type) -> tuple[Array, Array]:
        """Return the features of villages by row and of candidates by column, kept between looks."""
        if kind not in self._narrow:
            problem = self.frame.problem
            self._narrow[kind] = problem.A.astype(kind, copy=False), np.ascontiguousarray(problem.B.T.astype(kind))
        return self._narrow[kind]

    def _offer(self, rows: Integers, best: Any, wanted: Integers) -> Integers:
        """Take the best new pairs of some villages into the network; return which villages got some."""
        network, most_new = self.network, best.worth.shape[1]
        some = np.flatnonzero(best.count)
        rows, wanted, worth, listed, count = rows[some], wanted[some], *(part[some] for part in best)
        there = np.arange(most_new) < count[:, None]
        highest, lowest = np.where(there, worth, LOW).max(axis=1, initial=LOW), worth.min(axis=1, initial=np.inf)
        improving = highest > wanted
        unseen = np.where(count == most_new, lowest, LOW)  # what did not fit is worth no more than the worst kept
        self.left[rows] = np.maximum(self.left[rows], np.where(improving, unseen, highest))
        i, j = np.nonzero(improving[:, None] & there)
        candidate = listed[i, j]
        network.add(rows[i], candidate, worth[i, j].astype(np.int64) + network.charged()[candidate])
        changed: Integers = rows[improving]
        return changed
