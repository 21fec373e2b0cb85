"""What is kept of a made-up county's years: year ends, steps of the programme, people, and the truth beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.changes import Change
from zhucun.engine.households.columns import Mask
from zhucun.engine.households.income_columns import LineColumns
from zhucun.engine.sample_world.draw import Floats, Integers
from zhucun.engine.sample_world.history_changes import Happenings, as_changes
from zhucun.engine.sample_world.history_income import (
    ITEMS,
    NUMBERS,
    net_of,
)
from zhucun.engine.sample_world.history_status import (
    NEW,
    POOR,
    RETURNED,
    Standing,
)
from zhucun.engine.sample_world.population import (
    Beginning,
    household_codes,
    names_and_numbers,
    numbered,
)
from zhucun.engine.sample_world.population_persons import Persons
from zhucun.engine.words_household import (
    HealthState,
    bits_of,
    number_of,
)

n = number_of
Days, Words = npt.NDArray[np.datetime64], npt.NDArray[np.uint8]
HEALTHY = bits_of((HealthState.HEALTHY,))
WATCHED_FROM = 2020
LAST_YEAR = 2025


@dataclass(frozen=True, eq=False)
class Steps:
    """What the programme did, one row a step: year, day, household, status after it, and a cause if one is named."""

    year: Integers
    on: npt.NDArray[np.datetime64]
    home: Integers
    status: npt.NDArray[np.uint8]
    cause: npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Truth:
    """What nobody in the county office knows: kept apart so that finding it out can be measured."""

    wrongly_listed: Mask  # registered in 2014 though the true income was above the line
    conceals: Mask  # hides income year after year
    missed: Mask  # ordinary in 2014 though the true income was below the line
    hidden_yuan: npt.NDArray[np.int64]  # (years, households): income that the account does not show
    food_yuan_per_head: Floats  # what visitors would see the family spend on food, from true income
    power_kwh: Floats  # what the power company bills in the last year, from true income
    villagers_rank: Integers  # how poor the villagers think the household is in its village, 1 the poorest


@dataclass(frozen=True, eq=False)
class Year:
    """One year's end as columns over all households."""

    year: int
    status: npt.NDArray[np.uint8]
    cause: npt.NDArray[np.uint8]
    members: Integers
    items: npt.NDArray[np.int32]  # yuan by item of ITEMS, as reported

    @property
    def per_head_yuan(self) -> Floats:
        """Return reported net income per head, NaN without members."""
        found: Floats = np.where(self.members > 0, net_of(self.items) / np.maximum(self.members, 1), np.nan)
        return found

    @property
    def poor(self) -> Mask:
        """Mark who is registered and not out of poverty."""
        found: Mask = np.isin(self.status, (POOR, NEW, RETURNED))
        return found


@dataclass(frozen=True, eq=False)
class Lived:
    """A made-up county with its history as columns."""

    start: Beginning
    years: tuple[Year, ...]
    persons: Persons
    standing: Standing
    attribute: npt.NDArray[np.uint8]
    watched: Mapping[str, npt.NDArray[Any]]
    events: Happenings
    steps: Steps
    truth: Truth

    @property
    def on(self) -> date:
        """Return the last day."""
        return date(self.years[-1].year, 12, 31)

    @cached_property
    def household_codes(self) -> npt.NDArray[np.bytes_]:
        """Return household numbers, all beginning with 99."""
        return household_codes(len(self.standing.status))

    @cached_property
    def person_codes(self) -> npt.NDArray[np.bytes_]:
        """Return person numbers of twelve digits, all beginning with 99."""
        return numbered("99", 10, len(self.persons))

    @cached_property
    def _named(self) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.bytes_]]:
        return names_and_numbers(self.start, self.persons)

    @property
    def names(self) -> npt.NDArray[np.str_]:
        """Return everybody's made-up name."""
        return self._named[0]

    @property
    def identities(self) -> npt.NDArray[np.bytes_]:
        """Return everybody's impossible identity number."""
        return self._named[1]

    def income_lines(self, year: int) -> LineColumns:
        """Return the lines of the income account of one year; their sums are the reported incomes.

        Wages stand as one line over the months from October, transfers and dividends over the whole period, harvests
        and costs in the quarter from July: one line for each household and item.
        """
        found = next(y for y in self.years if y.year == year)
        item, home = np.nonzero(found.items)
        first = (year - 1 - 1970) * 12 + 9
        harvest = np.isin(item, [ITEMS.index(code) for code in ("b11", "b2", "b3", "e11", "e2", "e3")])
        return LineColumns(
            household=home.astype(np.int64),
            item=NUMBERS[item].astype(np.int64),
            month=np.where(harvest, first + 9, first).astype(np.int64),
            months=np.where(harvest, 3, 12).astype(np.int64),
            fen=found.items[item, home].astype(np.int64) * 100,
            member=np.ones(len(item), dtype=np.bool_),
        )

    def changes(self, homes: Sequence[int]) -> list[Change]:
        """Return registration and natural changes of some households (rows) as dated events."""
        codes = [c.decode() for c in self.household_codes.tolist()]
        people = [c.decode() for c in self.person_codes.tolist()]
        return as_changes(self.events, self.start.first, codes, people, np.asarray(homes, dtype=np.int64))
