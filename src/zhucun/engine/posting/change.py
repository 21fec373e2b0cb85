"""What if, and what then: changed rules, people who leave or come, re-posting with few moves, and the frontier."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.posting.live import Move, moves_between
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Pair, Problem
from zhucun.engine.posting.solve import solve
from zhucun.engine.posting.tree import Group
from zhucun.engine.texts import Text

UNKNOWN = Text("没有编号为 {number} 的{what}。", "There is no {what} number {number}.")


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """A changed problem, its new best plan, and what is different: loss in total score, emptied villages, moves.

    `loss` is the old total minus the new one (a gain is negative); `emptied` villages more without anybody.
    """

    problem: Problem
    plan: Plan
    loss: int
    emptied: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Candidates to add: their features (or scores, for a problem from a table), units and names."""

    B: npt.ArrayLike
    unit: Sequence[int]
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Villages:
    """Villages to add: their features (or scores, for a problem from a table) and names."""

    A: npt.ArrayLike
    names: Sequence[str] = ()


def what_if(
    problem: Problem,
    plan: Plan,
    *,
    lock: Iterable[Pair] = (),
    unlock: Iterable[Pair] = (),
    forbid: Iterable[Pair] = (),
    allow: Iterable[Pair] = (),
    withdraw: Iterable[int] = (),
    add: People | None = None,
    villages: Villages | None = None,
    quota: Mapping[int, tuple[int, int]] | None = None,
    area: Mapping[int, tuple[int, int]] | None = None,
    scores: Mapping[Pair, int] | None = None,
    floor: float | None = None,
    keep: int | None = None,
    incumbent: npt.ArrayLike | None = None,
    **options: Any,
) -> Delta:
    """Return the new best plan under changed rules and how it differs; floor, keep and seed stay unless given.

    `quota` maps a unit or group (tree node) to its (least, most), `area` an area; `scores` gives pairs another score;
    `withdraw` takes people out; `add` and `villages` append. Everything is solved and proved again, starting from the
    prices of `plan`.
    """
    changed = with_pairs(problem, lock=lock, unlock=unlock, forbid=forbid, allow=allow, scores=scores or {})
    changed = with_areas(with_quotas(without(changed, withdraw), quota or {}), area or {})
    if incumbent is not None:
        changed = changed.changed(incumbent=incumbent)
    if add is not None:
        changed = with_people(changed, add)
    if villages is not None:
        changed = with_villages(changed, villages)
    options = {"floor": plan.floor.share, "keep": plan.keep, "seed": plan.seed} | options
    options |= {name: value for name, value in (("floor", floor), ("keep", keep)) if value is not None}
    return resolve(changed, plan, **options)


def resolve(problem: Problem, plan: Plan, **options: Any) -> Delta:
    """Solve a changed problem from the prices of an old plan, staying with it where that costs nothing."""
    before = np.full(problem.villages, -1, dtype=np.int64)
    before[: len(plan.post)] = plan.post[: problem.villages]
    guess = np.zeros(problem.candidates, dtype=np.int64)
    guess[: len(plan.prices)] = np.maximum(plan.prices, 0)[: problem.candidates]
    new = solve(problem, guess=guess, stay=before, **options)
    emptied = len(new.unfilled) - int((before < 0).sum())
    return Delta(problem, new, plan.total - new.total, emptied, moves_between(before, new.post))


