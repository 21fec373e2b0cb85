"""Writes facts as a table that `inspect` reads back unchanged: exports, examples, files for other offices."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from zhucun.engine.facts import FACTS, CandidateFacts, Fact, PostFacts, RosterFacts, Subject, UnitFacts, VillageFacts
from zhucun.engine.intake.header import SUBJECT_NAMES
from zhucun.engine.intake.templates import heading_of
from zhucun.engine.texts import Language
from zhucun.engine.words import Word

AnyFacts = (
    VillageFacts | CandidateFacts | UnitFacts | PostFacts | RosterFacts | Any
)  # rows of household lists are made from the dictionary
DAY_OF_MAKING = datetime(2000, 1, 1)  # noqa: DTZ001  (fixed, so that the same facts give the same bytes)


def written(value: Any, language: Language = "zh") -> str | float | int | None:
    """Return a fact's value as a cell: words by label, lists joined by 、, days as 1988-05-01, None as a blank."""
    match value:
        case None | ():
            return None
        case bool():
            return "是" if value else "否"
        case tuple():
            return "、".join(str(written(v, language)) for v in value)
        case Word():
            return value.say("zh")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case int() | float():
            return value
    return str(value)


def write_facts(
    subject: Subject,
    rows: Iterable[AnyFacts],
    target: Path | BytesIO,
    language: Language = "zh",
    *,
    keys: Sequence[str] | None = None,
) -> None:
    """Write rows of facts as xlsx; only the facts named in `keys` if given, and of the others those anybody has said."""
    listed = list(rows)
    facts = [f for f in FACTS[subject] if _wanted(f, listed, keys)]
    import xlsxwriter  # only whoever writes pays for it

    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {"in_memory": True})
    book.set_properties({"created": DAY_OF_MAKING})
    head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(SUBJECT_NAMES[subject].say(language))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(listed), 1), max(len(facts) - 1, 0))
    for column, fact in enumerate(facts):
        sheet.set_column(column, column, max(10, 2 * len(fact.text.zh) + 2))
        sheet.write_string(0, column, heading_of(fact, language), head)
        for row, one in enumerate(listed, start=1):
            value = written(getattr(one, fact.key), language)
            if isinstance(value, str):
                sheet.write_string(row, column, value, text)
            elif value is not None:
                sheet.write_number(row, column, value)
    book.close()


def _wanted(fact: Fact, rows: Sequence[AnyFacts], keys: Sequence[str] | None) -> bool:
    if keys is not None:
        return fact.key in keys
    return fact.required or any(getattr(row, fact.key) not in (None, ()) for row in rows)
