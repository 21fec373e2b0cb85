"""Exact answers on a plan: each is a new optimum with proof, never an estimate from prices alone.

Prices only choose which few alternatives are worth solving; what a page shows is what solving found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Breach, Problem, check
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting.fit import Contribution
from zhucun.postings.bridge.county import Stamp, facts_stamp
from zhucun.postings.bridge.desk import Desk, desk_of, solve_with
from zhucun.postings.models import Plan

Integers = npt.NDArray[np.int64]
Pair = tuple[int, int]
TRIED = 5  # alternatives solved before the best three are shown
SHOWN = 3
NOT_POSSIBLE = -(2**60)  # far below any worth, and its negative still fits
NEAR_TIE = 0.015  # of the scale: below this another person is as good within the errors of the facts


@dataclass(frozen=True, slots=True)
class Shift:
    """A village whose person changes; -1 is nobody."""

    village: int
    before: int
    after: int
    before_points: int
    after_points: int


@dataclass(frozen=True, eq=False)
class Answer:
    """What would hold instead: the new optimum, what it costs the county against the plan as it stands, who moves."""

    total: int | None
    cost: int | None
    shifts: tuple[Shift, ...]
    optimum: Optimum | None
    refusal: NoPlan | None = None
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, eq=False)
class Alternative:
    """Another pair for this village or this person, with what it is worth here and costs the county."""

    village: int
    candidate: int
    points: int
    answer: Answer


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
    without: Answer | None
    for_village: tuple[Alternative, ...]
    for_person: tuple[Alternative, ...]
    unit_full: bool
    unit_price: int | None


def standing(desk: Desk) -> Problem:
    """Return the plan's problem with its hand moves held, as every answer takes it."""
    locked = set(desk.problem.locked) | {(v, int(desk.post[v])) for v in desk.by_hand}
    return desk.problem.changed(locked=tuple(sorted(locked))) if desk.by_hand else desk.problem


def standing_optimum(desk: Desk) -> Optimum | None:
    """Return the optimum with hand moves held, None where the rules leave none."""
    if not desk.by_hand:
        return desk.optimum
    return answer(desk, standing(desk)).optimum


def answer(desk: Desk, problem: Problem, settings: dict[str, Any] | None = None) -> Answer:
    """Solve a changed problem and set it beside the plan as it stands."""
    try:
        optimum = solve_with(problem, {**desk.settings, **(settings or {})})
    except NoPlan as error:
        return Answer(None, None, (), None, error)
    return compared(desk, optimum)


def compared(desk: Desk, optimum: Optimum) -> Answer:
    """Set another optimum beside the plan as it stands."""
    return Answer(optimum.total, desk.total - optimum.total, shifts_to(desk, optimum.post), optimum)


def by_hand(desk: Desk, v: int, c: int) -> Answer:
    """What if only this person were moved here (-1: nobody), swapping with whoever is here, and nothing else?"""
    post, here = desk.post.copy(), int(desk.post[v])
    if c >= 0:
        post[post == c] = here
    post[v] = c
    total = sum(desk.problem.score(int(w), int(x)) for w, x in enumerate(post) if x >= 0)
    breaches = tuple(check(desk.problem, post))
    return Answer(total, desk.total - total, shifts_to(desk, post), None, None, breaches)


def shifts_to(desk: Desk, post: Integers) -> tuple[Shift, ...]:
    """Return the villages whose person would change from the plan as it stands."""
    changed = np.flatnonzero(desk.post != post)
    score = desk.problem.score
    return tuple(
        Shift(int(v), b, a, score(int(v), b) if b >= 0 else 0, score(int(v), a) if a >= 0 else 0)
        for v in changed
        for b, a in [(int(desk.post[v]), int(post[v]))]
    )


def with_lock(desk: Desk, v: int, c: int) -> Answer:
    """What if this person went to this village? Earlier locks and hand moves of either give way."""
    base = standing(desk)
    locked = [(a, b) for a, b in base.locked if a != v and b != c]
    forbidden = [pair for pair in base.forbidden if pair != (v, c)]
    return answer(desk, base.changed(locked=(*locked, (v, c)), forbidden=forbidden))


