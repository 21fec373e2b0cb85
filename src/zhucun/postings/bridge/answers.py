"""Why a plan is as it is: the engine's explanation (`engine.posting.explain`) of a plan's rows.

Every figure is a new optimum with proof, in plain total fit, set beside the posts as they stand. A plan that people
have changed by hand is explained around their changes, which hold as if locked; the county may then gain where another
person would serve.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from zhucun.engine import posting as engine
from zhucun.engine.posting import Alternative, Problem
from zhucun.engine.posting.fit import Contribution
from zhucun.postings.bridge.county import Stamp, facts_stamp
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.bridge.what_if import Answer, answer
from zhucun.postings.models import Plan

Pair = tuple[int, int]
SHOWN = 3
NEAR_TIE = 0.005  # of the scale: below this another person is as good within the errors of the facts


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why one village has its person: what the engine says, and what the points are made of.

    `told` is None where the rules as they stand leave no plan to compare with.
    """

    village: int
    candidate: int
    points: int
    contributions: tuple[Contribution, ...]
    usual: tuple[int, ...]  # what each term gives the eligible people here on average
    rank: int
    eligible: int
    ahead: tuple[Pair, ...]  # who fits better here, and the village each is sent to (-1: nowhere)
    told: engine.Explanation | None


def usual_terms(desk: Desk, v: int, may: npt.NDArray[np.bool_]) -> list[float]:
    """Return what each term gives on average to those who may serve in a village."""
    fit, rows = desk.county.instance.fit, max(1, int(may.sum()))
    worth = fit.B[may] * fit.A[v]
    return [float(worth[:, s.start : s.stop].sum()) / rows for s in fit.terms]


def explain(plan: Plan, v: int) -> Explanation | None:
    """Return why a village has its person, None if it has nobody; kept while the plan and its facts stand."""
    return _explain(plan.pk, plan.version, facts_stamp(plan.county), v)


@lru_cache(maxsize=400)
def _explain(pk: int, version: int, stamp: Stamp, v: int) -> Explanation | None:
    desk = desk_of(Plan.objects.get(pk=pk))
    c = int(desk.post[v])
    if c < 0:
        return None
    problem, instance = desk.standing, desk.county.instance
    scores, may = problem.scores_of(v), problem.may_serve(v)
    better = [int(x) for x in np.flatnonzero(may & (scores > scores[c]))]
    better.sort(key=lambda x: -int(scores[x]))
    at = {int(x): w for w, x in enumerate(desk.post) if x >= 0}
    return Explanation(
        village=v,
        candidate=c,
        points=int(scores[c]),
        contributions=tuple(instance.fit.breakdown(v, c)),
        usual=tuple(int(x) for x in usual_terms(desk, v, may)),
        rank=len(better) + 1,
        eligible=int(may.sum()),
        ahead=tuple((x, at.get(x, -1)) for x in better[:SHOWN]),
        told=_told(desk, v),
    )


def _told(desk: Desk, v: int) -> engine.Explanation | None:
    with desk.asking() as live:
        return None if live is None else engine.explain(live.problem, live.plan, v, live)


def for_village(desk: Desk, v: int) -> tuple[Alternative, ...]:
    """Return the three others who would cost the county least in this village."""
    with desk.asking() as live:
        return () if live is None else engine.others_for(live, v, SHOWN)


def fits_best(problem: Problem, c: int, count: int = 5) -> list[tuple[int, int]]:
    """Return the villages where a person is worth most by points alone, with the points, barred ones left out."""
    scores = problem.block(np.arange(problem.villages), np.array([c]))[:, 0].astype(np.int64)
    order = np.argsort(-scores, kind="stable")
    return [(int(v), int(scores[v])) for v in order if problem.may(int(v), c)][:count]


def unassigned(desk: Desk) -> list[tuple[int, int, int]]:
    """Return the people the plan sends nowhere: place, best village by points (-1: none) and the points there."""
    problem = desk.problem
    scores = problem.block(np.arange(problem.villages), slice(None)).astype(np.int64)
    allowed = np.array([problem.may_serve(v) for v in range(problem.villages)])
    scores = np.where(allowed, scores, -1)
    posted = set(desk.post.tolist())
    best = scores.argmax(axis=0)
    free = [c for c in range(problem.candidates) if c not in posted]
    return [(c, int(best[c]) if scores[best[c], c] >= 0 else -1, int(scores[best[c], c])) for c in free]


def floors(desk: Desk, shares: Sequence[float] = (0.0, 0.8, 0.9, 0.95, 0.98, 1.0)) -> list[tuple[float, Answer]]:
    """Return the optimum at several floors: what a better worst village costs in total."""
    problem = desk.standing
    return [(share, answer(desk, problem, {"floor": share})) for share in shares]


def frontier(desk: Desk, bonuses: Sequence[int] = (0, 50, 100, 200, 500, 1000, 2000)) -> list[tuple[int, Answer, int]]:
    """Return the optimum at several bonuses for staying, each with how many incumbents leave their village."""
    problem = desk.standing
    found = []
    for bonus in sorted({*bonuses, int(desk.settings.get("keep", 0))}):
        result = answer(desk, problem, {"keep": bonus})
        if result.optimum is None:
            continue
        serving = problem.incumbent >= 0
        found.append((bonus, result, int((serving & (problem.incumbent != result.optimum.post)).sum())))
    return found


def near_tie(weighed: int | None, scale: int) -> bool:
    """Tell whether losing a pair costs so little that people may as well choose otherwise.

    What counts is the loss together with the bonus of those who would leave: it is no tie if somebody must move for it.
    """
    return weighed is not None and weighed <= NEAR_TIE * scale
