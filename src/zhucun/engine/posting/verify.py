"""Checks a plan and its proof from the problem alone; it knows nothing of the solver and is meant to be read.

Why prices prove a plan. Take any prices p[c] >= 0 of people, q[g] of quotas and r[a] of areas; let w be p[c] + (q of
c's unit and all groups above) + (r of all areas around v). Whatever the plan, village v gets score - w <= y[v] := max
over its pairs of (score - w), or leaves empty at the agreed cost; the people sent pay p at most once each; a group
sends, and an area fills, at most `most` and at least `least`. Adding up, no plan is worth more than
sum y + sum p + sum (q+ most - q- least) + sum (r+ most - r- least).  If the plan is worth just that, it is optimal.
Everything is a whole number: there is no tolerance.
"""

from dataclasses import dataclass

import numpy as np

from zhucun.engine.posting.check import check
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Array, Integers, Problem
from zhucun.engine.posting.tree import Tree
from zhucun.engine.texts import Text

WRONG_TOTAL = Text("总分应为 {found}，方案写的是 {said}。", "The total is {found}, not {said} as stated.")
WRONG_BOUND = Text(
    "证书只能证明上界 {found}，方案写的是 {said}。", "The certificate proves {found}, not {said} as stated."
)
NEGATIVE_PRICE = Text("证书中有人选价格为负。", "A candidate's price is negative.")
NOT_PROVED = Text(
    "方案声称已证明最优，证书却证明不了。", "The plan claims to be optimal; the certificate does not prove it."
)
BELOW_FLOOR = Text("有村低于方案声明的底线。", "A village is below the stated floor.")

ROWS = 64  # villages looked at together


@dataclass(frozen=True, slots=True)
class Verdict:
    """Right if there are no faults; `bound` is what the certificate proves, `pairs` how many pairs were examined."""

    faults: tuple[Text, ...]
    bound: int
    pairs: int

    def __bool__(self) -> bool:
        return not self.faults


def verify(problem: Problem, plan: Plan) -> Verdict:
    """Check feasibility, the sums, and that no pair of village and candidate lets any plan exceed the bound."""
    breaches = [breach.text for breach in check(problem, plan.post)]
    if breaches:
        return Verdict(tuple(breaches), plan.bound, 0)
    proof, filled = plan.certificate, np.flatnonzero(plan.post >= 0)
    scores = problem.scores_at(filled, plan.post[filled])
    total, unfilled = int(scores.sum()), problem.villages - len(filled)
    kept = int((problem.incumbent[filled] == plan.post[filled]).sum())
    value = total + proof.keep * kept + proof.lock_worth * len(problem.locked) - proof.unfilled_cost * unfilled
    best = int(best_of_each(problem, plan).sum()) + int(proof.candidate.sum())
    best += paid(proof.quota, problem.tree) + paid(area_prices(problem, plan), problem.by_area.tree)
    bound = total + best - value
    claims = (
        (total == plan.total, WRONG_TOTAL.filled(found=total, said=plan.total)),
        (bound <= plan.bound, WRONG_BOUND.filled(found=bound, said=plan.bound)),
        (bool((proof.candidate >= 0).all()), NEGATIVE_PRICE),
        (not plan.proved or best == value, NOT_PROVED),
        (_floor_holds(proof.floor, filled, scores), BELOW_FLOOR),
    )
    return Verdict(tuple(text for holds, text in claims if not holds), bound, problem.villages * problem.candidates)


def best_of_each(problem: Problem, plan: Plan) -> Integers:
    """Return for each village the most that any pair of it is worth after prices."""
    proof = plan.certificate
    charge = proof.candidate + np.append(problem.tree.summed(proof.quota), 0)[problem.unit]
    toll = problem.by_area.toll(area_prices(problem, plan))
    best = np.full(problem.villages, -proof.unfilled_cost, dtype=np.int64)
    for start in range(0, problem.villages, ROWS):
        rows = np.arange(start, min(start + ROWS, problem.villages))
        worth = _worth(problem, plan, rows)
        possible = np.where(worth == NO_PAIR, NO_PAIR, worth - charge - toll[rows, None])
        best[rows] = np.maximum(best[rows], possible.max(axis=1, initial=NO_PAIR))
    return best


def paid(prices: Integers, limits: Tree) -> int:
    """Return the most that quotas can take in at these prices: up to `most` where positive, at least `least` else."""
    return int((np.maximum(prices, 0) * limits.most - np.maximum(-prices, 0) * limits.least).sum())


def area_prices(problem: Problem, plan: Plan) -> Integers:
    """Return the price of each area's quota, 0 where the certificate names none."""
    prices = plan.certificate.area
    return prices if len(prices) else np.zeros(len(problem.areas), np.int64)


NO_PAIR = np.iinfo(np.int64).min


def _worth(problem: Problem, plan: Plan, rows: Array) -> Integers:
    """Return what the pairs of some villages count in the bound; NO_PAIR where the pair is ruled out."""
    proof, first = plan.certificate, int(rows[0])
    worth = problem.block(rows, slice(None)).astype(np.int64)
    for (v, c), points in problem.extra_points.items():
        if first <= v <= rows[-1]:
            worth[v - first, c] += points
    out = np.zeros(worth.shape, dtype=np.bool_)
    if len(proof.floor):
        out = worth < proof.floor[rows][:, None]
    for i, v in enumerate(rows):
        out[i] |= ~problem.may_serve(int(v))
        if problem.incumbent[v] >= 0:
            worth[i, problem.incumbent[v]] += proof.keep
    for v, c in problem.locked:
        if first <= v <= rows[-1]:
            worth[v - first, c] += proof.lock_worth
            out[v - first, c] = False
    worth[out] = NO_PAIR
    return worth


def _floor_holds(floor: Integers, filled: Integers, scores: Integers) -> bool:
    return not len(floor) or bool((scores >= floor[filled]).all())
