"""Households and members of a place as targeting's columns, read past the ORM: 100,000 households take four seconds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Model

from zhucun.core import writing
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, UNKNOWN, County, Rows
from zhucun.engine.targeting.rows import scale_of
from zhucun.engine.words_household import HERE, ExitStatus
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT
from zhucun.registry.models import Household, Member

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.object_]
OF_PERSONS = (*(key for key in MEMBER_KEYS if key != "household_code"), "nation", "disability")
"""What measures read of members, and what groups of households are told by."""
RUN = 20_000
NUMBERS = (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY, FactKind.SCORE, FactKind.YES_NO)
KINDS = {"income_year": FactKind.COUNT}  # of columns that are no facts of the dictionary; the others are codes
EPOCH = np.datetime64("0001-01-01") - np.timedelta64(1, "D")


@dataclass(frozen=True, eq=False)
class Homes:
    """Households of a county or a village joined with their members, with what pages know them by."""

    keys: tuple[str, ...]
    villages: tuple[str, ...]
    statuses: Words
    income_years: Integers
    county: County

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
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


def homes_of(place: str, *, on: date, more: Sequence[str] = ()) -> Homes:
    """Return the households of a county (6 digits), a township (9) or a village (12) with their present members.

    `more` are facts of the household beside those that measures read.
    """
    wanted = tuple(k for k in dict.fromkeys((*HOUSEHOLD_KEYS, *more)) if k in HOUSEHOLD_FACT and k != "village_code")
    named = dict.fromkeys(("key", "village", "status", "income_year", "code", *wanted))
    columns = _read(Household, tuple(named), place)
    keys, codes = tuple(columns.pop("key").tolist()), tuple(columns.pop("code").tolist())
    villages, years = columns.pop("village"), columns.pop("income_year")
    statuses = columns["status"]
    columns["village_code"] = villages
    county = County.of(Rows(codes, columns), _members(place), on=on)
    return Homes(keys, tuple(villages.tolist()), statuses, years, county)


@dataclass(frozen=True, eq=False)
class Persons:
    """Everybody whom a place's households list, members of now or of before, for finding whom a list means."""

    keys: tuple[str, ...]
    homes: tuple[str, ...]
    names: Words
    born: Integers  # day numbers, UNKNOWN where not said


def persons_of(place: str) -> Persons:
    """Return everybody of a place by key, household, name and birthday."""
    columns = _read(Member, ("key", "household", "name", "born"), place, present=False)
    keys, homes = (tuple(columns[name].tolist()) for name in ("key", "household"))
    return Persons(keys, homes, columns["name"], columns["born"])


def _members(place: str) -> Rows:
    columns = _read(Member, ("code", "household", *OF_PERSONS), place)
    homes = columns.pop("household")
    columns["household_code"] = np.array([key[7:] for key in homes.tolist()], dtype=object)
    return Rows(tuple(columns.pop("code").tolist()), columns)


def _read(model: type[Model], names: Sequence[str], place: str, *, present: bool = True) -> dict[str, Any]:
    """Return plain columns of the rows of a place; `present` leaves out who moved away and households that are gone."""
    facts: Mapping[str, Fact] = HOUSEHOLD_FACT if model is Household else MEMBER_FACT
    kinds = [facts[name].kind if name in facts else KINDS.get(name, FactKind.CODE) for name in names]
    parts: list[list[Any]] = [[] for _name in names]
    cells_of = [_cell(model, name, kind) for name, kind in zip(names, kinds, strict=True)]
    for rows in _rows(model, cells_of, place, present):
        for part, kind, name, cells in zip(parts, kinds, names, zip(*rows, strict=True), strict=True):
            part.append(_column(kind, name, cells))
    named = zip(names, kinds, parts, strict=True)
    return {name: np.concatenate(part) if part else _column(kind, name, ()) for name, kind, part in named}


def _cell(model: type[Model], name: str, kind: FactKind) -> str:
    """Return a column as the database gives it fastest: yes/no as numbers, days as texts."""
    quote = connection.ops.quote_name
    cell = f"{quote(model._meta.db_table)}.{quote(writing.column(model, name))}"
    if kind is FactKind.YES_NO:
        return f"CAST({cell} AS integer)"
    return f"CAST({cell} AS text)" if kind is FactKind.DAY else cell


def _rows(model: type[Model], cells: Sequence[str], place: str, present: bool) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a place run by run: a million households as plain values would take ten gigabytes."""
    quote = connection.ops.quote_name
    table, homes = quote(model._meta.db_table), quote(Household._meta.db_table)
    of_county, key = len(place) <= 6, quote("key")
    by = f"{table}.{key}" if of_county else f"{homes}.{quote(writing.column(Household, 'village'))}"
    source, here = table, f"{table}.{quote('status')} <> %s"
    left: list[str] = [ExitStatus.GONE.value]
    if model is Member:
        here, left = f"{table}.{quote('state')} IN (%s, %s)", [*HERE]
        if not of_county:
            source += f" JOIN {homes} ON {homes}.{key} = {table}.{quote(writing.column(Member, 'household'))}"
    statement = (
        f"SELECT {', '.join(cells)} FROM {source} "  # noqa: S608  (names of our own columns)
        f"WHERE {by} >= %s AND {by} < %s {f'AND {here}' if present else ''} ORDER BY {table}.{key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [place, place + "a", *(left if present else ())])
        while rows := cursor.fetchmany(RUN):
            yield rows


class _Known(dict[Any, str]):
    """Words as they are kept, each made once: a column of 450,000 has a few different ones."""

    def __init__(self, several: bool) -> None:
        self.several = several

    def __missing__(self, cell: str | None) -> str:
        made = "|".join(w for w in (cell or "").split(",") if w) if self.several else (cell or "")
        self[cell] = made
        return made


def _column(kind: FactKind, name: str, cells: Sequence[Any]) -> Any:
    """Return one stored column as the engine's rows hold it: words, or exact whole numbers."""
    if kind in NUMBERS:
        # Kept with two decimals, so the nearest whole step is the exact one.
        values = np.array(cells, dtype=np.float64)
        known = ~np.isnan(values)
        return np.where(known, np.rint(np.where(known, values, 0.0) * scale_of(name)).astype(np.int64), UNKNOWN)
    if kind is FactKind.DAY:
        days = np.array([cell and cell[:10] for cell in cells], dtype="datetime64[D]")
        return np.where(np.isnat(days), UNKNOWN, (days - EPOCH).astype(np.int64))
    if kind in (FactKind.TEXT, FactKind.CODE):
        return np.array([cell or "" for cell in cells], dtype=object)
    known_words = _Known(kind is FactKind.WORDS)
    return np.array([known_words[cell] for cell in cells], dtype=object)
