"""Tables of the engine as what the database's columns store, column by column: a made-up county of a million homes."""

import hmac
from collections.abc import Sequence
from typing import Any

import numpy as np

from zhucun.core.fields import SealedText
from zhucun.core.sealing import key_of_use, sealer
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.households.columns import Column, Table
from zhucun.engine.words_household import words_of

Cells = Sequence[Any]


def stored(model: type[Any], table: Table, key: str) -> Cells:
    """Return a table's column as cells that the column of this model stores; days as text, both databases read it."""
    fact, column = table.fact(key), table[key]
    if isinstance(model._meta.get_field(key), SealedText):
        return list(map(sealer(), _texts(column)))
    return _plain(fact, column)


def _plain(fact: Fact, column: Column) -> Cells:
    kind = fact.kind
    if kind is FactKind.WORD and fact.words:
        return named(fact.words, column)
    if kind is FactKind.WORDS and fact.words:
        seen, back = np.unique(column, return_inverse=True)
        written = [",".join(("", *(w.value for w in words_of(fact.words, int(b))), "")) if b else "" for b in seen]
        cells: Cells = np.array(written, dtype=object)[back].tolist()
        return cells
    if kind is FactKind.YES_NO:
        yes_no: Cells = np.array([False, True, None], dtype=object)[column].tolist()  # -1 is the last
        return yes_no
    if kind is FactKind.DAY:
        return days(column)
    if kind in (FactKind.COUNT, FactKind.SCORE):
        return [None if cell != cell else int(cell) for cell in column.tolist()]  # NaN is not equal to itself
    if kind in (FactKind.NUMBER, FactKind.MONEY):
        return [None if cell != cell else round(cell, 2) for cell in column.astype(float).tolist()]
    return _texts(column)


def _texts(column: Column) -> list[str]:
    cells: list[str] = column.astype(np.str_).tolist()
    return cells


def named(words: Any, column: Column) -> Cells:
    """Return a column of words by number as their values."""
    cells: Cells = np.array(["", *(w.value for w in words)], dtype=object)[column].tolist()
    return cells


def days(column: Column) -> Cells:
    """Return a column of days as text, None where none is said."""
    said = np.datetime_as_string(column.astype("datetime64[D]")).astype(object)
    said[np.isnat(column)] = None
    cells: Cells = said.tolist()
    return cells


def fingerprints(identities: Column) -> Cells:
    """Return the look-up prints of whole numbers of 18 digits, also where a disability card's ending follows."""
    key = key_of_use("fingerprint")
    return [
        hmac.digest(key, b"zhucun identity\0" + number[:18], "sha256").hex() for number in identities.tolist()
    ]  # fmt: skip
