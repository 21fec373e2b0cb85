"""Finds, among all pairs of village and candidate, those that the prices do not yet explain.

The pairs of a nation would fill 340 GB, so they are never stored: blocks of score minus price are multiplied out in
float32, where whole numbers below 2**24 are exact, scanned once and dropped. `left[v]` remembers the best worth of a
pair of v outside the network, at prices that only rose since; a village is looked at again only if that exceeds what
it has, and a candidate only if the price fell.
"""

from collections.abc import Callable

import numpy as np

from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.network import Network
from zhucun.engine.posting.problem import EXACT_IN_FLOAT32, Array, Integers

ROWS, COLUMNS = 256, 1024  # a block of scores that stays in the cache
LOW = -float(2**53)


class Pricing:
    """Looks for pairs worth more than their village's price, and adds the best of them to the network."""

    def __init__(self, frame: Frame, network: Network, most_new: int) -> None:
        self.frame, self.network, self.most_new = frame, network, most_new
        villages = frame.problem.villages
        self.left = np.full(villages, np.inf)  # not looked at yet
        self.last = network.charged().copy()
        self.pairs = 0  # how many were examined
        self.stopped: Callable[[], bool] = lambda: False
        self._list_special()

    def _list_special(self) -> None:
        """Keep the special pairs by village; they enter the network by themselves and are never offered."""
        pairs = sorted(self.frame.special)
        villages = np.array([v for v, _ in pairs], dtype=np.int64)
        self.special = np.array([c for _, c in pairs], dtype=np.int64)
        self.first_special = np.searchsorted(villages, np.arange(self.frame.problem.villages + 1)).astype(np.int64)

    def find(self) -> Integers:
        """Add pairs that exceed their village's price; return the villages that got some, none if all is proved."""
        charge, wanted = self.network.charged(), self.network.price[: self.network.villages]
        whole = self.left > wanted
        fallen = charge < self.last
        self.last = charge.copy()
        changed = []
        for villages, candidates in self.frame.columns:
            rows = np.arange(len(whole)) if villages is None else villages
            changed.append(self._look(rows[whole[rows]], candidates, True))
            some = np.flatnonzero(fallen) if candidates is None else candidates[fallen[candidates]]
            if len(some):
                changed.append(self._look(rows[~whole[rows]], some, False))
        return np.unique(np.concatenate([np.empty(0, np.int64), *changed]))

    def bound_of_each(self) -> Integers:
        """Return for each village the most that any of its pairs, in the network or not, is worth after prices."""
        known = self.network.price[: self.network.villages]
        return np.maximum(known, np.where(np.isfinite(self.left), self.left, known)).astype(np.int64)

    def _look(self, rows: Integers, columns: Integers | None, whole: bool) -> Integers:
        """Look at some villages with some candidates; return the villages that got new arcs."""
        if not len(rows):
            return rows
        if whole:
            self.left[rows] = -np.inf
        changed = []
        charge = self.network.charged()
        charge = charge if columns is None else charge[columns]
        block = Block(self.frame, columns, charge)
        for start in range(0, len(rows), ROWS):
            changed.append(self._offer(block, rows[start : start + ROWS]))
        return np.concatenate(changed)

    def _offer(self, block: "Block", rows: Integers) -> Integers:
        """Take the best new pairs of one strip of villages into the network."""
        from zhucun.engine.posting import scan

        network, frame = self.network, self.frame
        size = len(rows), self.most_new
        best = scan.Best(np.full(size, LOW), np.zeros(size, np.int64), np.zeros(len(rows), np.int64))
        limit = np.maximum(self.left[rows], LOW)
        for columns, values in block.strips(rows):
            scan.collect(values, columns, rows, limit, best, network.net, self.first_special, self.special)
        self.pairs += len(rows) * block.width
        wanted = network.price[rows].astype(np.float64)
        full = best.count == self.most_new
        improving = best.worth.max(axis=1, initial=LOW) > wanted
        rest = np.where(
            improving, np.where(full, best.worth.min(axis=1, initial=np.inf), LOW), best.worth.max(axis=1, initial=LOW)
        )
        self.left[rows] = np.maximum(self.left[rows], rest)
        taken = improving[:, None] & (np.arange(self.most_new)[None, :] < best.count[:, None])
        i, j = np.nonzero(taken)
        village, candidate = rows[i], best.candidate[i, j]
        score = best.worth[i, j].astype(np.int64) + network.charged()[candidate]
        network.add(village, candidate, score)
        return rows[improving]


class Block:
    """Worth after prices (score minus charge) of villages with a fixed list of candidates, strip by strip."""

    def __init__(self, frame: Frame, columns: Integers | None, charge: Integers) -> None:
        problem = frame.problem
        self.frame, self.charge = frame, charge
        self.columns = np.arange(problem.candidates) if columns is None else columns
        self.width = len(self.columns)
        exact = problem.largest + int(np.abs(charge).max(initial=0)) < EXACT_IN_FLOAT32
        self.kind = np.float32 if exact and problem.A.dtype == np.float32 else np.float64
        if problem.table is None:
            features = problem.B if columns is None else problem.B[columns]
            self.B = np.empty((features.shape[1] + 1, self.width), self.kind)
            self.B[:-1] = features.T
            self.B[-1] = -charge

    def strips(self, rows: Integers) -> "list[tuple[Integers, Array]]":
        """Return (candidates, worth) for a strip of villages, block by block."""
        return list(self._strips(rows))

    def _strips(self, rows: Integers):  # type: ignore[no-untyped-def]
        problem = self.frame.problem
        for start in range(0, self.width, COLUMNS):
            part = slice(start, min(start + COLUMNS, self.width))
            columns = self.columns[part]
            if problem.table is None:
                A = np.ones((len(rows), self.B.shape[0]), self.kind)
                A[:, :-1] = problem.A[rows]
                values = A @ self.B[:, part]
            else:
                values = problem.table[np.ix_(rows, columns)] - self.charge[part].astype(self.kind)
            hidden = self.frame.hidden(rows, columns)
            if hidden is not None:
                values[hidden] = LOW
            if self.frame.floor is not None:
                values[values + self.charge[part] < self.frame.floor[rows][:, None]] = LOW
            yield columns, values
