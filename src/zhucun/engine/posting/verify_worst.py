"""Checks from the problem alone that the worst-served villages are served as well as can be, level by level.

At each level, count -1 for every village that stays at it. Prices bound that count for all plans that are as good at
the levels before; and plans that reach the bound are just those that use only pairs worth what their village's price
says, send everybody who has a price and use up every quota that has one. So each level's prices hand a smaller problem
to the next, and the last prices bound the sum.
"""

from dataclasses import dataclass

import numpy as np

from zhucun.engine.posting.plan import Plan, Prices
from zhucun.engine.posting.problem import Booleans, Integers, Problem
from zhucun.engine.posting.tree import Tree, narrowed, paid

NO_PAIR = np.iinfo(np.int64).min
LOCKED = 2**53  # a locked village takes whom it is given and counts as served well


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """The plans still possible: with which pairs, under which quotas, whom they send, which villages they fill."""

    pairs: Booleans
    units: Tree
    areas: Tree
    sent: Booleans
    filled: Booleans


def levels_hold(problem: Problem, plan: Plan) -> bool:
    """Say whether the levels are those of the plan, proved one by one, and the sum is the best beyond them."""
    levels, proofs = plan.floor.levels, plan.floor.proofs
    scores, left = _everything(problem)
    served = np.flatnonzero(plan.post >= 0)
    reached = scores[served, plan.post[served]]
    empty = problem.villages - len(served)
    below = -LOCKED
    if len(proofs) != len(levels) + 1:
        return False
    for (level, many), prices in zip(levels, proofs, strict=False):
        count = int(((reached > below) & (reached <= level)).sum())
        open_pairs = left.pairs & ((scores <= below) | (scores >= level))
        bound, left = _settled(problem, left, open_pairs, -(scores == level).astype(np.int64), prices)
        if count != many or int((reached == level).sum()) != many or bound != -many - prices.unfilled_cost * empty:
            return False
        below = level
    points = np.where(scores == LOCKED, 0, scores)
    serving = np.flatnonzero(problem.incumbent >= 0)
    points[serving, problem.incumbent[serving]] += plan.keep
    bound, _ = _settled(problem, left, left.pairs, points, proofs[-1])
    return bound == int(points[served, plan.post[served]].sum()) - proofs[-1].unfilled_cost * empty


def _settled(
    problem: Problem, left: Left, pairs: Booleans, points: Integers, prices: Prices
) -> tuple[int | None, Left]:
    """Return what no plan still possible can exceed, None if nothing is proved; and the plans that reach it."""
    charge = prices.candidate + np.append(problem.tree.summed(prices.quota), 0)[problem.unit]
    toll = problem.by_area.toll(prices.area)
    worth = np.where(pairs, points - charge - toll[:, None], NO_PAIR)
    outside = np.where(left.filled, NO_PAIR, -prices.unfilled_cost)
    best = np.maximum(worth.max(axis=1, initial=NO_PAIR), outside)
    bound = int(best.sum()) + int(prices.candidate.sum())
    bound += paid(prices.quota, left.units) + paid(prices.area, left.areas)
    sound = bool((prices.candidate[~left.sent] >= 0).all() and (best != NO_PAIR).all())
    units, areas = narrowed(left.units, prices.quota), narrowed(left.areas, prices.area)
    tight = pairs & (worth == best[:, None])
    reaching = Left(tight, units, areas, left.sent | (prices.candidate > 0), left.filled | (best > outside))
    return bound if sound else None, reaching


def _everything(problem: Problem) -> tuple[Integers, Left]:
    """Return all scores, and all plans; a locked pair is its village's and its person's only one."""
    scores = np.array([problem.scores_of(v) for v in range(problem.villages)])
    pairs = np.array([problem.may_serve(v) for v in range(problem.villages)])
    for v, c in problem.locked:
        pairs[v], pairs[:, c] = False, False
        pairs[v, c], scores[v, c] = True, LOCKED
    nobody, locked = np.zeros(problem.candidates, np.bool_), np.zeros(problem.villages, np.bool_)
    locked[[v for v, _ in problem.locked]] = True
    return scores, Left(pairs, problem.tree, problem.by_area.tree, nobody, locked)
