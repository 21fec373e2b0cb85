"""Background work of registry: the quality rules are asked anew where something has changed."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from zhucun.registry import actions


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def count_what_changed() -> None:
    """Count the households of the counties in which something has changed."""
    actions.count_what_changed(at=timezone.now())


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def ask_what_changed() -> None:
    """Ask the rules of the counties in which something has changed; the one worker never does it twice at once."""
    actions.ask_what_changed(today=timezone.localdate(), at=timezone.now())
