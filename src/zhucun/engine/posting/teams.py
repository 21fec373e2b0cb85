"""Teams: two members join each secretary, so that together they cover what the village needs.

A team's value is sum over needs of weight x min(enough, the team's skills together), plus points for members from the
secretary's own unit. The secretaries are posted before, exactly. Members help each other less the more alike they are,
so no network holds the joint problem; but each seat, the others given, is a posting problem solved exactly. Seats take
turns until nothing improves. A second member never adds more than to the secretary alone, so the best posting of all
seats at what each adds to the secretary alone bounds every choice of teams: the gap is shown, and no proof claimed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Integers, Problem
from zhucun.engine.posting.solve import solve

MOST_TURNS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """What a team is worth: `needs` villages x needs, `skills` candidates x needs, whole and not negative."""

    needs: Integers
    skills: Integers
    enough: int
    together: int = 0  # points for each member from the secretary's own unit


@dataclass(frozen=True, slots=True, eq=False)
class TeamPlan:
    """Members of each village (-1: nobody), what they add to the secretaries, and what no choice can exceed."""

    members: Integers
    added: int
    bound: int
    turns: int

    @property
    def gap(self) -> int:
        """How much more another choice of members might add at most."""
        return self.bound - self.added


def solve_teams(
    problem: Problem, plan: Plan, team: Team, seats: int = 2, most: npt.ArrayLike | None = None
) -> TeamPlan:
    """Return members for every secretary of a plan; `most` limits each unit's members (default: what is left)."""
    left = problem.most - problem.tree.sent(problem.unit[plan.post[plan.post >= 0]])[: len(problem.most)]
    desk = _Seats(problem, plan, team, np.asarray(left if most is None else most, dtype=np.int64))
    members, bound = desk.all_at_once(seats)
    added, better, turns = -1, desk.added(members), 0
    while better > added and turns < MOST_TURNS:
        added, turns = better, turns + 1
        for seat in range(seats):
            members = desk.one_seat(members, seat)
        better = desk.added(members)
    return TeamPlan(members, better, bound, turns)


class _Seats:
    def __init__(self, problem: Problem, plan: Plan, team: Team, most: Integers) -> None:
        self.problem, self.team, self.most = problem, team, most
        self.secretary = plan.post
        self.free = problem.eligible.copy()
        self.free[plan.post[plan.post >= 0]] = False
        self.allowed = np.stack([problem.may_serve(v) for v in range(problem.villages)] or [self.free])
        unit = problem.unit[np.maximum(plan.post, 0)]
        same = (unit[:, None] == problem.unit[None, :]) & (unit[:, None] >= 0) & (plan.post[:, None] >= 0)
        self.bonus = team.together * same.astype(np.int64)

    def skills(self, members: Integers) -> Integers:
        """Return the skills that secretary and members bring together, villages x needs."""
        people = np.column_stack([self.secretary, members])
        brought = np.where((people >= 0)[:, :, None], self.team.skills[np.maximum(people, 0)], 0)
        total: Integers = brought.sum(axis=1)
        return total

    def worth(self, skills: Integers) -> Integers:
        """Return what skills are worth to each village."""
        worth: Integers = (self.team.needs * np.minimum(self.team.enough, skills)).sum(axis=1)
        return worth

    def adds(self, members: Integers) -> Integers:
        """Return what each candidate would add to each village, given its secretary and some members."""
        have = self.skills(members)
        adds: Integers = self.bonus.copy()
        for k in range(have.shape[1]):
            together = np.minimum(self.team.enough, have[:, k, None] + self.team.skills[None, :, k])
            adds = adds + self.team.needs[:, k, None] * (together - np.minimum(self.team.enough, have[:, k, None]))
        return adds

    def added(self, members: Integers) -> int:
        """Return what members add to the secretaries in all."""
        nobody = np.full((len(members), 0), -1)
        rows, seats = np.nonzero(members >= 0)
        bonus = int(self.bonus[rows, members[rows, seats]].sum())
        return int((self.worth(self.skills(members)) - self.worth(self.skills(nobody))).sum()) + bonus

    def all_at_once(self, seats: int) -> tuple[Integers, int]:
        """Return members chosen as if each joined the secretary alone, and the bound that this gives."""
        nobody = np.full((self.problem.villages, 0), -1)
        adds = np.repeat(self.adds(nobody), seats, axis=0)
        best = self._solve(adds, np.repeat(self.allowed, seats, axis=0), self.free, self.most)
        return best.post.reshape(-1, seats), best.bound

    def one_seat(self, members: Integers, seat: int) -> Integers:
        """Return the members with one seat of every village filled anew, the best for the others as they are."""
        others = np.delete(members, seat, axis=1)
        taken = others[others >= 0]
        free = self.free.copy()
        free[taken] = False
        sent = np.bincount(self.problem.unit[taken][self.problem.unit[taken] >= 0], minlength=len(self.most))
        best = self._solve(self.adds(others), self.allowed, free, self.most - sent)
        changed = members.copy()
        changed[:, seat] = best.post
        return changed

    def _solve(
        self, adds: Integers, allowed: npt.NDArray[np.bool_], free: npt.NDArray[np.bool_], most: Integers
    ) -> Plan:
        return solve(Problem.from_scores(adds, self.problem.unit, most, mask=allowed, eligible=free))
