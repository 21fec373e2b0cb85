"""The best plan under all rules, layer by layer: eligibility, coverage, floor, the worst few, the sum, ties."""

import time
from collections.abc import Callable

import numpy as np

from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.infeasible import check_locks, check_quotas, refuse_if_broken
from zhucun.engine.posting.optimum import Listener, Optimum, optimise
from zhucun.engine.posting.plan import Floor, Plan
from zhucun.engine.posting.problem import Problem


def solve(
    problem: Problem,
    *,
    floor: float = 0.0,
    keep: int = 0,
    leximin: int = 0,
    cover: bool = False,
    time_limit: float | None = None,
    seed: int = 0,
    progress: Listener | None = None,
) -> Plan:
    """Return the best plan and its proof.

    Every filled village reaches `floor` (0 to 1) of the best possible worst fit; `leximin` villages beyond the worst
    are then served as well as can be, worst first; an incumbent who stays counts `keep` points more. Where people are
    too few the plan is honestly partial (`unfilled`), unless `cover` demands every village: then NoPlan. `time_limit`
    (seconds) ends early with the best plan in hand and its gap. Equal plans are decided by `seed`, always the same way.
    """
    stopped = _deadline(time_limit)
    check_quotas(problem)
    check_locks(problem)
    optimum = _optimum(Frame(problem, keep=keep), progress, stopped)
    return plan_of(optimum, seed)


def _optimum(frame: Frame, progress: Listener | None, stopped: Callable[[], bool]) -> Optimum:
    optimum = optimise(frame, listener=progress, stopped=stopped)
    refuse_if_broken(optimum)
    return optimum


def _deadline(seconds: float | None) -> Callable[[], bool]:
    """Return a question that is answered yes once the time is over; durations, never the time of day."""
    if seconds is None:
        return lambda: False
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def plan_of(optimum: Optimum, seed: int) -> Plan:
    """Return the plan that an optimum holds, with its certificate."""
    problem, post = optimum.frame.problem, optimum.post.copy()
    filled = np.flatnonzero(post >= 0)
    scores = [problem.score(int(v), int(post[v])) for v in filled]
    total = sum(scores)
    return Plan(
        post=post,
        total=total,
        bound=total + optimum.bound() - optimum.worth(),
        proved=optimum.proved,
        unfilled=tuple(int(v) for v in np.flatnonzero(post < 0)),
        worst=min(scores, default=None),
        floor=Floor(),
        price_of_floor=None,
        prices=optimum.network.charged().copy(),
        certificate=optimum.certificate(),
        seed=seed,
        keep=optimum.frame.keep,
        kept=int((problem.incumbent[filled] == post[filled]).sum()),
        effort={"rounds": optimum.rounds, "pairs": optimum.pricing.pairs, "arcs": optimum.network.arcs},
    )
