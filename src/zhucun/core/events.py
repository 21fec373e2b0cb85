"""Writing events; only actions may."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from zhucun.core import work
from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import Event, User


def record(
    name: str,
    subject: models.Model,
    *,
    by: User | None,
    at: datetime,
    area: str,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    label: str = "",
) -> Event:
    """Write one event about a row: `changes` maps a field to [old, new]; personal fields map to None."""
    event = build(name, subject, by=by, at=at, area=area, reason=reason, changes=changes, label=label)
    event.save(force_insert=True)
    if event.handled_at is None:
        work.enqueue(event)
    return event


def build(
    name: str,
    subject: models.Model,
    *,
    by: User | None,
    at: datetime,
    area: str,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    label: str = "",
) -> Event:
    """Return an event that is not written yet, for `record_many`."""
    if name not in EVENT_NAMES:
        raise ValueError(f"event {name!r} is not in core/event_names.py: add its sentence there")
    return Event(
        name=name,
        by=by,
        at=at,
        area=area,
        subject=subject._meta.label_lower,
        subject_id=str(subject.pk),
        label=label[:120],
        reason=reason,
        changes=dict(changes or {}),
        handled_at=None if work.jobs_of(name) else at,
    )


def record_many(many: Iterable[Event]) -> None:
    """Write the events of many rows at once, as a list that was taken in leaves them."""
    Event.objects.bulk_create(many, batch_size=500)
