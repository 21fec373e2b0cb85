"""Undoing a whole import: what it added goes, what it changed gets its old values back, what was touched since stays.

Chunk by chunk with a cursor in the same transaction, so that it can stop anywhere and go on. Lists that follow from
others (counts, sums of income) are worked out anew; every value put back has its line in the row's history.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.core.sealing import Sealed
from zhucun.intake import rules
from zhucun.intake.actions.beginning import locked, move
from zhucun.intake.journal import DERIVED, fields_of, mark_of, model_of, raw_rows
from zhucun.intake.models import Import, ImportPiece
from zhucun.intake.queries.undoing import Entry, Undoing, undoing_of
from zhucun.intake.statuses import ImportState
from zhucun.registry.actions import recount
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT, plain
from zhucun.registry.models import Household, Village

CHUNK = 1000
HISTORIES = {
    "registry.household": "household.changed",
    "registry.member": "member.changed",
    "registry.incomeline": "income.changed",
    "registry.village": "village.changed",
}
PERSONAL = frozenset(k for facts in (HOUSEHOLD_FACT, MEMBER_FACT) for k, f in facts.items() if f.personal)
SILENT = frozenset({"version", "fingerprint", "made_up", "key"})


@transaction.atomic
def confirm_undo(*, key: Any, version: int | None, by: User, at: datetime) -> Import:
    """Confirm that an import is undone, as far as nothing was touched since; the work follows on the event."""
    row = locked(key, version)
    rules.check_may_import(by, row.county, row.subject_kind)
    rules.check_can_undo(row, at)
    plan = undoing_of(row)
    if not plan.to_remove and not plan.to_restore:
        raise Refused("import.nothing_to_undo", _("Nothing of this import can be undone any more."))
    move(row, ImportState.UNDOING)
    row.undo_cursor = row.rows_undone = row.rows_kept = 0
    row.undone_by = by
    row.save()
    changes = {"rows": [None, plan.to_remove + plan.to_restore]}
    events.record("import.undo_confirmed", row, by=by, at=at, area=row.county, label=row.filename, changes=changes)
    return row


def undo(*, key: Any, at: datetime) -> Import:
    """Undo a confirmed import to its end; after a stop it goes on where it stopped."""
    row = Import.objects.get(pk=key)
    if row.state != ImportState.UNDOING:
        return row
    # Made once: what is held now stays held, and each chunk looks again at its own rows.
    plan = undoing_of(row) if row.undo_cursor == 0 else None
    while _undo_chunk(key, plan or undoing_of(row), at):
        pass
    return Import.objects.get(pk=key)


@transaction.atomic
def _undo_chunk(key: Any, plan: Undoing, at: datetime) -> bool:
    row = locked(key)
    if row.state != ImportState.UNDOING:
        return False
    chunk = plan.entries[row.undo_cursor : row.undo_cursor + CHUNK]
    for label in dict.fromkeys(entry.label for entry in chunk):
        model = model_of(label)
        entries = [e for e in chunk if e.label == label]
        free = [e for e in entries if plan.free(e)]
        done = _undo_rows(model, free, row, at) if model is not None else 0
        row.rows_undone += done
        row.rows_kept += len(entries) - done
    row.undo_cursor += len(chunk)
    if not chunk:
        _finish(row, plan, at)
    row.save()
    return bool(chunk)


def _undo_rows(model: type[Model], entries: Sequence[Entry], row: Import, at: datetime) -> int:
    """Remove and put back rows of one list that are still as the import left them; returns how many."""
    now = raw_rows(model, [e.key for e in entries])
    same = [e for e in entries if e.key in now and mark_of(model, now[e.key]) == e.mark]
    changed = [e for e in same if e.old is not None]
    _put_back(model, changed)
    _note_history(model, changed, now, row, at)
    added = [e.key for e in same if e.old is None]
    if added:
        model._default_manager.filter(pk__in=added).delete()
    gone = sum(e.key not in now for e in entries)
    return len(same) + gone


def _put_back(model: type[Model], entries: Sequence[Entry]) -> None:
    """Give rows their old values, the version too, so that an earlier import can be undone after a later one.

    Columns made since the import keep what they hold.
    """
    if not entries:
        return
    here = fields_of(model)
    pk = model._meta.pk.name if model._meta.pk else "id"
    names = [n for n in entries[0].fields if n in here and n != pk]
    rows = []
    for entry in entries:
        old = dict(zip(entry.fields, entry.old or (), strict=True))
        rows.append([*(old[name] for name in names), entry.key])
    writing.update(model, names, rows)


def _note_history(
    model: type[Model], entries: Sequence[Entry], now: dict[Any, list[Any]], row: Import, at: datetime
) -> None:
    """Leave for each row put back the line in its history: from what the import wrote to what stood before."""
    name = HISTORIES.get(model._meta.label_lower)
    if name is None or not entries:
        return
    areas = _areas(model, entries)
    reason = _("Undone: import of “%(file)s”") % {"file": row.filename}
    noted: list[Event] = []
    for entry in entries:
        new = dict(zip(fields_of(model), now[entry.key], strict=True))
        old = dict(zip(entry.fields, entry.old or (), strict=True))
        changes = {}
        for field in old:
            if field in SILENT or field not in new or old[field] == new[field]:
                continue
            before, after = _value(model, field, new[field]), _value(model, field, old[field])
            if before != after:
                changes[field] = None if field in PERSONAL else [before, after]
        subject = model(pk=entry.key)
        noted.append(
            events.build(
                name, subject, by=row.undone_by, at=at, area=areas.get(entry.key, row.county),
                label=str(new.get("code") or entry.key), reason=reason, changes=changes,
            )
        )  # fmt: skip
    events.record_many(noted)


def _value(model: type[Model], name: str, stored: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if hasattr(field, "from_db_value"):
        value = field.from_db_value(stored, None, connection)
    elif field.is_relation:
        value = str(stored or "").split("-", 1)[-1]
    else:
        value = field.to_python(stored)
    return value.open() if isinstance(value, Sealed) else plain(value)


def _areas(model: type[Model], entries: Sequence[Entry]) -> dict[Any, str]:
    keys = [e.key for e in entries]
    if model is Village:
        return {key: key for key in keys}
    name = "village_id" if model is Household else "household__village_id"
    return dict(model._default_manager.filter(pk__in=keys).values_list("pk", name))


def _finish(row: Import, plan: Undoing, at: datetime) -> None:
    homes = {e.key for e in plan.entries if e.label == "registry.household"} | set(plan.derived)
    recount(keys=sorted(homes), county=row.county, figures=plan.derived, names=DERIVED)
    move(row, ImportState.UNDONE)
    row.undone_at = at
    ImportPiece.objects.filter(source=row).delete()
    changes = {"undone": [None, row.rows_undone], "kept": [None, row.rows_kept]}
    events.record("import.undone", row, by=row.undone_by, at=at, area=row.county, label=row.filename, changes=changes)


def forget_journals(*, at: datetime) -> int:
    """Delete the journals of imports that may no longer be undone: they hold what stood before."""
    before = at - timedelta(days=settings.IMPORT_UNDO_DAYS)
    deleted, _each = ImportPiece.objects.filter(
        source__state=ImportState.APPLIED, source__applied_at__lt=before
    ).delete()
    return deleted