def repost(problem: Problem, plan: Plan, *, recall: Iterable[int] = (), keep: int = 0, **changes: Any) -> Delta:
    """Post anew after recalls (and other changes, as in `what_if`), everybody who stays counting `keep` points more."""
    return what_if(problem, plan, withdraw=recall, keep=keep, incumbent=plan.post, **changes)


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One choice between movement and fit: with this bonus for staying, so many posts change, at this loss."""

    keep: int
    moves: int
    total: int
    loss: int
    plan: Plan


def frontier(
    problem: Problem, incumbent: npt.ArrayLike, bonuses: Sequence[int] = (0, 50, 200, 500, 2000), **options: Any
) -> list[FrontierPoint]:
    """Return, for each bonus, how many posts change from `incumbent` and what it costs against free movement.

    A village whose incumbent is -1 or can no longer serve must change anyway and is counted.
    """
    serving = np.asarray(incumbent, dtype=np.int64)
    problem = problem.changed(incumbent=serving)
    free = solve(problem, keep=0, stay=serving, **options)
    points = []
    plan = free
    for keep in bonuses:
        plan = free if keep == 0 else solve(problem, keep=keep, guess=np.maximum(plan.prices, 0), **options)
        moves = int((plan.post != serving).sum())
        points.append(FrontierPoint(keep, moves, plan.total, free.total - plan.total, plan))
    return points


def with_pairs(
    problem: Problem,
    *,
    lock: Iterable[Pair] = (),
    unlock: Iterable[Pair] = (),
    forbid: Iterable[Pair] = (),
    allow: Iterable[Pair] = (),
    scores: Mapping[Pair, int] | None = None,
) -> Problem:
    """Return the problem with pairs locked, released, forbidden, allowed again or scored anew."""
    unlocked, allowed = set(unlock), set(allow)
    locked = [pair for pair in problem.locked if pair not in unlocked] + list(lock)
    forbidden = [pair for pair in problem.forbidden if pair not in allowed] + list(forbid)
    extra = [(v, c, points - problem.score(v, c)) for (v, c), points in (scores or {}).items()]
    return problem.changed(locked=locked, forbidden=forbidden, extra=(*problem.extra, *extra))


def without(problem: Problem, people: Iterable[int]) -> Problem:
    """Return the problem without some people: they stay listed but may serve nowhere, and their locks are released."""
    gone = set(people)
    if not gone:
        return problem
    _check_known(gone, problem.candidates, Text("人选", "candidate"))
    eligible = problem.eligible.copy()
    eligible[list(gone)] = False
    return problem.changed(eligible=eligible, locked=[pair for pair in problem.locked if pair[1] not in gone])


def with_quotas(problem: Problem, quota: Mapping[int, tuple[int, int]]) -> Problem:
    """Return the problem with other limits for units or groups (tree nodes: units first, then groups)."""
    if not quota:
        return problem
    _check_known(quota, problem.tree.size, Text("单位或分组", "unit or group"))
    least, most, groups = problem.least.copy(), problem.most.copy(), list(problem.groups)
    for node, (fewest, largest) in quota.items():
        if node < len(most):
            least[node], most[node] = fewest, largest
        else:
            group: Group = groups[node - len(most)]
            groups[node - len(most)] = replace(group, least=fewest, most=largest)
    return problem.changed(least=least, most=most, groups=groups)


def with_areas(problem: Problem, quota: Mapping[int, tuple[int, int]]) -> Problem:
    """Return the problem with other limits for areas, by their number."""
    _check_known(quota, len(problem.areas), Text("区域", "area"))
    areas = list(problem.areas)
    for a, (least, most) in quota.items():
        areas[a] = replace(areas[a], least=least, most=most)
    return problem.changed(areas=areas) if quota else problem


def with_people(problem: Problem, people: People) -> Problem:
    """Return the problem with more candidates, numbered after those there are."""
    added = np.asarray(people.B)
    count = added.shape[1] if problem.table is not None else added.shape[0]
    changes: dict[str, Any] = {
        "B": np.zeros((problem.candidates + count, 0)) if problem.table is not None else np.vstack([problem.B, added]),
        "table": None if problem.table is None else np.hstack([problem.table, added]),
        "unit": np.append(problem.unit, people.unit),
        "eligible": np.append(problem.eligible, np.ones(count, dtype=np.bool_)),
    }
    if problem.candidate_names:
        changes["candidate_names"] = problem.candidate_names + (tuple(people.names) or ("",) * count)
    if isinstance(problem.mask, np.ndarray):
        changes["mask"] = np.hstack([problem.mask, np.ones((problem.villages, count), dtype=np.bool_)])
    return problem.changed(**changes)


def with_villages(problem: Problem, villages: Villages) -> Problem:
    """Return the problem with more villages, numbered after those there are, nobody serving there yet."""
    added = np.asarray(villages.A)
    count = len(added)
    changes: dict[str, Any] = {
        "A": np.zeros((problem.villages + count, 0)) if problem.table is not None else np.vstack([problem.A, added]),
        "table": None if problem.table is None else np.vstack([problem.table, added]),
        "incumbent": np.append(problem.incumbent, np.full(count, -1)),
    }
    if problem.village_names:
        changes["village_names"] = problem.village_names + (tuple(villages.names) or ("",) * count)
    if isinstance(problem.mask, np.ndarray):
        changes["mask"] = np.vstack([problem.mask, np.ones((count, problem.candidates), dtype=np.bool_)])
    return problem.changed(**changes)


def _check_known(numbers: Iterable[int], end: int, what: Text) -> None:
    for number in numbers:
        if not 0 <= number < end:
            text = Text(UNKNOWN.say("zh", number=number, what=what), UNKNOWN.say("en", number=number, what=what))
            raise BadProblem("unknown", text)
