"""Looks at a whole county's plan: how it is spread, and which posts hang on which weight."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import sensitivity as engine
from zhucun.engine.posting.distribution import Dimension, distribution
from zhucun.engine.posting.plan import Certificate, Floor
from zhucun.engine.posting.scheme import TermName
from zhucun.postings.bridge.county import Stamp, county_on, facts_stamp
from zhucun.postings.bridge.desk import Desk, desk_of, solve_with
from zhucun.postings.models import Candidate, Plan, Scheme
from zhucun.registry.models import Village


@dataclass(frozen=True, slots=True)
class Swing:
    """One weight moved: from and to how many points, and in which villages the person changes then."""

    term: TermName
    percent: int
    weight: int
    moves: tuple[tuple[Village, Candidate | None, Candidate | None], ...]


def distribution_of(plan: Plan) -> tuple[Dimension, ...]:
    """Return how the pool and this plan's people are spread."""
    desk = desk_of(plan)
    return distribution(desk.county.instance, as_optimum(desk))


def as_optimum(desk: Desk) -> Optimum:
    """Return a plan's posts as they stand in the engine's form, without a claim of proof."""
    nothing = np.zeros(0, dtype=np.int64)
    return Optimum(
        post=desk.post,
        total=desk.total,
        bound=desk.total,
        proved=False,
        unfilled=tuple(int(v) for v in np.flatnonzero(desk.post < 0)),
        worst=None,
        floor=Floor(),
        price_of_floor=None,
        prices=nothing,
        certificate=Certificate(nothing, nothing, 0, 0),
    )


def sensitivity_of(scheme: Scheme, *, on: date) -> tuple[tuple[Swing, ...], int, int]:
    """Return what each weight moved by a fifth would change, the most telling first, how many posts nothing moves,
    and how many there are.

    Raises NoPlan where the county's rules leave no plan.
    """
    return _sensitivity(scheme.county, scheme.pk, on, facts_stamp(scheme.county))


@lru_cache(maxsize=8)
def _sensitivity(county_code: str, scheme_pk: int, on: date, stamp: Stamp) -> tuple[tuple[Swing, ...], int, int]:
    county = county_on(county_code, on=on, scheme=Scheme.objects.get(pk=scheme_pk))
    plan = solve_with(county.instance.problem, {})
    shifts = engine.sensitivity(county.instance, plan)
    people = (*county.candidates, None)
    swings = tuple(
        Swing(
            shift.term,
            shift.percent,
            shift.weight,
            tuple((county.villages[m.village], people[m.before], people[m.after]) for m in shift.moves),
        )
        for shift in shifts
    )
    return swings, len(engine.steady_posts(shifts, len(county.villages))), len(county.villages)
