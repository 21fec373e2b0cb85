"""Writing events; only actions may."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

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
    if name not in EVENT_NAMES:
        raise ValueError(f"event {name!r} is not in core/event_names.py: add its sentence there")
    return Event.objects.create(
        name=name,
        by=by,
        at=at,
        area=area,
        subject=subject._meta.label_lower,
        subject_id=str(subject.pk),
        label=label[:120],
        reason=reason,
        changes=dict(changes or {}),
    )
