"""Makes workbooks for the tests: plain tables, merged headings, odd cells."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl

from zhucun.engine.facts import Subject
from zhucun.engine.intake import Inspection, inspect

ON = date(2026, 3, 1)
VILLAGE_HEAD = ["村名", "乡镇", "贫困户数", "贫困人口"]
VILLAGE_ROWS = [["甲村", "东镇", 10, 30], ["乙村", "东镇", 12, 40], ["丙村", "西镇", 20, 61]]
CANDIDATE_HEAD = ["人员编号", "姓名", "性别", "出生日期", "派出单位", "政治面貌", "入党日期", "参加工作日期"]


def candidate(code: str = "1", **changed: Any) -> list[Any]:
    """One good row of a candidate (made up), with changes by heading."""
    row = {
        "人员编号": code, "姓名": f"虚构{code}", "性别": "男", "出生日期": "1988-05-01", "派出单位": "县财政局",
        "政治面貌": "中共党员", "入党日期": "2010-06", "参加工作日期": "2011-07",
    } | changed  # fmt: skip
    return [row[heading] for heading in CANDIDATE_HEAD]


def book(rows: Iterable[Sequence[Any]], merges: Iterable[str] = (), sheet: str = "表一") -> bytes:
    """A workbook of one sheet with these rows from A1 on, and merged ranges such as A1:C1."""
    made = openpyxl.Workbook()
    made.active.title = sheet
    list(map(made.active.append, rows))
    list(map(made.active.merge_cells, merges))
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def looked_at(rows: Iterable[Sequence[Any]], subject: Subject = Subject.VILLAGES, **more: Any) -> Inspection:
    """What inspection finds in a plain table."""
    merges = more.pop("merges", ())
    return inspect(book(rows, merges), "表.xlsx", subject, **{"on": ON} | more)


def rules(found: Inspection) -> list[tuple[str, int | None]]:
    """The rules broken and where."""
    return [(f.rule, f.row) for f in found.faults]
