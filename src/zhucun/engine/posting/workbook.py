"""A plan as a workbook: who goes where, why, the figures behind it, and a sealed copy from which it can be verified.

The same plan gives the same bytes. Whoever opens it needs no program; `read_plan` reads it back, with changes that
somebody made by hand in the first sheet.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from zhucun.engine.errors import BadFile
from zhucun.engine.intake.faults import Fault
from zhucun.engine.intake.header import text_of
from zhucun.engine.intake.reading import read
from zhucun.engine.posting.distribution import distribution
from zhucun.engine.posting.fit import village_key
from zhucun.engine.posting.instance import Instance
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.seal import CHUNK, NOT_SEALED, SEAL, sealed
from zhucun.engine.posting.telling import NO, YES, posts, statistics
from zhucun.engine.texts import Language, Text

DAY_OF_MAKING = datetime(2000, 1, 1)  # noqa: DTZ001  (fixed, so that the same plan gives the same bytes)

SHEETS = {
    "plan": Text("选派方案", "Plan"),
    "why": Text("派驻理由", "Reasons"),
    "statistics": Text("统计", "Statistics"),
    "people": Text("未派人选", "People not posted"),
    "faults": Text("数据问题", "Faults"),
}
PLAN_HEADINGS = Text(
    "序号|行政区划代码|乡镇|村名|村类型|人员编号|姓名|性别|年龄|派出单位|单位职务|匹配分|满分|最突出的需求|主要理由|现任留任",
    "No|Division code|Township|Village|Kind of village|Staff number|Name|Sex|Age|Sending unit|Post in the unit|Fit|Of|"
    "Greatest needs|Main reasons|Stays",
)
WHY_HEADINGS = Text(
    "乡镇|村名|人员编号|姓名|项目|得分|满分|依据", "Township|Village|Staff number|Name|Term|Points|Of|What was found"
)
PEOPLE_HEADINGS = Text(
    "人员编号|姓名|派出单位|是否符合条件|说明", "Staff number|Name|Sending unit|Eligible|Explanation"
)
FAULT_HEADINGS = Text(
    "文件|工作表|行|列|值|规则|程度|问题|办法", "File|Sheet|Row|Column|Value|Rule|Severity|Fault|Remedy"
)
UNFILLED = Text("（空缺）", "(unfilled)")
OTHERS_FIT_BETTER = Text("符合条件，本方案中由更合适的人选承担", "eligible; others fit better in this plan")


@dataclass(frozen=True, slots=True)
class Source:
    """A file the plan was made from: its name, SHA-256, rows taken and rows left out, and its faults."""

    name: str
    sha256: str
    taken: int
    left_out: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What stands in the workbook besides the plan: files, faults, remarks, further explanations by village index."""

    sources: tuple[Source, ...] = ()
    remarks: tuple[Text, ...] = ()
    alternatives: dict[int, tuple[Text, ...]] = field(default_factory=dict)


def write_plan(
    target: Path | BytesIO,
    instance: Instance,
    plan: Plan,
    *,
    language: Language = "zh",
    findings: Findings | None = None,
    notice: Text | None = None,
) -> None:
    """Write a plan as xlsx: plan, reasons, statistics, people not posted, faults, and the sealed copy.

    `notice` stands above everything, for made-up people for example.
    """
    findings = findings or Findings()
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {"in_memory": True})
    book.set_properties({"created": DAY_OF_MAKING, "title": SHEETS["plan"].say(language)})
    pen = Pen(book, language, notice)
    _write_plan_sheet(pen, instance, plan)
    _write_reasons(pen, instance, plan, findings)
    _write_statistics(pen, instance, plan, findings)
    _write_people(pen, instance, plan)
    _write_faults(pen, findings)
    _write_seal(book, instance, plan)
    book.close()


class Pen:
    """Writes tables in one language: a notice if there is one, headings, rows."""

    def __init__(self, book: Any, language: Language, notice: Text | None) -> None:
        self.book = book
        self.language = language
        self.notice = notice
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.warning = book.add_format({"bold": True, "font_color": "#B3261E"})

    def say(self, text: Text) -> str:
        """Return a text in this workbook's language."""
        return text.say(self.language)

    def table(
        self, sheet: Text, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
    ) -> None:
        """Write a sheet with a heading row and rows of values; None is a blank cell."""
        page = self.book.add_worksheet(self.say(sheet))
        top = 0
        if self.notice is not None:
            page.write_string(0, 0, self.say(self.notice), self.warning)
            top = 1
        for column, heading in enumerate(headings):
            page.write_string(top, column, heading, self.head)
            page.set_column(column, column, widths[column] if column < len(widths) else 14)
        page.freeze_panes(top + 1, 0)
        last = top
        for last, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(last, column, value)
                elif isinstance(value, bool):
                    page.write_string(last, column, self.say(YES if value else NO))
                elif value is not None:
                    page.write_number(last, column, value)
        page.autofilter(top, 0, max(last, top + 1), len(headings) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)


def _write_plan_sheet(pen: Pen, instance: Instance, plan: Plan) -> None:
    rows = []
    for number, post in enumerate(posts(instance, plan, pen.language), start=1):
        rows.append(
            (  # a row of the sheet, in the order of its headings
                number, post["code"], post["town"], post["village"], post["kinds"],
                post["candidate_code"],
                post["name"] or pen.say(UNFILLED), post.get("sex"), post.get("age"), post.get("unit"),
                post.get("title"), post["fit"], post["of"], post["needs"], "；".join(post["reasons"]),
                pen.say(YES) if post["stays"] else None,
            )
        )  # fmt: skip
    widths = (6, 15, 14, 18, 16, 14, 12, 6, 6, 28, 16, 8, 8, 28, 40, 8)
    pen.table(SHEETS["plan"], PLAN_HEADINGS.say(pen.language).split("|"), rows, widths)


