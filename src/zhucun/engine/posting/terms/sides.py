"""The two sides of a fit as the terms read them: villages with needs and hardship, people with their units."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts import CandidateFacts, UnitFacts, VillageFacts
from zhucun.engine.policy import Hardship, NeedProfile
from zhucun.engine.policy.placenames import bare, names_village
from zhucun.engine.posting.scheme import Scheme
from zhucun.engine.texts import Text
from zhucun.engine.words import Need

Integers = npt.NDArray[np.int64]
NEEDS = tuple(Need)
SHARES = 50  # a village's needs as shares of a whole, in units of 2 %
RANKED = (100, 70, 50)  # how far the first, second and any further speciality counts
UNKNOWN_SCORE = 60  # where nobody in the pool has been rated


class Columns(NamedTuple):
    """A term's features: `A` villages x k, `B` people x k, whole numbers; the term gives A[v] @ B[c]."""

    A: Integers
    B: Integers


class Term(NamedTuple):
    """How a term makes its columns from a weight, and how it tells what it found in one pair."""

    columns: Callable[["Sides", int], Columns]
    tell: Callable[["Sides", int, int], Text]


@dataclass(frozen=True)
class Sides:
    """All that the terms may look at."""

    villages: tuple[VillageFacts, ...]
    profiles: tuple[NeedProfile, ...]
    hardships: tuple[Hardship, ...]
    candidates: tuple[CandidateFacts, ...]
    units: tuple[UnitFacts, ...]
    unit: Integers  # the index of each person's unit
    scheme: Scheme

    def under(self, scheme: Scheme) -> "Sides":
        """Return the same sides under another scheme; what was read of the facts is kept, for no scheme changes it."""
        other = copy(self)
        object.__setattr__(other, "scheme", scheme)
        return other

    def unit_of(self, c: int) -> UnitFacts:
        """Return a person's sending unit."""
        return self.units[int(self.unit[c])]

    @cached_property
    def needs(self) -> Integers:
        """Return the needs, villages x 10, in thousandths."""
        return np.array([[p.weight(n) for n in NEEDS] for p in self.profiles], dtype=np.int64).reshape(-1, len(NEEDS))

    @cached_property
    def shares(self) -> Integers:
        """Return each village's needs as shares of SHARES; squared first, so that the greatest needs count most."""
        squared = self.needs**2 + 1
        exact = squared * SHARES / squared.sum(axis=1, keepdims=True)
        parts = np.floor(exact).astype(np.int64)
        order = np.argsort(parts - exact, axis=1, kind="stable")
        rank = np.argsort(order, axis=1, kind="stable")
        return np.asarray(parts + (rank < (SHARES - parts.sum(axis=1))[:, None]), dtype=np.int64)

    @cached_property
    def skills(self) -> Integers:
        """Return how good each person is for each need, people x 10, of 100."""
        return ranked_needs([c.specialities for c in self.candidates])

    @cached_property
    def trades(self) -> Integers:
        """Return how good each unit's means are for each need, units x 10, of 100."""
        return ranked_needs([u.strengths for u in self.units])

    @cached_property
    def strength(self) -> Integers:
        """Return how much each unit can and will do, of 100: six parts attention, four parts its rank in funds."""
        attention = np.array([50 if u.attention is None else u.attention for u in self.units], dtype=np.int64)
        funds = [None if u.funds_yuan is None else float(u.funds_yuan) for u in self.units]
        return (6 * attention + 4 * ranks(funds, unknown=50)) // 10

    @cached_property
    def weakness(self) -> Integers:
        """Return how weak each village is beside the others, 0 to 10: the rank of its organisation, industry, all."""
        organisation, industry = (
            self.needs[:, NEEDS.index(Need.ORGANISATION)],
            self.needs[:, NEEDS.index(Need.INDUSTRY)],
        )
        together = 2 * organisation + 2 * industry + self.needs.mean(axis=1)
        return ranks([float(x) for x in together], unknown=50) // 10

    @cached_property
    def mass_work(self) -> Integers:
        """Return the mass-work ratings, the pool's median where nobody has rated."""
        return known_or_median([c.mass_work for c in self.candidates], UNKNOWN_SCORE)

    @cached_property
    def communication(self) -> Integers:
        """Return the communication ratings, the pool's median where nobody has rated."""
        return known_or_median([c.communication for c in self.candidates], UNKNOWN_SCORE)

    @cached_property
    def rural_tenths(self) -> Integers:
        """Return years of rural work in tenths, the pool's median where nobody has said."""
        return known_or_median([None if c.rural_years is None else int(c.rural_years * 10) for c in self.candidates], 0)

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """Return a key of each village's township: its code, else county and name; its own where nobody said."""
        return tuple(
            v.code[:9] if v.code and len(v.code) >= 9 else f"{v.county or ''}/{v.town}" if v.town else f"#{i}"
            for i, v in enumerate(self.villages)
        )

    @cached_property
    def places(self) -> "Places":
        """Return the villages and townships by what people write."""
        return Places(self.villages)


