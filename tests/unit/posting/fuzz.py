"""Compares the solver with integer programming: `python -m tests.unit.posting.fuzz 10000 [FIRST]`.

Every problem is made from its number, so a mismatch can be repeated. Ends with an error if there is any.
"""

import sys

import numpy as np

from tests.unit.posting.problems import random_problem, slow_best
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import check, solve, verify


def mismatch(number: int) -> str | None:
    """Return what is wrong with the answer to one random problem, None if all agrees."""
    random = np.random.default_rng(number)
    problem = random_problem(random)
    keep, share = int(random.choice([0, 0, 5, 1000])), float(random.choice([0, 0.5, 1]))
    try:
        plan = solve(problem, keep=keep, floor=share)
    except NoPlan:
        return None if slow_best(problem, keep) is None else "a plan exists"
    if check(problem, plan.post) or not verify(problem, plan) or not plan.proved:
        return "checker or verifier object"
    found, best = (len(plan.unfilled), plan.total + keep * plan.kept), slow_best(problem, keep, plan.floor.value)
    return None if found == best else f"found {found}, best is {best}"


def main() -> None:
    """Run as many problems as the command line says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    wrong = {number: fault for number in range(first, first + count) if (fault := mismatch(number))}
    print(f"{count} problems from number {first}: {len(wrong)} mismatches", wrong or "")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
