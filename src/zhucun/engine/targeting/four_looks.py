"""The four looks (四看法): house, grain, labour, pupils. A sheet that helps the appraisal; it never decides.

Each look gives the points of the first band that holds. A look that cannot be answered gives no points and is named,
and the total is then a range.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from zhucun.engine.policy.figures import Figure
from zhucun.engine.targeting.conditions import Condition, condition, measured, plainly
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.measures import Measure
from zhucun.engine.targeting.rule_sets import RuleSet, rule_set
from zhucun.engine.targeting.states import UNKNOWN, UNSAID, YES, Integers
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True)
class Look:
    """One look: bands of points from the best to the worst."""

    code: str
    text: Text
    bands: tuple[tuple[int, Condition], ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What the look asks, each once, in the order of the bands."""
        found = [m for _points, band in self.bands for m in measured(band)]
        return tuple({m.key: m for m in found}.values())

    @property
    def most(self) -> int:
        """The most points that this look gives."""
        return max(points for points, _ in self.bands)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The looks of an area and the points below which a household counts as poor on the sheet."""

    looks: tuple[Look, ...]
    poor_below: int
    basis: Basis


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The points of all households: by look, and lowest and highest total where a look is not answered."""

    sheet: Sheet
    county: County
    points: Integers  # households x looks, UNKNOWN where the look cannot be answered
    lowest: Integers
    highest: Integers

    def told(self, row: int) -> tuple[Text, ...]:
        """Return the sheet of one household: points of each look with what was seen."""
        alone = self.county.only([row])
        lines = [self._line(row, j, look, alone) for j, look in enumerate(self.sheet.looks)]
        low, high, limit = int(self.lowest[row]), int(self.highest[row]), self.sheet.poor_below
        span = f"{low}" if low == high else f"{low}–{high}"
        total = Text(
            f"合计{span}分（低于{limit}分为贫困参考线，仅供评议参考）",
            f"Total {span} points (below {limit} suggests poverty; an aid to the appraisal only)",
        )
        return (*lines, total)

    def seen(self, row: int) -> tuple[tuple[Text, tuple[Text, ...]], ...]:
        """Return what was seen of one household, look by look: answers without points, limits or cut-off.

        This is what whoever surveys may see: knowing what an answer is worth would change the answers.
        """
        alone = self.county.only([row])
        return tuple((look.text, tuple(plainly(m, alone)[0] for m in look.measures)) for look in self.sheet.looks)

    def _line(self, row: int, j: int, look: Look, alone: County) -> Text:
        points = int(self.points[row, j])
        if points == UNKNOWN:
            return Text(f"{look.text.zh}：未填报，未计分", f"{look.text.en}: not reported, no points")
        band = next(c for p, c in look.bands if p == points)
        said = band.tell(alone)[0]
        return Text(
            f"{look.text.zh}：{points}/{look.most}分。{said.zh}", f"{look.text.en}: {points} of {look.most}. {said.en}"
        )


def sheet(
    *,
    on: date,
    area: str = "",
    code: str | None = None,
    local: Iterable[RuleSet] = (),
    figures: Iterable[Figure] = (),
) -> Sheet:
    """Return the sheet that holds on a day in an area."""
    rules = rule_set("four_looks", on=on, area=area, code=code, local=local, figures=figures)
    looks = tuple(
        Look(
            str(row["code"]),
            Text(row["text"]["zh"], row["text"]["en"]),
            tuple((int(b["points"]), condition(b, str(row["code"]), on=on, area=area)) for b in row["bands"]),
        )
        for row in rules.settings["looks"]
    )
    return Sheet(looks, int(rules.settings["poor_below"]), rules.basis)


def score(sheet: Sheet, county: County) -> Scores:
    """Return the points of every household."""
    points = np.stack([_points(look, county) for look in sheet.looks], axis=1)
    known = points != UNKNOWN
    lowest = np.where(known, points, 0).sum(axis=1)
    most: npt.NDArray[np.int64] = np.array([look.most for look in sheet.looks], dtype=np.int64)
    highest = np.where(known, points, most).sum(axis=1)
    return Scores(sheet, county, points, lowest, highest)


def _points(look: Look, county: County) -> Integers:
    """Return the first band that holds; a band before it that is not said leaves the look unanswered."""
    points = np.full(len(county), UNKNOWN)
    is_open = np.ones(len(county), dtype=np.bool_)
    for worth, band in look.bands:
        states = band.states(county)
        points[is_open & (states == YES)] = worth
        is_open &= (states != YES) & (states != UNSAID)
    return points
