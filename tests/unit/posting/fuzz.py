"""Compares the solver with integer programming: `python -m tests.unit.posting.fuzz 10000 [FIRST]`.

Every problem is made from its number, so a mismatch can be repeated. Each is drawn with any of all rules (quotas of
units, groups and areas; masks, jurisdiction, bans, locks, extra points, bonuses, floors, the worst few)
and asked four ways: at once, from its file, in blocks, and changed while it stands. Ends with an error if any differ.
"""

import sys
import time
from collections import Counter
from typing import Any

import numpy as np

from tests.unit.posting.problems import random_problem, slow_best
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Live, Plan, Problem, check, solve, verify
from zhucun.engine.posting.blocks import solve_in_blocks
from zhucun.engine.posting.change import with_pairs, with_quotas, without


def mismatch(number: int, seen: Counter[str]) -> str | None:
    """Return what is wrong with the answers to one random problem, None if all agree; count what was seen."""
    random = np.random.default_rng(number)
    problem = random_problem(random)
    keep, share = int(random.choice([0, 0, 5, 1000])), float(random.choice([0, 0.5, 1]))
    few = int(random.choice([0, 0, 0, 3]))
    _count(problem, seen)
    try:
        plan = solve(problem, keep=keep, floor=share, leximin=few)
    except NoPlan:
        seen["no plan"] += 1
        return None if slow_best(problem, keep) is None else "a plan exists"
    read = Plan.from_json(plan.dumps())
    if check(problem, read.post) or not verify(problem, read) or not read.proved:
        return "checker or verifier object"
    if plan.floor.levels:
        seen["levels proved"] += len(plan.floor.levels)
        return None  # the levels and the sum beyond them are proved by the verifier alone
    found, best = (len(plan.unfilled), plan.total + keep * plan.kept), slow_best(problem, keep, plan.floor.value)
    if found != best:
        return f"found {found}, best is {best}"
    return _changed(problem, plan, random, seen) or (None if share else _in_blocks(problem, plan, random))


def _count(problem: Problem, seen: Counter[str]) -> None:
    """Count which rules a problem has."""
    rules: dict[str, Any] = {
        "areas": problem.areas,
        "groups": problem.groups,
        "least quotas": (problem.tree.least > 0).any(),
        "locks": problem.locked,
        "masks": problem.mask is not None,
        "too few people": problem.candidates < problem.villages,
    }
    seen.update(name for name, there in rules.items() if there)


def _changed(problem: Problem, plan: Plan, random: np.random.Generator, seen: Counter[str]) -> str | None:
    """Change the standing plan in one way; return what differs from solving the changed problem by brute force."""
    served = np.flatnonzero(plan.post >= 0)
    if not len(served) or plan.floor.value is not None or problem.locked:
        return None
    v = int(random.choice(served))
    c, node = int(plan.post[v]), int(random.integers(problem.tree.size))
    limits = {node: (0, int(random.integers(0, 4)))}
    changes: dict[str, tuple[dict[str, Any], Problem]] = {
        "forbid": ({"forbid": [(v, c)]}, with_pairs(problem, forbid=[(v, c)])),
        "recall": ({"out": [c]}, without(problem, [c])),
        "quota": ({"quotas": limits}, with_quotas(problem, limits)),
    }
    name = str(random.choice(sorted(changes)))
    asked, changed = changes[name]
    seen[name] += 1
    outcome, best = Live(problem, plan).trial(**asked), slow_best(changed, plan.keep)
    if not outcome.possible or best is None:
        return None if not outcome.possible and best is None else f"after {name}: possible or not"
    worth = plan.total + plan.keep * plan.kept - outcome.weighed
    found = (len(plan.unfilled) + outcome.emptied, worth)
    return None if found == best else f"after {name}: found {found}, best is {best}"


def _in_blocks(problem: Problem, plan: Plan, random: np.random.Generator) -> str | None:
    """Solve in three blocks; return what differs."""
    joined = solve_in_blocks(problem, random.integers(0, 3, problem.villages), keep=plan.keep)
    return None if joined.post.tolist() == plan.post.tolist() and joined.proved else "in blocks: another plan"


def main() -> None:
    """Run as many problems as the command line says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    seen: Counter[str] = Counter()
    wrong = {number: fault for number in range(first, first + count) if (fault := mismatch(number, seen))}
    print(f"{count} problems from number {first}: {len(wrong)} mismatches", wrong or "")
    print(", ".join(f"{name} {times}" for name, times in sorted(seen.items())))
    print(f"{time.process_time():.0f} CPU seconds")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
