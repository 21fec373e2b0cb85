"""Many records as columns of exact whole numbers: yuan as fen, kilometres as metres, mu as thousandths.

Whole numbers give the same counts on every machine and every database; a floating 0.1 does not. The unit is the end of
a column's name, as in `wage_yuan`; UNKNOWN stands where nobody has given a value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.states import UNKNOWN, Flags, Integers, States, from_numbers
from zhucun.engine.texts import Text

Words = npt.NDArray[np.object_]
SCALES = {"_yuan": 100, "_mu": 1000, "_km": 1000, "_kg": 100, "_m2": 100, "_months": 100}
BOUND = 2**53  # numbers above this cannot be amounts of a household; sums of millions of them still fit


def scale_of(key: str) -> int:
    """Return how many stored steps make one unit of this column: 100 for yuan, 1 for a count."""
    return next((scale for ending, scale in SCALES.items() if key.endswith(ending)), 1)


def scaled(key: str, value: Any) -> int:
    """Return a value as the whole number its column stores; raises BadProblem where it would have to be rounded."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.toordinal()
    scale = scale_of(key)
    if isinstance(value, int):
        return value * scale if abs(value) <= BOUND // scale else _refuse(key, value)
    try:
        exact = (value if isinstance(value, Decimal) else Decimal(str(value))) * scale
        whole = int(exact)
    except (ArithmeticError, ValueError):
        return _refuse(key, value)
    return whole if whole == exact and abs(whole) <= BOUND else _refuse(key, value)


def _refuse(key: str, value: Any) -> NoReturn:
    raise _not_a_number(key, value)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Records by their codes; each column is whole numbers, or words."""

    codes: tuple[str, ...]
    columns: Mapping[str, Integers | Words]

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any] | Any], keys: Iterable[str] | None = None) -> "Rows":
        """Make rows from mappings or frozen facts with a `code`; None and a missing key both mean: not said.

        `keys` chooses columns, by default all. Several words of one fact become one, joined by |. Raises BadProblem.
        """
        listed: list[Mapping[str, Any]] = [
            r if isinstance(r, Mapping) else {f.name: getattr(r, f.name) for f in fields(r)} for r in records
        ]
        chosen = dict.fromkeys(key for record in listed for key in record) if keys is None else dict.fromkeys(keys)
        columns = {key: _column(key, [record.get(key) for record in listed]) for key in chosen if key != "code"}
        return cls(tuple(str(record["code"]) for record in listed), columns)

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, places: npt.ArrayLike) -> "Rows":
        """Return the rows at these places."""
        chosen = np.asarray(places, dtype=np.int64)
        return Rows(tuple(self.codes[i] for i in chosen), {key: column[chosen] for key, column in self.columns.items()})

    def number(self, key: str) -> Integers:
        """Return a column of whole numbers, all UNKNOWN where there is no such column."""
        found = self.columns.get(key)
        if found is None:
            return np.full(len(self), UNKNOWN)
        if found.dtype == object:
            raise _not_a_number(key, next((v for v in found if v), ""))
        return found.astype(np.int64, copy=False)

    def known(self, key: str) -> Flags:
        """Return where a column of numbers is known."""
        return np.not_equal(self.number(key), UNKNOWN)

    def state(self, key: str) -> States:
        """Return a yes/no column as states."""
        return from_numbers(self.number(key))

    def word(self, key: str) -> Words:
        """Return a column of words, '' where nothing is said."""
        found = self.columns.get(key)
        if found is None:
            return np.full(len(self), "", dtype=object)
        if found.dtype != object:
            return np.array(["" if v == UNKNOWN else str(v) for v in found], dtype=object)
        return found.astype(np.object_, copy=False)


def _column(key: str, values: list[Any]) -> Integers | Words:
    if any(isinstance(v, str | tuple) for v in values):
        words = ["" if v is None else "|".join(map(str, v)) if isinstance(v, tuple) else str(v) for v in values]
        return np.array(words, dtype=object)
    return np.array([UNKNOWN if v is None else scaled(key, v) for v in values], dtype=np.int64)


def _not_a_number(key: str, value: Any) -> BadProblem:
    return BadProblem(
        "rows.not_a_number",
        Text(
            "“{key}”列的值“{value}”不是可精确记录的数（金额最多两位小数）。请更正后重试。",
            "The value “{value}” of column “{key}” is not a number that can be kept exactly "
            "(amounts have at most two decimals). Correct it and try again.",
        ),
        key=key,
        value=str(value),
    )
