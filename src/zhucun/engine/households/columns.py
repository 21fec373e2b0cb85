"""Households and members as columns: what quality rules, county figures and the made-up population work on.

One encoding for each kind of fact: text and codes as fixed strings ('' not said), numbers and money as float64 (NaN),
yes/no as int8 (-1), days as datetime64 (NaT), a word as its number (0), several words as bits (0). So 350,000 persons
fit in memory and a rule over all of them is one line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.facts.villages import VILLAGE
from zhucun.engine.households.identity_columns import IdentityColumns, read_column
from zhucun.engine.words_household import MemberState, bits_of, number_of, words_of

Column = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
FIGURES = (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY, FactKind.SCORE)
NOT_SAID: dict[FactKind, tuple[Any, str]] = {
    FactKind.TEXT: ("", "U1"),
    FactKind.CODE: (b"", "S1"),
    FactKind.NAMES: ("", "U1"),
    **dict.fromkeys(FIGURES, (np.nan, "f8")),
    FactKind.YES_NO: (-1, "i1"),
    FactKind.DAY: (np.datetime64("NaT"), "datetime64[D]"),
    FactKind.WORD: (0, "u1"),
    FactKind.WORDS: (0, "u4"),
}


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of one subject as columns by fact key; a column that is not there counts as not said in every row."""

    facts: tuple[Fact, ...]
    size: int
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, key: str) -> Column:
        """Return a column."""
        found = self.columns.get(key)
        if found is not None:
            return found
        empty, kind = NOT_SAID[self.fact(key).kind]
        return np.full(self.size, empty, dtype=kind)

    def fact(self, key: str) -> Fact:
        """Return the entry of the dictionary for a key."""
        return self._facts[key]

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {f.key: f for f in self.facts}

    def said(self, key: str) -> Mask:
        """Tell in which rows somebody said something."""
        column, kind = self[key], self.fact(key).kind
        if kind in FIGURES:
            return ~np.isnan(column)
        if kind is FactKind.DAY:
            return ~np.isnat(column)
        empty: Mask = column != NOT_SAID[kind][0]
        return empty

    def value(self, key: str, row: int) -> Any:
        """Return one cell as a plain value: Decimal, int, date, bool, a Word, a tuple of Words, str or None."""
        return plain_values(self.fact(key), self[key][row : row + 1])[0]

    def values(self, key: str) -> list[Any]:
        """Return a column as plain values, for writing it into a database or a file."""
        return plain_values(self.fact(key), self[key])

    def row(self, row: int) -> dict[str, Any]:
        """Return one row as plain values by key, all facts of the subject."""
        return {f.key: self.value(f.key, row) for f in self.facts}


def plain_values(fact: Fact, column: Column) -> list[Any]:
    """Return the cells of a fact's column as plain values: Decimal, int, date, bool, Words, str or None."""
    kind, words = fact.kind, fact.words
    if kind is FactKind.CODE:
        return [cell.decode() or None for cell in column.tolist()]
    if kind is FactKind.TEXT:
        return [cell or None for cell in column.tolist()]
    if kind is FactKind.NAMES:
        return [tuple(cell.split("\n")) if cell else () for cell in column.tolist()]
    if kind in (FactKind.COUNT, FactKind.SCORE):
        return [None if cell != cell else int(cell) for cell in column.tolist()]  # NaN is not equal to itself
    if kind in FIGURES:
        return [None if cell != cell else Decimal(repr(round(cell, 2))) for cell in column.astype(float).tolist()]
    if kind is FactKind.YES_NO:
        return [None if cell < 0 else bool(cell) for cell in column.tolist()]
    if kind is FactKind.DAY:
        return list(column.astype("datetime64[D]").tolist())
    if words is None:
        raise ValueError(f"The fact {fact.key} has no list of words.")
    if kind is FactKind.WORD:
        listed = [None, *words]
        return [listed[cell] for cell in column.tolist()]
    known = {bits: words_of(words, bits) for bits in np.unique(column).tolist()}
    return [known[cell] for cell in column.tolist()]


