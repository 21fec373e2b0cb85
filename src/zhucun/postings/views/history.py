"""Events as lines of a page's history."""

from collections.abc import Iterable
from typing import Any

from zhucun.core.change_names import change_words
from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import Event, User
from zhucun.postings.models import Candidate, Plan
from zhucun.postings.views.tabs import name_of

SHOWN_APART = ("village", "candidate")


def lines(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return events as lines with their sentence in the reader's language."""
    return [_line(event) for event in events]


def plan_lines(plan: Plan, events: Iterable[Event], user: User) -> list[dict[str, Any]]:
    """Return the events of a plan as lines that say which village and which person, named as the reader's lists do."""
    known = list(events)
    codes = {code for event in known for code in _pair(event, "candidate") if code}
    found = Candidate.objects.filter(county=plan.county, code__in=codes).select_related("unit")
    people = {c.code: f"{name_of(c, plan, user)}（{c.code}）" for c in found}
    return [_line(event) | {"about": _about(event, people)} for event in known]


def _line(event: Event) -> dict[str, Any]:
    return {
        "at": event.at,
        "sentence": EVENT_NAMES.get(event.name, event.name),
        "by": event.by.name if event.by else "",
        "reason": event.reason,
        "changes": change_words({k: v for k, v in event.changes.items() if k not in SHOWN_APART}),
    }


def _about(event: Event, people: dict[str, str]) -> str:
    village = [new for new in _pair(event, "village")[1:] if new]
    old, new = [people.get(code, code) if code else "" for code in _pair(event, "candidate")] or ["", ""]
    person = f"{old} → {new or '—'}" if old else new
    return " · ".join([*village, *([person] if person else [])])


def _pair(event: Event, key: str) -> list[Any]:
    pair = event.changes.get(key)
    return pair if isinstance(pair, list) and len(pair) == 2 else []
