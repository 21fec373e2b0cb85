"""Incomes that crowd just under the line, by village and by surveyor, with exact evidence.

Where a line is known, incomes pile up under it (Camacho and Conover 2011, AEJ: Economic Policy 3).
Of the incomes near the line, the share under it in one village is held against the rest of the county: the exact
binomial chance of so many or more. Many villages are looked at, so the chances are corrected (Holm 1979).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np

from zhucun.engine.targeting.counted import Basis, Ratio
from zhucun.engine.targeting.states import UNKNOWN, Integers
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

WINDOW_PERCENT = 10
ALPHA = Fraction(5, 100)
TOO_MANY = 4000  # above this the exact sum is long and the shares are steady: the tail is bounded instead


class Unit(Word):
    """What incomes are grouped by."""

    VILLAGE = "village", "行政村", "Village"
    SURVEYOR = "surveyor", "调查员", "Surveyor"


@dataclass(frozen=True, slots=True)
class Bunch:
    """One village or surveyor: incomes just under the line among those near it, against all the others'."""

    unit: Unit
    name: str
    here: Ratio
    elsewhere: Ratio
    chance: float  # of so many or more under the line, were it as elsewhere
    corrected: float  # after Holm's correction for all units looked at

    @property
    def striking(self) -> bool:
        """True where chance is no good explanation even among so many units."""
        return self.corrected < ALPHA

    def told(self) -> Text:
        """Return the evidence as a sentence."""
        return Text(
            f"{self.unit.text.zh}{self.name}：标准线附近{self.here.denominator}户中{self.here.numerator}户恰在线下"
            f"（{self.here.percent(0)}，其他为{self.elsewhere.percent(0)}），偶然如此的可能为{self.corrected:.2g}",
            f"{self.unit.text.en} {self.name}: {self.here.numerator} of {self.here.denominator} incomes near the line "
            f"lie just under it ({self.here.percent(0)}; elsewhere {self.elsewhere.percent(0)}); chance alone: "
            f"{self.corrected:.2g}",
        )


def bunching(
    unit: Unit,
    names: Sequence[str],
    incomes: Integers,
    line_fen: int,
    basis: Basis,
    *,
    window_percent: int = WINDOW_PERCENT,
) -> tuple[Bunch, ...]:
    """Return every village or surveyor with incomes near the line, the most striking first.

    `incomes` are per head in fen; `window_percent` of the line on either side counts as near.
    """
    reach = line_fen * window_percent // 100
    known = incomes != UNKNOWN
    under = known & (incomes < line_fen) & (incomes >= line_fen - reach)
    above = known & (incomes >= line_fen) & (incomes < line_fen + reach)
    groups, place = np.unique(np.asarray(names, dtype=np.str_), return_inverse=True)
    lows, nears = (np.bincount(place[f], minlength=len(groups)).tolist() for f in (under, under | above))
    all_under, all_near = sum(lows), sum(nears)
    found = [
        (name, low, near, all_under - low, all_near - near)
        for name, low, near in zip(groups.tolist(), lows, nears, strict=True)
        if near
    ]
    chances = [tail(low, near, _usual(others, rest)) for _, low, near, others, rest in found]
    corrected = holm(chances)
    what = Text("标准线附近恰在线下的户", "Incomes near the line that lie under it")
    bunches = [
        Bunch(unit, name, Ratio(low, near, what, basis), Ratio(others, rest, what, basis), float(chance), float(fixed))
        for (name, low, near, others, rest), chance, fixed in zip(found, chances, corrected, strict=True)
    ]
    return tuple(sorted(bunches, key=lambda b: (b.corrected, b.chance, b.name)))


def _usual(under: int, near: int) -> Fraction:
    """Return the share under the line elsewhere; with nobody elsewhere near it, half."""
    return Fraction(under + 1, near + 2)


def tail(count: int, of: int, share: Fraction) -> Fraction:
    """Return the exact binomial chance of `count` or more out of `of`; Chernoff's bound where the sum is too long."""
    if count <= 0:
        return Fraction(1)
    if of > TOO_MANY:
        return _bounded(count, of, share)
    yes, no, whole = share.numerator, share.denominator - share.numerator, share.denominator
    return Fraction(sum(comb(of, k) * yes**k * no ** (of - k) for k in range(count, of + 1)), whole**of)


def _bounded(count: int, of: int, share: Fraction) -> Fraction:
    here, usual = count / of, float(share)
    if here <= usual:
        return Fraction(1)
    rest = 0.0 if here == 1 else (1 - here) * np.log((1 - here) / (1 - usual))
    return Fraction(float(np.exp(-of * (here * np.log(here / usual) + rest))))


def holm(chances: Sequence[Fraction]) -> list[Fraction]:
    """Return chances corrected for having looked many times (Holm 1979), in the order given."""
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    corrected, highest = [Fraction(0)] * len(chances), Fraction(0)
    for place, i in enumerate(order):
        highest = max(highest, min(Fraction(1), chances[i] * (len(chances) - place)))
        corrected[i] = highest
    return corrected
