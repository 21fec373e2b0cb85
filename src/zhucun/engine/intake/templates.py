"""Writes an empty form for a subject: headings, notes, drop-down lists and one example row that import skips."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from zhucun.engine.facts import FACTS, Fact, FactKind, Subject
from zhucun.engine.intake.header import SUBJECT_NAMES
from zhucun.engine.texts import Language, Text

ROWS = 3_000
MARK = Text("【示例】", "[Example] ")
SHEET = Text("填报表", "Form")
GUIDE = Text("填写说明", "Guide")
TITLE = Text("{subject}信息填报表", "Form for {subject}")
TIP = Text(
    "带 * 的必填；第3行是示例，不会导入，可以删除；不清楚的留空，没有的填 0。",
    "* is required; row 3 is an example and is never imported; leave blank what is unknown, give 0 for none.",
)
GUIDE_HEADINGS = Text("栏目|必填|填法|单位|可选内容|说明", "Column|Required|How|Unit|Choices|Note")
REQUIRED = Text("必填", "required")
CHOICE_MESSAGE = Text("请从下拉列表中选择。", "Choose from the list.")

HOW: dict[FactKind, Text] = {
    FactKind.TEXT: Text("文字", "text"),
    FactKind.CODE: Text("代码，按文本填写", "a code, as text"),
    FactKind.COUNT: Text("整数", "a whole number"),
    FactKind.NUMBER: Text("数字", "a number"),
    FactKind.MONEY: Text("金额", "an amount"),
    FactKind.SCORE: Text("0到100的整数", "a whole number from 0 to 100"),
    FactKind.YES_NO: Text("是或否", "是 (yes) or 否 (no)"),
    FactKind.DAY: Text("日期，如 1988-05-01 或 1988.05", "a day, as 1988-05-01 or 1988.05"),
    FactKind.WORD: Text("从列表中选一项", "one of the list"),
    FactKind.WORDS: Text("可填几项，用“、”隔开", "several of the list, separated by 、"),
    FactKind.NAMES: Text("可填几个，用“、”隔开", "several, separated by 、"),
}

EXAMPLES: dict[str, str | int | float] = {
    "code": "610426001001", "county": "永寿县", "town": "监军街道", "households": 420, "persons": 1560,
    "poor_households": 86, "poor_persons": 301, "income_per_head_yuan": 9800, "collective_income_yuan": 52000,
    "planned_funds_yuan": 600000, "elevation_m": 1050, "area_km2": 8.6, "insured_persons": 1540, "groups": 6, "unpaved_groups": 2,
    "born": "1988-05-01", "party_joined": "2010-06", "work_started": "2011-07", "since": "2024-05-01", "until": "2026-05-01",
    "candidate_code": "GB0001", "village_code": "610426001001", "phone": "00000000000", "unit": "县农业农村局", "title": "科员",
    "home": "永寿县常宁镇", "wishes": "常宁镇、店头镇", "avoid": "监军街道", "short_names": "农业局", "helper_unit": "县农业农村局",
    "most": 3, "least": 1, "funds_yuan": 200000, "rural_years": 2, "party_work_years": 3,
}  # fmt: skip
ROSTER_EXAMPLES: dict[str, str | int | float] = {
    "household_code": "9900000001", "persons": 4, "net_per_head_yuan": 9800, "born": "1970-05-01", "employer": "",
    "identity": "990426197005010119", "listed": "2014-06-01", "household_listed": "2014-06-01", "left": "",
    "risk_found": "", "risk_removed_on": "", "illness": "", "group": "第1小组", "household_phone": "00000000000",
    "helper_name": "李四（虚构）", "trade": "建筑工",
}  # fmt: skip
INCOME_EXAMPLES: dict[str, str | int | float] = {
    "household": "9900000001", "person": "990000000101", "code": "", "item": "a1", "month": "2026-03-01", "months": 1, "year": 2026,
    "on": "2020-03-15", "change": "出生", "other": "", "reason": "", "document": "", "evidence": "", "note": "", "amount_yuan": 3600,
}  # fmt: skip
EXAMPLES_OF: dict[Subject, dict[str, str | int | float]] = {
    Subject.ROSTER: ROSTER_EXAMPLES,
    Subject.HOUSEHOLDS: {**ROSTER_EXAMPLES, "code": "9900000001", "head_name": "张三（虚构）", "phone": "00000000000",
                         "bank": "", "bank_account": "", "returned": "", "remark": "", "wants": "", "relocation_place": "",
                         "relocated_on": "", "helped_since": "", "helped_until": "", "helper_post": "", "helper_phone": "",
                         "rebuilt_year": "", "planned_exit_year": "", "town": "监军街道"},
    Subject.MEMBERS: {**ROSTER_EXAMPLES, "code": "990000000101"},
    Subject.INCOME: INCOME_EXAMPLES,
    Subject.LEDGER: {**INCOME_EXAMPLES, "item_a": 0},
    Subject.CHANGES: INCOME_EXAMPLES,
}  # fmt: skip
NAMES: dict[Subject, str] = {
    Subject.VILLAGES: "建设路社区（虚构）",
    Subject.CANDIDATES: "张三（虚构）",
    Subject.UNITS: "县农业农村局（虚构）",
    Subject.POSTS: "张三（虚构）",
    Subject.ROSTER: "张三（虚构）",
    Subject.MEMBERS: "张三（虚构）",
}
BY_KIND: dict[FactKind, str | int | float] = {
    FactKind.COUNT: 10, FactKind.NUMBER: 5, FactKind.MONEY: 10000, FactKind.SCORE: 85, FactKind.YES_NO: "是",
}  # fmt: skip


def heading_of(fact: Fact, language: Language = "zh") -> str:
    """Return the heading of a fact in a form: its label, its unit in brackets, a star when required."""
    star = "*" if fact.required else ""
    unit = f"({fact.unit.say(language)})" if fact.unit and language == "zh" else ""
    return f"{star}{fact.text.say(language)}{unit}"


def write_template(subject: Subject, target: Path | BytesIO, language: Language = "zh") -> None:
    """Write the empty form of a subject as xlsx to a path or a buffer; the same call writes the same bytes."""
    import xlsxwriter  # only whoever writes pays for it

    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {"in_memory": True})
    book.set_properties({"title": _title(subject, language), "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "must": book.add_format(
            {"bold": True, "bg_color": "#FBE5D6", "border": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format({"num_format": "@"}),
        "example": book.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"}),
        "example_number": book.add_format({"italic": True, "font_color": "#7F7F7F"}),
    }
    _write_form(book.add_worksheet(SHEET.say(language)), subject, formats, language)
    _write_guide(book.add_worksheet(GUIDE.say(language)), subject, formats, language)
    book.close()


def _title(subject: Subject, language: Language) -> str:
    return TITLE.say(language, subject=SUBJECT_NAMES[subject])


def _write_form(sheet: Any, subject: Subject, formats: dict[str, Any], language: Language) -> None:
    facts = FACTS[subject]
    sheet.write(0, 0, f"{_title(subject, language)}　　{TIP.say(language)}", formats["title"])
    sheet.set_row(1, 36)
    sheet.freeze_panes(2, 2)
    for column, fact in enumerate(facts):
        as_text = fact.kind in (FactKind.CODE, FactKind.DAY)
        sheet.set_column(column, column, max(10, 2 * len(fact.text.zh) + 2), formats["text"] if as_text else None)
        sheet.write(1, column, heading_of(fact, language), formats["must" if fact.required else "head"])
        sheet.write_comment(1, column, _note(fact, language), {"x_scale": 2})
        value = _example(fact, subject, language)
        sheet.write(2, column, value, formats["example" if isinstance(value, str) else "example_number"])
        rule = _validation(fact, language)
        if rule:
            sheet.data_validation(3, column, ROWS, column, rule)


def _note(fact: Fact, language: Language) -> str:
    parts = [HOW[fact.kind].say(language)]
    if fact.required:
        parts.insert(0, REQUIRED.say(language))
    if fact.unit:
        parts.append(fact.unit.say(language))
    if fact.words:
        parts.append("、".join(word.say("zh") for word in fact.words))
    if fact.note:
        parts.append(fact.note.say(language))
    return "；".join(parts) if language == "zh" else "; ".join(parts)


def _example(fact: Fact, subject: Subject, language: Language) -> str | int | float:
    if fact.key in ("name", "village"):
        name = NAMES[Subject.VILLAGES if fact.key == "village" else subject]
        return f"{MARK.say(language)}{name}"
    own = EXAMPLES_OF.get(subject, {})
    if fact.key in ("household", "head_name"):  # lists without a name: their first column says it is an example
        return f"{MARK.say(language)}{own[fact.key]}"
    if fact.key in own:
        return own[fact.key]
    if fact.key == "code":
        return {Subject.CANDIDATES: "GB0001", Subject.UNITS: "DW001", Subject.ROSTER: "990000000101"}.get(
            subject, str(EXAMPLES["code"])
        )
    if fact.key in EXAMPLES:
        return EXAMPLES[fact.key]
    if fact.words:
        members = list(fact.words)
        return "、".join(m.say("zh") for m in (members[:2] if fact.kind is FactKind.WORDS else members[:1]))
    return BY_KIND.get(fact.kind, "")


def _validation(fact: Fact, language: Language) -> dict[str, Any] | None:
    if fact.kind is FactKind.YES_NO:
        return _list(["是", "否"], language)
    if fact.kind is FactKind.WORD and fact.words:
        return _list([word.say("zh") for word in fact.words], language)
    if fact.kind is FactKind.COUNT:
        return {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}
    if fact.kind is FactKind.SCORE:
        return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100, "error_type": "warning"}
    if fact.kind in (FactKind.NUMBER, FactKind.MONEY):
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
    return None


def _list(choices: list[str], language: Language) -> dict[str, Any]:
    return {"validate": "list", "source": choices, "error_message": CHOICE_MESSAGE.say(language)}


def _write_guide(sheet: Any, subject: Subject, formats: dict[str, Any], language: Language) -> None:
    for column, (heading, width) in enumerate(
        zip(GUIDE_HEADINGS.say(language).split("|"), (24, 8, 28, 8, 60, 50), strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write(0, column, heading, formats["head"])
    for row, fact in enumerate(FACTS[subject], start=1):
        choices = "、".join(word.say(language) for word in fact.words) if fact.words else ""
        cells = (
            fact.text.say(language),
            REQUIRED.say(language) if fact.required else "",
            HOW[fact.kind].say(language),
            fact.unit.say(language) if fact.unit else "",
            choices,
            fact.note.say(language) if fact.note else "",
        )
        sheet.write_row(row, 0, cells)
