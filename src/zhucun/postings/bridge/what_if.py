"""What if: a changed problem solved again with proof and set beside the plan as it stands; nothing is written."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import NoPlan
from zhucun.engine.facts import CandidateFacts
from zhucun.engine.posting import Breach, Problem, check
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting.instance import build
from zhucun.engine.posting.townships import area_of
from zhucun.policy.queries import figures_of
from zhucun.postings.bridge.county import adjustments_of
from zhucun.postings.bridge.desk import Desk, solve_with

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shift:
    """A village whose person changes; -1 is nobody."""

    village: int
    before: int
    after: int
    before_points: int
    after_points: int


@dataclass(frozen=True, eq=False)
class Answer:
    """What would hold instead: the new optimum, what it costs the county against the plan as it stands, who moves.

    Total and cost are plain total fit; `leaving` more incumbents would leave their village than now. `floor` is told,
    before and after, where a share of another best possible makes another floor.
    """

    total: int | None
    cost: int | None
    shifts: tuple[Shift, ...]
    optimum: Optimum | None
    refusal: NoPlan | None = None
    breaches: tuple[Breach, ...] = ()
    leaving: int = 0
    floor: tuple[int, int] | None = None
    asked: Problem | None = None  # what was solved, where it was refused: its rules are not the plan's


def answer(desk: Desk, problem: Problem, settings: dict[str, Any] | None = None) -> Answer:
    """Solve a changed problem as applying the change will, and set it beside the plan as it stands."""
    try:
        chosen = {**desk.settings, **(settings or {})}
        optimum = solve_with(problem, chosen, stay=desk.post, guess=_prices(desk, problem))
    except NoPlan as error:
        return Answer(None, None, (), None, error, asked=problem)
    return compared(desk, optimum, problem)


def _prices(desk: Desk, problem: Problem) -> Integers | None:
    """Return the prices of the optimum to start from, 0 for newcomers."""
    if desk.optimum is None:
        return None
    guess = np.zeros(problem.candidates, dtype=np.int64)
    guess[: len(desk.optimum.prices)] = np.maximum(desk.optimum.prices, 0)
    return guess


def compared(desk: Desk, optimum: Optimum, problem: Problem) -> Answer:
    """Set another optimum beside the plan as it stands."""
    shifts = shifts_to(desk, optimum.post, problem)
    before, after = desk.optimum.floor.value if desk.optimum else None, optimum.floor.value
    return Answer(
        optimum.total,
        desk.total - optimum.total,
        shifts,
        optimum,
        leaving=leaving(desk, shifts),
        floor=(before, after) if before is not None and after is not None and before != after else None,
    )


def leaving(desk: Desk, shifts: tuple[Shift, ...]) -> int:
    """Return how many more of those who serve now would leave their village than in the plan as it stands."""
    serving = desk.problem.incumbent
    stays = sum(int(s.before >= 0 and s.before == serving[s.village]) for s in shifts)
    return stays - sum(int(s.after >= 0 and s.after == serving[s.village]) for s in shifts)


def by_hand(desk: Desk, v: int, c: int) -> Answer:
    """What if only this person were moved here (-1: nobody), swapping with whoever is here, and nothing else?"""
    post, here = desk.post.copy(), int(desk.post[v])
    if c >= 0:
        post[post == c] = here
    post[v] = c
    total = sum(desk.problem.score(int(w), int(x)) for w, x in enumerate(post) if x >= 0)
    breaches = tuple(check(desk.problem, post))
    shifts = shifts_to(desk, post, desk.problem)
    return Answer(total, desk.total - total, shifts, None, None, breaches, leaving(desk, shifts))


def shifts_to(desk: Desk, post: Integers, problem: Problem) -> tuple[Shift, ...]:
    """Return the villages whose person would change from the plan as it stands."""
    changed = np.flatnonzero(desk.post != post)
    score = problem.score
    return tuple(
        Shift(int(v), b, a, score(int(v), b) if b >= 0 else 0, score(int(v), a) if a >= 0 else 0)
        for v in changed
        for b, a in [(int(desk.post[v]), int(post[v]))]
    )


def with_lock(desk: Desk, v: int, c: int) -> Answer:
    """What if this person went to this village? Earlier locks and hand moves of either give way."""
    base = desk.standing
    locked = [(a, b) for a, b in base.locked if a != v and b != c]
    forbidden = [pair for pair in base.forbidden if pair != (v, c)]
    return answer(desk, base.changed(locked=(*locked, (v, c)), forbidden=forbidden))


def with_ban(desk: Desk, v: int, c: int) -> Answer:
    """What if this person could not go to this village?"""
    base = desk.standing
    locked = [pair for pair in base.locked if pair != (v, c)]
    return answer(desk, base.changed(locked=locked, forbidden=(*base.forbidden, (v, c))))


def without_person(desk: Desk, c: int) -> Answer:
    """What if this person were not there at all?"""
    base = desk.standing
    eligible = base.eligible.copy()
    eligible[c] = False
    locked = [(v, b) for v, b in base.locked if b != c]
    return answer(desk, base.changed(eligible=eligible, locked=locked))


def with_one_more(desk: Desk, unit: int) -> Answer:
    """What if this unit might send one person more?"""
    base = desk.standing
    most = base.most.copy()
    most[unit] += 1
    return answer(desk, base.changed(most=most))


def with_quota(desk: Desk, area: str, least: int, most: int | None) -> Answer:
    """What if at least and at most so many villages of this place were filled? Without limits: without its quota."""
    base = desk.standing
    asked = area_of(desk.county.instance.villages, area, least=least, most=most)
    others = [a for a in base.areas if a.villages != asked.villages]
    return answer(desk, base.changed(areas=[*others, asked] if least or most is not None else others))


def with_newcomer(desk: Desk, person: CandidateFacts) -> Answer:
    """What if this person, who is in no list, could be sent, too, and their unit might then send one more?

    The newcomer's place is one past the last candidate's.
    """
    county, old, base = desk.county, desk.county.instance, desk.standing
    made = build(
        old.villages,
        [*old.candidates, person],
        old.units,
        on=old.on,
        scheme=old.scheme,
        area=county.code,
        local=figures_of(county.code),
        needs_overrides=adjustments_of(county.code),
    ).problem
    most = np.concatenate([base.most, made.most[len(base.most) :]])
    least = np.concatenate([base.least, made.least[len(base.least) :]])
    most[made.unit[-1]] += 1
    kept = {"locked": base.locked, "forbidden": base.forbidden, "incumbent": base.incumbent, "areas": base.areas}
    return answer(desk, made.changed(most=most, least=least, **kept))
