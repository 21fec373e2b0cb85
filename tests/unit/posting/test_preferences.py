"""A round by wishes is stable, keeps every quota, and its price and the best plan's unrest are counted right."""

from typing import Any

import numpy as np
import pytest

from tests.unit.posting.problems import random_problem
from zhucun.engine.posting import Problem, solve
from zhucun.engine.posting.change import with_quotas
from zhucun.engine.posting.preferences import blocking_pairs, round_by_wishes


def case(seed: int) -> tuple[Problem, list[list[int]]]:
    """Return a random problem without least quotas or locks, and wishes of random length."""
    random = np.random.default_rng(seed)
    problem = random_problem(random, 6, 9, locks=False)
    tree, problem = problem.tree, problem.changed(areas=())
    problem = with_quotas(problem, {node: (0, int(tree.most[node])) for node in range(tree.size)})
    lengths = random.integers(0, problem.villages + 1, problem.candidates)
    return problem, [random.permutation(problem.villages)[:n].tolist() for n in lengths]


@pytest.mark.parametrize("seed", range(150))
def test_a_round_by_wishes_is_stable_and_keeps_the_quotas(seed: int) -> None:
    problem, wishes = case(seed)
    found = round_by_wishes(problem, solve(problem), wishes)
    assert blocking_pairs(problem, found.post, wishes) == 0
    sent = problem.tree.sent(problem.unit[found.post[found.post >= 0]])
    assert (sent <= problem.tree.most).all()
    served = [(int(v), int(found.post[v])) for v in np.flatnonzero(found.post >= 0)]
    assert all(problem.may(v, c) and v in wishes[c] for v, c in served)


def test_without_quotas_it_is_the_textbook_answer() -> None:
    scores = [[5, 6, 7], [9, 8, 1]]
    wishes = [[0, 1], [1, 0], [0]]
    problem = Problem.from_scores(scores)
    found = round_by_wishes(problem, solve(problem), wishes)
    assert found.post.tolist() == [2, 0]
    assert (found.total, found.price) == (16, 0)


def test_the_best_plan_may_leave_people_who_would_rather_have_each_other() -> None:
    problem = Problem.from_scores([[10, 9], [9, 1]])
    found = round_by_wishes(problem, solve(problem), [[0, 1], [0, 1]])
    assert (found.total, found.price, found.blocking) == (11, 7, 1)


def test_between_two_of_a_full_unit_the_stronger_wish_stays() -> None:
    rules: dict[str, Any] = {"unit": [0, 0], "quota": [1]}
    problem = Problem.from_scores([[5, 5], [5, 5]], **rules)
    found = round_by_wishes(problem, solve(problem), [[0, 1], [1]])
    assert sorted(found.post.tolist()) == [-1, 0] or sorted(found.post.tolist()) == [-1, 1]
    assert len(found.unfilled) == 1
