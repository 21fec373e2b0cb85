"""Columns of identity numbers are recognised, left out and named: no identity number of a candidate is kept."""

import re
from collections.abc import Sequence
from dataclasses import replace

from zhucun.engine.households.identity import check_character
from zhucun.engine.intake.faults import Fault, Severity
from zhucun.engine.intake.header import Header, text_of
from zhucun.engine.intake.headings import heading
from zhucun.engine.intake.mapping import Mapping
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.texts import Text

HEADING = re.compile(r"身份证|证件号|公民身份号|居民身份号|残疾证号|^id ?(card|number)|^identity", re.I)
NUMBER = re.compile(r"^\d{17}[\dX]$")
SHARE = 0.5  # of the filled cells of a column
LEFT_OUT = Text("身份证号不导入，也不保存", "identity numbers are neither imported nor kept")
NOTICE = Text(
    "“{place}”是身份证号。本系统不保存人选的身份证号，该列不导入。",
    "“{place}” holds identity numbers. None of a candidate is kept here; the column is not imported.",
)
CODE = Text(
    "请用单位自编的人员编号区分人员，并从文件中删除该列。",
    "Tell people apart by staff numbers, and delete this column.",
)


def is_identity(cell: Cell) -> bool:
    """True for 18 characters with the right check character, and for such a number that Excel made a float."""
    if isinstance(cell, float):
        return 1e17 <= cell < 1e18
    text = text_of(cell).replace(" ", "").upper()
    return bool(NUMBER.match(text)) and check_character(text[:17]) == text[17]


def without_identities(
    mapping: Mapping, header: Header, data: Sequence[tuple[int, list[Cell]]], sheet: str
) -> tuple[Mapping, list[Fault]]:
    """Return the mapping without columns of identity numbers, and a warning for each, whatever a person settled."""
    found = {c.index for c in header.columns if _holds_identities(c.index, c.parts, data)}
    columns = tuple(
        replace(c, key=None, confidence=1.0, reason=LEFT_OUT, again=None, part=False) if c.index in found else c
        for c in mapping.columns
    )
    faults = [
        Fault("privacy.identity", Severity.WARNING, NOTICE.filled(place=c.place), CODE, sheet, column=c.place)
        for c in columns
        if c.index in found
    ]
    return Mapping(mapping.subject, columns), faults


def _holds_identities(index: int, parts: tuple[str, ...], data: Sequence[tuple[int, list[Cell]]]) -> bool:
    if any(HEADING.search(heading(part).form) for part in parts):
        return True
    filled = [cells[index] for _, cells in data if cells[index] != ""]
    return bool(filled) and sum(map(is_identity, filled[:200])) > SHARE * len(filled[:200])
