"""The work that a confirmed import sets off, and picking up what a killed process left."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task

from zhucun.core.models import Event
from zhucun.intake import actions
from zhucun.intake.models import Import
from zhucun.intake.statuses import WAITING, ImportState

log = logging.getLogger(__name__)


def start(event: Event, at: datetime) -> None:
    """Begin applying a confirmed import once the event is handled: its chunks are transactions of their own."""
    transaction.on_commit(lambda: apply_import(event.subject_id))


def start_undoing(event: Event, at: datetime) -> None:
    """Begin undoing a confirmed import once the event is handled: its chunks are transactions of their own."""
    transaction.on_commit(lambda: undo_import(event.subject_id))


@db_task()  # type: ignore[untyped-decorator]
def undo_import(key: str) -> None:
    """Undo one import to its end."""
    actions.undo(key=key, at=timezone.now())


@db_task()  # type: ignore[untyped-decorator]
def apply_import(key: str) -> None:
    """Apply one import to its end."""
    actions.apply(key=key, at=timezone.now())


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def pick_up() -> None:
    """Go on with imports that a killed process left in the middle; each chunk locks, so nothing is done twice."""
    pick_up_once(at=timezone.now())


@db_periodic_task(crontab(hour="2", minute="30"))  # type: ignore[untyped-decorator]
def clear_overdue() -> None:
    """Drop what nobody finished in time, so that no file with identity numbers lies about."""
    clear_overdue_once(at=timezone.now())
    actions.forget_journals(at=timezone.now())


def clear_overdue_once(*, at: datetime) -> int:
    """Drop every import that has waited longer than it may, with its file; returns how many there were."""
    before = at - timedelta(days=settings.IMPORT_KEPT_DAYS)
    keys = list(Import.objects.filter(state__in=WAITING, at__lt=before).values_list("pk", flat=True))
    return sum(actions.drop_overdue(key=key, at=at) for key in keys)


@HUEY.on_startup()  # type: ignore[untyped-decorator]
def pick_up_at_start() -> None:
    """Do the same as soon as the worker starts."""
    pick_up_once(at=timezone.now())


def pick_up_once(*, at: datetime) -> int:
    """Apply every import that is confirmed and not finished; returns how many there were."""
    keys = list(Import.objects.filter(state=ImportState.APPLYING).values_list("pk", flat=True))
    for key in keys:
        log.warning("import %s goes on where it stopped", key)
        actions.apply(key=key, at=at)
    undoing = list(Import.objects.filter(state=ImportState.UNDOING).values_list("pk", flat=True))
    for key in undoing:
        actions.undo(key=key, at=at)
    return len(keys) + len(undoing)
