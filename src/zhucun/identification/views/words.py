"""How cases are shown: who may see names, colours, the steps of a flow."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhucun.core.models import User
from zhucun.core.statuses import Permission
from zhucun.engine.households.identity import mask_name
from zhucun.identification.models import Case
from zhucun.identification.statuses import FINISHED, FLOWS, Status
from zhucun.registry.statuses import TONES, colour_of

__all__ = ["colour_pill", "flow_of", "name_for", "status_pill", "today"]


def today() -> date:
    """Return the day it is where the villages are."""
    return timezone.localdate()


def name_for(user: User, name: str) -> str:
    """Return a name in full to who works with households, masked to everybody else."""
    return name if user.may(Permission.HOUSEHOLD_EDIT) else mask_name(name)


def pill(text: Any, tone: str) -> SafeString:
    """Return a short word on a tinted ground."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


def status_pill(case: Case) -> SafeString:
    """Return where a case stands."""
    tones = {Status.ANNOUNCED: "good", Status.CLOSED: "good", Status.TRACKED: "good", Status.FELL_BACK: "warning"}
    plain = "neutral" if case.status in FINISHED else "info"
    return pill(Status(case.status).label, tones.get(case.status, plain))  # type: ignore[call-overload]


def colour_pill(status: str) -> SafeString:
    """Return the colour in which officials see a household, with its word."""
    colour = colour_of(status)
    return pill(colour.label, TONES[colour])


def flow_of(case: Case) -> list[dict[str, Any]]:
    """Return the steps of the flow with where the case stands in it."""
    flow = list(FLOWS[case.kind])
    here = next((at for at, status in enumerate(flow) if status == case.status), None)
    found = []
    for at, status in enumerate(flow):
        over = here is not None and (at < here or (at == here and status in FINISHED))
        found.append({"label": status.label, "state": "done" if over else "now" if at == here else ""})
    if here is None:
        found.append({"label": case.get_status_display(), "state": "failed"})
    return found
