"""Quotas of townships in a plan: shown in its rules, priced before they are set, set, changed and lifted."""

from typing import Any

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.queries import place_name
from zhucun.core.refusals import Refused, allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import checked, version_seen
from zhucun.postings import actions, rules
from zhucun.postings.bridge import what_if
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.forms.plans import AreaQuotaForm, ReasonForm
from zhucun.postings.models import AreaQuota, Plan
from zhucun.postings.views import cells
from zhucun.postings.views.answered import again, told
from zhucun.postings.views.plans import plan_or_404


def quotas_of(plan: Plan, desk: Desk) -> dict[str, Any]:
    """Return the plan's quotas with how many villages each has and fills now, and the form for one more."""
    rows = []
    for quota in plan.area_quotas.select_related("by"):
        inside = [v for v, village in enumerate(desk.county.villages) if village.code.startswith(quota.area)]
        filled = int((desk.post[inside] >= 0).sum()) if inside else 0
        rows.append(
            {
                "quota": quota,
                "name": _name(desk, quota.area),
                "limits": cells.limits_in_words(quota.least, quota.most),
                "villages": len(inside),
                "filled": filled,
                "full": quota.most is not None and filled >= quota.most,
            }
        )
    return {"quotas": rows, "quota_form": AreaQuotaForm(places=_places(desk))}


def _places(desk: Desk) -> list[tuple[str, str]]:
    """Return the townships of the plan and the county as choices, each with how many villages it has in the plan."""
    codes = [village.town_code for village in desk.county.villages]
    towns, counts = np.unique(codes, return_counts=True)
    whole = (desk.county.code, f"{_('The whole county')} ({len(codes)})")
    return [*((str(t), f"{_name(desk, str(t))} ({n})") for t, n in zip(towns, counts, strict=True)), whole]


def _name(desk: Desk, area: str) -> str:
    if len(area) == 6:
        return _("The whole county")
    return next((v.town for v in desk.county.villages if v.town_code == area and v.town), None) or place_name(area)


@require_GET
def plan_quota_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """What a quota, another one, or none, would cost: the new optimum and every move; nothing is written."""
    user, row = plan_or_404(request, pk)
    rules.check_may_deliberate(user)
    desk = desk_of(row)
    asked = _asked(request.GET, desk)
    found = what_if.with_quota(desk, **asked)
    free = not asked["least"] and asked["most"] is None
    context = {
        "plan": row,
        **asked,
        "name": _name(desk, asked["area"]),
        "title": _("If this place had no quota") if free else _("If this quota held"),
        "limits": "" if free else cells.limits_in_words(asked["least"], asked["most"]),
        "editable": allowed(rules.check_may_edit_plan, user, row) and not free and found.refusal is None,
        **told(row, desk, found, user),
    }
    return render(request, "postings/drawer/quota.html", context)


@require_POST
def plan_quota(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a quota with its reason and solve again, or say which rules clash with it."""
    user, row = plan_or_404(request, pk)
    check_may(user, Permission.PLAN_EDIT, row.county)
    asked, typed = _asked(request.POST, desk_of(row)), checked(ReasonForm(request.POST))
    done = actions.set_area_quota(
        plan=row, by=user, at=timezone.now(), reason=typed["reason"], version=typed["version"], **asked
    )
    said = _("The quota of %(place)s (%(limits)s) holds and the plan is solved again: total fit %(total)s.")
    _say(request, said, done, asked["area"], cells.limits_in_words(asked["least"], asked["most"]))
    return again(request, row, tab="rules")


@require_POST
def plan_quota_lift(request: HttpRequest, pk: int, quota: int) -> HttpResponse:
    """Lift a quota."""
    user, row = plan_or_404(request, pk)
    check_may(user, Permission.PLAN_EDIT, row.county)
    found = AreaQuota.objects.filter(plan=row, pk=quota).select_related("plan").first()
    if found is None:
        raise Refused("area_quota.gone", _("This quota has been lifted already. Reload the page."))
    version = version_seen(request, row.version)
    done = actions.lift_area_quota(quota=found, by=user, at=timezone.now(), version=version)
    said = _("The quota of %(place)s is lifted and the plan solved again: total fit %(total)s.")
    _say(request, said, done, found.area, "")
    return again(request, row, tab="rules")


def _asked(typed: Any, desk: Desk) -> dict[str, Any]:
    """Return the place and its limits as typed."""
    form = AreaQuotaForm(typed, places=_places(desk))
    checked(form)
    return form.quota()


def _say(request: HttpRequest, said: str, done: Plan, area: str, limits: str) -> None:
    told_of = {"place": _name(desk_of(done), area), "limits": limits, "total": done.result.get("total")}
    messages.success(request, said % told_of)
