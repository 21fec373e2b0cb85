"""Quotas that cross the units: at most so many women in a township, at least so many young people in a county.

Such a rule breaks the network: its linear programme has fractions. So each rule gets a whole price per person it
counts, which is again a posting problem with other scores, and the best prices bound every plan. Let y - w be the
network's prices at these. A pair whose worth lies more than g below its village's price is in no plan worth more than
bound - g; so HiGHS looks for the best plan among the pairs within g, and if what it finds lies within g of the bound,
nothing outside can be better: proved over all pairs, though only a few thousand were looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csc_array, hstack, vstack

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting.frame import BANNED, Frame
from zhucun.engine.posting.optimum import Optimum, optimise
from zhucun.engine.posting.problem import Array, Integers, Problem
from zhucun.engine.texts import Text

FIRST_GAP = 100  # points; pairs this close to their village's price are tried first
PRICING_GAP = 400  # points; pairs this close take part in finding the rules' prices
MOST_ROUNDS = 12
AT_A_TIME = 64
TIMES = 12
NEAR = 4  # points; prices this close to the best are good enough: they are whole, the best ones may not be

NOT_MET = Text(
    "交叉名额无法全部满足：{rules}。请放宽其中之一。",
    "The crossing quotas cannot all be met: {rules}. Relax one of them.",
)
NOT_COVERED = Text(
    "有 {count} 个村无人可派；交叉名额只在每村都有人时求解。",
    "{count} villages cannot be filled; crossing quotas are solved only where every village can be.",
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """At least and at most so many of these candidates in these villages together (None: no upper limit)."""

    name: str
    villages: tuple[int, ...]
    candidates: tuple[int, ...]
    most: int | None = None
    least: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CrossingPlan:
    """The best plan under crossing rules, what none can exceed, and what the rules cost against the plan without.

    `bound` is proved by prices alone; `proved` says that HiGHS closed the rest over all pairs that could matter
    (`pairs` of them). `prices[k]` is the price of a person counted by rule k: positive at an upper limit.
    """

    post: Integers
    total: int
    bound: int
    proved: bool
    prices: Integers
    price_of_rules: int
    pairs: int

    @property
    def gap(self) -> int:
        """How far the bound by prices lies above the plan."""
        return self.bound - self.total


def solve_crossing(problem: Problem, rules: Sequence[Crossing]) -> CrossingPlan:
    """Return the proved best plan under rules that cross the quota tree."""
    free = optimise(Frame(problem))
    if free.broken or (free.post < 0).any():
        raise NoPlan("not_covered", NOT_COVERED, count=int((free.post < 0).sum()))
    best, prices = _best_prices(problem, rules, free)
    gap = FIRST_GAP
    while True:
        _look_within(best, gap)
        pairs = _pairs(best, gap)
        found = _integer_best(problem, rules, pairs)
        bound = _bound(best, rules, prices)
        if found is not None and bound - found[1] <= gap:
            post, total = found
            return CrossingPlan(post, total, bound, True, prices, free.worth() - total, len(pairs[0]))
        if found is None and gap > 4 * problem.largest:
            raise NoPlan("crossing_not_met", NOT_MET, rules="、".join(rule.name for rule in rules))
        gap = 4 * gap if found is None else bound - found[1]


def priced(problem: Problem, rules: Sequence[Crossing], prices: Integers) -> Problem:
    """Return the problem in which everybody a rule counts is worth its price less: two more columns of features."""
    inside_village, inside_candidate = _membership(problem, rules)
    if problem.table is not None:
        return problem.changed(table=problem.table - (inside_village * prices) @ inside_candidate.T)
    A = np.hstack([problem.A, -(inside_village * prices)])
    return problem.changed(A=A, B=np.hstack([problem.B, inside_candidate]))


def _membership(problem: Problem, rules: Sequence[Crossing]) -> tuple[Array, Array]:
    villages = np.zeros((problem.villages, len(rules)))
    candidates = np.zeros((problem.candidates, len(rules)))
    for k, rule in enumerate(rules):
        villages[list(rule.villages), k] = 1
        candidates[list(rule.candidates), k] = 1
    return villages, candidates


def _best_prices(problem: Problem, rules: Sequence[Crossing], free: Optimum) -> tuple[Optimum, Integers]:
    """Return the network at (nearly) the rules' best prices: a linear programme proposes, the network answers."""
    best, prices = free, np.zeros(len(rules), dtype=np.int64)
    lowest = _bound(free, rules, prices)
    current = free
    kept: tuple[Integers, Integers] | None = None
    for _ in range(MOST_ROUNDS):
        _look_within(current, PRICING_GAP)
        fresh = _pairs(current, PRICING_GAP)
        kept = fresh if kept is None else _union(kept, fresh, problem.candidates)
        value, proposed = _linear_prices(problem, rules, kept)
        current = optimise(Frame(priced(problem, rules, proposed)), np.maximum(current.charged(), 0))
        bound = _bound(current, rules, proposed)
        if bound < lowest:
            best, prices, lowest = current, proposed, bound
        if lowest - value <= NEAR:
            break
    return best, prices


