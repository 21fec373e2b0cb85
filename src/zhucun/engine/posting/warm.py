"""Compiles the solver's inner loops before anybody waits for them.

    python -m zhucun.engine.posting.warm

Machine code is kept on disk beside the sources; a process that finds it there loads it in a second or two.
"""

import numpy as np

from zhucun.engine.posting import Problem, explain, frontier, solve, verify, what_if, why_not


def warm() -> None:
    """Solve a made-up county of a few villages in every way that a page does."""
    draw = np.random.default_rng(1)
    villages, people, features = 12, 40, 6
    problem = Problem(
        draw.integers(0, 50, (villages, features)),
        draw.integers(0, 50, (people, features)),
        unit=draw.integers(0, 8, people),
        most=np.full(8, 4),
        least=np.array([1] + [0] * 7),
    )
    plan = solve(problem, floor=0.9, keep=100, leximin=1)
    verify(problem, plan)
    explain(problem, plan, 0)
    other = next(c for c in range(people) if c not in plan.post)
    why_not(problem, plan, 0, other)
    what_if(problem, plan, lock=((0, other),))
    frontier(problem, plan.post, [0, 100])
    solve(Problem.from_scores(problem.A @ problem.B.T))


if __name__ == "__main__":
    warm()
