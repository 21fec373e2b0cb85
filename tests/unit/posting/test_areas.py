"""Quotas of areas: which township gets the people when there are too few, proved, explained and refused by name."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from tests.unit.posting.problems import FILTERING, problems, slow_best
from zhucun.engine.errors import BadProblem, NoPlan
from zhucun.engine.posting import Area, Live, Plan, Problem, check, explain, solve, verify, what_if

SCORES = [[9, 8], [8, 9], [1, 1], [2, 2]]  # two people for four villages, those of the north worth more
NORTH, SOUTH = (0, 1), (2, 3)


def posted(*areas: Area) -> list[int]:
    """Return the filled villages."""
    plan = solve(Problem.from_scores(SCORES, areas=areas))
    return np.flatnonzero(plan.post >= 0).tolist()


def test_without_quotas_the_best_villages_get_the_few_people() -> None:
    assert posted() == [0, 1]


def test_a_township_that_may_have_one_village_leaves_the_other_to_its_neighbour() -> None:
    assert posted(Area("north", NORTH, most=1)) == [0, 3]


def test_a_township_that_must_have_two_gets_them_first() -> None:
    assert posted(Area("south", SOUTH, least=2)) == [2, 3]


def test_townships_and_their_county_hold_together() -> None:
    county = Area("county", (0, 1, 2, 3), most=1)
    assert posted(county) == [0]
    assert posted(county, Area("south", SOUTH, least=1)) == [3]


def test_an_area_that_may_have_none_stays_empty_though_people_are_left() -> None:
    plan = solve(Problem.from_scores(SCORES, areas=[Area("all", (0, 1, 2, 3), most=0)]))
    assert (plan.post.tolist(), plan.total, plan.proved) == ([-1] * 4, 0, True)


@settings(FILTERING, max_examples=120)
@given(problems(most_villages=8, most_people=6))
def test_with_fewer_people_than_villages_the_solver_equals_the_slow_solver(problem: Problem) -> None:
    assume(problem.areas)
    try:
        plan = solve(problem)
    except NoPlan:
        assert slow_best(problem) is None
        return
    assert (len(plan.unfilled), plan.total) == slow_best(problem)
    assert check(problem, plan.post) == []
    assert verify(problem, plan), verify(problem, plan).faults
    assert verify(problem, Plan.from_json(plan.dumps()))


@pytest.mark.parametrize("seed", range(6))
def test_renumbering_villages_changes_nothing_under_quotas_of_areas(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores, order = random.integers(0, 4, (12, 9)), random.permutation(12)
    names = [f"village {v}" for v in range(12)]
    areas = [Area("north", (0, 1, 2, 3), most=2), Area("both", tuple(range(8)), most=5, least=4)]
    place = {int(v): i for i, v in enumerate(order)}
    moved = [Area(a.name, tuple(place[v] for v in a.villages), a.most, a.least) for a in areas]
    plan = solve(Problem.from_scores(scores, village_names=names, areas=areas))
    other = solve(Problem.from_scores(scores[order], village_names=[names[v] for v in order], areas=moved))
    assert plan.post[order].tolist() == other.post.tolist()


@settings(FILTERING, max_examples=60)
@given(problems(most_villages=6, most_people=5, locks=False))
def test_recalls_under_quotas_of_areas_end_where_solving_anew_ends(problem: Problem) -> None:
    assume(problem.areas)
    try:
        plan = solve(problem)
    except NoPlan:
        assume(False)
    gone = [int(c) for c in plan.post if c >= 0][:1]
    assume(gone)
    eligible = problem.eligible.copy()
    eligible[gone] = False
    outcome = Live(problem, plan).recall(gone[0])
    anew = slow_best(problem.changed(eligible=eligible))
    found = (len(plan.unfilled) + outcome.emptied, plan.total - outcome.loss) if outcome.possible else None
    assert found == anew


@pytest.mark.parametrize(
    ("areas", "rule", "by"),
    [
        ([Area("n", NORTH, least=3)], "area_least", 1),
        ([Area("n", NORTH, least=2), Area("all", (0, 1, 2, 3), most=1)], "area_most", 1),
        ([Area("n", NORTH, most=0), Area("all", (0, 1, 2, 3), least=3)], "area_least", 1),
        ([Area("n", NORTH, least=2), Area("s", SOUTH, least=1)], "area_least", 1),
    ],
)
def test_quotas_of_areas_that_clash_are_named_with_what_to_relax(areas: list[Area], rule: str, by: int) -> None:
    with pytest.raises(NoPlan) as caught:
        solve(Problem.from_scores(SCORES, areas=areas))
    relax = caught.value.details["relax"]
    assert [(r["rule"], r["by"]) for r in relax] == [(rule, by)]
    assert "派驻" in caught.value.text.zh
    assert "villages" in caught.value.text.en


@pytest.mark.parametrize(
    ("areas", "code"),
    [
        ([Area("n", (0, 1)), Area("m", (1, 2))], "crossing_groups"),
        ([Area("n", (0, 9))], "unknown_village"),
        ([Area("n", NORTH, most=1, least=2)], "bad_quota"),
    ],
)
def test_areas_that_make_no_sense_are_refused_by_name(areas: list[Area], code: str) -> None:
    with pytest.raises(BadProblem) as caught:
        Problem.from_scores(SCORES, areas=areas)
    assert caught.value.code == code


def test_what_one_more_village_would_bring_is_told() -> None:
    problem = Problem.from_scores(SCORES, areas=[Area("北乡", NORTH, most=1)])
    plan = solve(problem)
    found = explain(problem, plan, 0).bindings
    assert [(b.rule, b.gain) for b in found] == [("area_most", 18 - 11)]
    assert what_if(problem, plan, area={0: (0, 2)}).loss == -7


def test_a_plan_over_an_area_quota_does_not_verify() -> None:
    problem = Problem.from_scores(SCORES, areas=[Area("north", NORTH, most=1)])
    forged = solve(problem).changed(post=np.array([0, 1, -1, -1]))
    assert "north has 2 filled villages; it may have 1" in verify(problem, forged).faults[0].en


def test_without_its_area_prices_a_plan_is_not_proved() -> None:
    problem: Any = Problem.from_scores(SCORES, areas=[Area("north", NORTH, most=1)])
    plan = Plan.from_json({**solve(problem).to_json()})
    plan.certificate.area[:] = 0
    assert not verify(problem, plan)
