"""Files that the tests of imports bring in."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from zhucun.engine.facts import Subject
from zhucun.engine.intake import write_facts

COUNTY = "610426"
HEADINGS = ("行政区划代码", "乡镇", "村名", "总户数", "总人口", "贫困人口", "党员人数")
# Three real villages of Diantou with made-up figures.
ROWS: tuple[tuple[Any, ...], ...] = (
    ("610426101200", "店头镇", "樊家河村", 240, 900, 120, 31),
    ("610426101202", "店头镇", "好畤河村", 210, 800, 90, 25),
    ("610426101204", "店头镇", "桃花塬村", 180, 700, 60, 22),
)
PEOPLE = ("人员编号", "姓名", "性别", "出生日期", "派出单位", "政治面貌", "入党日期", "参加工作日期", "联系电话")


def sheet(rows: Iterable[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return a csv file as an office saves it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def persons(count: int, unit: str = "县财政局", **changed: Any) -> list[list[Any]]:
    """Return made-up people."""
    return [
        [f"P{n:04}", f"人{n}", "男", "1990-05-01", unit, "中共党员", "2012-06-01", "2013-07-01", f"1390000{n:04}"]
        for n in range(count)
    ]


def workbook(subject: Subject, facts: Iterable[Any]) -> bytes:
    """Return facts as an Excel file."""
    buffer = io.BytesIO()
    write_facts(subject, facts, buffer)
    return buffer.getvalue()
