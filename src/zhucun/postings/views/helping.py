"""The page that sets the helping units as decided beside what the villages' needs say."""

from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.posting.helping import Comparison, Helped
from zhucun.postings.bridge.helping import helping_of

SHOWN_NEEDS = 2
ORDERS = {"gain": lambda row: -(row.planned_points - row.decided_points), "village": lambda row: row.village.code or ""}


@require_GET
def helping(request: HttpRequest) -> HttpResponse:
    """Every village with the unit it was given and the unit the needs say, the largest difference first."""
    user = person(request)
    check_may(user, Permission.UNIT_SEE)
    if len(user.scope) < 6:
        raise Http404
    comparison = helping_of(user.county, on=timezone.localdate())
    only = request.GET.get("only", "")
    rows = [row for row in comparison.rows if not only or row.same == (only == "same")]
    order = request.GET.get("sort", "gain")
    context = {
        "comparison": comparison,
        "rows": [_line(row) for row in sorted(rows, key=ORDERS.get(order, ORDERS["gain"]))],
        "figures": _figures(comparison),
        "only": only,
        "sort": order,
    }
    return render(request, "postings/helping.html", context)


def _line(row: Helped) -> dict[str, Any]:
    language = engine_language()
    needs = sorted(row.profile.needs.values(), key=attrgetter("weight"), reverse=True)[:SHOWN_NEEDS]
    return {
        "row": row,
        "needs": [(need.need.say(language), need.weight / 1000) for need in needs],
        "decided_trades": [need.say(language) for need in row.decided.strengths],
        "planned_trades": [need.say(language) for need in row.planned.strengths],
        "gain": row.planned_points - row.decided_points,
    }


def _figures(comparison: Comparison) -> list[tuple[str, str, str]]:
    if not comparison.rows:
        return []
    gain = comparison.planned_total - comparison.decided_total
    share = f"{100 * gain / comparison.decided_total:.1f} %" if comparison.decided_total else "—"
    proof = _("proven best") if comparison.proved else _("at most %(bound)s") % {"bound": comparison.bound}
    return [
        (_("Villages compared"), str(len(comparison.rows)), ""),
        (_("The needs say the same"), str(comparison.same), ""),
        (_("Points as decided"), f"{comparison.decided_total:,}", ""),
        (_("Points by the needs"), f"{comparison.planned_total:,}", proof),
        (_("Difference"), share, ""),
    ]
