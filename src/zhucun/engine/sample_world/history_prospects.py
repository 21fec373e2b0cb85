"""How well a made-up family should fare, told from what a visitor can see: who can work, who is ill, land, village.

Means tests on real surveys tell about half of the differences in income from such facts
(docs/explanation/targeting.md); the other half is luck that nobody sees. The weights are set for that and stand for no
estimate of any real place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask
from zhucun.engine.sample_world.draw import Floats, Integers
from zhucun.engine.sample_world.population_homes import Columns
from zhucun.engine.sample_world.population_persons import Persons, at_work, level_of, n, of_homes, school_of
from zhucun.engine.words_household import HealthState, Labour, School

SEEN = 0.93  # how much of a family's lasting standing can be seen in its people, land and village
WEIGHTS = {  # change of log income a head
    "labour": 1.0,  # all able to work against nobody
    "size": -0.35,  # of the logarithm of the number of members
    "schooling": 0.11,  # a step of the best schooling
    "months": 0.04,  # a month of the longest work outside
    "chronic": -0.10,
    "serious": -0.26,
    "disabled": -0.18,
    "pupils": -0.08,
    "old": -0.06,
    "arable": 0.12,  # of the logarithm of land a head
    "fruit": 0.15,  # an orchard
    "remote": -0.20,  # of the logarithm of the distance to the county seat
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of prospects in the first year, by which those of all years are told."""

    mean: float
    spread: float

    def of(self, prospects: Floats) -> Floats:
        """Return prospects in spreads from the mean of the first year."""
        return (prospects - self.mean) / self.spread


def seen(
    persons: Persons, here: Mask, on: date, homes: Columns, distance: Floats, count: int,
) -> Floats:  # fmt: skip
    """Return the log income a head that what can be seen of each household speaks for; `distance` in kilometres."""
    age = persons.ages(on)
    school = school_of(age, persons.luck)

    def counted(marked: Mask) -> Integers:
        return of_homes(persons, here & marked, count)

    size = np.maximum(of_homes(persons, here, count), 1)
    weak = persons.labour == n(Labour.WEAK)
    able = (persons.labour > 0) & (persons.labour <= n(Labour.SKILLED))
    best = level_of(age, persons.born, school, persons.luck)
    ill = {state: (persons.health & (1 << (n(state) - 1))) != 0 for state in HealthState}
    parts = {
        "labour": (counted(able) + 0.5 * counted(weak)) / size,
        "size": np.log(size),
        "schooling": _best(persons, here, best, count),
        "months": _best(persons, here & at_work(persons, age, school), persons.months, count),
        "chronic": counted(ill[HealthState.CHRONIC]),
        "serious": counted(ill[HealthState.SERIOUS]),
        "disabled": counted(ill[HealthState.DISABLED]),
        "pupils": counted(school >= n(School.PRIMARY)),
        "old": counted(age >= 60),
        "arable": np.log(np.maximum(homes["arable_mu"], 0.3) / size),
        "fruit": homes["fruit_mu"] > 0,
        "remote": np.log(np.maximum(distance, 1.0)),
    }
    total: Floats = np.sum([WEIGHTS[name] * part for name, part in parts.items()], axis=0)
    return total


def scale_of(prospects: Floats, registered: int) -> Scale:
    """Return the scale on which the registered households of the first year stand around nought."""
    mine = prospects[:registered] if registered else prospects
    return Scale(float(mine.mean()) if len(mine) else 0.0, max(float(mine.std()) if len(mine) else 0.0, 0.1))


def distances(kilometres: Sequence[float | None]) -> Floats:
    """Return distances with the middle one where none is known."""
    known = [float(k) for k in kilometres if k is not None]
    usual = float(np.median(known)) if known else 20.0
    return np.array([usual if k is None else float(k) for k in kilometres])


def _best(persons: Persons, marked: Mask, values: npt.NDArray[Any], count: int) -> Floats:
    """Return the highest value among the marked members of each household, nought without any."""
    found = np.zeros(count)
    np.maximum.at(found, persons.home[marked], values[marked])
    return found
