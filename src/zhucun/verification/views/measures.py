"""How good suspicion is, by drawing. For those who manage, never for those who survey."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.counting import until_event
from zhucun.core.refusals import engine_language
from zhucun.engine.targeting import Detection, Rate
from zhucun.engine.targeting.suspicion import ENOUGH_AUDITS
from zhucun.verification import actions
from zhucun.verification.forms import SeedForm
from zhucun.verification.queries import measures as queries
from zhucun.verification.views.words import manager, may_manage, measurer, tabs, today

LISTED, BUNCHES = 15, 8


@require_GET
def measures(request: HttpRequest) -> HttpResponse:
    """Precision, recall and false accusation with intervals, for all, by group and by source; the drawings."""
    user = measurer(request)
    on = today()
    found = until_event(("measures", user.scope, get_language(), on), lambda: queries.measured(user.scope, on=on))
    context = {
        "tabs": tabs(request, user),
        "may_manage": may_manage(user),
        "found": found,
        "whole": [_row(_("All"), found.whole)],
        "groups": [_row(one.group, one) for one in found.groups],
        "sources": [_row(str(source.label), one) for source, one in found.sources],
        "upheld": _rate(found.upheld),
        "draws": queries.draws(user.scope),
        "form": SeedForm(initial={"seed": int(today().strftime("%Y%m%d"))}),
        "enough": ENOUGH_AUDITS,
    }
    return render(request, "verification/measures.html", context)


def _row(label: str, one: Detection) -> dict[str, Any]:
    return {
        "label": label, "precision": _rate(one.precision), "recall": _rate(one.recall),
        "false": _rate(one.false_accusation),
    }  # fmt: skip


def _rate(one: Rate) -> dict[str, Any]:
    """Return a rate with its numbers and its interval, in per cent and as places on a drawing 100 wide."""
    part, whole = one.ratio.numerator, one.ratio.denominator
    return {
        "part": part, "whole": whole, "share": part / whole if whole else None, "low": one.low, "high": one.high,
        "x": round(one.low * 100, 1), "width": round(max(one.high - one.low, 0.01) * 100, 1),
        "at": round(100 * part / whole, 1) if whole else None, "told": one.told().say(engine_language()),
    }  # fmt: skip


@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw audits by a seed."""
    user = manager(request)
    form = SeedForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["seed"])))
        return redirect("verification:measures")
    made = actions.draw_audits(county=user.scope, seed=form.cleaned_data["seed"], by=user, at=timezone.now())
    count = made.closed_drawn + made.unsuspected_drawn
    messages.success(request, _("Drawn: %(count)s households to be audited.") % {"count": count})
    return redirect("verification:measures")
