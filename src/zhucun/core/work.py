"""The queue: events that have jobs are handled after they are committed, at least once, by the background worker.

Which jobs an event has is assembled at the top (`zhucun.jobs`); core reads the table by its dotted name because a lower
floor never imports an upper one.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zhucun.core.models import Event

log = logging.getLogger(__name__)
TRIES = 5

Job = Callable[[Event, datetime], None]


def jobs_of(name: str) -> tuple[Job, ...]:
    """Return the jobs that an event sets off."""
    table: Mapping[str, tuple[Job, ...]] = import_string(settings.EVENT_JOBS)
    return table.get(name, ())


def enqueue(event: Event) -> None:
    """Hand an event to the worker once its transaction is committed."""
    transaction.on_commit(lambda: handle(event.pk))


@db_task()  # type: ignore[untyped-decorator]
def handle(event_id: int) -> None:
    """Run an event's jobs; a failure is counted and tried again by the sweep."""
    handle_once(event_id, at=timezone.now())


def handle_once(event_id: int, *, at: datetime) -> None:
    """Run the jobs of one event if nobody has; jobs may run twice, so each must bear it."""
    try:
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=event_id)
            if event.handled_at is not None:
                return
            for job in jobs_of(event.name):
                job(event, at)
            Event.objects.filter(pk=event_id).update(handled_at=at)
    except Exception as error:
        log.exception("event %s failed", event_id)
        failed = Event.objects.get(pk=event_id)
        # The kind of the error only: its words might quote a person's facts.
        Event.objects.filter(pk=event_id).update(failures=failed.failures + 1, last_error=type(error).__name__)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Handle what a killed process or a failure left, every minute, five tries each."""
    sweep_once(at=timezone.now())


def sweep_once(*, at: datetime) -> int:
    """Handle every waiting event that has tries left; returns how many there were."""
    waiting: Any = Event.objects.filter(handled_at__isnull=True, failures__lt=TRIES).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:500])
    for event_id in ids:
        handle_once(event_id, at=at)
    return len(ids)
