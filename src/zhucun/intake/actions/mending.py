"""Correcting cells of a file on the page: kept sealed beside the file, which stays as it was sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.quiet import without_collecting
from zhucun.core.refusals import Refused
from zhucun.core.sealing import seal
from zhucun.engine.intake import Workbook, read
from zhucun.engine.intake.header import text_of
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.intake.touched import Correction
from zhucun.intake import bridge, rules
from zhucun.intake.actions.beginning import locked
from zhucun.intake.actions.checking import check, mended
from zhucun.intake.actions.rechecking import recheck
from zhucun.intake.models import Import


@transaction.atomic
def mend_row(
    *, key: Any, number: int, cells: Mapping[int, str], by: User, at: datetime, version: int | None = None
) -> Import:
    """Put corrected texts in place of cells of one row (columns counted from 0); checks again what that touches.

    Where more could follow from it than the rows of its household, the whole file is checked; where the texts are what
    stood there, nothing is done.
    """
    row = locked(key, version)
    rules.check_may_import(by, row.county, row.subject_kind)
    rules.check_can_decide(row)
    known = {column["index"]: column for column in row.found["columns"]}
    with without_collecting():
        book = read(bridge.content_of(row), row.filename)
        before = _cells(mended(book, row.mended, row.found["sheet"]), row, number)
        new = {i: text.strip()[:500] for i, text in cells.items() if i in known and text.strip() != text_of(before[i])}
        if not new:
            return row
        kept = {str(index): seal(text) for index, text in new.items()}
        row.mended = {**row.mended, str(number): {**row.mended.get(str(number), {}), **kept}}
        row.save(update_fields=["mended"])
        changes = {"rows": [None, number], "columns": [None, [known[index]["title"] for index in new]]}
        events.record("import.mended", row, by=by, at=at, area=row.county, label=row.filename, changes=changes)
        corrected = mended(book, row.mended, row.found["sheet"])
        if not recheck(row, corrected, Correction(number, before), at):
            return check(key=key, by=by, at=at, book=book)
    row.version += 1
    row.save()
    return row


def _cells(book: Workbook, row: Import, number: int) -> list[Cell]:
    sheet = next(s for s in book.sheets if s.name == row.found["sheet"])
    if not row.found["header_rows"][1] < number <= len(sheet.rows):
        raise Refused(
            "import.no_row",
            _("The file has no row %(number)s below its headings. Open the row from the list of problems."),
            number=number,
        )
    return sheet.rows[number - 1]