def column_of(fact: Fact, values: Iterable[Any]) -> Column:
    """Return plain values of one fact as a column; the inverse of `Table.values`."""
    cells = list(values)
    kind = fact.kind
    if kind is FactKind.CODE:
        return np.array([(c or "").encode() for c in cells], dtype=np.bytes_)
    if kind is FactKind.TEXT:
        return np.array([c or "" for c in cells], dtype=np.str_)
    if kind is FactKind.NAMES:
        return np.array(["\n".join(c) for c in cells], dtype=np.str_)
    if kind in FIGURES:
        return np.array([np.nan if c is None else float(c) for c in cells], dtype=np.float64)
    if kind is FactKind.YES_NO:
        return np.array([-1 if c is None else int(c) for c in cells], dtype=np.int8)
    if kind is FactKind.DAY:
        return np.array(cells, dtype="datetime64[D]")
    if kind is FactKind.WORD:
        return np.array([number_of(c) for c in cells], dtype=np.uint8)
    return np.array([bits_of(c) for c in cells], dtype=np.uint32)


def table_of(rows: Sequence[Any], facts: tuple[Fact, ...]) -> Table:
    """Return values with the keys of the dictionary (HouseholdFacts, MemberFacts, model rows) as a table."""
    return Table(facts, len(rows), {f.key: column_of(f, (getattr(r, f.key) for r in rows)) for f in facts})


NO_VILLAGES = Table(VILLAGE, 0, {})


@dataclass(frozen=True, eq=False)
class Book:
    """A county's households and members on one day, joined; `area` is its place code, for dated local figures."""

    households: Table
    members: Table
    on: date
    area: str = ""
    villages: Table = field(default=NO_VILLAGES)

    @classmethod
    def of(
        cls,
        households: Sequence[Any],
        members: Sequence[Any],
        *,
        on: date,
        area: str = "",
        villages: Sequence[Any] = (),
    ) -> "Book":
        """Return rows of facts as a book."""
        return cls(table_of(households, HOUSEHOLD), table_of(members, MEMBER), on, area, table_of(villages, VILLAGE))

    @cached_property
    def home(self) -> Integers:
        """Return for each member the row of the household, -1 for a number that no household has.

        Where two households have one number, which a rule tells, the first takes the members.
        """
        return _joined(self.members["household_code"], self.households["code"])

    @cached_property
    def place(self) -> Integers:
        """Return for each household the row of its village form, -1 where there is none."""
        return _joined(self.households["village_code"], self.villages["code"])

    @cached_property
    def identities(self) -> IdentityColumns:
        """Return the members' identity numbers as read."""
        return read_column(self.members["identity"])

    @cached_property
    def ages(self) -> npt.NDArray[np.float64]:
        """Return the full years of age of each member, NaN where the day of birth is not said."""
        return ages(self.members["born"], self.on)

    def of_home(self, column: Column) -> Column:
        """Return a household column for each member; strays get the first household's value, mask them by `home`."""
        if not len(self.households):
            return np.zeros(len(self.members), dtype=column.dtype)
        return column[np.maximum(self.home, 0)]

    def count(self, mask: Mask) -> Integers:
        """Return how many members of each household are marked."""
        chosen = self.home[mask & (self.home >= 0)]
        return np.bincount(chosen, minlength=len(self.households)).astype(np.int64)

    def some(self, mask: Mask) -> Mask:
        """Tell for each household whether a member is marked."""
        return self.count(mask) > 0

    @cached_property
    def here(self) -> Mask:
        """Mark who is a member now; nothing said counts as a member."""
        state = self.members["state"]
        found: Mask = (state == 0) | (state == number_of(MemberState.PRESENT))
        return found

    @cached_property
    def heads(self) -> Integers:
        """Return for each household the row of its first head among those who are members now, -1 without one."""
        rows = np.flatnonzero((self.members["relation"] == 1) & (self.home >= 0) & self.here)[::-1]
        found = np.full(len(self.households), -1, dtype=np.int64)
        found[self.home[rows]] = rows
        return found


def ages(born: Column, on: date) -> npt.NDArray[np.float64]:
    """Return full years of age on a day from a column of days of birth, NaN where none is said."""
    known = ~np.isnat(born)
    days = np.where(known, born, np.datetime64("2000-01-01"))
    months = days.astype("datetime64[M]")
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    whole = (on.year - 1970) * 12 + on.month - 1 - months.astype(np.int64) - (day > on.day)
    return np.where(known, whole // 12, np.nan)


def _joined(wanted: Column, codes: Column) -> Integers:
    """Return for each wanted code its row among codes, -1 where it is not there or empty; the first of equal codes."""
    if not len(codes):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(codes, kind="stable")
    ranked = codes[order]
    at = np.minimum(np.searchsorted(ranked, wanted), len(codes) - 1)
    found: Integers = np.where((ranked[at] == wanted) & (wanted != wanted.dtype.type()), order[at], -1)
    return found
