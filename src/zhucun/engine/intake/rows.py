"""Sorts the rows below a header: data, totals, and what is skipped with the reason; fills merged cells where safe."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhucun.engine.facts import FACTS, FactKind
from zhucun.engine.intake.faults import Fault, Severity
from zhucun.engine.intake.header import Header, text_of
from zhucun.engine.intake.headings import heading
from zhucun.engine.intake.mapping import Mapping
from zhucun.engine.intake.privacy import masked
from zhucun.engine.intake.sheets import Cell, Sheet, letter
from zhucun.engine.texts import Language, Text

TOTAL = re.compile(r"^(?P<of>.{0,12}?)(?:合计|总计|小计|共计|总数|总合计)[:：]?(?:\d+[个村户人]*)?$")
GRAND = {"", "全县", "全市", "全区", "全镇", "全乡", "全旗", "县", "市", "区", "总", "全部", "全县总", "本页", "以上"}
NOTE = re.compile(
    r"^(填表人|填报人|制表|制表人|审核|审核人|负责人|单位负责人|联系人|联系电话|备注|附注|注\d*[:：.、]|注$|说明|填报单位|填表单位"
    r"|填报日期|填表日期|制表日期|分管领导|经办人|复核人|盖章|（盖章|\(盖章)"
)
EXAMPLE = re.compile(r"^[【\[(（]?(示例|例[:：]|样例|填写示例|example)", re.I)
RATE = re.compile(r"人均|户均|平均|率|比例|%|序号|编号|代码")
NOT_PLAIN = re.compile(
    r"[合总小共]计|总数|示例|样例|例[:：]|example|^[（(]?(填|制|审|负责|单位|联系|备注|附注|注|说明|分管|经办|复核|盖章)",
    re.I,
)
NUMBERING = re.compile(r"^(\d{1,3}|[甲乙丙丁戊己庚辛]|栏次|[-—])$")

REASONS = {
    "blank": Text("空行", "blank row"),
    "total": Text("合计行，只核对，不导入", "total row: checked, not imported"),
    "example": Text("模板里的示例行", "the template's example row"),
    "note": Text("表尾说明", "note at the foot"),
    "repeated": Text("重复的表头", "heading row repeated"),
    "numbering": Text("栏目编号行", "row of column numbers"),
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data: its 1-based number, why, and how it begins."""

    row: int
    kind: str
    sample: str

    @property
    def reason(self) -> Text:
        """Why the row is not imported."""
        return REASONS[self.kind]

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the row's number, kind, reason and beginning."""
        return {"row": self.row, "kind": self.kind, "reason": self.reason.say(language), "sample": self.sample}


