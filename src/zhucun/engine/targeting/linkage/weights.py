"""The Fellegi-Sunter weights: how much each level speaks for one person, learnt without anybody labelling pairs.

How often levels agree by chance (u) is counted on pairs drawn at random; how often among one person's rows (m) and how
many such pairs there are is found by expectation-maximisation (Winkler 1988) over the candidate pairs. Pairs that share
no key count as two persons. The draw has a fixed seed: the same registers give the same weights.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.linkage.agreement import NOT_COMPARED, THINGS, Levels, agreement
from zhucun.engine.targeting.linkage.people import People

DRAWN = 1_000_000
ROUNDS, CLOSE = 200, 1e-7
# Where the search starts: the higher the level the likelier among one person's rows. The data move it.
START = {
    "number": (0.02, 0.02, 0.04, 0.03, 0.89),
    "name": (0.02, 0.02, 0.02, 0.04, 0.90),
    "born": (0.02, 0.02, 0.06, 0.90),
    "sex": (0.02, 0.98),
    "place": (0.03, 0.07, 0.1, 0.8),
}
LEAST_M = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """For each thing the chances of its levels among one person's rows (m) and by chance (u), and the prior."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    prior: float  # chance that a random pair is one person
    rounds: int

    def logarithms(self, levels: Levels) -> Floats:
        """Return the log odds of pairs being one person."""
        total = np.full(len(levels), np.log(self.prior) - np.log1p(-self.prior))
        for j, (m, u) in enumerate(zip(self.m, self.u, strict=True)):
            table = np.concatenate([[0.0], np.log(m) - np.log(u)])
            total += table[levels[:, j]]
        return total


def learn(left: People, right: People, levels: Levels, seed: int) -> Weights:
    """Learn the weights from the levels of all candidate pairs."""
    u = by_chance(left, right, seed)
    patterns, counts = np.unique(levels, axis=0, return_counts=True)
    pairs = len(left) * len(right)
    prior = min(0.5, max(len(left), len(right)) * 0.3 / max(pairs, 1)) if pairs else 0.5
    m = tuple(np.array(START[thing.code]) for thing in THINGS)
    rounds = 0
    for rounds in range(1, ROUNDS + 1):
        found = Weights(m, u, prior, rounds)
        chance = 1 / (1 + np.exp(-np.clip(found.logarithms(patterns), -700, 700)))
        matched = chance * counts
        new = tuple(_shares(patterns[:, j], matched, len(thing.levels) - 1, m[j]) for j, thing in enumerate(THINGS))
        moved = max(float(np.abs(a - b).max()) for a, b in zip(new, m, strict=True))
        m, prior = new, min(0.5, max(float(matched.sum()) / max(pairs, 1), 1e-15))
        if moved < CLOSE:
            break
    return Weights(m, u, prior, rounds)


def by_chance(left: People, right: People, seed: int) -> tuple[Floats, ...]:
    """Return how often each level occurs among pairs drawn at random, none of them never."""
    random = np.random.default_rng(seed)
    count = min(DRAWN, len(left) * len(right))
    rows_left, rows_right = random.integers(0, max(len(left), 1), count), random.integers(0, max(len(right), 1), count)
    levels = agreement(left, right, rows_left, rows_right)
    return tuple(_counted(levels[:, j], len(thing.levels) - 1) for j, thing in enumerate(THINGS))


def _counted(column: npt.NDArray[np.int8], levels: int) -> Floats:
    counts = np.bincount(column[column != NOT_COMPARED], minlength=levels + 1)[1:].astype(np.float64)
    shares: Floats = (counts + 0.5) / (counts.sum() + 0.5 * levels)
    return shares


def _shares(column: npt.NDArray[np.int8], matched: Floats, levels: int, before: Floats) -> Floats:
    """Return the shares of the levels among probable matches; what is never compared keeps its start."""
    totals = np.bincount(column, weights=matched, minlength=levels + 1)[1:]
    if totals.sum() < 1:
        return before
    shares = np.maximum(totals / totals.sum(), LEAST_M)
    normal: Floats = shares / shares.sum()
    return normal
