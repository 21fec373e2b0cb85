"""Events as lines of a page's history."""

from collections.abc import Iterable
from typing import Any

from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import Event


def lines(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return events as lines with their sentence in the reader's language."""
    return [
        {
            "at": event.at,
            "sentence": EVENT_NAMES.get(event.name, event.name),
            "by": event.by.name if event.by else "",
            "reason": event.reason,
            "changes": [_change(field, pair) for field, pair in event.changes.items()],
        }
        for event in events
    ]


def _change(field: str, pair: Any) -> str:
    if isinstance(pair, list) and len(pair) == 2:
        old, new = pair
        return f"{field}: {new}" if old is None else f"{field}: {old} → {new}"
    return field
