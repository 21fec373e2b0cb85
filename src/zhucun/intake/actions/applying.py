"""Applying: confirmed once, then chunk by chunk, the cursor in the same transaction, so that it can stop anywhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.quiet import without_collecting
from zhucun.core.refusals import Refused
from zhucun.core.taking import Taken
from zhucun.engine.errors import EngineError
from zhucun.intake import bridge, rules
from zhucun.intake.actions.beginning import forget, locked, move
from zhucun.intake.journal import ImportJournal
from zhucun.intake.models import Import, ImportPiece, ImportRow
from zhucun.intake.statuses import ImportState, Mode, RowOutcome
from zhucun.intake.subjects import KINDS, Taking


@transaction.atomic
def confirm(*, key: Any, mode: str, version: int | None, by: User, at: datetime) -> Import:
    """Confirm an import, once: a second click finds it under way. The work itself follows on the event."""
    row = locked(key, version)
    rules.check_may_import(by, row.county, row.subject_kind)
    wanted = rules.check_mode(mode)
    move(row, ImportState.APPLYING)
    rules.check_can_apply(row, wanted)
    row.mode = wanted
    row.cursor = 0
    row.halted_because = ""
    row.rows_new = row.rows_changed = row.rows_same = 0
    row.applied_by = by
    row.save()
    changes = {"mode": [None, wanted.value], "rows": [None, row.rows_good]}
    events.record("import.confirmed", row, by=by, at=at, area=row.county, label=row.filename, changes=changes)
    return row


def apply(*, key: Any, at: datetime) -> Import:
    """Apply an import to its end; safe to call again and by two at once, after a stop it goes on where it stopped."""
    with without_collecting():
        while apply_next(key=key, at=at):
            pass
    return Import.objects.get(pk=key)


def apply_next(*, key: Any, at: datetime) -> bool:
    """Apply the next chunk of rows; tells whether more may follow.

    A row refused at the last moment (somebody changed the lists meanwhile) sends the import back to “checked” with the
    reason; the chunk is not half taken.
    """
    try:
        return _apply_chunk(key, at)
    except (Refused, EngineError) as error:
        refused = Refused.from_engine(error) if isinstance(error, EngineError) else error
        _halt(key, refused, at)
        return False


@transaction.atomic
def _apply_chunk(key: Any, at: datetime) -> bool:
    row = locked(key)
    if row.state != ImportState.APPLYING:
        return False
    waiting = ImportRow.objects.filter(source=row, number__gt=row.cursor).exclude(outcome=RowOutcome.FAULTY)
    # All or nothing, and postings that end one another, must be one transaction; other lists go in chunks.
    kind = KINDS[row.subject_kind]
    whole = row.mode == Mode.ALL or kind.whole
    rows = waiting.order_by("number").values_list("number", Cast("facts", TextField()))
    chunk = list(rows if whole else rows[: kind.chunk])
    if chunk:
        subject = row.subject_kind
        taken = _take(row, bridge.RowReader(subject).rows([text for _number, text in chunk]), at)
        row.rows_new += taken.new
        row.rows_changed += taken.changed
        row.rows_same += taken.same
        row.cursor = chunk[-1][0]
        ImportRow.objects.filter(source=row, number__lte=row.cursor).exclude(outcome=RowOutcome.FAULTY).update(
            applied=True
        )
    more = len(chunk) == kind.chunk and not whole
    if not more:
        _finish(row, at)
    row.save()
    return more


def _take(row: Import, rows: Sequence[Any], at: datetime) -> Taken:
    journal = ImportJournal()
    taking = Taking(rows, row.county, row.applied_by, at, row.filename, journal)
    taken = KINDS[row.subject_kind].take(taking)
    if not journal.empty:
        ImportPiece.objects.create(source=row, content=journal.sealed())
    return taken


def _finish(row: Import, at: datetime) -> None:
    move(row, ImportState.APPLIED)
    row.applied_at = at
    forget(row)
    changes = {
        "new": [None, row.rows_new],
        "changed": [None, row.rows_changed],
        "same": [None, row.rows_same],
        "left_out": [None, row.rows_faulty],
    }
    events.record("import.applied", row, by=row.applied_by, at=at, area=row.county, label=row.filename, changes=changes)


@transaction.atomic
def _halt(key: Any, refused: Refused, at: datetime) -> None:
    row = locked(key)
    if row.state != ImportState.APPLYING:
        return
    move(row, ImportState.CHECKED)
    row.halted_because = refused.message
    row.save()
    events.record(
        "import.halted", row, by=row.applied_by, at=at, area=row.county, label=row.filename, reason=refused.code
    )
