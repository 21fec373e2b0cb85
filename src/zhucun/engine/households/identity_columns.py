"""Many identity numbers at once: check characters, faults, births and sexes over NumPy columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.identity import CHECK_CHARACTERS, MADE_UP, PROVINCES, WEIGHTS

Bytes = npt.NDArray[np.uint8]
FIT = np.zeros(100, dtype=np.bool_)
FIT[[int(p) for p in PROVINCES] + [int(MADE_UP)]] = True
CHECKS = np.frombuffer(CHECK_CHARACTERS.encode(), dtype=np.uint8)
ZERO = ord("0")


@dataclass(frozen=True, slots=True)
class IdentityColumns:
    """What a column of numbers says; where a number cannot be read, `born` is NaT and `sex` 0."""

    given: npt.NDArray[np.bool_]
    readable: npt.NDArray[np.bool_]  # 18 or 20 characters of the right kind, a province, a day
    right: npt.NDArray[np.bool_]  # readable, and the check character fits
    made_up: npt.NDArray[np.bool_]
    born: npt.NDArray[np.datetime64]
    sex: npt.NDArray[np.uint8]  # 1 male, 2 female
    first_eighteen: npt.NDArray[np.bytes_]


def check_characters(digits: npt.NDArray[Any]) -> Bytes:
    """Return the check characters (ASCII) of rows of 17 digits 0 to 9; shape (n, 17) in, (n,) out."""
    total = digits.astype(np.int32) @ np.array(WEIGHTS, dtype=np.int32)
    return CHECKS[total % 11]


def read_column(numbers: npt.NDArray[np.bytes_]) -> IdentityColumns:
    """Read a column of numbers given as bytes (`S20`), already without spaces and with X in capitals."""
    column = np.ascontiguousarray(numbers.astype("S20"))
    letters = column.view(np.uint8).reshape(len(column), 20)
    digits = letters - ZERO  # wraps above 9 for anything that is no digit
    given = letters[:, 0] != 0
    length = (letters != 0).sum(axis=1)
    plain = (digits[:, :17] <= 9).all(axis=1) & ((digits[:, 17] <= 9) | (letters[:, 17] == ord("X")))
    plain &= (length == 18) | ((length == 20) & (digits[:, 18:] <= 9).all(axis=1))
    safe = np.where(plain[:, None], digits[:, :17], 0).astype(np.int64)
    province = safe[:, 0] * 10 + safe[:, 1]
    born = _days(safe)
    readable = plain & FIT[province] & ~np.isnat(born)
    right = readable & (check_characters(safe) == letters[:, 17])
    sex = np.where(readable, 2 - safe[:, 16] % 2, 0).astype(np.uint8)
    first = np.ascontiguousarray(letters[:, :18]).view("S18").reshape(-1)
    born[~readable] = np.datetime64("NaT")
    return IdentityColumns(given, readable, right, readable & (province == int(MADE_UP)), born, sex, first)


def _days(digits: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """Return the days that digits 7 to 14 mean, NaT where they mean none."""
    year = digits[:, 6:10] @ np.array([1000, 100, 10, 1])
    month = digits[:, 10] * 10 + digits[:, 11]
    day = digits[:, 12] * 10 + digits[:, 13]
    fits = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1800) & (year <= 2200)
    first = ((np.where(fits, year, 1970) - 1970) * 12 + np.where(fits, month, 1) - 1).astype("datetime64[M]")
    found: npt.NDArray[np.datetime64] = first.astype("datetime64[D]") + np.where(fits, day - 1, 0).astype(
        "timedelta64[D]"
    )
    fits &= found.astype("datetime64[M]") == first
    found[~fits] = np.datetime64("NaT")
    return found
