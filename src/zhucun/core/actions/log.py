"""What is noted beside the changes: personal facts shown, lists taken away, news for people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from zhucun.core import events
from zhucun.core.models import Event, Notice, User
from zhucun.core.rules import check_purpose


def note_unmasking(*, subject: Model, area: str, label: str, purpose: str, by: User, at: datetime) -> None:
    """Log that a person saw another's personal facts in full, with the purpose they gave."""
    check_purpose(purpose)
    events.record("personal.seen", subject, by=by, at=at, area=area, label=label, reason=purpose.strip())


def note_export(*, user: User, listing: str, count: int, at: datetime, of: str = "") -> None:
    """Log that a list left the system as a file; `of` names what it belongs to, a plan for example."""
    changes: dict[str, Any] = {"rows": [None, count]}
    if of:
        changes["of"] = [None, of]
    events.record("export.taken", user, by=user, at=at, area=user.scope, label=listing, changes=changes)


def tell(*, users: Iterable[User], event: Event, address: str) -> int:
    """Give people news of an event, except the one who did it; telling twice changes nothing."""
    rows = [Notice(user=user, event=event, address=address) for user in users if user.pk != event.by_id]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def see_notices(*, user: User, at: datetime) -> int:
    """Mark a person's news as seen."""
    return Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=at)