@dataclass(frozen=True, slots=True)
class TotalColumn:
    """One column of a total row: what the file states and what its rows add up to."""

    place: str
    stated: Decimal
    computed: Decimal

    @property
    def agrees(self) -> bool:
        """True when the two are equal but for the rounding of the file."""
        return abs(self.stated - self.computed) <= max(Decimal("0.01"), abs(self.computed) * Decimal("1e-9"))


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A total row held against the sum of its rows, column by column."""

    row: int
    label: str
    rows_added: int
    columns: tuple[TotalColumn, ...]

    @property
    def agrees(self) -> bool:
        """True when every stated total is the sum."""
        return all(c.agrees for c in self.columns)

    @property
    def differing(self) -> tuple[TotalColumn, ...]:
        """The columns whose stated total is not the sum."""
        return tuple(c for c in self.columns if not c.agrees)

    def as_json(self) -> dict[str, Any]:
        """Return the check as plain values."""
        return {
            "row": self.row,
            "label": self.label,
            "rows_added": self.rows_added,
            "columns_checked": len(self.columns),
            "agrees": self.agrees,
            "differing": [
                {"column": c.place, "stated": str(c.stated), "computed": str(c.computed)} for c in self.differing
            ],
        }


@dataclass
class Sorted:
    """The rows of a sheet by what they are; `data` holds (1-based row number, cells)."""

    data: list[tuple[int, list[Cell]]] = field(default_factory=list)
    totals: list[tuple[int, str, list[Cell]]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def sort_rows(sheet: Sheet, header: Header, mapping: Mapping) -> Sorted:
    """Return the rows below the header, sorted; merged cells of text columns are filled down and reported."""
    result = Sorted()
    filled = _filled(sheet, header, mapping, result.faults)
    headings = {heading(part).form for column in header.columns for part in column.parts}
    plainly = _Plainly(headings)
    named = [c.index for c in mapping.columns if c.key in ("name", "village", "code", "candidate_code")]
    texts = [c.index for c in mapping.columns if c.key and _is_text(mapping, c.key)] or list(range(min(6, sheet.width)))
    for index in range(header.last_row, len(filled)):
        row = filled[index]
        kind, label = _kind(row, named, texts, headings, plainly, first=index == header.last_row)
        number = index + 1
        if kind == "data":
            result.data.append((number, row))
            continue
        if kind == "total":
            result.totals.append((number, label, row))
        if kind != "blank" or _rows_follow(filled, index):
            result.skipped.append(Skipped(number, kind, _sample(sheet.rows[index])))
    return result


def _is_text(mapping: Mapping, key: str) -> bool:
    return next(f.kind for f in FACTS[mapping.subject] if f.key == key) is FactKind.TEXT


def _rows_follow(rows: list[list[Cell]], index: int) -> bool:
    return any(cell != "" for row in rows[index + 1 : index + 50] for cell in row)


def _sample(row: list[Cell]) -> str:
    words = [text_of(cell) for cell in row if cell != ""]
    return masked(" ".join(" ".join(words[:3]).split()))[:60]


def _kind(
    row: list[Cell], named: list[int], texts: list[int], headings: set[str], plainly: "_Plainly", *, first: bool
) -> tuple[str, str]:
    if named and row[named[0]] != "" and not first and plainly.is_data(row):
        return "data", ""
    full = [(i, text_of(cell)) for i, cell in enumerate(row) if cell != "" and text_of(cell) != ""]
    if not full:
        return "blank", ""
    words = [text for _, text in full]
    label = next((t for i, t in full[:6] if (i in texts or i < 6) and TOTAL.match("".join(t.split()))), None)
    if label is not None and not any(row[i] != "" and text_of(row[i]) != label for i in named):
        return "total", "".join(label.split())
    if any(EXAMPLE.match(text) for text in words[:6]):
        return "example", ""
    if len(words) >= 3 and sum(heading(text).form in headings for text in words) > len(words) * 0.7:
        return "repeated", ""
    if first and len(words) >= 3 and all(NUMBERING.match(text) for text in words) and not _is_data(row, named):
        return "numbering", ""
    missing_name = not any(row[i] != "" for i in named)
    if NOTE.match(words[0].lstrip("（( ")) and (missing_name or len(words) <= 2):
        return "note", ""
    if missing_name and len(words) <= 2 and any(len(text) > 12 for text in words):
        return "note", ""
    return "data", ""


class _Plainly(dict[Cell, bool]):
    """Tells of cells whether they can begin anything but data: the quick way for nearly all rows, equal cells once."""

    def __init__(self, headings: set[str]) -> None:
        self.headings = headings

    def __missing__(self, cell: Cell) -> bool:
        text = "".join(cell.split()) if isinstance(cell, str) else ""
        # Numbers and codes differ from row to row: they are not worth keeping.
        if not text or text.isdecimal():
            return True
        self[cell] = plain = not NOT_PLAIN.search(text) and heading(text).form not in self.headings
        return plain

    def is_data(self, row: list[Cell]) -> bool:
        """True when no cell among the first six can begin anything but data."""
        return all(map(self.__getitem__, row[:6])) and len(row) - row.count("") > 6


def _is_data(row: list[Cell], named: list[int]) -> bool:
    return any(len(text_of(row[i])) > 3 for i in named)


def _filled(sheet: Sheet, header: Header, mapping: Mapping, faults: list[Fault]) -> list[list[Cell]]:
    """Return the sheet's rows with text cells that were merged downwards repeated in each of their rows."""
    rows = sheet.rows
    copied: set[int] = set()
    keys = {c.index: c.key for c in mapping.columns}
    own = ("name", "village", "code", "candidate_code", "village_code")
    filled = 0
    for merge in sheet.merges:
        if merge.top < header.last_row or merge.bottom == merge.top or merge.top >= len(rows):
            continue
        key = keys.get(merge.left)
        value = rows[merge.top][merge.left]
        if value == "" or TOTAL.match("".join(text_of(value).split())):
            continue
        place = f"{header.columns[merge.left].place}"
        if key is None or key in own or not _is_text(mapping, key):
            if key is not None:
                faults.append(_merge_fault(sheet.name, merge.top + 1, merge.bottom + 1, place, key, text_of(value)))
            continue
        for index in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            if rows is sheet.rows:
                rows = list(sheet.rows)
            if index not in copied:
                rows[index] = list(rows[index])
                copied.add(index)
            rows[index][merge.left] = value
        filled += 1
    if filled:
        faults.append(_filled_fault(sheet.name, filled))
    return rows


