"""A file comes in, or is dropped."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.quiet import without_collecting
from zhucun.core.refusals import Refused, check_version
from zhucun.core.sealing import seal_file
from zhucun.engine.facts import Subject
from zhucun.engine.intake import Context, Inspection, Workbook, inspect_workbook, likelier, propose_columns, read
from zhucun.engine.intake.touched import Correction
from zhucun.intake import bridge, queries, rules
from zhucun.intake.models import Import, ImportRow
from zhucun.intake.statuses import WAITING, ImportState


def begin(
    *, content: bytes, filename: str, subject: Subject, county: str, by: User, at: datetime, again: bool = False
) -> Import:
    """Keep an uploaded file and propose what its columns are; the very same file under way is found, not made twice.

    Raises BadFile when it cannot be read as this subject, Refused when the same file has been applied (unless `again`).
    """
    row, _book = begin_whole(
        content=content, filename=filename, subject=subject, county=county, by=by, at=at, again=again,
        most_bytes=settings.UPLOAD_MAX_BYTES,
    )  # fmt: skip
    return row


def begin_whole(
    *, content: bytes, filename: str, subject: Subject, county: str, by: User, at: datetime, most_bytes: int,
    again: bool = False,
) -> tuple[Import, Workbook | None]:  # fmt: skip
    """Begin an import and return what was read of the file too, for who goes on at once; None where it was known.

    Raises BadFile when it cannot be read as this subject, Refused when the same file has been applied (unless `again`).
    """
    rules.check_county(county)
    rules.check_may_import(by, county, subject)
    rules.check_size(content, most_bytes)
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = queries.same_file(county, subject, sha256)
    if earlier is not None and not earlier.finished:
        return earlier, None
    if earlier is not None and not again:
        raise Refused(
            "import.same_file",
            _("This very file (“%(file)s”) was applied on %(day)s. Nothing was changed."),
            file=earlier.filename,
            day=timezone.localtime(earlier.applied_at or earlier.at).strftime("%Y-%m-%d %H:%M"),
            earlier=str(earlier.pk),
        )
    name = filename.rsplit("/", 1)[-1][-200:]
    remembered = queries.earlier_mapping(county, subject)
    with without_collecting():
        book = read(content, name)
        inspection = propose_columns(book, subject, settled=remembered)
        other = likelier(book, subject) or ""
    with transaction.atomic():
        row = Import(county=county, subject=subject.value, filename=name, sha256=sha256, by=by, at=at)
        row.found = {**bridge.found_of(inspection, [s.name for s in book.sheets]), "likelier": other}
        row.mapping = inspection.mapping.settled()
        row.rows_total = len(inspection.rows)
        row.file.save(name, ContentFile(seal_file(content)), save=False)
        row.save(force_insert=True)
        events.record("import.begun", row, by=by, at=at, area=county, label=name)
    return row, book


def look(
    book: Workbook,
    subject: Subject,
    county: str,
    at: datetime,
    settled: dict[str, Any] | None,
    sheet: str | None = None,
    corrected: Correction | None = None,
) -> Inspection:
    """Inspect a workbook beside what the county's lists hold; with a corrected row only what that row touches."""
    known = queries.known_rows(county, subject)
    context = Context(day_of(at), "", county, {}, known.units, known.villages, known.candidates)
    return inspect_workbook(book, subject, context, settled=settled, sheet=sheet, corrected=corrected)


def locked(key: Any, version: int | None = None) -> Import:
    """Return an import locked for this transaction; refuses when somebody else has moved it on."""
    row = Import.objects.select_for_update().get(pk=key)
    check_version(version, row.version)
    return row


def move(row: Import, to: ImportState) -> None:
    """Set where an import stands, if that may follow."""
    rules.check_move(row, to)
    row.state = to
    row.version += 1


@transaction.atomic
def drop(*, key: Any, version: int | None, by: User, at: datetime) -> Import:
    """Drop an import: nothing of it is taken, and what it held of people is deleted."""
    row = locked(key, version)
    rules.check_may_import(by, row.county)
    move(row, ImportState.DROPPED)
    forget(row)
    row.save()
    events.record("import.dropped", row, by=by, at=at, area=row.county, label=row.filename)
    return row


def begin_as(*, key: Any, subject: Subject, version: int | None, by: User, at: datetime) -> Import:
    """Take the same file for another kind of list: begun anew as that, then the first one is dropped.

    Not at once: reading a long file would keep everybody else from writing. Stopped between the two, both are there.
    """
    with transaction.atomic():
        row = locked(key, version)
        rules.check_may_import(by, row.county)
        rules.check_move(row, ImportState.DROPPED)
    content = bridge.content_of(row)
    made = begin(content=content, filename=row.filename, subject=subject, county=row.county, by=by, at=at)
    drop(key=key, version=version, by=by, at=at)
    return made


@transaction.atomic
def drop_overdue(*, key: Any, at: datetime) -> bool:
    """Drop an import that nobody finished within IMPORT_KEPT_DAYS; tells whether it was still waiting."""
    row = locked(key)
    if row.state not in WAITING or row.at >= at - timedelta(days=settings.IMPORT_KEPT_DAYS):
        return False
    move(row, ImportState.DROPPED)
    forget(row)
    row.save()
    events.record("import.dropped", row, by=None, at=at, area=row.county, label=row.filename, reason="overdue")
    return True


def forget(row: Import) -> None:
    """Delete what an import held of people: the file, the staged facts, the personal values in its faults."""
    # What was new of villages and units names nobody; it stays, so that the summary of changes can still be read.
    if row.state != ImportState.APPLIED or row.subject_kind not in (Subject.VILLAGES, Subject.UNITS):
        ImportRow.objects.filter(source=row).update(facts={})
    row.mended = {}
    row.faults.filter(personal=True).update(
        value="***",
        message_zh="（个人信息，导入结束后不再保留）",
        message_en="(personal, not kept after the import)",
    )
    stored, name = row.file.storage, row.file.name
    row.file.name = ""
    if name:
        transaction.on_commit(lambda: stored.delete(name))
