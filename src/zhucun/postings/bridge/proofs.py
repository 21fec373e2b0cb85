"""A plan with the proof that fits its posts: the solver's own, or after hand moves a bound that anybody can check."""

from dataclasses import replace

import numpy as np

from zhucun.core.refusals import Refused
from zhucun.engine.errors import EngineError
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import solve, verify
from zhucun.engine.posting.instance import Instance
from zhucun.engine.posting.plan import Floor
from zhucun.postings.bridge.desk import Desk


def provable(desk: Desk) -> tuple[Instance, Optimum]:
    """Return the plan as it stands with a certificate that holds for it, and the instance it is a plan of."""
    instance = replace(desk.county.instance, problem=desk.standing)
    optimum = desk.optimum
    if optimum is not None and bool((optimum.post == desk.post).all()):
        return instance, optimum
    return instance, bounded(desk, instance)


def bounded(desk: Desk, instance: Instance) -> Optimum:
    """Return the posts as they stand under the prices of the free optimum, which bound them from above."""
    problem = instance.problem
    try:
        free = solve(problem, seed=int(desk.settings.get("seed", 0)))
    except EngineError as error:
        raise Refused.from_engine(error) from error
    filled = np.flatnonzero(desk.post >= 0)
    claimed = free.changed(
        post=desk.post,
        total=desk.total,
        proved=False,
        unfilled=tuple(int(v) for v in np.flatnonzero(desk.post < 0)),
        worst=int(desk.points[filled].min()) if len(filled) else None,
        floor=Floor(),
        price_of_floor=None,
        kept=int((problem.incumbent[filled] == desk.post[filled]).sum()),
    )
    bound = verify(problem, claimed).bound
    return claimed.changed(bound=bound, proved=bound == desk.total)
