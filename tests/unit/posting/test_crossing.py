"""Plans under quotas that cross equal those of a slow solver that knows of every pair."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Problem
from zhucun.engine.posting.crossing import Crossing, solve_crossing


def case(seed: int) -> tuple[Problem, list[Crossing]]:
    """Return a random county with two or three crossing rules."""
    random = np.random.default_rng(seed)
    villages, people, units = 8, 16, 4
    problem = Problem.from_scores(
        random.integers(0, 30, (villages, people)), random.integers(0, units, people), random.integers(2, 5, units)
    )
    rules = []
    for k in range(int(random.integers(1, 4))):
        inside = tuple(np.flatnonzero(random.random(villages) < 0.6).tolist())
        counted = tuple(np.flatnonzero(random.random(people) < 0.5).tolist())
        most = int(random.integers(0, 4)) if random.random() < 0.5 else None
        rules.append(
            Crossing(f"rule {k}", inside, counted, most, 0 if most is not None else int(random.integers(0, 5)))
        )
    return problem, rules


def slow(problem: Problem, rules: list[Crossing]) -> int | None:
    """Return the best total by integer programming over all pairs, every village filled; None if impossible."""
    villages, people = problem.table.shape
    v, c = np.divmod(np.arange(villages * people), people)
    rows = [v == i for i in range(villages)] + [c == i for i in range(people)]
    rows += [problem.unit[c] == u for u in range(len(problem.most))]
    rows += [np.isin(v, rule.villages) & np.isin(c, rule.candidates) for rule in rules]
    low = [1] * villages + [0] * (people + len(problem.most)) + [rule.least for rule in rules]
    high = [1] * (villages + people) + problem.most.tolist()
    high += [np.inf if rule.most is None else rule.most for rule in rules]
    constraint = LinearConstraint(np.array(rows, dtype=float), low, high)
    size = villages * people
    result = milp(-problem.table.ravel(), integrality=np.ones(size), bounds=Bounds(0, 1), constraints=constraint)
    return None if result.x is None else round(-result.fun)


def total(problem: Problem, rules: list[Crossing]) -> int | None:
    """Return the solver's best total, None if it says that there is no plan."""
    try:
        found = solve_crossing(problem, rules)
    except NoPlan:
        return None
    assert found.proved
    assert found.total <= found.bound
    return found.total


@pytest.mark.parametrize("seed", range(60))
def test_crossing_quotas_equal_the_slow_solver(seed: int) -> None:
    problem, rules = case(seed)
    assert total(problem, rules) == slow(problem, rules)


def test_the_price_of_the_rules_is_what_they_cost() -> None:
    problem = Problem.from_scores([[9, 1], [8, 2], [0, 0]][:2])
    found = solve_crossing(problem, [Crossing("nobody but the second in the first village", (0,), (0,), most=0)])
    assert (found.post.tolist(), found.total, found.price_of_rules) == ([1, 0], 9, 2)


def test_rules_that_cannot_be_met_are_named() -> None:
    problem = Problem.from_scores([[9, 1], [8, 2]])
    with pytest.raises(NoPlan) as caught:
        solve_crossing(problem, [Crossing("both in the first village", (0,), (0, 1), least=2)])
    assert "both in the first village" in caught.value.text.en
