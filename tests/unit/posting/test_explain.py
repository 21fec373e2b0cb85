"""Every figure of an explanation is what solving the changed problem from nothing says."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.posting.problems import FILTERING, problems, random_problem, slow_best
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Live, Plan, Problem, explain, margin_of, others_for, solve, why_not
from zhucun.engine.posting.change import with_pairs, with_quotas, without


def plan_or_skip(problem: Problem, keep: int = 0) -> Plan:
    """Return the plan; a problem without one is not what is tested here."""
    try:
        plan = solve(problem, keep=keep)
    except NoPlan:
        assume(False)
    return plan


def cost(problem: Problem, plan: Plan) -> tuple[int, int] | None:
    """Return (villages emptied, loss) of the best plan of a changed problem; None if there is none."""
    best = slow_best(problem)
    return None if best is None else (best[0] - len(plan.unfilled), plan.total - best[1])


@settings(FILTERING, max_examples=60)
@given(problems(most_villages=4, most_people=5))
def test_why_not_costs_what_solving_with_the_pair_locked_costs(problem: Problem) -> None:
    plan = plan_or_skip(problem)
    assume(problem.villages > 0 and problem.candidates > 0)
    free = [v for v in range(problem.villages) if v not in {lock[0] for lock in problem.locked}]
    people = [c for c in range(problem.candidates) if c not in {lock[1] for lock in problem.locked}]
    assume(free and people)
    answer = why_not(problem, plan, free[0], people[-1])
    said = (answer.emptied, answer.loss) if answer.possible else None
    assert said == cost(with_pairs(problem, lock=[(free[0], people[-1])]), plan)


@settings(FILTERING, max_examples=60)
@given(problems(most_villages=4, most_people=5, locks=False))
def test_the_margin_is_the_loss_if_the_pair_is_forbidden(problem: Problem) -> None:
    plan = plan_or_skip(problem)
    filled = np.flatnonzero(plan.post >= 0)
    assume(len(filled))
    v, c = int(filled[0]), int(plan.post[filled[0]])
    answer = explain(problem, plan, v)
    change = cost(with_pairs(problem, forbid=[(v, c)]), plan)
    assert answer.margin == (change[1] if change and change[0] == 0 else None)


@settings(FILTERING, max_examples=40)
@given(problems(most_villages=4, most_people=5, locks=False))
def test_the_alternatives_are_the_cheapest_there_are(problem: Problem) -> None:
    plan = plan_or_skip(problem)
    filled = np.flatnonzero(plan.post >= 0)
    assume(len(filled))
    v = int(filled[0])
    others = [c for c in range(problem.candidates) if problem.may(v, c) and c != plan.post[v]]
    costs = [cost(with_pairs(problem, lock=[(v, c)]), plan) for c in others]
    best = sorted(value for value in costs if value is not None)[:3]
    assert [(a.emptied, a.loss) for a in explain(problem, plan, v).for_village] == best


@settings(FILTERING, max_examples=40)
@given(problems(most_villages=4, most_people=5, locks=False))
def test_a_binding_quota_says_what_one_more_would_bring(problem: Problem) -> None:
    plan = plan_or_skip(problem)
    filled = np.flatnonzero(plan.post >= 0)
    assume(len(filled))
    found = [b for v in filled for b in explain(problem, plan, int(v)).bindings if b.rule == "most"]
    tree = problem.tree
    relaxed = [with_quotas(problem, {b.node: (int(tree.least[b.node]), int(tree.most[b.node]) + 1)}) for b in found]
    gains = [slow_best(changed)[1] - plan.total for changed in relaxed]
    filled_more = [len(plan.unfilled) - slow_best(changed)[0] for changed in relaxed]
    assert [(b.gain, 0) for b, more in zip(found, filled_more, strict=True) if not more] == [
        (gain, more) for gain, more in zip(gains, filled_more, strict=True) if not more
    ]


@pytest.mark.parametrize("seed", range(25))
def test_recalls_one_after_another_end_where_solving_anew_ends(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = Problem.from_scores(random.integers(0, 60, (12, 30)), random.integers(0, 6, 30), random.integers(1, 5, 6))
    plan = solve(problem)
    live = Live(problem, plan)
    gone = [int(c) for c in plan.post if c >= 0][:5]
    outcomes = [live.recall(c) for c in gone]
    again = solve(without(problem, gone))
    assert live.value() == (len(again.unfilled), again.total)
    assert sum(outcome.loss for outcome in outcomes) == plan.total - again.total


def test_a_trial_leaves_the_plan_as_it_was() -> None:
    problem = random_problem(np.random.default_rng(4), 6, 8, locks=False)
    plan = solve(problem)
    live = Live(problem, plan)
    before = live.optimum.post.copy(), live.optimum.network.price.copy(), live.value()
    live.trial(force=[(0, 0)], out=[1], forbid=[(1, 2)])
    after = live.optimum.post, live.optimum.network.price, live.value()
    assert [np.array_equal(a, b) for a, b in zip(before, after, strict=True)] == [True, True, True]


@settings(FILTERING, max_examples=60)
@given(problems(most_villages=4, most_people=5, locks=False), st.sampled_from([3, 40, 1000]))
def test_with_a_bonus_for_staying_fit_and_those_who_leave_are_told_apart(problem: Problem, keep: int) -> None:
    plan = plan_or_skip(problem, keep)
    filled = np.flatnonzero(plan.post >= 0)
    assume(len(filled))
    v, c = int(filled[0]), int(plan.post[filled[0]])
    without = explain(problem, plan, v).without
    assume(without is not None and without.possible)
    new = without.post
    served = np.flatnonzero(new >= 0)
    kept = int((problem.incumbent[served] == new[served]).sum())
    assert without.loss == plan.total - int(problem.scores_at(served, new[served]).sum())
    assert without.leaving == plan.kept - kept
    empty, worth = slow_best(with_pairs(problem, forbid=[(v, c)]), keep)
    assert (without.emptied, without.weighed) == (
        empty - len(plan.unfilled),
        plan.total + keep * plan.kept - worth,
    )


@settings(FILTERING, max_examples=60)
@given(problems(most_villages=4, most_people=5, locks=False), st.data())
def test_a_lock_is_set_aside_to_ask_what_else_could_be(problem: Problem, data: st.DataObject) -> None:
    assume(problem.villages and problem.candidates)
    v = data.draw(st.integers(0, problem.villages - 1))
    c = data.draw(st.integers(0, problem.candidates - 1))
    assume(problem.may(v, c))
    plan = plan_or_skip(problem.changed(locked=[(v, c)]))
    found = explain(problem.changed(locked=[(v, c)]), plan, v)
    others = [d for d in range(problem.candidates) if problem.may(v, d) and d != c]
    costs = [cost(with_pairs(problem, lock=[(v, d)]), plan) for d in others]
    assert [(a.emptied, a.loss) for a in found.for_village] == sorted(x for x in costs if x is not None)[:3]
    change = cost(with_pairs(problem, forbid=[(v, c)]), plan)
    assert found.margin == (change[1] if change and change[0] <= 0 else None)


@settings(FILTERING, max_examples=60)
@given(problems(most_villages=4, most_people=5, locks=False), st.data())
def test_posts_changed_by_hand_are_explained_beside_the_best_plan(problem: Problem, data: st.DataObject) -> None:
    plan = plan_or_skip(problem)
    filled = np.flatnonzero(plan.post >= 0)
    assume(len(filled))
    v = int(filled[0])
    free = [d for d in range(problem.candidates) if problem.may(v, d) and d not in plan.post]
    assume(free)
    post = plan.post.copy()
    post[v] = data.draw(st.sampled_from(free))
    found = explain(problem, plan, v, Live(problem, plan, post))
    by_hand = plan.changed(total=plan.total - problem.score(v, int(plan.post[v])) + problem.score(v, int(post[v])))
    others = [d for d in range(problem.candidates) if problem.may(v, d) and d != post[v]]
    costs = [cost(with_pairs(problem, lock=[(v, d)]), by_hand) for d in others]
    assert (found.candidate, found.score) == (post[v], problem.score(v, int(post[v])))
    assert [(a.emptied, a.loss) for a in found.for_village] == sorted(x for x in costs if x is not None)[:3]
    assert found.bindings == ()


@pytest.mark.parametrize("floor", [0, 0.9])
def test_the_quick_parts_say_what_the_whole_explanation_says(floor: float) -> None:
    random = np.random.default_rng(3)
    problem = Problem.from_scores(random.integers(0, 900, (14, 40)), random.integers(0, 8, 40), [3] * 8)
    plan = solve(problem, floor=floor)
    live = Live(problem, plan)
    whole = [explain(problem, plan, v, live) for v in range(14)]
    assert [others_for(live, v) for v in range(14)] == [found.for_village for found in whole]
    assert [margin_of(live, v).loss for v in range(14)] == [found.margin for found in whole]
    assert [len(others_for(live, v, 5)) for v in range(14)] == [5] * 14


def test_a_village_that_nobody_else_may_serve_has_no_alternative() -> None:
    plan = solve(Problem.from_scores([[5, 4], [3, 1]]))
    only = Problem.from_scores([[5, 4], [3, 1]], mask=np.eye(2, dtype=bool)[:, plan.post])
    assert others_for(Live(only, solve(only)), 0) == ()
