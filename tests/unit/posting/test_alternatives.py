"""An alternative costs exactly what a plan with it is worth less."""

import itertools

import numpy as np
import pytest

from zhucun.engine.posting import solve
from zhucun.engine.posting.alternatives import alternatives
from zhucun.engine.posting.instance import build
from zhucun.engine.sample_world import WORLD_DAY, county


@pytest.fixture(scope="module")
def posted():
    world = county("610426", villages=3, people=14)
    instance = build(world.villages, world.candidates, on=WORLD_DAY, area="610426")
    return instance, solve(instance.problem, floor=0)


def best_with(problem, v, c):
    """The best total of all plans that send c to v, by trying every one."""
    people = range(problem.candidates)
    plans = (p for p in itertools.permutations(people, problem.villages) if p[v] == c)
    sound = (p for p in plans if all(problem.may_serve(w)[x] for w, x in enumerate(p)))
    return max(sum(problem.score(w, x) for w, x in enumerate(p)) for p in sound)


@pytest.mark.parametrize("v", [0, 1, 2])
def test_the_cost_is_what_trying_every_plan_finds(posted, v):
    instance, plan = posted
    found = alternatives(instance, plan, v, 4)
    assert len(found) == 4
    assert [a.cost for a in found] == [plan.total - best_with(instance.problem, v, a.candidate) for a in found]


@pytest.mark.parametrize("v", [0, 1, 2])
def test_alternatives_are_other_people_cheapest_first(posted, v):
    instance, plan = posted
    found = alternatives(instance, plan, v)
    costs = [a.cost for a in found]
    assert costs == sorted(costs)
    assert min(costs) >= 0
    assert int(plan.post[v]) not in {a.candidate for a in found}
    assert all(a.text(instance).zh and a.text(instance).en for a in found)


def test_a_village_that_nobody_else_may_serve_has_no_alternative(posted):
    instance, plan = posted
    only = np.zeros((3, 14), dtype=bool)
    only[np.arange(3), plan.post] = True
    from dataclasses import replace

    alone = replace(instance, problem=instance.problem.changed(mask=only))
    assert alternatives(alone, plan, 0) == ()