def _merge_fault(sheet: str, top: int, bottom: int, place: str, key: str, value: str) -> Fault:
    message = Text(
        "第 {top} 至 {bottom} 行合并成一格，值“{value}”只记给第 {top} 行。",
        "Rows {top} to {bottom} are merged into one cell; its value “{value}” counts for row {top} only.",
    )
    remedy = Text("请取消合并，逐行填写。", "Unmerge the cell and fill in each row.")
    return Fault(
        "merge.values", Severity.WARNING, message.filled(top=top, bottom=bottom, value=value), remedy, sheet,
        top, place, key, value,
    )  # fmt: skip


def _filled_fault(sheet: str, filled: int) -> Fault:
    message = Text(
        "有 {n} 处向下合并的文字单元格，已逐行填上同一内容。",
        "{n} text cells merged downwards were repeated in each of their rows.",
    )
    remedy = Text("请核对填充是否正确。", "See that this is right.")
    return Fault("merge.filled", Severity.WARNING, message.filled(n=filled), remedy, sheet)


def check_totals(result: Sorted, header: Header, sheet: str) -> tuple[tuple[TotalCheck, ...], list[Fault]]:
    """Return each total row held against the sum of its rows, and a fault for each column that differs."""
    checks = []
    faults = []
    numbers = [number for number, _ in result.data]
    rows = dict(result.data)
    subtotals = [number for number, label, _ in result.totals if not _is_grand(label, len(result.totals))]
    for number, label, stated in result.totals:
        groups = [numbers]
        if number in subtotals:
            before = max([n for n in subtotals if n < number], default=0)
            after = min([n for n in subtotals if n > number], default=1 << 30)
            groups = [[n for n in numbers if before < n < number], [n for n in numbers if number < n < after]]
        tries = [_compare(number, label, stated, [rows[n] for n in group], header) for group in groups if group]
        if not tries:
            continue
        check = min(tries, key=lambda t: len(t.differing))
        checks.append(check)
        faults += [_total_fault(sheet, check, column) for column in check.differing]
    return tuple(checks), faults


def _is_grand(label: str, totals: int) -> bool:
    found = TOTAL.match(label)
    prefix = found.group("of") if found else ""
    return totals == 1 or ("小计" not in label and prefix in GRAND)


def _compare(number: int, label: str, stated: list[Cell], rows: list[list[Cell]], header: Header) -> TotalCheck:
    columns = []
    for column in header.columns:
        total = _amount(stated[column.index])
        if total is None or RATE.search(column.title):
            continue
        amounts = [a for a in (_amount(row[column.index]) for row in rows) if a is not None]
        # A figure under a column of words (“3” under the names) counts them; it is no sum.
        worded = sum(text_of(row[column.index]) != "" for row in rows) - len(amounts)
        if (amounts or total) and worded <= len(amounts):
            columns.append(TotalColumn(column.place, total, sum(amounts, Decimal(0))))
    return TotalCheck(number, label, len(rows), tuple(columns))


def _amount(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return None
    text = text_of(cell).replace(",", "")
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text) and len(text) < 40 else None


def _total_fault(sheet: str, check: TotalCheck, column: TotalColumn) -> Fault:
    message = Text(
        "“{label}”行写的是 {stated}，各行相加是 {computed}。",
        "The row “{label}” states {stated}; its rows add up to {computed}.",
    )
    remedy = Text(
        "请核对是漏了行还是算错了数；合计行不会导入。",
        "See whether a row is missing or the sum is wrong; totals are not imported.",
    )
    return Fault(
        "total.differs", Severity.WARNING,
        message.filled(label=check.label, stated=column.stated, computed=column.computed), remedy, sheet,
        check.row, column.place, None, str(column.stated),
    )  # fmt: skip


def broken_faults(sheet: Sheet, header: Header, data_rows: set[int], mapping: Mapping) -> list[Fault]:
    """Return a fault for each cell that shows an error or holds a formula that was never calculated."""
    faults = []
    mapped = {c.index: c.key for c in mapping.columns}
    for (row, column), what in sorted(sheet.broken.items()):
        if row + 1 not in data_rows:
            continue
        place = header.columns[column].place if column < len(header.columns) else letter(column)
        never = Text("“{place}”的公式还没有算出结果。", "The formula in “{place}” has no result yet.")
        wrong = Text("“{place}”显示错误值 {what}。", "“{place}” shows the error {what}.")
        key = mapped.get(column)
        faults.append(
            Fault(
                "cell.formula" if what == "formula" else "cell.error",
                Severity.ERROR if key else Severity.WARNING,
                (never if what == "formula" else wrong).filled(place=place, what=what),
                Text(
                    "请用 Excel 或 WPS 打开，改正公式，保存后再导入；或粘贴为数值。",
                    "Open it in Excel, mend the formula, save and import again; or paste values.",
                ),
                sheet.name,
                row + 1,
                place,
                key,
                "" if what == "formula" else what,
            )
        )
    return faults
