"""Columns that are the classes of one total add up to it: checked for every file from its two-row headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhucun.engine.intake.faults import Fault, Severity
from zhucun.engine.intake.header import Column, Header
from zhucun.engine.intake.headings import heading
from zhucun.engine.intake.rows import RATE
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.texts import Text

TOTALS = ("合计", "小计", "计", "总计", "总数", "共计")
HOLDS = 0.8
FEWEST_ROWS = 5
MESSAGE = Text(
    "各类相加是 {added}（{columns}），不等于“{total}”{stated}。",
    "The classes add up to {added} ({columns}), not to “{total}” {stated}.",
)
REMEDY = Text("请核对是某一类填错，还是总数填错。", "See whether a class or the total is wrong.")


@dataclass(frozen=True, slots=True)
class Classes:
    """A total column and the columns of its classes."""

    total: Column
    parts: tuple[Column, ...]


def find_classes(header: Header) -> Iterator[Classes]:
    """Yield what the headings suggest to be a total with its classes; the rows must confirm it."""
    tops: list[tuple[str, list[Column]]] = []
    for column in header.columns:
        top = column.parts[0] if len(column.parts) > 1 else ""
        if tops and top and tops[-1][0] == top:
            tops[-1][1].append(column)
        else:
            tops.append((top, [column]))
    for top, columns in tops:
        if top:
            yield from _inner(columns)
    yield from _repeated(tops)


def _inner(columns: list[Column]) -> Iterator[Classes]:
    """Yield a group one of whose columns is called its total (合计)."""
    for total in columns:
        if heading(total.parts[-1]).form in TOTALS:
            parts = tuple(c for c in columns if c is not total and c.unit == total.unit)
            if len(parts) >= 2:
                yield Classes(total, parts)


def _repeated(tops: list[tuple[str, list[Column]]]) -> Iterator[Classes]:
    """Yield neighbouring groups with the same lower headings (有劳动能力, 无劳动能力) and the total left of them."""
    start = 0
    while start < len(tops):
        leaves = [c.parts[-1:] for c in tops[start][1]]
        end = start + 1
        while tops[start][0] and end < len(tops) and tops[end][0] and [c.parts[-1:] for c in tops[end][1]] == leaves:
            end += 1
        if end - start >= 2:
            columns = [c for _, group in tops[start:end] for c in group]
            before = [c for _, group in tops[:start] for c in group]
            for unit in dict.fromkeys(c.unit for c in columns):
                total = next((c for c in reversed(before) if c.unit == unit and unit is not None), None)
                if total is not None:
                    yield Classes(total, tuple(c for c in columns if c.unit == unit))
        start = end


def check_groups(data: list[tuple[int, list[Cell]]], header: Header, sheet: str) -> list[Fault]:
    """Return a warning for each row whose classes do not add up, for groups that do in four rows of five or more."""
    faults = []
    for classes in find_classes(header):
        if RATE.search(classes.total.title):
            continue
        sums = [(number, *_sums(cells, classes)) for number, cells in data]
        judged = [(number, stated, added) for number, stated, added in sums if stated is not None and added is not None]
        right = sum(stated == added for _, stated, added in judged)
        if len(judged) < FEWEST_ROWS or right < HOLDS * len(judged):
            continue
        columns = f"{classes.parts[0].letter}…{classes.parts[-1].letter}"
        faults += [
            Fault(
                "groups.add_up",
                Severity.WARNING,
                MESSAGE.filled(added=added, columns=columns, total=classes.total.title, stated=stated),
                REMEDY,
                sheet,
                number,
                classes.total.place,
                None,
                str(stated),
            )
            for number, stated, added in judged
            if stated != added
        ]
    return faults


def _sums(cells: list[Cell], classes: Classes) -> tuple[Decimal | None, Decimal | None]:
    parts = [_number(cells[c.index]) for c in classes.parts]
    known = [p for p in parts if p is not None]
    return _number(cells[classes.total.index]), sum(known, Decimal(0)) if known else None


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).replace(",", "").strip()
    return Decimal(text) if text and text.replace(".", "", 1).isdigit() else None
