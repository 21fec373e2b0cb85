"""The floor is as high as can be, the worst few are served level by level, and the reasons given are true."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.posting.problems import FILTERING, problems, slow_best
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Floor, Plan, Problem, check, solve, verify
from zhucun.engine.posting.plan import Prices

SHARES = st.sampled_from([0.3, 0.9, 1.0])


def fair(problem: Problem, floor: float, keep: int = 0, leximin: int = 0) -> Plan:
    """Return a plan with a floor; problems without a plan or with nobody to serve are not what is tested here."""
    try:
        plan = solve(problem, floor=floor, keep=keep, leximin=leximin)
    except NoPlan:
        assume(False)
    assume(plan.floor.maximin is not None and plan.floor.maximin < 2**50)
    return plan


@settings(FILTERING, max_examples=120)
@given(problems(), SHARES, st.sampled_from([0, 20]))
def test_the_plan_is_the_best_above_its_floor(problem: Problem, share: float, keep: int) -> None:
    plan = fair(problem, share, keep)
    assert (len(plan.unfilled), plan.total + keep * plan.kept) == slow_best(problem, keep, plan.floor.value)
    assert check(problem, plan.post) == []
    assert verify(problem, plan)


@settings(FILTERING, max_examples=120)
@given(problems())
def test_the_best_worst_fit_can_be_reached_and_not_exceeded(problem: Problem) -> None:
    plan = fair(problem, 1.0)
    best = plan.floor.maximin
    at, above = slow_best(problem, 0, best), slow_best(problem, 0, best + 1)
    assert at is not None
    assert at[0] == len(plan.unfilled)
    assert above is None or above[0] > at[0]


@settings(FILTERING, max_examples=120)
@given(problems(locks=False))
def test_the_villages_named_compete_for_fewer_people_than_they_are(problem: Problem) -> None:
    plan = fair(problem, 1.0)
    hall = plan.floor.hall
    assume(not problem.areas)  # then an area may be what holds villages back, and is named instead
    assume(hall.villages and not (problem.least > 0).any() and not any(group.least for group in problem.groups))
    scores = np.array([problem.scores_of(v) for v in hall.villages])
    possible = np.array([problem.may_serve(v) for v in hall.villages]) & (scores > hall.level)
    assert set(np.flatnonzero(possible.any(axis=0)).tolist()) <= set(hall.candidates)
    assert len(hall.villages) > hall.usable
    best = solve(Problem.from_scores(np.zeros(possible.shape, dtype=int), mask=possible, **quotas(problem)))
    assert len(hall.villages) - len(best.unfilled) == hall.usable


@pytest.mark.parametrize("seed", range(40))
def test_the_worst_are_served_level_by_level(seed: int) -> None:
    random = np.random.default_rng(seed)
    villages, people = int(random.integers(2, 6)), int(random.integers(5, 8))
    scores = random.integers(0, int(random.choice([4, 12])), (villages, people))
    unit = random.integers(0, 3, people)
    problem = Problem.from_scores(scores, unit, random.integers(1, 4, 3))
    plan = solve(problem, leximin=villages)
    filled = sorted(problem.scores_at(np.flatnonzero(plan.post >= 0), plan.post[plan.post >= 0]).tolist())
    assert filled == best_leximin(problem, len(plan.unfilled))
    assert verify(problem, plan)
    assert sum(many for _, many in plan.floor.levels) == len(filled)


@settings(FILTERING, max_examples=30)
@given(problems(most_villages=5, most_people=5, locks=False))
def test_with_too_few_people_and_any_rules_the_worst_are_served_level_by_level(problem: Problem) -> None:
    plan = fair(problem, 1.0, leximin=problem.villages)
    filled = np.flatnonzero(plan.post >= 0)
    assert sorted(problem.scores_at(filled, plan.post[filled]).tolist()) == best_leximin(problem, len(plan.unfilled))


@settings(FILTERING, max_examples=120)
@given(problems(), st.sampled_from([0, 5]), st.sampled_from([1, 2, 6]))
def test_every_level_is_proved_from_the_plan_s_file(problem: Problem, keep: int, few: int) -> None:
    plan = Plan.from_json(fair(problem, 1.0, keep, few).dumps())
    verdict = verify(problem, plan)
    assert verdict, verdict.faults
    assert len(plan.floor.proofs) == len(plan.floor.levels) + bool(plan.floor.levels)


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (lambda floor: replace(floor, levels=((1, 2), (5, 1))), "level by level"),
        (lambda floor: replace(floor, levels=((1, 1),)), "level by level"),
        (lambda floor: replace(floor, levels=((1, 1), (6, 1))), "level by level"),
        (lambda floor: replace(floor, proofs=floor.proofs[::-1]), "level by level"),
        (lambda floor: replace(floor, proofs=(free(floor.proofs[0]), *floor.proofs[1:])), "level by level"),
        (lambda floor: replace(floor, maximin=0), "cannot do better"),
        (lambda floor: replace(floor, above=free(floor.above)), "cannot do better"),
    ],
)
def test_the_verifier_sees_through_forged_levels(forge: Callable[[Floor], Floor], fault: str) -> None:
    problem = Problem.from_scores([[5, 1], [5, 1]])
    plan = solve(problem, leximin=2)
    assert (plan.floor.levels, bool(verify(problem, plan))) == (((1, 1), (5, 1)), True)
    forged = plan.changed(floor=forge(plan.floor))
    assert [fault in text.en for text in verify(problem, forged).faults] == [True]


def free(prices: Prices | None) -> Prices | None:
    """Return prices with nothing in them: a proof of nothing."""
    return prices and replace(prices, candidate=prices.candidate * 0)


def test_leximin_for_the_worst_few_leaves_the_rest_to_the_sum() -> None:
    problem = Problem.from_scores([[1, 9, 9], [2, 50, 8], [3, 60, 7]])
    plan = solve(problem, leximin=1)
    assert plan.floor.levels == ((3, 1),)
    assert (plan.worst, plan.total) == (3, 3 + 50 + 9)


def test_the_price_of_the_floor_is_what_it_costs() -> None:
    problem = Problem.from_scores([[10, 9], [9, 1]])
    free, level = solve(problem), solve(problem, floor=1.0)
    assert (free.total, free.price_of_floor) == (18, None)
    assert level.total + level.price_of_floor == free.total


def quotas(problem: Problem) -> dict[str, object]:
    """Return the quota rules of a problem."""
    return {"unit": problem.unit, "quota": problem.most, "groups": problem.groups}


def best_leximin(problem: Problem, unfilled: int) -> list[int]:
    """Return the leximin-best sorted scores of the filled villages, by trying everything."""
    villages = problem.villages
    choices = list(range(problem.candidates)) + [-1] * unfilled
    posts = (np.array(post) for post in set(permutations(choices, villages)) if post.count(-1) == unfilled)
    good = (post for post in posts if check(problem, post) == [])
    return max(sorted(problem.scores_at(np.flatnonzero(p >= 0), p[p >= 0]).tolist()) for p in good)
