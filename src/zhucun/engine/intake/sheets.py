"""What has been read from a file: sheets of cells, before anybody asks what they mean."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A cell as read; an empty cell is ''."""

ROWS_MOST = 400_000
COLUMNS_MOST = 500
CELLS_MOST = 13_000_000
BYTES_MOST = 200_000_000
"""A county's persons in the 32 columns of the national roster fit: 350,000 rows. A cell takes some 200 bytes of memory
until its import is staged, so that the greatest file takes about two and a half gigabytes.
"""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns from 0, last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of equal width from A1 on, its merged ranges and its broken cells.

    `broken` holds, by (row, column) from 0, the error a cell shows (#REF!) or 'formula' for a formula that was never
    calculated; such cells are '' in `rows`.
    """

    name: str
    rows: list[list[Cell]]
    merges: tuple[Merge, ...] = ()
    broken: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read: its visible sheets that hold anything, and what was left out."""

    filename: str
    kind: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    encoding: str | None = None


def letter(index: int) -> str:
    """Return the letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
