"""Which posts change when a weight moves: every term's weight up and down by some per cent, solved again with proof."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhucun.engine.posting.fit import of_sides
from zhucun.engine.posting.instance import Instance
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.scheme import Scheme, TermName
from zhucun.engine.posting.solve import solve


@dataclass(frozen=True, slots=True)
class Move:
    """A village whose person changes; -1 is nobody."""

    village: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Shift:
    """One weight moved: the new weight, the villages whose person changes, and whether the new plan is proven."""

    term: TermName
    percent: int
    weight: int
    moves: tuple[Move, ...]
    proved: bool


def sensitivity(instance: Instance, plan: Plan, *, percent: int = 20) -> tuple[Shift, ...]:
    """Return what every weight moved by ±`percent` would change, the most telling first.

    The plan is compared with solutions under the same floor, bonus for staying and seed, so give a solved plan.
    """
    shifts = list(_shifts(instance, plan, percent))
    return tuple(sorted(shifts, key=lambda s: -len(s.moves)))


def steady_posts(shifts: tuple[Shift, ...], villages: int) -> tuple[int, ...]:
    """Return the villages whose person stays the same whichever weight moved."""
    moved = {move.village for shift in shifts for move in shift.moves}
    return tuple(v for v in range(villages) if v not in moved)


def reweighed(instance: Instance, scheme: Scheme) -> Instance:
    """Return the same posting under other weights; facts, needs, bars and quotas stay as they are."""
    known = instance.fit if instance.scheme.slogans == scheme.slogans else None
    made = of_sides(instance.fit.sides.under(scheme), known)
    return replace(instance, fit=made, problem=instance.problem.changed(A=made.A, B=made.B, largest=0))


def _shifts(instance: Instance, plan: Plan, percent: int) -> Iterator[Shift]:
    for term, weight in instance.scheme.weights.items():
        for moved in (-percent, percent):
            scheme = instance.scheme.scaled(term, moved)
            if scheme.weights[term] != weight:
                yield _shift(instance, plan, term, moved, scheme)


def _shift(instance: Instance, plan: Plan, term: TermName, percent: int, scheme: Scheme) -> Shift:
    other = solve(
        reweighed(instance, scheme).problem,
        floor=plan.floor.share,
        keep=plan.keep,
        leximin=sum(count for _, count in plan.floor.levels),
        seed=plan.seed,
    )
    pairs = enumerate(zip(plan.post.tolist(), other.post.tolist(), strict=True))
    moves = tuple(Move(v, before, after) for v, (before, after) in pairs if before != after)
    return Shift(term, percent, scheme.weights[term], moves, other.proved)
