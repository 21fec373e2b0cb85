"""Who else could go to a village, and what each would cost the whole county: exact, by solving again with that pair.

Prices choose which few people are worth asking about; what is told is what solving found.
"""

from dataclasses import dataclass

import numpy as np

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting.instance import Instance
from zhucun.engine.posting.plan import Integers, Plan
from zhucun.engine.posting.problem import Problem
from zhucun.engine.posting.solve import solve
from zhucun.engine.texts import Text

TOLD = Text(
    "也可派{person}（{unit}）：该村{points}分，全县总分减少{cost}，连带调整{moved}个村",
    "{person} ({unit}) instead: {points} points here, {cost} less for the county, {moved} villages change",
)
IMPOSSIBLE = Text(
    "派{person}（{unit}）不可行：与其他规则不能同时满足",
    "{person} ({unit}) instead: impossible together with the other rules",
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another person for a village; `cost` is what the county's total loses, None where the rules forbid it."""

    village: int
    candidate: int
    points: int
    cost: int | None
    moved: int

    def text(self, instance: Instance) -> Text:
        """Return the alternative as a sentence."""
        person = instance.candidates[self.candidate]
        names = {"person": person.name, "unit": person.unit}
        if self.cost is None:
            return IMPOSSIBLE.filled(**names)
        return TOLD.filled(**names, points=self.points, cost=self.cost, moved=self.moved)


def alternatives(instance: Instance, plan: Plan, v: int, most: int = 3) -> tuple[Alternative, ...]:
    """Return the likeliest other people for a village, cheapest for the county first."""
    found = [_alternative(instance.problem, plan, v, int(c)) for c in _nearest(instance.problem, plan, v)[:most]]
    return tuple(sorted(found, key=lambda a: (a.cost is None, a.cost or 0, a.candidate)))


def _nearest(problem: Problem, plan: Plan, v: int) -> Integers:
    """Return who may serve in a village, by what the pair is worth after prices, without who is sent there."""
    quota = plan.certificate.quota.copy()
    for node in problem.tree.bottom_up()[::-1]:
        above = problem.tree.parent[node]
        quota[node] += quota[above] if above >= 0 else 0
    charge = plan.certificate.candidate + np.append(quota, 0)[problem.unit]
    may = problem.may_serve(v).copy()
    may[plan.post[v]] &= plan.post[v] < 0
    people = np.flatnonzero(may)
    worth = problem.scores_of(v)[people] - charge[people]
    return people[np.lexsort((people, -worth))]


def _alternative(problem: Problem, plan: Plan, v: int, c: int) -> Alternative:
    locked = [(w, b) for w, b in problem.locked if w != v and b != c]
    asked = problem.changed(locked=(*locked, (v, c)))
    points = problem.score(v, c)
    try:
        other = solve(asked, floor=plan.floor.share, keep=plan.keep, seed=plan.seed)
    except NoPlan:
        return Alternative(v, c, points, None, 0)
    return Alternative(v, c, points, plan.total - other.total, int((other.post != plan.post).sum()))