class Places:
    """Finds the villages that a written place means, once for each spelling."""

    def __init__(self, villages: tuple[VillageFacts, ...]) -> None:
        self.villages = villages
        self._found: dict[str, tuple[tuple[int, ...], bool]] = {}
        self._named: dict[str, list[int]] = {}
        self._around: dict[str, list[int]] = {}
        for v, village in enumerate(villages):
            self._named.setdefault(bare(village.name), []).append(v)
            self._around.setdefault(bare(village.town or ""), []).append(v)

    def find(self, place: str) -> tuple[tuple[int, ...], bool]:
        """Return the villages meant and whether the place is wider than a village: a township or a shorter code."""
        if place not in self._found:
            kinds = [(v, names_village(place, self.villages[v])) for v in self._likely(place.strip())]
            exact = tuple(v for v, kind in kinds if kind == "village")
            around = tuple(v for v, kind in kinds if kind == "township")
            self._found[place] = (exact, False) if exact else (around, True)
        return self._found[place]

    def _likely(self, place: str) -> Iterable[int]:
        """Return the villages that a written place may mean: by code any, else of that name or of a town in it."""
        if place.isdigit():
            return range(len(self.villages))
        towns = (villages for town, villages in self._around.items() if town and town in place)
        return sorted({*self._named.get(bare(place), ()), *chain.from_iterable(towns)})


def ranked_needs(lists: Iterable[tuple[Need, ...]]) -> Integers:
    """Return rows of 10 with 100 for the first named need, 70 for the second, 50 for any other."""
    rows = list(lists)
    found = np.zeros((len(rows), len(NEEDS)), dtype=np.int64)
    for i, named in enumerate(rows):
        for rank, need in enumerate(dict.fromkeys(named)):
            found[i, NEEDS.index(need)] = RANKED[min(rank, 2)]
    return found


def ranks(values: list[float | None], unknown: int) -> Integers:
    """Return each value's rank among the known, 0 to 100, ties in the middle; the given rank for the unknown."""
    known = np.sort(np.array([v for v in values if v is not None], dtype=np.float64))
    if len(known) < 2 or known[0] == known[-1]:
        return np.full(len(values), unknown, dtype=np.int64)
    found = [
        unknown
        if v is None
        else int((np.searchsorted(known, v, "left") + np.searchsorted(known, v, "right") - 1) * 50 / (len(known) - 1))
        for v in values
    ]
    return np.array(found, dtype=np.int64)


def known_or_median(values: list[int | None], otherwise: int) -> Integers:
    """Return the values with the median of the known ones in the gaps."""
    known = [v for v in values if v is not None]
    middle = int(np.median(known)) if known else otherwise
    return np.array([middle if v is None else v for v in values], dtype=np.int64)
