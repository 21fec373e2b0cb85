"""The fit of people to villages: a sum of named terms, whole points, each shown with what it found.

Every term is a bilinear form of its own slice of columns, so the whole fit is A[v] @ B[c] and the breakdown of a pair
adds up to exactly the score that the solver used. With the initial scheme the scale runs from 0 to 10,000 points.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from zhucun.engine.facts import CandidateFacts, UnitFacts, VillageFacts
from zhucun.engine.policy import CountyYardstick, Figure, NeedProfile, hardship, need_profile
from zhucun.engine.posting.scheme import Scheme, TermName
from zhucun.engine.posting.terms import TERMS, Columns, Sides
from zhucun.engine.posting.terms.sides import Integers
from zhucun.engine.texts import Text
from zhucun.engine.words import Need

Adjustments = Mapping[str, Mapping[Need, tuple[int, str]]]  # village key -> need -> (thousandths, reason)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term gives in one pair, of at most `most`, with the facts that made it."""

    term: TermName
    points: int
    most: int
    text: Text


@dataclass(frozen=True, slots=True)
class Slice:
    """The columns that belong to a term."""

    term: TermName
    start: int
    stop: int
    most: int


@dataclass(frozen=True, eq=False)
class Fit:
    """The fit of every person to every village: A villages x k, B people x k, whole numbers."""

    A: Integers
    B: Integers
    terms: tuple[Slice, ...]
    sides: Sides

    @property
    def scale(self) -> int:
        """Return the most points a pair can have."""
        return self.sides.scheme.scale

    def score(self, v: int, c: int) -> int:
        """Return the points of one person in one village."""
        return int(self.A[v] @ self.B[c])

    def scores(self) -> Integers:
        """Return all points, villages x people."""
        return np.asarray(self.A @ self.B.T, dtype=np.int64)

    def points(self, v: int, c: int) -> dict[TermName, int]:
        """Return the points of each term in one pair; they add up to the score."""
        upto = [0, *np.cumsum(self.A[v] * self.B[c]).tolist()]
        return {s.term: upto[s.stop] - upto[s.start] for s in self.terms}

    def breakdown(self, v: int, c: int) -> list[Contribution]:
        """Return each term's points in one pair with the facts in words; they add up to the score."""
        points = self.points(v, c)
        return [Contribution(s.term, points[s.term], s.most, TERMS[s.term].tell(self.sides, v, c)) for s in self.terms]


def village_key(village: VillageFacts) -> str:
    """Return what names a village in lists of adjustments, locks and incumbents: its code, else township and name."""
    return village.code or f"{village.town or ''}{village.name}"


def profiles_of(
    villages: Sequence[VillageFacts],
    *,
    on: date,
    area: str | None = None,
    local: Iterable[Figure] = (),
    adjustments: Adjustments | None = None,
) -> tuple[NeedProfile, ...]:
    """Return the need profiles of a county's villages with people's adjustments applied."""
    yardstick = CountyYardstick.of(villages, on=on, area=area, local=local)
    profiles = []
    for village in villages:
        profile = need_profile(village, yardstick, on=on)
        for need, (weight, because) in (adjustments or {}).get(village_key(village), {}).items():
            profile = profile.adjusted(need, weight, because)
        profiles.append(profile)
    return tuple(profiles)


def fit(
    villages: Sequence[VillageFacts],
    candidates: Sequence[CandidateFacts],
    units: Sequence[UnitFacts],
    scheme: Scheme,
    *,
    on: date,
    area: str | None = None,
    local: Iterable[Figure] = (),
    profiles: Sequence[NeedProfile] | None = None,
) -> Fit:
    """Return the fit of people to villages by a scheme; a unit that nobody described counts as an unknown one."""
    local = tuple(local)
    described, unit = match_units(candidates, units)
    sides = Sides(
        villages=tuple(villages),
        profiles=tuple(profiles or profiles_of(villages, on=on, area=area, local=local)),
        hardships=tuple(hardship(v, on=on, area=area, local=local) for v in villages),
        candidates=tuple(candidates),
        units=described,
        unit=unit,
        scheme=scheme,
    )
    return of_sides(sides)


def of_sides(sides: Sides, known: Fit | None = None) -> Fit:
    """Put the terms' columns side by side; a known fit of the same rules lends those whose weight is the same."""
    lent = {s.term: s for s in known.terms} if known and known.sides.scheme.rules == sides.scheme.rules else {}
    A: list[Integers] = []
    B: list[Integers] = []
    slices: list[Slice] = []
    at = 0
    for term, weight in sides.scheme.weights.items():
        old = lent.get(term)
        if known is not None and old is not None and old.most == weight:
            columns = Columns(known.A[:, old.start : old.stop], known.B[:, old.start : old.stop])
        else:
            columns = TERMS[term].columns(sides, weight)
        A.append(columns.A)
        B.append(columns.B)
        slices.append(Slice(term, at, at + columns.A.shape[1], weight))
        at += columns.A.shape[1]
    return Fit(np.hstack(A), np.hstack(B), tuple(slices), sides)


def match_units(
    candidates: Sequence[CandidateFacts], units: Sequence[UnitFacts]
) -> tuple[tuple[UnitFacts, ...], Integers]:
    """Return the units and each person's unit; a name that no list holds becomes a unit of that name.

    Names match exactly: full name, a short name, or the unit's number. Near names are for a person to decide at import.
    """
    found = list(units)
    index: dict[str, int] = {}
    for i, unit in enumerate(found):
        for name in (unit.name, unit.code, *unit.short_names):
            if name:
                index.setdefault(name.strip(), i)
    unit_of = np.zeros(len(candidates), dtype=np.int64)
    for c, person in enumerate(candidates):
        name = person.unit.strip()
        if name not in index:
            index[name] = len(found)
            found.append(UnitFacts(name=name))
        unit_of[c] = index[name]
    return tuple(found), unit_of
