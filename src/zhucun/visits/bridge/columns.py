"""Households and members as the targeting engine's columns, read set-based: 100,000 households take some seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Model

from zhucun.core import writing
from zhucun.core.fields import WordList
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, SURVEYED, UNKNOWN, County, Rows
from zhucun.engine.targeting.rows import scale_of
from zhucun.engine.words_household import ExitStatus
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT
from zhucun.registry.models import Household, Member

Integers = npt.NDArray[np.int64]
EXTRA = ("nation", "disability")  # what groups are told by, beside what measures read


@dataclass(frozen=True, eq=False)
class Homes:
    """Households of a county or a village joined with their members, with what visits know them by."""

    keys: tuple[str, ...]
    villages: tuple[str, ...]
    statuses: npt.NDArray[np.object_]
    income_years: Integers
    county: County

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def per_head_fen(self) -> Integers:
        """Net income per head in fen, UNKNOWN where income or members are not said."""
        income, sizes = self.county.households.number("net_yuan"), self.county.sizes
        known = (income != UNKNOWN) & (sizes > 0)
        return np.where(known, np.where(known, income, 0) // np.where(known, sizes, 1), UNKNOWN)

    @property
    def income_year(self) -> int | None:
        """The year that most incomes were summed over."""
        said = self.income_years[self.income_years != UNKNOWN]
        if not len(said):
            return None
        years, counts = np.unique(said, return_counts=True)
        return int(years[counts.argmax()])


def homes_of(place: str, *, on: date) -> Homes:
    """Return the households of a county (6 digits), a township (9) or a village (12) with their present members."""
    wanted = [key for key in (*HOUSEHOLD_KEYS, *SURVEYED) if key in HOUSEHOLD_FACT and key != "village_code"]
    more = ("key", "code", "village", "status", "income_year")
    cells = _read(Household, (*more, *wanted), place)
    keys, codes, villages, statuses, years = (cells[name] for name in more)
    columns = {key: _column(HOUSEHOLD_FACT[key], key, cells[key]) for key in wanted}
    columns["village_code"] = np.array(villages, dtype=object)
    return Homes(
        tuple(keys),
        tuple(villages),
        np.array(statuses, dtype=object),
        np.array([UNKNOWN if y is None else int(y) for y in years], dtype=np.int64),
        County.of(Rows(tuple(codes), columns), _members(place), on=on),
    )


def _members(place: str) -> Rows:
    wanted = [key for key in (*MEMBER_KEYS, *EXTRA) if key != "household_code"]
    cells = _read(Member, ("code", "household", *wanted), place)
    columns = {key: _column(MEMBER_FACT[key], key, cells[key]) for key in wanted}
    columns["household_code"] = np.array([key.split("-", 1)[1] for key in cells["household"]], dtype=object)
    return Rows(tuple(cells["code"]), columns)


def _read(model: type[Model], names: Sequence[str], place: str) -> dict[str, Sequence[Any]]:
    """Return plain columns of the rows of a place, past the ORM; households that no longer exist are not there."""
    quote = connection.ops.quote_name
    table, homes = quote(model._meta.db_table), quote(Household._meta.db_table)
    listed = ", ".join(f"{table}.{quote(writing.column(model, name))}" for name in names)
    statement = f"SELECT {listed} FROM {table}"  # noqa: S608  (names of our own columns)
    if len(place) <= 6:
        by = f"{table}.{quote('key')}"
    else:
        by = f"{homes}.{quote(writing.column(Household, 'village'))}"
        if model is Member:
            statement += (
                f" JOIN {homes} ON {homes}.{quote('key')} = {table}.{quote(writing.column(Member, 'household'))}"
            )
    statement += f" WHERE {by} >= %s AND {by} < %s"
    given = [place, place + "a"]
    if model is Household:
        statement += f" AND {table}.{quote('status')} <> %s"
        given.append(ExitStatus.GONE.value)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY {table}.{quote('key')}", given)
        rows = cursor.fetchall()
    cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return dict(zip(names, cells, strict=True))


def _column(fact: Fact, key: str, cells: Sequence[Any]) -> Integers | npt.NDArray[np.object_]:
    """Return one stored column as the engine's rows hold it: words, or exact whole numbers."""
    if fact.kind is FactKind.WORDS:
        return np.array(["|".join(WordList().to_python(c)) for c in cells], dtype=object)
    if fact.kind is FactKind.DAY:
        return np.array([UNKNOWN if c is None else _ordinal(c) for c in cells], dtype=np.int64)
    if fact.kind in (FactKind.COUNT, FactKind.YES_NO, FactKind.SCORE):
        return np.array([UNKNOWN if c is None else int(c) for c in cells], dtype=np.int64)
    if fact.kind in (FactKind.NUMBER, FactKind.MONEY):
        # Kept with two decimals, so the nearest whole step is the exact one.
        values = np.array([np.nan if c is None else float(c) for c in cells], dtype=np.float64)
        known = ~np.isnan(values)
        return np.where(known, np.rint(np.where(known, values, 0.0) * scale_of(key)), UNKNOWN).astype(np.int64)
    return np.array([c or "" for c in cells], dtype=object)


def _ordinal(value: Any) -> int:
    """Return a day as its number; the embedded database gives days as text."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10]).toordinal()
    return value.date().toordinal() if isinstance(value, datetime) else int(value.toordinal())
