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
from zhucun.engine.posting.plan import Certificate, Plan, Prices
from zhucun.engine.posting.problem import Array, Integers, Problem
from zhucun.engine.posting.tree import paid
from zhucun.engine.posting.verify_worst import levels_hold
from zhucun.engine.texts import Text

WRONG_TOTAL = Text("总分应为 {found}，方案写的是 {said}。", "The total is {found}, not {said} as stated.")
WRONG_BOUND = Text(
    "证书只能证明上界 {found}，方案写的是 {said}。", "The certificate proves {found}, not {said} as stated."
)
NEGATIVE_PRICE = Text("证书中有人选价格为负。", "A candidate's price is negative.")
NOT_PROVED = Text(
    "方案声称已证明最优，证书却证明不了。", "The plan claims to be optimal; the certificate does not prove it."
)
NOT_HIGHEST = Text(
    "方案称最弱村的匹配分不能更高，证书却证明不了。",
    "The plan claims that the worst-served village cannot do better; the certificate does not prove it.",
)
NOT_WORST = Text(
    "方案称已逐级保障最弱的村，证书却证明不了。",
    "The plan claims to serve the worst few level by level; the certificate does not prove it.",
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
    agreed = proof.lock_worth * len(problem.locked) - proof.unfilled_cost * unfilled
    value = total + proof.keep * kept + agreed
    best = highest(problem, proof, proof, proof.floor)
    bound = total + best - value
    claims = (
        (total == plan.total, WRONG_TOTAL.filled(found=total, said=plan.total)),
        (bound <= plan.bound, WRONG_BOUND.filled(found=bound, said=plan.bound)),
        (bool((proof.candidate >= 0).all()), NEGATIVE_PRICE),
        (not plan.proved or best == value, NOT_PROVED),
        (_floor_holds(proof.floor, filled, scores), BELOW_FLOOR),
        (_none_higher(problem, plan, agreed - len(filled) * problem.largest), NOT_HIGHEST),
        (not plan.floor.levels or levels_hold(problem, plan), NOT_WORST),
    )
    return Verdict(tuple(text for holds, text in claims if not holds), bound, problem.villages * problem.candidates)


def highest(problem: Problem, prices: Prices | Certificate, agreed: Certificate, floor: Integers) -> int:
    """Return what no plan can be worth at these prices, looking at every pair of a village and a candidate."""
    charge = prices.candidate + np.append(problem.tree.summed(prices.quota), 0)[problem.unit]
    area = prices.area if len(prices.area) else np.zeros(len(problem.areas), np.int64)
    toll = problem.by_area.toll(area)
    best = np.full(problem.villages, -agreed.unfilled_cost, dtype=np.int64)
    for start in range(0, problem.villages, ROWS):
        rows = np.arange(start, min(start + ROWS, problem.villages))
        worth = _worth(problem, agreed, floor, rows)
        possible = np.where(worth == NO_PAIR, NO_PAIR, worth - charge - toll[rows, None])
        best[rows] = np.maximum(best[rows], possible.max(axis=1, initial=NO_PAIR))
    limits = paid(prices.quota, problem.tree) + paid(area, problem.by_area.tree)
    return int(best.sum()) + int(prices.candidate.sum()) + limits


NO_PAIR = np.iinfo(np.int64).min


def _worth(problem: Problem, agreed: Certificate, floor: Integers, rows: Array) -> Integers:
    """Return what the pairs of some villages count in the bound; NO_PAIR where the pair is ruled out."""
    first = int(rows[0])
    worth = problem.block(rows, slice(None)).astype(np.int64)
    for (v, c), points in problem.extra_points.items():
        if first <= v <= rows[-1]:
            worth[v - first, c] += points
    out = worth < floor[rows][:, None] if len(floor) else np.zeros(worth.shape, dtype=np.bool_)
    for i, v in enumerate(rows):
        out[i] |= ~problem.may_serve(int(v))
        if problem.incumbent[v] >= 0:
            worth[i, problem.incumbent[v]] += agreed.keep
    for v, c in problem.locked:
        if first <= v <= rows[-1]:
            worth[v - first, c] += agreed.lock_worth
            out[v - first, c] = False
    worth[out] = NO_PAIR
    return worth


def _floor_holds(floor: Integers, filled: Integers, scores: Integers) -> bool:
    return not len(floor) or bool((scores >= floor[filled]).all())


def _none_higher(problem: Problem, plan: Plan, least: int) -> bool:
    """Say whether no plan fills as many villages, all above the best worst fit; any such plan is worth `least`."""
    above, best = plan.floor.above, plan.floor.maximin
    if above is None or best is None:
        return True
    floor = np.full(problem.villages, best + 1, dtype=np.int64)
    floor[[v for v, _ in problem.locked]] = np.iinfo(np.int64).min
    return bool((above.candidate >= 0).all()) and highest(problem, above, plan.certificate, floor) < least
