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
STRIP = 2048  # villages looked at together ...
OUTLINED = 512  # ... and where each has bounds
BEGIN = 3  # tiles that promise most, looked at first
WORTH_A_THREAD = 2_000_000  # pairs
WORTH_OUTLINES = 1_000_000_000  # pairs


class Pricing:
    """Looks for pairs worth more than their village's price, and adds the best of them to the network."""

    def __init__(self, frame: Frame, network: Network, threads: int | None = None) -> None:
        self.frame, self.network = frame, network
        self.left = np.full(frame.problem.villages, np.inf)  # not looked at yet
        self.last = network.charged().copy()
        self.closed = np.zeros(frame.problem.candidates, dtype=np.bool_)  # withdrawn since the frame was made
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
            self.left[again] = -np.inf
            changed.append(self._look(again, candidates, wanted, most_new))
            some = np.flatnonzero(fallen) if candidates is None else candidates[fallen[candidates]]
            changed.append(self._look(rows[~whole[rows]], some, wanted, most_new))
        return np.unique(np.concatenate(changed))

    def bound_of_each(self) -> Integers:
        """Return for each village a bound on what any of its pairs is worth after prices."""
        network = self.network
        best = np.maximum(network.price[: network.villages], np.where(np.isfinite(self.left), self.left, LOWEST))
        arcs = slice(0, network.arcs)  # those just found may exceed the price until they are settled
        worth = network.arc_score[arcs] - network.charged()[network.arc_candidate[arcs]]
        np.maximum.at(best, network.arc_village[arcs], worth)
        return best.astype(np.int64)

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
        strip, look = min(STRIP, -(-len(rows) // self.threads)), None
        if len(rows) * width > WORTH_OUTLINES and self.frame.problem.A.shape[1]:
            rows, columns = self._side_by_side(rows, columns)
            strip, look = OUTLINED, self._prepare_outlined(columns, charge, bar, most_new)
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
        from zhucun.engine.posting import scan

        problem, rules = self.frame.problem, self._rules()
        A, toll = problem.A, charge[listed]
        if not outline.stays_exact(A, problem.B, toll):
            return None
        pool, least = outline.pool_of(problem.B, listed, toll), np.array([-(2**30)], np.int32)

        def look(rows: Integers) -> Any:
            size = len(rows), most_new
            best = scan.Best(np.full(size, LOW), np.zeros(size, np.int64), np.zeros(len(rows), np.int64))
            bound = np.empty((len(rows), len(pool.first) - 1), A.dtype)
            scan.bound_tiles(A[rows], outline.middles(A[rows]), pool, least, bound)
            first = -min(BEGIN, bound.shape[1])
            begin = np.argpartition(bound[:: outline.STRIP], first)[:, first:].repeat(outline.STRIP, axis=0)
            scan.scan_outlined(
                A, pool, rows, np.maximum(bar[rows], LOW).astype(A.dtype), bound, begin, best, rules, least
            )
            return best

        return look

    def _side_by_side(self, rows: Integers, columns: Integers | None) -> tuple[Integers, Integers]:
        """Return villages and candidates in an order in which like stands beside like."""
        problem = self.frame.problem
        if self._order is None:
            A, B = problem.A, problem.B
            self._order = outline.side_by_side(A, B, outline.STRIP), outline.side_by_side(B, A, outline.TILE)
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
        highest, lowest = best.worth.max(axis=1, initial=LOW), best.worth.min(axis=1, initial=np.inf)
        improving = highest > wanted
        unseen = np.where(best.count == most_new, lowest, LOW)  # what did not fit is worth no more than the worst kept
        self.left[rows] = np.maximum(self.left[rows], np.where(improving, unseen, highest))
        i, j = np.nonzero(improving[:, None] & (np.arange(most_new) < best.count[:, None]))
        candidate = best.candidate[i, j]
        network.add(rows[i], candidate, best.worth[i, j].astype(np.int64) + network.charged()[candidate])
        changed: Integers = rows[improving]
        return changed