def _bound(optimum: Optimum, rules: Sequence[Crossing], prices: Integers) -> int:
    """Return what no plan under the rules can exceed at these prices."""
    limits = [rule.least if price < 0 else (rule.most or 0) for rule, price in zip(rules, prices, strict=True)]
    return optimum.bound() + int(np.dot(prices, limits))


def _look_within(optimum: Optimum, gap: int) -> None:
    """Bring all pairs within a gap of their village's price into the network."""
    for _ in range(TIMES):
        if not len(optimum.pricing.find(AT_A_TIME, within=gap)):
            return


def _pairs(optimum: Optimum, gap: int) -> tuple[Integers, Integers]:
    """Return the pairs of the network within a gap of their village's price."""
    network = optimum.network
    arcs = slice(0, network.arcs)
    village, candidate = network.arc_village[arcs].astype(np.int64), network.arc_candidate[arcs].astype(np.int64)
    near = network.price[village] + network.charged()[candidate] - network.arc_score[arcs] <= gap
    near &= network.arc_score[arcs] != BANNED
    return village[near], candidate[near]


def _union(one: tuple[Integers, Integers], other: tuple[Integers, Integers], width: int) -> tuple[Integers, Integers]:
    keys = np.union1d(one[0] * width + one[1], other[0] * width + other[1])
    return keys // width, keys % width


def _linear_prices(
    problem: Problem, rules: Sequence[Crossing], pairs: tuple[Integers, Integers]
) -> tuple[float, Integers]:
    """Return the value of the linear programme over some pairs, and each rule's price, rounded."""
    rows, low, high = _rows(problem, rules, pairs)
    slack = 2 * problem.largest + 1  # a rule may be broken at this cost, so that there always is an answer
    score = problem.scores_at(*pairs).astype(np.float64)
    limits = len(rules)
    first = rows.shape[0] - limits
    give = csc_array((np.ones(limits), (np.arange(first, rows.shape[0]), np.arange(limits))), (rows.shape[0], limits))
    matrix = hstack([rows, give, -give]).tocsr()
    upper, lower = np.isfinite(high), low > -np.inf
    both = vstack([matrix[upper], -matrix[lower]])
    sides = np.concatenate([high[upper], -low[lower]])
    cost = np.concatenate([-score, np.full(2 * limits, float(slack))])
    result = linprog(cost, A_ub=cast(Any, both), b_ub=sides, bounds=(0, None), method="highs-ds")
    marginal = np.zeros(rows.shape[0])
    marginal[upper] -= result.ineqlin.marginals[: int(upper.sum())]
    marginal[lower] += result.ineqlin.marginals[int(upper.sum()) :]
    return -float(result.fun or 0.0), np.rint(marginal[first:]).astype(np.int64)


def _rows(
    problem: Problem, rules: Sequence[Crossing], pairs: tuple[Integers, Integers]
) -> tuple[csc_array, Array, Array]:
    """Return the constraints over some pairs: villages filled, people once, quotas, locks, and last the rules."""
    village, candidate = pairs
    each = np.arange(len(village))
    tree = problem.tree
    nodes, columns = [np.zeros(0, int)], [np.zeros(0, int)]
    above = problem.unit[candidate].copy()
    while (above >= 0).any():
        nodes.append(above[above >= 0])
        columns.append(each[above >= 0])
        above = np.where(above >= 0, np.append(tree.parent, -1)[above], -1)
    inside_village, inside_candidate = _membership(problem, rules)
    counted = (inside_village[village] * inside_candidate[candidate]).astype(bool)
    pair, rule = np.nonzero(counted)
    shapes = (problem.villages, problem.candidates, tree.size, len(rules))
    where = (village, candidate, np.concatenate(nodes), rule)
    which = (each, each, np.concatenate(columns), pair)
    blocks = [
        coo_array((np.ones(len(r)), (r, c)), (size, len(each))) for r, c, size in zip(where, which, shapes, strict=True)
    ]
    ones, zeros = np.ones(problem.villages), np.zeros(problem.candidates)
    low = np.concatenate([ones, zeros, tree.least, [rule.least for rule in rules]])
    most = [np.inf if rule.most is None else rule.most for rule in rules]
    high = np.concatenate([ones, np.ones(problem.candidates), tree.most, most])
    return vstack(blocks).tocsc(), low.astype(float), high.astype(float)


def _integer_best(
    problem: Problem, rules: Sequence[Crossing], pairs: tuple[Integers, Integers]
) -> tuple[Integers, int] | None:
    """Return the best plan over some pairs and its total, None if there is none."""
    rows, low, high = _rows(problem, rules, pairs)
    score = problem.scores_at(*pairs)
    locked = set(problem.locked)
    fixed = np.array([pair in locked for pair in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)], dtype=float)
    result = milp(
        -score.astype(float),
        integrality=np.ones(len(score), dtype=np.int64),
        bounds=Bounds(fixed, np.ones(len(score))),
        constraints=LinearConstraint(rows, low, high),
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        return None
    chosen = np.rint(result.x).astype(bool)
    post = np.full(problem.villages, -1, dtype=np.int64)
    post[pairs[0][chosen]] = pairs[1][chosen]
    return post, int(score[chosen].sum())
