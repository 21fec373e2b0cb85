"""Why a plan is as it is: each figure is a new optimum with proof, never an estimate from prices alone.

Prices only choose which few alternatives are worth solving; what a page shows is what solving found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine import posting as engine
from zhucun.engine.posting import Binding, Problem
from zhucun.engine.posting.fit import Contribution
from zhucun.postings.bridge.county import Stamp, facts_stamp
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.bridge.what_if import Answer, answer, with_ban, with_lock
from zhucun.postings.models import Plan

Integers = npt.NDArray[np.int64]
Pair = tuple[int, int]
TRIED = 5  # alternatives solved before the best three are shown
SHOWN = 3
NOT_POSSIBLE = -(2**60)  # far below any worth, and its negative still fits
NEAR_TIE = 0.005  # of the scale: below this another person is as good within the errors of the facts


@dataclass(frozen=True, eq=False)
class Alternative:
    """Another pair for this village or this person: its points, what it costs the county, how many villages change."""

    village: int
    candidate: int
    points: int
    cost: int
    moves: int
    emptied: int = 0


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why one village has its person: terms, rank, what losing the pair costs, alternatives, what binds."""

    village: int
    candidate: int
    points: int
    contributions: tuple[Contribution, ...]
    usual: tuple[int, ...]  # what each term gives the eligible people here on average
    rank: int
    eligible: int
    ahead: tuple[Pair, ...]  # who fits better here, and the village each is sent to (-1: nowhere)
    margin: int | None  # what the county loses without this pair, None: the rules leave no plan, or not known
    margin_moves: int
    for_village: tuple[Alternative, ...]
    for_person: tuple[Alternative, ...]
    bindings: tuple[Binding, ...]


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
    told = _told(desk, v, c)
    return Explanation(
        village=v,
        candidate=c,
        points=int(scores[c]),
        contributions=tuple(instance.fit.breakdown(v, c)),
        usual=tuple(int(x) for x in usual_terms(desk, v, may)),
        rank=len(better) + 1,
        eligible=int(may.sum()),
        ahead=tuple((x, at.get(x, -1)) for x in better[:SHOWN]),
        **told,
    )


def _told(desk: Desk, v: int, c: int) -> dict[str, Any]:
    """Return margin, alternatives and bindings: from the open optimum, or solved one by one off the optimum."""
    if desk.is_optimal and desk.optimum is not None:
        with desk.asking() as live:
            if live is not None:
                found = engine.explain(desk.standing, desk.optimum, v, live)
                without = live.trial(forbid=[(v, c)])
        return {
            "margin": found.margin,
            "margin_moves": len(without.moves),
            "for_village": tuple(_alternative(a) for a in found.for_village),
            "for_person": tuple(_alternative(a) for a in found.for_candidate),
            "bindings": found.bindings,
        }
    asked = with_ban(desk, v, c)
    return {
        "margin": asked.cost,
        "margin_moves": len(asked.shifts),
        "for_village": for_village(desk, v),
        "for_person": for_person(desk, c),
        "bindings": (),
    }


def _alternative(found: engine.Alternative) -> Alternative:
    return Alternative(found.village, found.candidate, found.score, found.loss, len(found.moves), found.emptied)


def for_village(desk: Desk, v: int) -> tuple[Alternative, ...]:
    """Return the three others who would cost the county least in this village."""
    problem, here = desk.problem, int(desk.post[v])
    scores = problem.scores_of(v)
    worth = scores - _prices(desk)
    worth[~problem.may_serve(v)] = NOT_POSSIBLE
    if here >= 0:
        worth[here] = NOT_POSSIBLE
    order = [int(c) for c in np.argsort(-worth, kind="stable")[:TRIED] if worth[c] > NOT_POSSIBLE]
    return _best(desk, ((v, c) for c in order))


def for_person(desk: Desk, c: int) -> tuple[Alternative, ...]:
    """Return the three other villages where this person would cost the county least."""
    problem, prices = desk.problem, _prices(desk)
    scores = (problem.block(np.arange(problem.villages), slice(None))).astype(np.int64)
    allowed = np.array([problem.may_serve(v) for v in range(problem.villages)])
    margin = np.where(allowed, scores - prices, NOT_POSSIBLE)
    # How far this person falls behind the best that each village could have at these prices.
    loss = margin.max(axis=1) - margin[:, c]
    possible = allowed[:, c] & (desk.post != c)
    order = [int(v) for v in np.argsort(np.where(possible, loss, np.iinfo(np.int64).max), kind="stable")[:TRIED]]
    return _best(desk, ((v, c) for v in order if possible[v]))


def _best(desk: Desk, pairs: Iterable[Pair]) -> tuple[Alternative, ...]:
    asked = [(v, c, with_lock(desk, v, c)) for v, c in pairs]
    possible = [
        Alternative(v, c, desk.problem.score(v, c), found.cost, len(found.shifts))
        for v, c, found in asked
        if found.cost is not None
    ]
    return tuple(sorted(possible, key=lambda a: a.cost)[:SHOWN])


def _prices(desk: Desk) -> Integers:
    if desk.optimum is None:
        return np.zeros(desk.problem.candidates, dtype=np.int64)
    return desk.optimum.prices


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
    for bonus in bonuses:
        result = answer(desk, problem, {"keep": bonus})
        if result.optimum is None:
            continue
        serving = problem.incumbent >= 0
        found.append((bonus, result, int((serving & (problem.incumbent != result.optimum.post)).sum())))
    return found


def near_tie(cost: int | None, scale: int) -> bool:
    """Tell whether losing a pair costs so little that people may as well choose otherwise."""
    return cost is not None and cost <= NEAR_TIE * scale