def _write_reasons(pen: Pen, instance: Instance, plan: Plan, findings: Findings) -> None:
    rows: list[tuple[Any, ...]] = []
    for v, village in enumerate(instance.villages):
        c = int(plan.post[v])
        person = instance.candidates[c] if c >= 0 else None
        head = (
            village.town,
            village.name,
            person.code if person else None,
            person.name if person else pen.say(UNFILLED),
        )
        for told in instance.fit.breakdown(v, c) if person else ():
            rows.append((*head, told.term.say(pen.language), told.points, told.most, pen.say(told.text)))
        other = pen.say(Text("其他选择", "Other choices"))
        rows += [(*head, other, None, None, pen.say(text)) for text in findings.alternatives.get(v, ())]
    pen.table(SHEETS["why"], WHY_HEADINGS.say(pen.language).split("|"), rows, (14, 18, 14, 12, 16, 8, 8, 80))


def _write_statistics(pen: Pen, instance: Instance, plan: Plan, findings: Findings) -> None:
    rows: list[tuple[Any, ...]] = [(*pair, None, None) for pair in statistics(instance, plan, pen.language)]
    rows += [
        (pen.say(Text("说明", "Remark")), pen.say(note), None, None) for note in (*instance.notes, *findings.remarks)
    ]
    for source in findings.sources:
        rows.append((pen.say(Text("来源文件", "Source file")), source.name, source.taken, f"SHA-256 {source.sha256}"))
    sent = Counter(int(instance.problem.unit[c]) for c in plan.post if c >= 0)
    for u, unit in enumerate(instance.units):
        quota = f"{int(instance.problem.least[u])}–{int(instance.problem.most[u])}"
        rows.append((pen.say(Text("派出单位", "Sending unit")), unit.name, sent[u], quota))
    problem, filled = instance.problem, instance.problem.by_area.filled(plan.post)
    for a, area in enumerate(problem.areas):
        quota = f"{area.least}–{area.most}"
        rows.append((pen.say(Text("派驻村数", "Villages filled")), area.name, int(filled[a]), quota))
    for dimension in distribution(instance, plan):
        for part in dimension.parts:
            rows.append(
                (
                    f"{pen.say(dimension.text)}：{pen.say(part.text)}",
                    f"{part.plan} / {part.pool}",
                    part.plan_share,
                    pen.say(Text("占派出 {a}%，占合格人选 {b}%", "{a}% of those posted, {b}% of the eligible")
                            .filled(a=part.plan_share, b=part.pool_share)),
                )
            )  # fmt: skip
    headings = Text("项目|值|数|补充", "Item|Value|Number|More").say(pen.language).split("|")
    pen.table(SHEETS["statistics"], headings, rows, (32, 44, 10, 72))


def _write_people(pen: Pen, instance: Instance, plan: Plan) -> None:
    posted = {int(c) for c in plan.post if c >= 0}
    rows = []
    for c, person in enumerate(instance.candidates):
        if c in posted:
            continue
        broken = instance.eligibility[c].broken
        why = "；".join(pen.say(r.text) for r in broken) if broken else pen.say(OTHERS_FIT_BETTER)
        rows.append((person.code, person.name, person.unit, pen.say(NO if broken else YES), why))
    pen.table(SHEETS["people"], PEOPLE_HEADINGS.say(pen.language).split("|"), rows, (16, 14, 30, 12, 80))


def read_posts(source: Path | bytes, filename: str | None = None) -> dict[str, str | None]:
    """Return who goes where as the plan sheet of a workbook says it now, changes by hand included.

    Villages are named by key, people by number; None is a village left empty. Raises BadFile when there is no plan.
    """
    book = read(source, filename)
    names = {SHEETS["plan"].zh, SHEETS["plan"].en}
    sheet = next((s for s in book.sheets if s.name in names), None)
    firsts = {PLAN_HEADINGS.zh.split("|")[0], PLAN_HEADINGS.en.split("|")[0]}
    rows = sheet.rows if sheet else []
    top = next((i for i, row in enumerate(rows) if str(row[0]) in firsts), None)
    if top is None:
        raise BadFile("plan.not_sealed", NOT_SEALED, filename=book.filename)
    found: dict[str, str | None] = {}
    for row in rows[top + 1 :]:
        code, town, name, number = (text_of(row[i]) for i in (1, 2, 3, 5))
        if name:
            found[code or f"{town}{name}"] = number or None
    return found


def _write_faults(pen: Pen, findings: Findings) -> None:
    rows = [
        (
            source.name, f.sheet, f.row, f.column, f.value, f.rule, f.severity.value,
            pen.say(f.message), pen.say(f.remedy),
        )
        for source in findings.sources
        for f in source.faults
    ]  # fmt: skip
    pen.table(SHEETS["faults"], FAULT_HEADINGS.say(pen.language).split("|"), rows, (20, 12, 6, 24, 16, 28, 10, 60, 60))


def _write_seal(book: Any, instance: Instance, plan: Plan) -> None:
    page = book.add_worksheet(SEAL)
    page.very_hidden()
    text = sealed(
        instance.problem, plan, [village_key(v) for v in instance.villages], [c.code for c in instance.candidates]
    )
    for row, start in enumerate(range(0, len(text), CHUNK)):
        page.write_string(row, 0, text[start : start + CHUNK])
