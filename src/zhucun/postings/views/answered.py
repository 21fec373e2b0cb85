"""A what-if's answer as the drawer shows it, and the way back to the workbench after a change."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.postings.bridge.desk import Desk
from zhucun.postings.bridge.results import refusal
from zhucun.postings.bridge.what_if import Answer
from zhucun.postings.models import Plan
from zhucun.postings.views.tabs import name_of


def told(row: Plan, desk: Desk, found: Answer, user: User) -> dict[str, Any]:
    """Return an answer as the drawer shows it: total, cost, who moves, or which rules clash."""
    if found.refusal is not None:
        refused = refusal(found.refusal, desk.county.with_problem(found.asked or desk.problem))
        return {"refused": {"text": refused[engine_language()], "relax": refused["relax"]}}
    return {
        "total": found.total,
        "cost": found.cost,
        "gain": -found.cost if found.cost is not None and found.cost < 0 else 0,
        "moves": [
            {
                "village": desk.county.villages[s.village],
                "before": _name(row, desk, s.before, user),
                "after": _name(row, desk, s.after, user),
                "difference": s.after_points - s.before_points,
            }
            for s in found.shifts
        ],
        "leaving": found.leaving,
        "floor_moves": found.floor,
        "breaches": [b.text.say(engine_language()) for b in found.breaches],
    }


def _name(row: Plan, desk: Desk, c: int, user: User) -> str:
    if c >= len(desk.county.candidates):
        return _("the newcomer")
    return name_of(desk.county.candidates[c], row, user) if c >= 0 else _("nobody")


def again(request: HttpRequest, row: Plan, village: str = "", tab: str = "") -> HttpResponse:
    """Send the browser back to the workbench with the same village open, if one was."""
    asked = (("tab", tab or request.POST.get("tab", "map")), ("village", village))
    address = f"{reverse('postings:plan', args=[row.pk])}?{urlencode({k: v for k, v in asked if v})}"
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)
