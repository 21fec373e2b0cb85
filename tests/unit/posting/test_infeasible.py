"""Where there is no plan, the refusal names the rules and a smallest set to relax, and relaxing it gives a plan."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

from tests.unit.posting.problems import FILTERING, problems, slow_best
from zhucun.engine.errors import BadProblem, NoPlan
from zhucun.engine.posting import Area, Group, Problem, solve
from zhucun.engine.posting.change import with_areas, with_pairs, with_quotas

SCORES = [[5, 3, 1], [4, 2, 6], [1, 1, 1]]


def refusal(problem: Problem, **options: Any) -> NoPlan:
    """Return how the solver says no."""
    with pytest.raises(NoPlan) as caught:
        solve(problem, **options)
    return caught.value


def relaxed(problem: Problem, relax: list[dict[str, Any]]) -> Problem:
    """Return the problem with exactly what the refusal names given up."""
    unlock = [(r["village"], r["candidate"]) for r in relax if r["rule"] == "locked"]
    problem = with_pairs(problem, unlock=unlock)
    tree, areas = problem.tree, problem.by_area.tree
    limits = [(r["node"], *shift(r)) for r in relax if "node" in r]
    quotas = {n: (int(tree.least[n]) - down, int(tree.most[n]) + up) for n, down, up in limits}
    limits = [(r["area"], *shift(r)) for r in relax if "area" in r]
    filled = {a: (int(areas.least[a]) - down, int(areas.most[a]) + up) for a, down, up in limits}
    return with_areas(with_quotas(problem, quotas), filled)


def shift(relaxing: dict[str, Any]) -> tuple[int, int]:
    """Return by how much to lower the least and raise the most."""
    return (relaxing["by"], 0) if relaxing["rule"].endswith("least") else (0, relaxing["by"])


@settings(FILTERING, max_examples=150)
@given(problems())
def test_relaxing_what_is_named_gives_a_plan(problem: Problem) -> None:
    try:
        solve(problem)
    except NoPlan as no:
        answer = no
    else:
        assume(False)
    assert slow_best(problem) is None
    assume(answer.code == "no_plan")
    assert solve(relaxed(problem, answer.details["relax"])).proved


def test_two_locks_of_one_person_keep_one_of_them() -> None:
    no = refusal(Problem.from_scores(SCORES, locked=[(0, 0), (1, 0)]))
    assert no.details["relax"] == [{"rule": "locked", "village": 1, "candidate": 0}]
    assert "锁定" in no.text.zh
    assert "locked more than once" in no.text.en


def test_a_lock_of_somebody_ineligible_is_named_with_the_rule() -> None:
    no = refusal(Problem.from_scores(SCORES, locked=[(0, 0)], eligible=[0, 1, 1], candidate_names=["甲", "乙", "丙"]))
    assert "甲不符合选派条件" in no.text.zh


def test_locks_against_a_quota_release_as_few_as_can_be() -> None:
    no = refusal(Problem.from_scores(SCORES, [0, 0, 0], [2], locked=[(0, 0), (1, 1), (2, 2)]))
    assert len(no.details["relax"]) == 1
    assert "may send at most 2" in no.text.en


def test_a_unit_without_eligible_people_cannot_send_its_least() -> None:
    no = refusal(
        Problem.from_scores(SCORES, [0, 1, 1], [1, 2], least=[1, 0], eligible=[0, 1, 1], unit_names=["县委", "县府"])
    )
    assert no.details["relax"] == [{"rule": "least", "node": 0, "by": 1}]
    assert "县委" in no.text.zh


def test_a_group_that_may_send_less_than_its_units_must_is_named() -> None:
    groups = [Group("county party committee", (0, 1), most=2)]
    no = refusal(Problem.from_scores(SCORES, [0, 0, 1], [2, 2], least=[2, 1], groups=groups))
    assert no.details["relax"] == [{"rule": "most", "node": 2, "by": 1}]


def test_a_demand_to_fill_every_village_names_the_villages_in_want() -> None:
    mask = np.array([[1, 0, 0], [1, 0, 0], [1, 1, 1]])
    no = refusal(Problem.from_scores(SCORES, mask=mask), cover=True)
    assert no.code == "not_enough_people"
    assert "2 villages (V0, V1) have only 1 usable people" in no.text.en
    assert len(solve(Problem.from_scores(SCORES, mask=mask)).unfilled) == 1


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: Problem.from_scores([[0.5]]), "not_whole"),
        (lambda: Problem.from_scores([[float("nan")]]), "not_whole"),
        (lambda: Problem.from_scores([["a"]]), "not_whole"),
        (lambda: Problem.from_scores([1, 2]), "wrong_shape"),
        (lambda: Problem.from_scores([[1, 2]], [0], [1]), "wrong_shape"),
        (lambda: Problem.from_scores([[1, 2]], [0, 3], [1]), "wrong_shape"),
        (lambda: Problem.from_scores([[1, 2]], [0, -2], [1]), "out_of_range"),
        (lambda: Problem.from_scores([[1, 2]], [0, 0], [-1]), "bad_quota"),
        (lambda: Problem.from_scores([[1, 2]], [0, 0], [1], least=[2]), "bad_quota"),
        (lambda: Problem.from_scores([[1, 2]], locked=[(1, 0)]), "out_of_range"),
        (lambda: Problem.from_scores([[1, 2]], forbidden=[(0, 5)]), "out_of_range"),
        (lambda: Problem.from_scores([[1, 2]], mask=[[1]]), "wrong_shape"),
        (lambda: Problem.from_scores([[10**17]]), "too_large"),
        (lambda: Problem([[1, 2]], [[1]]), "wrong_shape"),
        (lambda: Problem.from_scores([[1]] * 3, groups=[Group("a", (7,))]).tree, "unknown_unit"),
    ],
)
def test_bad_data_is_refused_by_name(build: Any, code: str) -> None:
    with pytest.raises(BadProblem) as caught:
        build()
    assert caught.value.code == code
    assert caught.value.text.zh
    assert caught.value.text.en


@pytest.mark.parametrize("shape", [(0, 0), (0, 4), (4, 0)])
def test_empty_sides_give_an_honest_plan(shape: tuple[int, int]) -> None:
    plan = solve(Problem.from_scores(np.zeros(shape, dtype=int)))
    assert (plan.total, plan.proved, len(plan.unfilled)) == (0, True, shape[0])


def test_nobody_eligible_leaves_all_villages_empty() -> None:
    plan = solve(Problem.from_scores(SCORES, eligible=[0, 0, 0]), floor=1.0)
    assert (plan.post.tolist(), plan.worst, plan.proved) == ([-1, -1, -1], None, True)


def test_more_villages_than_people_fills_as_many_as_can_be() -> None:
    plan = solve(Problem.from_scores([[1], [3], [2]]))
    assert (plan.post.tolist(), plan.unfilled, plan.total) == ([-1, 0, -1], (0, 2), 3)


@pytest.mark.parametrize("shape", [(0, 0), (0, 4), (4, 0)])
@pytest.mark.parametrize("options", [{"floor": 1.0}, {"leximin": 3}, {"keep": 9, "floor": 0.5}])
def test_empty_sides_have_empty_layers(shape: tuple[int, int], options: dict[str, Any]) -> None:
    area = Area("all", tuple(range(shape[0])), most=2)
    plan = solve(Problem.from_scores(np.zeros(shape, dtype=int), areas=[area]), **options)
    assert (plan.worst, plan.floor.levels, plan.proved) == (None, (), True)


@pytest.mark.parametrize("least", [4, 10**9, 2**40])
def test_a_unit_or_area_that_must_have_more_than_there_is_is_refused_at_once(least: int) -> None:
    unit = refusal(Problem.from_scores(SCORES, [0, 0, 0], [least], least=[least]))
    area = refusal(Problem.from_scores(SCORES, areas=[Area("all", (0, 1, 2), least=least, most=least)]))
    assert unit.details["relax"] == [{"rule": "least", "node": 0, "by": least - 3}]
    assert area.details["relax"] == [{"rule": "area_least", "area": 0, "by": least - 3}]


@pytest.mark.parametrize("most", [10**9, 2**60])
def test_absurdly_wide_quotas_bind_nothing(most: int) -> None:
    plan = solve(Problem.from_scores(SCORES, [0, 0, 0], [most], areas=[Area("all", (0, 1, 2), most=most)]))
    assert plan.total == solve(Problem.from_scores(SCORES)).total


@pytest.mark.parametrize("keep", [2**52, 2**60, 2**70])
def test_an_absurd_bonus_for_staying_is_refused_by_name(keep: int) -> None:
    with pytest.raises(BadProblem, match="64"):
        solve(Problem.from_scores(SCORES, incumbent=[0, 1, 2]), keep=keep)


@pytest.mark.parametrize("points", [2**52, 2**62, -(2**62)])
def test_absurd_extra_points_are_refused_by_name(points: int) -> None:
    with pytest.raises(BadProblem, match="64"):
        Problem.from_scores(SCORES, extra=[(0, 0, points)])


def test_very_large_weights_stay_exact() -> None:
    big = 2**40
    plan = solve(Problem.from_scores([[big, big - 1], [big, big - 3]]))
    assert (plan.total, plan.proved) == (2 * big - 1, True)