def with_ban(desk: Desk, v: int, c: int) -> Answer:
    """What if this person could not go to this village?"""
    base = standing(desk)
    locked = [pair for pair in base.locked if pair != (v, c)]
    return answer(desk, base.changed(locked=locked, forbidden=(*base.forbidden, (v, c))))


def without_person(desk: Desk, c: int) -> Answer:
    """What if this person were not there at all?"""
    base = standing(desk)
    eligible = base.eligible.copy()
    eligible[c] = False
    locked = [(v, b) for v, b in base.locked if b != c]
    return answer(desk, base.changed(eligible=eligible, locked=locked))


def with_one_more(desk: Desk, unit: int) -> Answer:
    """What if this unit might send one person more?"""
    base = standing(desk)
    most = base.most.copy()
    most[unit] += 1
    return answer(desk, base.changed(most=most))


def explain(plan: Plan, v: int) -> Explanation | None:
    """Return why a village has its person, None if it has nobody; kept while the plan and its facts stand."""
    return _explain(plan.pk, plan.version, facts_stamp(plan.county), v)


@lru_cache(maxsize=400)
def _explain(pk: int, version: int, stamp: Stamp, v: int) -> Explanation | None:
    desk = desk_of(Plan.objects.get(pk=pk))
    c = int(desk.post[v])
    if c < 0:
        return None
    problem, instance = desk.problem, desk.county.instance
    scores = problem.scores_of(v)
    may = problem.may_serve(v)
    better = [int(x) for x in np.flatnonzero(may & (scores > scores[c]))]
    better.sort(key=lambda x: -int(scores[x]))
    at = {int(x): int(w) for w, x in enumerate(desk.post) if x >= 0}
    unit = int(problem.unit[c])
    sent = int((problem.unit[desk.post[desk.post >= 0]] == unit).sum())
    full = unit >= 0 and sent >= int(problem.most[unit])
    more = with_one_more(desk, unit) if full else None
    return Explanation(
        village=v,
        candidate=c,
        points=int(scores[c]),
        contributions=tuple(instance.fit.breakdown(v, c)),
        usual=tuple(int(x) for x in usual_terms(desk, v, may)),
        rank=len(better) + 1,
        eligible=int(may.sum()),
        ahead=tuple((x, at.get(x, -1)) for x in better[:SHOWN]),
        without=with_ban(desk, v, c),
        for_village=for_village(desk, v),
        for_person=for_person(desk, c),
        unit_full=full,
        unit_price=None if more is None or more.cost is None else max(0, -more.cost),
    )


def usual_terms(desk: Desk, v: int, may: npt.NDArray[np.bool_]) -> list[float]:
    """Return what each term gives on average to those who may serve in a village."""
    fit, rows = desk.county.instance.fit, max(1, int(may.sum()))
    worth = fit.B[may] * fit.A[v]
    return [float(worth[:, s.start : s.stop].sum()) / rows for s in fit.terms]


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
    found = [Alternative(v, c, desk.problem.score(v, c), with_lock(desk, v, c)) for v, c in pairs]
    possible = [a for a in found if a.answer.cost is not None]
    return tuple(sorted(possible, key=lambda a: a.answer.cost or 0)[:SHOWN])


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


def floors(desk: Desk, shares: Sequence[float] = (0.0, 0.5, 0.7, 0.8, 0.9, 1.0)) -> list[tuple[float, Answer]]:
    """Return the optimum at several floors: what a better worst village costs in total."""
    problem = standing(desk)
    return [(share, answer(desk, problem, {"floor": share})) for share in shares]


def frontier(desk: Desk, bonuses: Sequence[int] = (0, 50, 100, 200, 500, 1000, 2000)) -> list[tuple[int, Answer, int]]:
    """Return the optimum at several bonuses for staying, each with how many incumbents leave their village."""
    problem = standing(desk)
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
