"""The best plan under all rules, layer by layer: eligibility, coverage, floor, the worst few, the sum, ties."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from zhucun.engine.posting.fairness import floor_of, maximin, share_of
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.infeasible import check_locks, check_quotas, refuse_if_broken, refuse_if_empty
from zhucun.engine.posting.leximin import settle_worst
from zhucun.engine.posting.optimum import Listener, Optimum, optimise
from zhucun.engine.posting.plan import Floor, Plan
from zhucun.engine.posting.problem import Integers, Problem
from zhucun.engine.posting.ties import choose


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
    stop: Callable[[], bool] | None = None,
    guess: Integers | None = None,
    stay: Integers | None = None,
) -> Plan:
    """Return the best plan and its proof.

    Every filled village reaches `floor` (0 to 1) of the best possible worst fit; `leximin` villages beyond the worst
    are then served as well as can be, worst first; an incumbent who stays counts `keep` points more. Where people are
    too few the plan is honestly partial (`unfilled`), unless `cover` demands every village: then NoPlan. `time_limit`
    (seconds) or `stop` (asked again and again) end early with the best plan in hand and its gap; `unfinished` names the
    layer that was cut off. Equal plans are decided by `seed`, always the same way.
    `guess` are prices to start from (an earlier plan's) and `stay` whom each village keeps if that costs nothing
    (otherwise the incumbents); neither changes what is best.
    """
    check_quotas(problem)
    check_locks(problem)
    frame, stopped = Frame(problem, keep=keep), _until(time_limit, stop)
    optimum = optimise(frame, guess, listener=progress, stopped=stopped)
    refuse_if_broken(optimum)
    if cover:
        refuse_if_empty(optimum)
    free, fairness = optimum.worth(), Floor()
    unfinished = "" if optimum.proved else "sum"
    if (floor > 0 or leximin > 0) and not unfinished:
        _tell(progress, optimum, "floor")
        fairness = _raise_floor(optimum, 1.0 if leximin else floor)
        unfinished = "floor" if fairness.value is None else ""
    if leximin > 0 and not unfinished:
        _tell(progress, optimum, "worst")
        fairness = _serve_worst(optimum, leximin, fairness)
        unfinished = "worst" if stopped() else ""
    plan = plan_of(optimum, seed, fairness, problem.incumbent if stay is None else stay)
    plan = plan.changed(unfinished=unfinished, proved=plan.proved and not unfinished)
    return plan if fairness.value is None else plan.changed(price_of_floor=free - optimum.worth())


def _raise_floor(optimum: Optimum, share: float) -> Floor:
    """Demand the share of the best possible worst fit from every village that can be filled; no value if stopped."""
    start = optimum.mark()
    best, hall, above = maximin(optimum)
    if not optimum.stopped():  # only then is what was found true
        value = share_of(share, best)
        optimum.set_floor(floor_of(optimum.frame, value))
        if optimum.proved:
            return Floor(share, value, best, hall, above=above)
    optimum.undo(start)
    return Floor(share)


def _serve_worst(optimum: Optimum, count: int, fairness: Floor) -> Floor:
    """Lift the worst few level by level; if stopped, as many levels as were reached, or none."""
    start = optimum.mark()
    floors, levels, proofs = settle_worst(optimum, count)
    optimum.set_floor(floors)
    if optimum.proved:
        return replace(fairness, levels=levels, proofs=proofs)
    optimum.undo(start)
    return fairness


def _tell(progress: Listener | None, optimum: Optimum, layer: str) -> None:
    """Report that a layer begins."""
    if progress:
        progress(replace(optimum.progress(), layer=layer))


def _until(seconds: float | None, stop: Callable[[], bool] | None) -> Callable[[], bool]:
    """Return a question that stays answered yes once the time is over or a stop was asked for."""
    over = _deadline(seconds)
    said = False

    def stopped() -> bool:
        nonlocal said
        said = said or over() or (stop is not None and stop())
        return said

    return stopped


def _deadline(seconds: float | None) -> Callable[[], bool]:
    """Return a question that is answered yes once the time is over; durations, never the time of day."""
    if seconds is None:
        return lambda: False
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def plan_of(optimum: Optimum, seed: int = 0, floor: Floor | None = None, stay: Integers | None = None) -> Plan:
    """Return the plan that an optimum holds, ties decided, with its certificate."""
    problem = optimum.frame.problem
    post = choose(optimum, seed, stay) if optimum.proved else optimum.post.copy()
    filled = np.flatnonzero(post >= 0)
    scores = problem.scores_at(filled, post[filled])
    total = int(scores.sum())
    return Plan(
        post=post,
        total=total,
        bound=total + optimum.bound() - optimum.worth(),
        proved=optimum.proved,
        unfilled=tuple(np.flatnonzero(post < 0).tolist()),
        worst=int(scores.min()) if len(scores) else None,
        floor=floor or Floor(),
        price_of_floor=None,
        prices=optimum.charged().copy(),
        certificate=optimum.certificate(),
        seed=seed,
        keep=optimum.frame.keep,
        kept=int((problem.incumbent[filled] == post[filled]).sum()),
        effort={"rounds": optimum.rounds, "pairs": optimum.pricing.pairs, "arcs": optimum.network.arcs},
    )
