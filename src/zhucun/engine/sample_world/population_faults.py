"""Mistakes put into a made-up county's facts on purpose, as clerks make them; what was changed is kept aside.

So that the quality rules can be measured: how many of the mistakes they find, and how often they cry wolf.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Book, Mask, Table
from zhucun.engine.households.quality import About, Findings
from zhucun.engine.sample_world.draw import Integers
from zhucun.engine.words_household import (
    Cause,
    HealthState,
    Labour,
    Level,
    Relation,
    School,
    WorkPlace,
    bits_of,
    number_of,
)

n = number_of
Columns = dict[str, npt.NDArray[Any]]
Random = np.random.Generator
SHARE = 0.02  # of the rows that a mistake can happen to


@dataclass(frozen=True, slots=True)
class Slip:
    """One kind of mistake: the rule that should find it, the fact it spoils, where it can happen, and how."""

    rule: str
    about: About
    key: str
    where: Callable[[Book], Mask]
    spoil: Callable[[Random, Book, Integers], npt.NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Mistakes:
    """What was changed: rule that should find it, table, row of the table, fact, in parallel."""

    rule: npt.NDArray[np.str_]
    about: npt.NDArray[np.str_]
    row: Integers
    key: npt.NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Measured:
    """How one rule did: mistakes put in, of them found, and findings without a mistake behind them."""

    put_in: int
    found: int
    other: int

    @property
    def recall(self) -> float:
        """Return which part of the mistakes the rule found."""
        return self.found / self.put_in if self.put_in else 1.0


def swapped(random: Random, book: Book, rows: Integers) -> npt.NDArray[np.bytes_]:
    """Return identity numbers with two neighbouring digits changed about, or one digit misread."""
    column = book.members["identity"][rows].astype("S20")
    letters = column.view(np.uint8).reshape(len(rows), 20).copy()
    at = random.integers(14, 16, len(rows))
    here, line = letters[np.arange(len(rows)), at], np.arange(len(rows))
    nxt = letters[line, at + 1]
    same = here == nxt
    letters[line, at] = np.where(same, ord("0") + (here - ord("0") + 1) % 10, nxt)
    letters[line, at + 1] = np.where(same, nxt, here)
    return np.ascontiguousarray(letters).view("S20").reshape(-1)


def present(book: Book) -> Mask:
    """Mark who is a member now."""
    return book.here


def word(value: int) -> Callable[[Random, Book, Integers], npt.NDArray[Any]]:
    """Return a slip that enters one fixed value."""
    return lambda random, book, rows: np.full(len(rows), value)


def times(
    key: str, factor: float, about: About = About.HOUSEHOLDS
) -> Callable[[Random, Book, Integers], npt.NDArray[Any]]:
    """Return a slip that enters a figure in the wrong unit or with a digit too many."""

    def spoil(random: Random, book: Book, rows: Integers) -> npt.NDArray[Any]:
        table = book.households if about is About.HOUSEHOLDS else book.members
        return np.round(table[key][rows] * factor, 2)

    return spoil


def left(book: Book) -> Mask:
    """Mark households that have left poverty."""
    found: Mask = book.households["status"] == 4
    return found


def listed(book: Book) -> Mask:
    """Mark households with a cause of poverty."""
    found: Mask = (book.households["main_cause"] > 0) & (book.households["persons"] > 0)
    return found


def in_school(book: Book) -> Mask:
    """Mark pupils between 8 and 15."""
    return present(book) & (book.ages >= 8) & (book.ages <= 15)


def idle_adult(book: Book) -> Mask:
    """Mark healthy adults of working age who are not at school."""
    healthy = book.members["health"] == bits_of((HealthState.HEALTHY,))
    found: Mask = (
        present(book)
        & healthy
        & (book.ages >= 23)
        & (book.ages <= 55)
        & (book.members["work_place"] == n(WorkPlace.NOT))
    )
    return found


def worker(book: Book) -> Mask:
    """Mark who works for wages."""
    found: Mask = present(book) & (book.members["work_months"] > 0)
    return found


def son(book: Book) -> Mask:
    """Mark sons."""
    found: Mask = present(book) & (book.members["relation"] == n(Relation.SON))
    return found


H, M = About.HOUSEHOLDS, About.MEMBERS
SLIPS: tuple[Slip, ...] = (
    Slip("members.identity_wrong", M, "identity", present, swapped),
    Slip("members.identity_other_birth", M, "born", present,
         lambda r, b, rows: b.members["born"][rows] + r.integers(1, 28, len(rows)).astype("timedelta64[D]")),
    Slip("members.identity_other_sex", M, "sex", lambda b: present(b) & np.isin(b.members["relation"], (1, 2)),
         lambda r, b, rows: 3 - b.members["sex"][rows]),
    Slip("members.identity_twice", M, "identity", lambda b: present(b) & (np.char.str_len(b.members["identity"]) == 18),
         lambda r, b, rows: np.roll(b.members["identity"][np.flatnonzero(present(b))], 1)[r.integers(0, int(present(b).sum()), len(rows))]),
    Slip("members.relation_sex", M, "relation", son, word(n(Relation.DAUGHTER))),
    Slip("members.blank_health", M, "health", present, word(0)),
    Slip("members.healthy_and_ill", M, "health", lambda b: present(b) & (b.members["health"] != 1),
         lambda r, b, rows: b.members["health"][rows] | 1),
    Slip("members.able_called_unable", M, "labour", idle_adult, word(n(Labour.NONE))),
    Slip("members.child_called_able", M, "labour", in_school, word(n(Labour.ORDINARY))),
    Slip("members.unable_works_away", M, "labour", worker, word(n(Labour.LOST))),
    Slip("members.works_without_months", M, "work_months", worker, lambda r, b, rows: np.full(len(rows), np.nan)),
    Slip("members.range_work_months", M, "work_months", worker, lambda r, b, rows: r.integers(13, 31, len(rows)).astype(float)),
    Slip("members.out_of_school", M, "school", in_school, word(n(School.NOT))),
    Slip("members.grown_below_school_age", M, "schooling", in_school, word(n(Level.PRESCHOOL))),
    Slip("members.no_medical_insurance", M, "medical_insurance", present, word(0)),
    Slip("members.odd_name", M, "name", present, lambda r, b, rows: np.char.add(b.members["name"][rows], "1")),
    Slip("members.stray", M, "household_code", lambda b: present(b) & (b.members["relation"] > 2),
         lambda r, b, rows: np.char.add(b"98", np.char.zfill(rows.astype("S8"), 8))),
    Slip("households.left_unsafe_house", H, "unsafe_house", left, word(1)),
    Slip("households.left_unsafe_water", H, "safe_water", left, word(0)),
    Slip("households.blank_fuel", H, "fuel", left, word(0)),
    Slip("households.blank_road_km", H, "road_km", left, lambda r, b, rows: np.full(len(rows), np.nan)),
    Slip("households.range_arable_mu", H, "arable_mu", lambda b: b.households["arable_mu"] > 1.1, times("arable_mu", 100)),
    Slip("households.returned_forest_above_forest_and_grass", H, "return_forest_mu", lambda b: b.households["return_forest_mu"] > 0,
         times("return_forest_mu", 10)),
    Slip("households.wage_out_of_range", H, "wage_yuan", lambda b: (b.households["wage_yuan"] > 1000) & (b.households["wage_yuan"] < 2_900_000),
         times("wage_yuan", 1 / 10_000)),
    Slip("households.business_without_cost", H, "cost_yuan", lambda b: b.households["business_yuan"] > 0, word(0)),
    Slip("households.transfers_do_not_add_up", H, "pension_yuan", lambda b: b.households["pension_yuan"] > 0, times("pension_yuan", 12)),
    Slip("households.per_head_is_not_net_by_members", H, "net_per_head_yuan", lambda b: listed(b) & (b.households["persons"] > 1) & ~left(b),
         lambda r, b, rows: b.households["net_yuan"][rows]),
    Slip("households.left_below_line", H, "net_per_head_yuan", left, times("net_per_head_yuan", 1 / 12)),
    Slip("households.cause_twice", H, "other_causes", listed,
         lambda r, b, rows: np.uint32(1) << (b.households["main_cause"][rows].astype(np.uint32) - np.uint32(1))),
    Slip("households.left_before_listed", H, "left", left,
         lambda r, b, rows: b.households["listed"][rows] - r.integers(10, 300, len(rows)).astype("timedelta64[D]")),
    Slip("households.persons_differ", H, "persons", listed, lambda r, b, rows: b.households["persons"][rows] + 1),
    Slip("households.other_head_name", H, "head_name", listed, lambda r, b, rows: np.char.add(b.households["head_name"][rows].astype("U1"), "某")),
    Slip("households.account_malformed", H, "bank_account", listed, lambda r, b, rows: b.households["bank_account"][rows].astype("S11")),
    Slip("households.village_of_another_county", H, "village_code", listed, lambda r, b, rows: np.full(len(rows), b"610425100201")),
    Slip("households.blank_main_cause", H, "main_cause", left, word(0)),
    Slip("households.disability_without_disabled", H, "main_cause",
         lambda b: np.isin(b.households["status"], (2, 5, 6)) & (b.households["main_cause"] == n(Cause.SKILL)) & ~b.some((b.members["health"] & 8) > 0),
         word(n(Cause.DISABILITY))),
)  # fmt: skip
"""Every kind of mistake that is put in."""


def mistyped(book: Book, seed: int, share: float = SHARE) -> tuple[Book, Mistakes]:
    """Return the book with mistakes in it, no row spoiled twice, and what they are; the same seed makes the same ones.

    Each kind of mistake happens to its share of the rows that it can happen to, divided by the number of kinds.
    """
    random = np.random.default_rng([seed, 5])
    columns: dict[About, Columns] = {H: dict(book.households.columns), M: dict(book.members.columns)}
    free = {H: np.ones(len(book.households), dtype=np.bool_), M: np.ones(len(book.members), dtype=np.bool_)}
    found: list[tuple[Slip, Integers]] = []
    kinds = {about: sum(s.about is about for s in SLIPS) for about in (H, M)}
    for slip in SLIPS:
        able = np.flatnonzero(slip.where(book) & free[slip.about])
        rows = random.choice(
            able, min(len(able), max(1, round(share * len(free[slip.about]) / kinds[slip.about]))), replace=False
        )
        rows.sort()
        spoiled = slip.spoil(random, book, rows)
        column = columns[slip.about][slip.key]
        kind = np.promote_types(column.dtype, spoiled.dtype) if column.dtype.kind in "SU" else column.dtype
        column = column.astype(kind)
        column[rows] = spoiled
        columns[slip.about][slip.key] = column
        free[slip.about][rows] = False
        found.append((slip, rows))
    spoilt = Book(
        Table(book.households.facts, len(book.households), columns[H]),
        Table(book.members.facts, len(book.members), columns[M]),
        book.on, book.area, book.villages,
    )  # fmt: skip
    return spoilt, Mistakes(
        np.concatenate([np.full(len(rows), slip.rule) for slip, rows in found]),
        np.concatenate([np.full(len(rows), slip.about.value) for slip, rows in found]),
        np.concatenate([rows for _, rows in found]),
        np.concatenate([np.full(len(rows), slip.key) for slip, rows in found]),
    )


def measured(findings: Findings, mistakes: Mistakes) -> Mapping[str, Measured]:
    """Return for each rule that mistakes were put in for how many it found, and what else it blames."""
    result: dict[str, Measured] = {}
    for rule in dict.fromkeys(mistakes.rule.tolist()):
        wanted = set(mistakes.row[mistakes.rule == rule].tolist())
        blamed = set(findings.rows_of(rule).tolist())
        result[rule] = Measured(len(wanted), len(wanted & blamed), len(blamed - wanted))
    return result
