"""Serves the worst-served villages as well as can be, one level after another: leximin for the worst few.

At each level: how high can the next village be lifted without touching those below, and how few villages must stay at
that level? All plans that reach both are again a posting problem (`ties.Face`: tight pairs, people and quotas that must
be used), so the next level is asked of these alone. This is Burkard and Rendl's lexicographic bottleneck assignment
(1991) with quotas. It looks at every pair many times, so it is for counties and prefectures.
"""

from dataclasses import dataclass, replace

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.posting.areas import Area
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.optimum import Optimum
from zhucun.engine.posting.plan import Prices
from zhucun.engine.posting.problem import Booleans, Integers, Problem
from zhucun.engine.posting.tree import Group, Tree, narrowed
from zhucun.engine.texts import Text

MOST_PAIRS = 20_000_000
LOCKED_SCORE = 2**53  # a locked village takes whom it is given and counts as served well

TOO_MANY = Text(
    "逐级保障最弱村需要反复比较每一对，{pairs} 对太多；请改用底线（floor），或按县、市分别求解。",
    "Serving the worst few level by level looks at every pair many times; {pairs} pairs are too many. "
    "Use a floor, or solve counties and prefectures one by one.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The plans that are still possible: which pairs, with which quotas, who must be sent, which villages filled."""

    mask: Booleans
    tree: Tree
    areas: Tree
    must: Integers
    fill: Booleans


def settle_worst(optimum: Optimum, count: int) -> tuple[Integers, tuple[tuple[int, int], ...], tuple[Prices, ...]]:
    """Return the floor of each village, the levels (score, villages that stay at it) for the worst `count`, and proofs.

    Stopped, it returns the levels that were settled by then.
    """
    problem = optimum.frame.problem
    if problem.villages * problem.candidates > MOST_PAIRS:
        raise BadProblem("too_many_pairs", TOO_MANY, pairs=problem.villages * problem.candidates)
    filled = int((optimum.post >= 0).sum())
    wanted = min(count, filled - len(problem.locked))
    if wanted <= 0:
        return np.full(problem.villages, -LOCKED_SCORE), (), ()
    scores, mask = _everything(problem)
    nobody, locked = np.zeros(problem.candidates, np.int64), np.zeros(problem.villages, np.bool_)
    locked[[v for v, _ in problem.locked]] = True
    stage = Stage(mask, problem.tree, problem.by_area.tree, nobody, locked)
    levels: list[tuple[int, int]] = []
    proofs: list[Prices] = []
    below = -LOCKED_SCORE
    while sum(many for _, many in levels) < wanted and not optimum.stopped():
        level = _highest(problem, stage, scores, below, filled)
        only = replace(stage, mask=stage.mask & ((scores <= below) | (scores >= level)))
        found = _solve(problem, only, -(scores == level).astype(np.int64))
        served = np.flatnonzero(found.post >= 0)
        levels.append((level, int((scores[served, found.post[served]] == level).sum())))
        proofs.append(found.prices())
        stage, below = _face(found, only, scores, level), level
    floors, last = _best_of(optimum, stage, scores, below)
    return floors, tuple(levels), (*proofs, last)


def _everything(problem: Problem) -> tuple[Integers, Booleans]:
    """Return all scores and which pairs are possible; a locked pair is its village's and its person's only one."""
    scores = problem.block(np.arange(problem.villages), slice(None)).astype(np.int64)
    mask = np.stack([problem.may_serve(v) for v in range(problem.villages)])
    for v in range(problem.villages):
        problem.with_extra(v, scores[v])
    for v, c in problem.locked:
        mask[v], mask[:, c] = False, False
        mask[v, c], scores[v, c] = True, LOCKED_SCORE
    return scores, mask


def _highest(problem: Problem, stage: Stage, scores: Integers, below: int, filled: int) -> int:
    """Return the highest next level that all villages above `below` can reach together."""
    choices = np.unique(scores[stage.mask & (scores > below)])
    points = np.where(
        scores == LOCKED_SCORE, 0, scores
    )  # any will do; where they differ there are fewer ties to search
    low, high = 0, len(choices) - 1
    while low < high:
        middle = (low + high + 1) // 2
        only = replace(stage, mask=stage.mask & ((scores <= below) | (scores >= choices[middle])))
        found = _solve(problem, only, points)
        served = found.post >= 0
        if int(served.sum()) >= filled and served[stage.fill].all() and not found.short:
            low = middle
        else:
            high = middle - 1
    return int(choices[low])


def _solve(problem: Problem, stage: Stage, points: Integers) -> Optimum:
    """Return the best plan of a stage for some points per pair."""
    units = len(problem.most)
    limits = zip(problem.groups, stage.tree.least[units:], stage.tree.most[units:], strict=True)
    groups = [Group(group.name, group.units, int(most), int(least)) for group, least, most in limits]
    bounds = zip(problem.areas, stage.areas.least, stage.areas.most, strict=True)
    areas = [Area(area.name, area.villages, int(most), int(least)) for area, least, most in bounds]
    rules = {"least": stage.tree.least[:units], "groups": groups, "areas": areas, "mask": stage.mask}
    part = Problem.from_scores(points, problem.unit, stage.tree.most[:units], **rules)
    found = Optimum(Frame(part), must=stage.must)
    found.fill(stage.fill)
    found.prove_soft()
    found.prove_hard()
    return found


def _face(found: Optimum, stage: Stage, scores: Integers, level: int) -> Stage:
    """Return the stage of all plans that are as good as the one found."""
    network, problem = found.network, found.frame.problem
    points = -(scores == level).astype(np.int64)
    tight = points - found.charged()[None, :] == network.price[: network.villages, None]
    own = network.own_prices()
    must = np.maximum(stage.must, own[: problem.candidates] > 0)
    tight[found.areal[own[problem.candidates :] > 0]] = False  # these stay empty in all plans as good
    units, areas = narrowed(stage.tree, found.unit_prices()), narrowed(stage.areas, found.area_prices())
    return Stage(stage.mask & tight, units, areas, must, stage.fill | ~found.may_stay_empty())


def _best_of(optimum: Optimum, stage: Stage, scores: Integers, level: int) -> tuple[Integers, Prices]:
    """Return floors that hold the worst villages of the best remaining plan where they are, all others above."""
    problem, keep = optimum.frame.problem, optimum.frame.keep
    points = np.where(scores == LOCKED_SCORE, 0, scores)
    for v in np.flatnonzero(problem.incumbent >= 0):
        points[v, problem.incumbent[v]] += keep
    best = _solve(problem, stage, points)
    post = best.post
    reached = scores[np.arange(problem.villages), np.maximum(post, 0)]
    floor = np.where(reached <= level, reached, level + 1)
    floor[post < 0] = level + 1
    floor[[v for v, _ in problem.locked]] = -LOCKED_SCORE
    return floor.astype(np.int64), best.prices()
