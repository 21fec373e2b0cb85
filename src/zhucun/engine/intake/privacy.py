"""Identity numbers are recognised and not kept: columns of them are left out, and any other one is masked where shown."""

import re
from collections.abc import Sequence
from dataclasses import replace

from zhucun.engine.facts import FACTS, FactKind
from zhucun.engine.households.identity import check_character, mask_identity, mask_phone
from zhucun.engine.intake.faults import Fault, Severity
from zhucun.engine.intake.header import Header, text_of
from zhucun.engine.intake.headings import heading
from zhucun.engine.intake.mapping import Mapping
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.texts import Text

HEADING = re.compile(r"身份证|证件号|公民身份号|居民身份号|残疾证号|^id ?(card|number)|^identity", re.I)
NUMBER = re.compile(r"^\d{17}[\dX]$")
# Blanks and hyphens may stand where people put them; a number inside a longer one (a bank account) is none of these.
WRITTEN = re.compile(
    r"(?<!\d)(?:(?P<identity>\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ](?:\d{2})?|\d{6}[ -]?\d{6}[ -]?\d{3})"
    r"|(?P<phone>[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}))(?!\d)"
)
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

STARRED = Text(
    "“{place}”中写有身份证号，已遮盖，不保存。", "“{place}” holds an identity number; it was masked and is not kept."
)
AS_CODE = Text(
    "“{place}”填的是身份证号，不能填在这里。", "“{place}” holds an identity number, which must not stand here."
)
TAKE_OUT = Text("请从文件中删除身份证号。", "Take the identity number out of the file.")


def masked(text: str) -> str:
    """Return a text with whatever looks like an identity or mobile number masked: 身份证61*************123."""
    return WRITTEN.sub(_stars, text) if len(text) >= 11 else text


def _stars(found: re.Match[str]) -> str:
    return mask_identity(found.group()) if found.group("identity") else mask_phone(found.group())


def masked_fault(fault: Fault) -> Fault:
    """Return a fault that shows no identity or mobile number in its value, its place or its sentences."""
    return replace(
        fault,
        message=Text(*map(masked, fault.message)),
        remedy=Text(*map(masked, fault.remedy)),
        column=masked(fault.column) if fault.column else fault.column,
        value=masked(fault.value),
    )


def without_stray_identities(
    data: Sequence[tuple[int, list[Cell]]], mapping: Mapping, sheet: str
) -> tuple[list[tuple[int, list[Cell]]], list[Fault]]:
    """Return the rows with identity numbers in texts masked and in codes taken out, and a fault for each such cell."""
    kinds = {f.key: f.kind for f in FACTS[mapping.subject]}
    read = [c for c in mapping.columns if c.key and kinds[c.key] in (FactKind.TEXT, FactKind.NAMES, FactKind.CODE)]
    rows: list[tuple[int, list[Cell]]] = []
    faults: list[Fault] = []
    for number, cells in data:
        kept = cells
        for column in read:
            cell = cells[column.index]
            code = kinds[column.key or ""] is FactKind.CODE
            shown = _without_identity(cell, code=code)
            if shown is None:
                continue
            kept = list(kept) if kept is cells else kept
            kept[column.index] = "" if code else shown
            faults.append(
                Fault(
                    "privacy.code" if code else "privacy.text",
                    Severity.ERROR if code else Severity.WARNING,
                    (AS_CODE if code else STARRED).filled(place=column.place),
                    CODE if column.key in ("code", "candidate_code") else TAKE_OUT,
                    sheet,
                    number,
                    column.place,
                    column.key,
                    shown,
                )
            )
        rows.append((number, kept))
    return rows, faults


def _without_identity(cell: Cell, *, code: bool) -> str | None:
    """Return a cell with its identity numbers masked; None when there is none.

    A unit's number may have 18 digits too: of codes only those with the check character of a person's are meant.
    """
    if not (len(cell) >= 15 if isinstance(cell, str) else isinstance(cell, float) and abs(cell) >= 1e14):
        return None
    text = text_of(cell)
    if code:
        return mask_identity(text) if is_identity(cell) else None
    if not any(found.group("identity") for found in WRITTEN.finditer(text)):
        return None
    return WRITTEN.sub(lambda found: mask_identity(found.group()) if found.group("identity") else found.group(), text)


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
