"""Settling the columns, checking every row, deciding doubtful names: what a file would do is staged, not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.quiet import without_collecting
from zhucun.core.sealing import unseal
from zhucun.engine.intake import Mapped, Workbook, read
from zhucun.engine.intake import Mapping as Columns
from zhucun.engine.texts import Text
from zhucun.intake import bridge, rules
from zhucun.intake.actions.beginning import locked, look, move
from zhucun.intake.actions.staging import stage
from zhucun.intake.models import Import, NameDecision
from zhucun.intake.statuses import ImportState, NameKind
from zhucun.registry.queries import own_code_for


@transaction.atomic
def check(
    *,
    key: Any,
    by: User,
    at: datetime,
    version: int | None = None,
    columns: Mapping[int, str | None] | None = None,
    sheet: str | None = None,
    book: Workbook | None = None,
) -> Import:
    """Settle the columns (those given are set by the person) and stage every row with its faults and differences.

    Repeatable: what was staged before is replaced. A required fact without a column keeps it at “columns settled”.
    `book` is the file as somebody has just read it.
    """
    row = locked(key, version)
    rules.check_may_import(by, row.county, row.subject_kind)
    move(row, ImportState.MAPPED)
    with without_collecting():
        return _checked(row, book or read(bridge.content_of(row), row.filename), by, at, columns, sheet)


def _checked(
    row: Import, book: Workbook, by: User, at: datetime, columns: Mapping[int, str | None] | None, sheet: str | None
) -> Import:
    book = mended(book, row.mended, sheet or row.found.get("sheet"))
    settled = None if sheet else set_columns(row, columns or {})
    inspection = look(book, row.subject_kind, row.county, at, settled, sheet or row.found.get("sheet"))
    row.mapping = inspection.mapping.settled()
    found = bridge.found_of(inspection, [s.name for s in book.sheets])
    row.found = {**found, "likelier": row.found.get("likelier", "")}
    row.halted_because = ""
    stage(row, inspection, at)
    if not inspection.mapping.missing and not sheet:
        move(row, ImportState.CHECKED)
    row.save()
    counts = {"rows": [None, row.rows_total], "faulty": [None, row.rows_faulty]}
    events.record("import.checked", row, by=by, at=at, area=row.county, label=row.filename, changes=counts)
    return row


def mended(book: Workbook, cells: Mapping[str, Mapping[str, str]], name: str | None) -> Workbook:
    """Return the workbook with the cells that a person corrected on the page in place of those of the file."""
    if not cells:
        return book
    sheets = []
    for sheet in book.sheets:
        if sheet.name != name:
            sheets.append(sheet)
            continue
        rows, broken = list(sheet.rows), dict(sheet.broken)
        for number, columns in cells.items():
            at = int(number) - 1
            rows[at] = list(rows[at])
            for column, text in columns.items():
                rows[at][int(column)] = unseal(text)
                broken.pop((at, int(column)), None)
        sheets.append(replace(sheet, rows=rows, broken=broken))
    return replace(book, sheets=tuple(sheets))


def set_columns(row: Import, columns: Mapping[int, str | None]) -> dict[str, Any]:
    """Return the mapping with the columns that a person set."""
    mapping = Columns(row.subject_kind, tuple(_mapped(c) for c in row.found["columns"]))
    for index, fact in columns.items():
        if next((c.key for c in mapping.columns if c.index == index), None) != fact:
            mapping = mapping.with_column(index, fact)
    return mapping.settled()


def _mapped(column: dict[str, Any]) -> Mapped:
    return Mapped(
        index=column["index"],
        letter=column["letter"],
        title=column["title"],
        key=column["key"],
        confidence=column["confidence"],
        reason=Text(column["zh"], column["en"]),
        factor=Decimal(column["factor"]),
        part=column["part"],
    )


OWN = "own"  # the answer “a village that the national list lacks”


@dataclass(frozen=True)
class Decision:
    """A person's word on one name: a village's code, a unit's name, OWN for a village not listed, empty for none."""

    kind: NameKind
    written: str
    meant: str


@transaction.atomic
def decide_names(
    *, key: Any, decisions: Iterable[Decision], by: User, at: datetime, version: int | None = None
) -> Import:
    """Remember what doubtful names mean, for this county and for good, and check the import again with them."""
    row = Import.objects.get(pk=key)
    rules.check_may_import(by, row.county, row.subject_kind)
    for decision in decisions:
        meant = own_code(row.county, decision.written) if decision.meant == OWN else decision.meant
        made, _new = NameDecision.objects.update_or_create(
            county=row.county,
            kind=decision.kind,
            written=decision.written[:240],
            defaults={"meant": meant, "by": by, "at": at},
        )
        changes = {"meant": [decision.written, meant or "—"]}
        events.record(
            "name_match.decided", made, by=by, at=at, area=row.county, label=decision.written, changes=changes
        )
    return check(key=key, by=by, at=at, version=version)


def own_code(county: str, written: str) -> str:
    """Return a free code, in its township, for a village that the national list lacks; decided ones count as taken."""
    town = written.split(" ")[0] if " " in written else ""
    taken = set(NameDecision.objects.filter(county=county, kind=NameKind.VILLAGE).values_list("meant", flat=True))
    return own_code_for(county, town, taken)
