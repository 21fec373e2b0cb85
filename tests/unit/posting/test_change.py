"""Changed problems: warm equals cold, few moves, the frontier, and what never changes anything."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from tests.unit.posting.problems import FILTERING, problems
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import People, Plan, Problem, Villages, check, frontier, repost, solve, verify, what_if
from zhucun.engine.posting.change import without


def county(seed: int, villages: int = 20, people: int = 50, spread: int = 40) -> Problem:
    """Return a small county with many equal scores."""
    random = np.random.default_rng(seed)
    names = [f"person {c}" for c in range(people)]
    places = [f"village {v}" for v in range(villages)]
    return Problem.from_scores(
        random.integers(0, spread, (villages, people)),
        random.integers(0, 10, people),
        random.integers(2, 5, 10),
        village_names=places,
        candidate_names=names,
    )


@settings(FILTERING, max_examples=80)
@given(problems(locks=False))
def test_starting_from_old_prices_gives_the_very_plan_that_starting_from_nothing_gives(problem: Problem) -> None:
    try:
        plan = solve(problem)
    except NoPlan:
        assume(False)
    again = solve(problem, guess=plan.prices + 3)
    assert again.post.tolist() == plan.post.tolist()


@pytest.mark.parametrize("seed", range(10))
def test_renumbering_villages_and_people_changes_nothing(seed: int) -> None:
    problem = county(seed, spread=4)
    random = np.random.default_rng(seed + 100)
    rows, columns = random.permutation(problem.villages), random.permutation(problem.candidates)
    shuffled = Problem.from_scores(
        problem.table[np.ix_(rows, columns)],
        problem.unit[columns],
        problem.most,
        village_names=[problem.village_names[v] for v in rows],
        candidate_names=[problem.candidate_names[c] for c in columns],
    )
    plan, other = solve(problem), solve(shuffled)
    assert named(problem, plan) == named(shuffled, other)


@pytest.mark.parametrize("seed", range(10))
def test_a_useless_candidate_changes_nothing(seed: int) -> None:
    problem = county(seed, spread=4)
    plan = solve(problem)
    useless = People(np.full((problem.villages, 1), -1000), [0], ["nobody"])
    assert what_if(problem, plan, add=useless).moves == ()


@pytest.mark.parametrize("seed", range(10))
def test_recalled_and_restored_is_as_before(seed: int) -> None:
    problem = county(seed, spread=4)
    plan = solve(problem)
    without_one = what_if(problem, plan, withdraw=[int(plan.post[3])])
    restored = what_if(problem, without_one.plan)
    assert restored.plan.total == plan.total
    assert solve(problem).post.tolist() == plan.post.tolist()


@pytest.mark.parametrize("seed", range(6))
def test_the_same_seed_gives_the_same_plan_and_another_seed_may_not(seed: int) -> None:
    problem = county(seed, spread=2)
    plans = [solve(problem, seed=s).post.tolist() for s in (1, 1, 2, 3, 4)]
    assert plans[0] == plans[1]
    assert len({tuple(post) for post in plans}) > 1


@pytest.mark.parametrize("seed", range(6))
def test_reposting_with_a_high_bonus_moves_only_who_must(seed: int) -> None:
    problem = county(seed)
    plan = solve(problem)
    gone = [int(plan.post[0]), int(plan.post[5])]
    delta = repost(problem, plan, recall=gone, keep=10_000)
    assert verify(delta.problem, delta.plan)
    assert len(delta.moves) == 2


@pytest.mark.parametrize("seed", range(6))
def test_the_frontier_trades_moves_for_fit(seed: int) -> None:
    problem = county(seed)
    plan = solve(problem)
    left = without(problem, plan.post[:3].tolist())
    points = frontier(left, plan.post, bonuses=(0, 1, 5, 30, 1000))
    moves, losses = [p.moves for p in points], [p.loss for p in points]
    assert moves == sorted(moves, reverse=True)
    assert losses == sorted(losses)
    assert (losses[0], moves[-1]) == (0, 3)


def test_a_new_village_gets_somebody_and_few_others_move() -> None:
    problem = county(1)
    plan = solve(problem)
    scores = np.full((1, problem.candidates), 20)
    delta = repost(problem, plan, villages=Villages(scores, ["new village"]), keep=10_000)
    assert delta.plan.post[-1] >= 0
    assert [move.village for move in delta.moves] == [problem.villages]


def test_locks_quotas_scores_and_floors_can_be_tried() -> None:
    problem = county(2)
    plan = solve(problem)
    other = next(c for c in range(problem.candidates) if c not in plan.post)
    delta = what_if(problem, plan, lock=[(0, other)], quota={0: (1, 2)}, scores={(1, other): 90}, floor=1.0)
    assert check(delta.problem, delta.plan.post) == []
    assert verify(delta.problem, delta.plan)
    assert delta.plan.post[0] == other
    assert delta.loss == plan.total - delta.plan.total


def named(problem: Problem, plan: Plan) -> dict[str, str]:
    """Return who serves where by name."""
    return {problem.village_name(v): problem.candidate_name(int(c)) for v, c in enumerate(plan.post)}
