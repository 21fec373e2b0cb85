"""Every plan that these tests solve is read back from its file and verified, whatever the test itself asks."""

from collections.abc import Iterator
from functools import wraps
from typing import Any

import pytest

from zhucun.engine.posting import Plan, Problem, change, solve, teams, verify


@wraps(solve)
def solve_and_verify(problem: Problem, **options: Any) -> Plan:
    """Solve, and check feasibility, sums and certificates from the plan's file."""
    plan = solve(problem, **options)
    verdict = verify(problem, Plan.from_json(plan.dumps()))
    assert verdict, verdict.faults
    return plan


@pytest.fixture(autouse=True, scope="module")
def every_plan_is_verified(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the verified solve in the place of the plain one, in the tests and where the engine solves anew."""
    modules = [module for module in (request.module, change, teams) if getattr(module, "solve", None) is solve]
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "solve", solve_and_verify)
        yield
