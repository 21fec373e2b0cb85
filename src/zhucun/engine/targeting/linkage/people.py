"""A register's persons as columns fit for comparison: numbers made 18 digits, names plain, births as days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.identity import from_fifteen, normal
from zhucun.engine.households.identity_columns import read_column
from zhucun.engine.targeting.linkage.sounds import plain, sounds
from zhucun.engine.targeting.states import UNKNOWN, Flags, Integers

Text18 = npt.NDArray[np.bytes_]
Names = npt.NDArray[np.str_]
LONGEST_NAME = 12


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Persons by row; a number is '' where none is given, a birth UNKNOWN, a sex 0 (1 male, 2 female), a place ''."""

    codes: tuple[str, ...]
    numbers: Text18
    right: Flags  # the number can be read and its check character fits
    names: Names
    sounds: Names
    born: Integers
    sex: npt.NDArray[np.int8]
    places: Names  # village, township or county code; '' where not said

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]]) -> "People":
        """Make columns from mappings with `code`, `name` and any of `identity`, `born`, `sex` (1, 2) and `place`."""
        listed = list(records)
        numbers = np.array([_eighteen(r.get("identity")) for r in listed], dtype="S20").astype("S18")
        read = read_column(numbers.astype("S20"))
        names = [plain(r.get("name"))[:LONGEST_NAME] for r in listed]
        stated = np.array([_ordinal(r.get("born")) for r in listed], dtype=np.int64)
        sexes = np.array([_sex(r.get("sex")) for r in listed], dtype=np.int8)
        epoch = date(1970, 1, 1).toordinal()
        told = np.where(np.isnat(read.born), 0, read.born.astype("datetime64[D]").astype(np.int64)) + epoch
        return cls(
            codes=tuple(str(r["code"]) for r in listed),
            numbers=numbers,
            right=read.right,
            names=np.array(names, dtype=f"U{LONGEST_NAME}"),
            sounds=np.array([sounds(name) for name in names]) if names else np.array([], dtype="U1"),
            born=np.where(read.right, told, stated),
            sex=np.where(read.right, read.sex, sexes).astype(np.int8),
            places=np.array([str(r.get("place") or "") for r in listed], dtype="U12"),
        )

    def __len__(self) -> int:
        return len(self.codes)


def _eighteen(written: str | None) -> str:
    """Return a number as 18 digits: an old one is lengthened, a disability card cut, others left as written."""
    number = normal(written)
    if len(number) == 15 and number.isdigit():
        return from_fifteen(number)
    return number[:18] if number.isascii() else ""


def _ordinal(born: Any) -> int:
    return born.toordinal() if isinstance(born, date) else UNKNOWN


def _sex(sex: Any) -> int:
    return {"1": 1, "2": 2, "male": 1, "female": 2}.get(str(sex), 0)
