"""Teams: members never lose, never break a rule, and never exceed the bound; small cases against trying everything."""

from itertools import permutations

import numpy as np
import pytest

from zhucun.engine.posting import Plan, Problem, solve
from zhucun.engine.posting.teams import Team, TeamPlan, solve_teams


def case(seed: int, villages: int = 2, people: int = 7) -> tuple[Problem, Plan, Team]:
    """Return a small county with its secretaries and what teams are worth."""
    random = np.random.default_rng(seed)
    scores, unit = random.integers(0, 30, (villages, people)), random.integers(0, 3, people)
    problem = Problem.from_scores(scores, unit, [6, 6, 6])
    team = Team(random.integers(0, 5, (villages, 3)), random.integers(0, 9, (people, 3)), 12, 5)
    return problem, solve(problem), team


def value(problem: Problem, plan: Plan, team: Team, members: np.ndarray) -> int:
    """Return what members add, computed one by one."""
    total = 0
    for v, row in enumerate(members.tolist()):
        secretary = int(plan.post[v])
        alone = team.skills[secretary]
        joined = alone + sum((team.skills[c] for c in row if c >= 0), np.zeros(3, dtype=int))
        total += int((team.needs[v] * (np.minimum(12, joined) - np.minimum(12, alone))).sum())
        total += sum(team.together for c in row if c >= 0 and problem.unit[c] == problem.unit[secretary])
    return total


@pytest.mark.parametrize("seed", range(30))
def test_members_are_worth_what_is_said_and_no_more_than_the_bound(seed: int) -> None:
    problem, plan, team = case(seed)
    found: TeamPlan = solve_teams(problem, plan, team)
    assert found.added == value(problem, plan, team, found.members)
    free = [c for c in range(problem.candidates) if c not in plan.post]
    best = max(
        value(problem, plan, team, np.array(p).reshape(2, 2)) for p in permutations(free, 4) if fits(problem, plan, p)
    )
    assert found.added <= best <= found.bound
    assert found.added >= 0.9 * best


@pytest.mark.parametrize("seed", range(10))
def test_nobody_serves_twice_and_no_unit_sends_too_many(seed: int) -> None:
    problem, plan, team = case(seed, villages=3, people=14)
    members = solve_teams(problem, plan, team).members
    everybody = np.concatenate([plan.post, members[members >= 0]])
    assert len(set(everybody.tolist())) == len(everybody)
    assert (np.bincount(problem.unit[everybody], minlength=3) <= problem.most).all()


def fits(problem: Problem, plan: Plan, members: tuple[int, ...]) -> bool:
    """Say whether units may send these members beside the secretaries."""
    everybody = np.concatenate([plan.post, np.array(members)])
    return bool((np.bincount(problem.unit[everybody], minlength=3) <= problem.most).all())
