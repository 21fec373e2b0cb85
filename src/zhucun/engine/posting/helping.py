"""Which helping unit for which village: what was really decided beside what the needs say.

A comparison, not a score to win: the needs are what a report shows, and those who decided knew more than a report.
Units keep exactly as many villages as they were given; only who helps whom is asked anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts import CandidateFacts, UnitFacts, VillageFacts
from zhucun.engine.policy import NeedProfile
from zhucun.engine.policy.unit_trades import described
from zhucun.engine.posting.fit import fit, profiles_of
from zhucun.engine.posting.problem import Problem
from zhucun.engine.posting.scheme import Scheme, TermName
from zhucun.engine.posting.solve import solve
from zhucun.engine.words import PartyStatus, Sex

# Staying in all villages together must weigh less than one point of fit.
LARGER = 1_000

# Only what belongs to a unit counts here; no person is looked at.
OF_UNITS = frozenset({TermName.UNIT_SUPPORT, TermName.SLOGAN, TermName.EQUITY})


@dataclass(frozen=True, slots=True)
class Helped:
    """One village with the unit it was given, the unit the needs say, and the points of both."""

    village: VillageFacts
    profile: NeedProfile
    decided: UnitFacts
    decided_points: int
    planned: UnitFacts
    planned_points: int

    @property
    def same(self) -> bool:
        """Whether the needs say what was decided."""
        return self.decided.name == self.planned.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """All villages that have a helping unit; totals are sums of points, `bound` is what no assignment can exceed."""

    rows: tuple[Helped, ...]
    decided_total: int
    planned_total: int
    bound: int
    proved: bool
    without_unit: tuple[VillageFacts, ...]
    units: tuple[UnitFacts, ...]

    @property
    def same(self) -> int:
        """How many villages keep the unit that was decided."""
        return sum(row.same for row in self.rows)


def compare(
    villages: Sequence[VillageFacts],
    units: Sequence[UnitFacts],
    scheme: Scheme,
    *,
    on: date,
    profiles: Sequence[NeedProfile] | None = None,
) -> Comparison:
    """Compare the helping units as decided (`VillageFacts.helper_unit`) with the best assignment by the needs.

    A unit that no list describes is taken by what its name says of its trade. Villages without a unit are listed, not
    guessed. With no village helped, the comparison is empty.
    """
    whole = tuple(profiles or profiles_of(villages, on=on))
    helped = [v for v, village in enumerate(villages) if village.helper_unit]
    without = tuple(village for village in villages if not village.helper_unit)
    if not helped:
        return Comparison((), 0, 0, 0, True, without, ())
    known = {name: unit for unit in units for name in (unit.name, *unit.short_names)}
    names = [str(villages[v].helper_unit).strip() for v in helped]
    taken = {name: described(known.get(name, UnitFacts(name=name))) for name in names}
    helpers = tuple({unit.name: unit for unit in taken.values()}.values())
    number = {unit.name: u for u, unit in enumerate(helpers)}
    decided = np.array([number[taken[name].name] for name in names])
    given = Counter(decided.tolist())
    # A place a village helped stands in for a person, so that the posting engine needs no second shape.
    unit_of = np.repeat(np.arange(len(helpers)), [given[u] for u in range(len(helpers))])
    people = [_nobody(helpers[u].name, place) for place, u in enumerate(unit_of)]
    only_units = scheme.with_weights({term: 0 for term in scheme.weights if term not in OF_UNITS})
    asked = [villages[v] for v in helped]
    suited = fit(asked, people, helpers, only_units, on=on, profiles=[whole[v] for v in helped])
    most = np.array([given[u] for u in range(len(helpers))])
    first_place = np.searchsorted(unit_of, np.arange(len(helpers)))
    # Of two equally good answers the decided one stands: one point for staying, which no real difference yields to.
    decided_place = first_place[decided] + _how_many_before(decided)
    incumbent = np.asarray(decided_place, dtype=np.int64)
    plan = solve(Problem(A=suited.A * LARGER, B=suited.B, unit=unit_of, most=most, incumbent=incumbent), keep=1)
    rows = tuple(
        Helped(
            village=asked[i],
            profile=whole[v],
            decided=helpers[decided[i]],
            decided_points=suited.score(i, int(first_place[decided[i]])),
            planned=helpers[unit_of[plan.post[i]]],
            planned_points=suited.score(i, int(plan.post[i])),
        )
        for i, v in enumerate(helped)
    )
    total = sum(row.decided_points for row in rows)
    best = sum(row.planned_points for row in rows)
    return Comparison(rows, total, best, best if plan.proved else plan.bound // LARGER, plan.proved, without, helpers)


def _how_many_before(units: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return, for each entry, how often its value stood before it: the places of one unit are taken in order."""
    seen: Counter[int] = Counter()
    before = np.zeros(len(units), dtype=np.int64)
    for i, unit in enumerate(units.tolist()):
        before[i] = seen[unit]
        seen[unit] += 1
    return before


def _nobody(unit: str, place: int) -> CandidateFacts:
    """Return a place that a unit has to give, in the shape of a person of whom nothing is known."""
    early = date(1970, 1, 1)
    return CandidateFacts(
        code=f"{place}", name="", sex=Sex.MALE, born=early, unit=unit, party=PartyStatus.FULL, work_started=early
    )
