"""The solver against a slow obvious one, the checker and the verifier, on small problems of every shape."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.posting.problems import FILTERING, problems, slow_best
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Plan, Problem, check, solve, verify

KEEPS = st.sampled_from([0, 0, 5, 1000])


def solved(problem: Problem, **options: object) -> Plan | None:
    """Return the plan, None if there is none."""
    try:
        return solve(problem, **options)  # type: ignore[arg-type]
    except NoPlan:
        return None


@settings(FILTERING, max_examples=300)
@given(problems(), KEEPS)
def test_the_solver_equals_the_slow_solver(problem: Problem, keep: int) -> None:
    plan = solved(problem, keep=keep)
    found = None if plan is None else (len(plan.unfilled), plan.total + keep * plan.kept)
    assert found == slow_best(problem, keep)


@settings(FILTERING, max_examples=200)
@given(problems(), KEEPS)
def test_whatever_the_solver_proposes_the_checker_and_the_verifier_accept(problem: Problem, keep: int) -> None:
    plan = solved(problem, keep=keep)
    assert plan is None or (check(problem, plan.post) == [] and plan.proved and verify(problem, plan).faults == ())
