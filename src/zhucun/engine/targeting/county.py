"""The households of a county with their members, joined once, on one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.rows import Rows
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES, Flags, Integers, States
from zhucun.engine.texts import Text
from zhucun.engine.words_household import HERE

NOBODY = Rows((), {})


@dataclass(frozen=True, eq=False)
class County:
    """Households and their present members; `home` is each person's row of the household, -1 where it is not listed."""

    households: Rows
    persons: Rows
    home: Integers
    on: date
    by_home: Integers  # person rows in order of their household
    starts: Integers  # where each household's persons begin in by_home

    @classmethod
    def of(cls, households: Rows, persons: Rows = NOBODY, *, on: date) -> "County":
        """Join members to households by `household_code`; raises BadProblem when a household stands twice."""
        place = {code: row for row, code in enumerate(households.codes)}
        if len(place) < len(households):
            seen: set[str] = set()
            raise _twice(next(code for code in households.codes if code in seen or seen.add(code)))  # type: ignore[func-returns-value]
        persons = persons.at(np.flatnonzero(np.isin(persons.word("state").astype(str), HERE)))
        home = np.array([place.get(code, -1) for code in persons.word("household_code")], dtype=np.int64)
        return cls._joined(households, persons, home, on)

    @classmethod
    def _joined(cls, households: Rows, persons: Rows, home: Integers, on: date) -> "County":
        order = np.argsort(home, kind="stable").astype(np.int64)
        starts = np.searchsorted(home[order], np.arange(len(households) + 1)).astype(np.int64)
        return cls(households, persons, home, on, order, starts)

    def __len__(self) -> int:
        return len(self.households)

    @property
    def strays(self) -> tuple[str, ...]:
        """Codes of persons whose household is not in the list: show them, they count nowhere."""
        return tuple(self.persons.codes[row] for row in np.flatnonzero(self.home < 0))

    @cached_property
    def listed(self) -> Integers:
        """How many members of each household are in the list."""
        return np.diff(self.starts)

    @cached_property
    def sizes(self) -> Integers:
        """Registered members of each household: as stated, else as listed; UNKNOWN where there are none."""
        listed = self.listed
        stated = self.households.number("persons")
        return np.where(stated > 0, stated, np.where(listed > 0, listed, UNKNOWN))

    @cached_property
    def ages(self) -> Integers:
        """Full years of each person on the day; UNKNOWN where the birthday is not said."""
        born = self.persons.number("born")
        return full_years(born, self.on)

    def count(self, flags: Flags) -> Integers:
        """Return how many members of each household are flagged."""
        chosen = self.home[flags & (self.home >= 0)]
        return np.bincount(chosen, minlength=len(self)).astype(np.int64)

    def some_member(self, answers: States) -> States:
        """Return whether some member says yes: a household without listed members has not said."""
        yes, unsaid = self.count(answers == YES) > 0, self.count(answers == UNSAID) > 0
        return np.where(yes, YES, np.where(unsaid | (self.listed == 0), UNSAID, NO)).astype(np.int8)

    def only(self, rows: Sequence[int] | Integers) -> "County":
        """Return the county of some households only, in this order, for the sentences about them."""
        chosen = np.asarray(rows, dtype=np.int64)
        counts = self.listed[chosen]
        home = np.repeat(np.arange(len(chosen)), counts).astype(np.int64)
        first = np.cumsum(counts) - counts
        members = self.by_home[np.arange(len(home)) - first[home] + self.starts[chosen][home]]
        return County._joined(self.households.at(chosen), self.persons.at(members), home, self.on)


def full_years(born: Integers, on: date) -> Integers:
    """Return full years of age from birthdays as day numbers; one born on 29 February waits for 1 March."""
    known = born != UNKNOWN
    days = np.where(known, born, 1).astype(np.int64) - date(1970, 1, 1).toordinal()
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = (days.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64) + 1
    month = months.astype(np.int64)
    now = (on.year - 1970) * 12 + on.month - 1
    whole_months = now - month - (day_of_month > on.day)
    return np.where(known, whole_months // 12, UNKNOWN)


def _twice(code: str) -> BadProblem:
    return BadProblem(
        "county.household_twice",
        Text(
            "户编号{number}出现两次。请先合并或更正，再计算。",
            "Household {number} stands twice in the list. Merge or correct it first.",
        ),
        number=code,
    )
