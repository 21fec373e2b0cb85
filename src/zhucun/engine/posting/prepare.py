"""Compiles the inner loops once and leaves them on disk: ten seconds at installation instead of at the first plan."""

from pathlib import Path
from typing import Any

import numpy as np

from zhucun.engine.posting import kernels, outline, outlined, scan
from zhucun.engine.posting.live import Live
from zhucun.engine.posting.problem import Problem
from zhucun.engine.posting.solve import solve


def prepare() -> None:
    """Solve two tiny problems, from a table and from features, in every way that has machine code of its own."""
    random = np.random.default_rng(0)
    villages = 200  # enough that prices are guessed from a sample
    A, B = random.integers(0, 9, (villages, 3)), random.integers(0, 9, (2 * villages, 3))
    unit, most = random.integers(0, 40, 2 * villages), np.full(40, 8)
    solve(Problem.from_scores(A[:20] @ B.T, unit, most), floor=0.5)
    problem = Problem(A, B, unit=unit, most=most)
    live = Live(problem, solve(problem, floor=0.5))
    live.trial(forbid=[(0, int(live.post[0]))], quotas={0: (0, 2)})
    large = outline.WORTHWHILE
    try:
        outline.WORTHWHILE = 0
        solve(problem)  # as a nation is
    finally:
        outline.WORTHWHILE = large
    solve(Problem.from_scores(np.full((3, 2), 2**30)))  # large scores take the wider floats
    clear()


def clear() -> None:
    """Remove the machine code of loops that have since moved or gone, of which each version leaves some."""
    modules = {f"{module.__name__.rpartition('.')[2]}.": module for module in (kernels, outlined, scan)}
    loops: dict[str, Any] = {
        f"{start}{name}-{loop.py_func.__code__.co_firstlineno}.": loop
        for start, module in modules.items()
        for name, loop in vars(module).items()
        if hasattr(loop, "py_func") and loop.py_func.__module__ == module.__name__
    }
    for folder in {Path(loop.stats.cache_path) for loop in loops.values() if loop.stats.cache_path}:  # inlined: none
        for path in folder.glob("*.nb[ic]"):
            if path.name.startswith(tuple(modules)) and not path.name.startswith(tuple(loops)):
                path.unlink(missing_ok=True)


if __name__ == "__main__":
    prepare()
