"""A plan at work: its problem, its posts as the engine counts them, and the optimum beside which they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import Problem, solve
from zhucun.postings.bridge.county import County, Stamp, county_of_plan, facts_stamp
from zhucun.postings.models import Plan

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Desk:
    """A plan's problem with its posts; `post[v]` is a candidate's place, -1 for nobody.

    `gone` are the posts whose person or village is no longer there: withdrawn since, or deleted.
    """

    county: County
    settings: Mapping[str, Any]
    post: Integers
    by_hand: frozenset[int]
    gone: tuple[tuple[str, int], ...]

    @property
    def problem(self) -> Problem:
        """The posting problem with the plan's locks and bans."""
        return self.county.instance.problem

    @cached_property
    def optimum(self) -> Optimum | None:
        """The best plan under the rules of this plan, None where the rules leave none."""
        try:
            return solve_with(self.problem, self.settings)
        except NoPlan:
            return None

    @cached_property
    def points(self) -> Integers:
        """The fit of each village's person, 0 where there is nobody."""
        return np.array(
            [self.problem.score(v, int(c)) if c >= 0 else 0 for v, c in enumerate(self.post)], dtype=np.int64
        )

    @property
    def total(self) -> int:
        """The sum of the fit of all posts as they stand."""
        return int(self.points.sum())

    @property
    def is_optimal(self) -> bool:
        """Whether the posts as they stand are the proven optimum of the rules as they stand."""
        return self.optimum is not None and bool((self.optimum.post == self.post).all())


def solve_with(problem: Problem, settings: Mapping[str, Any]) -> Optimum:
    """Solve under a plan's settings; raises NoPlan where the rules clash."""
    return solve(
        problem,
        floor=float(settings.get("floor", 0)),
        keep=int(settings.get("keep", 0)),
        leximin=int(settings.get("leximin", 0)),
        seed=int(settings.get("seed", 0)),
    )


def desk_of(plan: Plan) -> Desk:
    """Return the plan at work; kept in the process while neither the plan nor a fact behind it changes."""
    return _desk(plan.pk, plan.version, facts_stamp(plan.county))


@lru_cache(maxsize=24)
def _desk(pk: int, version: int, stamp: Stamp) -> Desk:
    plan = Plan.objects.select_related("scheme", "based_on").get(pk=pk)
    return new_desk(plan)


def new_desk(plan: Plan) -> Desk:
    """Return the plan at work, not kept: for the middle of an action, when rows are changing."""
    county = county_of_plan(plan)
    post = np.full(len(county.villages), -1, dtype=np.int64)
    by_hand, gone = set(), []
    for row in plan.posts.all():
        v, c = county.village_at.get(row.village_id), county.candidate_at.get(row.candidate_id)
        if v is None or c is None:
            gone.append((row.village_id, row.candidate_id))
            continue
        post[v] = c
        if row.by_hand:
            by_hand.add(v)
    return Desk(county, dict(plan.settings), post, frozenset(by_hand), tuple(gone))
