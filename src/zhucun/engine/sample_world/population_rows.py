"""A made-up county as targeting sees it: households and members as rows of exact whole numbers and words."""

from collections.abc import Iterable

import numpy as np

from zhucun.engine.facts.fact import FactKind
from zhucun.engine.households.columns import FIGURES, Book, Column, Table
from zhucun.engine.sample_world.draw import Integers
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, UNKNOWN, County, Rows
from zhucun.engine.targeting.rows import scale_of
from zhucun.engine.words_household import words_of

EPOCH = np.datetime64("0001-01-01") - np.timedelta64(1, "D")


def rows_of(table: Table, keys: Iterable[str]) -> Rows:
    """Return some columns of a table as targeting keeps them: yuan as fen, days as ordinals, words by their values."""
    codes = tuple(table["code"].astype(str).tolist())
    return Rows(codes, {key: _column(table, key) for key in keys})


def county_of(book: Book, *, household_keys: Iterable[str] = HOUSEHOLD_KEYS) -> County:
    """Return a book as the county of households and members that targeting works on."""
    return County.of(rows_of(book.households, household_keys), rows_of(book.members, MEMBER_KEYS), on=book.on)


def _column(table: Table, key: str) -> Column:
    fact, column = table.fact(key), table[key]
    if fact.kind in FIGURES:
        known = ~np.isnan(column)
        return _whole(np.rint(np.where(known, column, 0) * scale_of(key)), known)
    if fact.kind is FactKind.YES_NO:
        return _whole(column, column >= 0)
    if fact.kind is FactKind.DAY:
        known = ~np.isnat(column)
        return _whole((np.where(known, column, np.datetime64("2000-01-01")) - EPOCH).astype(np.int64), known)
    if fact.words is not None and fact.kind is FactKind.WORD:
        return np.array(["", *(w.value for w in fact.words)], dtype=object)[column]
    if fact.words is not None:
        seen, back = np.unique(column, return_inverse=True)
        said = ["|".join(w.value for w in words_of(fact.words, int(bits))) for bits in seen]
        return np.array(said, dtype=object)[back]
    return column.astype(str).astype(object)


def _whole(values: Column, known: Column) -> Integers:
    found: Integers = np.where(known, values.astype(np.int64), UNKNOWN)
    return found
