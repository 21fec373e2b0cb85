"""Finds the heading row of a sheet, below titles and over one to three merged rows, and joins its headings."""

import itertools
import re
from dataclasses import dataclass

from zhucun.engine.facts import Subject
from zhucun.engine.intake.headings import heading, spellings, vocabulary
from zhucun.engine.intake.refusals import refused
from zhucun.engine.intake.sheets import Cell, Sheet, letter
from zhucun.engine.texts import Text

LOOK_ROWS = 30
DEEPEST = 3
MONEY_UNIT = re.compile(r"(?:金额)?单位[:：]\s*(亿元|万元|千元|元)")

SUBJECT_NAMES = {
    Subject.VILLAGES: Text("村", "villages"),
    Subject.CANDIDATES: Text("人选", "candidates"),
    Subject.UNITS: Text("派出单位", "sending units"),
    Subject.POSTS: Text("任职", "posts"),
    Subject.ROSTER: Text("农户人员名册", "person roster of households"),
    Subject.HOUSEHOLDS: Text("农户", "households"),
    Subject.MEMBERS: Text("家庭成员", "members of households"),
    Subject.INCOME: Text("收入记录", "income lines"),
    Subject.LEDGER: Text("收入台账", "income ledger"),
    Subject.CHANGES: Text("自然变化", "natural changes"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: index from 0, its letter, the parts of its heading from top to bottom."""

    index: int
    letter: str
    parts: tuple[str, ...]

    @property
    def title(self) -> str:
        """The heading as people read it, parts joined by a slash."""
        return "/".join(" ".join(part.split()).strip("*＊★") for part in self.parts)

    @property
    def unit(self) -> str | None:
        """The unit in brackets at the end of the heading, the lowest part first."""
        return next((h.unit for h in map(heading, reversed(self.parts)) if h.unit), None)

    @property
    def place(self) -> str:
        """The heading with its letter, as a fault names it."""
        return f"{self.title} [{self.letter}]" if self.parts else f"[{self.letter}]"


@dataclass(frozen=True, slots=True)
class Header:
    """The heading rows of a sheet (1-based, both included), its columns, and the title rows above."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    title: tuple[str, ...] = ()
    money_unit: str | None = None


def text_of(cell: Cell) -> str:
    """Return a cell as trimmed text; a number that is whole without its point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def find_header(sheet: Sheet, subject: Subject, filename: str = "") -> Header:
    """Return the header of the sheet for a subject; raises BadFile when no row has two headings that are known."""
    header, known = best_header(sheet, subject)
    if header is None or known < 2:
        raise refused("no_header", filename, subject=SUBJECT_NAMES[subject], rows=LOOK_ROWS)
    return header


def best_header(sheet: Sheet, subject: Subject) -> tuple[Header | None, int]:
    """Return the likeliest header and how many of its columns are known headings of the subject."""
    best: tuple[Header | None, int] = (None, 0)
    for top in range(min(LOOK_ROWS, len(sheet.rows))):
        if not any(cell != "" for cell in sheet.rows[top]):
            continue
        depth = _depth(sheet, top, subject)
        columns = _columns(sheet, top, depth)
        known = _known(columns, subject)
        if known > best[1]:
            best = (_header(sheet, top, depth, columns), known)
    return best


def _known(columns: tuple[Column, ...], subject: Subject) -> int:
    words = vocabulary(subject)
    return len({words[form][0].fact.key for c in columns for form in spellings(c.parts) if form in words})


def _header(sheet: Sheet, top: int, depth: int, columns: tuple[Column, ...]) -> Header:
    above = [" ".join(text_of(c) for c in row if c != "") for row in sheet.rows[:top]]
    title = tuple(line for line in above if line)
    found = next((m for m in map(MONEY_UNIT.search, title) if m), None)
    return Header(top + 1, top + depth, columns, title, found.group(1) if found else None)


def _depth(sheet: Sheet, top: int, subject: Subject) -> int:
    """Return how many rows the header has that begins at this row, from its merged ranges or else from its blanks."""
    depth = 1
    while depth < DEEPEST and top + depth < len(sheet.rows):
        if not (_spans(sheet, top, depth) or _continues(sheet, top, depth, subject)):
            break
        depth += 1
    return depth


def _spans(sheet: Sheet, top: int, depth: int) -> bool:
    """True when a heading of these rows is merged into the next row, or is merged across and has headings below it."""
    low = top + depth
    for merge in sheet.merges:
        if not top <= merge.top < low:
            continue
        if merge.bottom >= low:
            return True
        if merge.right > merge.left and merge.bottom == low - 1 and merge.right - merge.left < sheet.width - 1:
            below = sheet.rows[low][merge.left : merge.right + 1]
            if sum(isinstance(c, str) and c.strip() != "" for c in below) >= 2 and not any(map(_is_number, below)):
                return True
    return False


def _continues(sheet: Sheet, top: int, depth: int, subject: Subject) -> bool:
    """True when the next row only names parts of headings above it, as in a file without merged ranges."""
    upper, lower = sheet.rows[top + depth - 1], sheet.rows[top + depth]
    if any(map(_is_number, lower)):
        return False
    words = vocabulary(subject)
    for high, low in zip(upper, lower, strict=True):
        known = high != "" and any(form in words and words[form][0].fact.required for form in spellings((str(high),)))
        if known and low != "":
            return False
    under = [i for i, low in enumerate(lower) if low != "" and upper[i] == ""]
    single = [i for i, low in enumerate(lower) if low == "" and upper[i] != ""]
    return bool(under and single) and all(i > 0 and (upper[i - 1] != "" or lower[i - 1] != "") for i in under)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(cell.strip()) and cell.strip().replace(",", "").replace(".", "").lstrip("-").isdigit()
    return True


def _columns(sheet: Sheet, top: int, depth: int) -> tuple[Column, ...]:
    rows = [[text_of(cell) for cell in row] for row in sheet.rows[top : top + depth]]
    merged = [m for m in sheet.merges if top <= m.top < top + depth]
    for merge in merged:
        for row in range(merge.top, min(merge.bottom, top + depth - 1) + 1):
            for column in range(merge.left, min(merge.right, sheet.width - 1) + 1):
                rows[row - top][column] = rows[merge.top - top][merge.left]
    if not merged:
        for upper, lower in itertools.pairwise(rows):
            for i in range(1, len(upper)):
                if upper[i] == "" and lower[i] != "":
                    upper[i] = upper[i - 1]
    columns = []
    for index in range(sheet.width):
        parts = [row[index] for row in rows if row[index]]
        columns.append(Column(index, letter(index), tuple(dict.fromkeys(parts))))
    return tuple(columns)
