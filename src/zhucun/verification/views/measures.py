"""How good suspicion is, by drawing; and the signs in the figures. For those who manage, never for those who survey."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.queries import place_names
from zhucun.core.refusals import Refused, engine_language
from zhucun.engine.targeting import Bunch, Detection, Rate
from zhucun.engine.targeting.suspicion import ENOUGH_AUDITS
from zhucun.registry.models import Village
from zhucun.verification import actions
from zhucun.verification.forms import MostForm, SeedForm
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.queries import measures as queries
from zhucun.verification.queries import signs as signs_there
from zhucun.verification.views.lists import manager
from zhucun.verification.views.words import may_manage, measurer, name_for, tabs, today

LISTED, BUNCHES = 15, 8


@require_GET
def measures(request: HttpRequest) -> HttpResponse:
    """Precision, recall and false accusation with intervals, for all, by group and by source; the drawings."""
    user = measurer(request)
    found = queries.measured(user.scope, on=today())
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


@require_GET
def signs(request: HttpRequest) -> HttpResponse:
    """Which signs there are and what they weigh, where incomes crowd under the line, and who would be visited first."""
    user = measurer(request)
    context: dict[str, Any] = {"tabs": tabs(request, user), "may_manage": may_manage(user)}
    try:
        found = signs_there.signs(user.scope, on=today())
    except Refused as refused:
        return render(request, "verification/signs.html", {**context, "refused": refused.message})
    language = engine_language()
    raised = signs_there.with_signs(user.scope, found.year)
    rows = [int(r) for r in found.order.order()[: LISTED * 4] if found.held[int(r)]][:LISTED]
    homes = lists_there.homes_held([found.keys[r] for r in rows])
    names = place_names_of([found.villages[r] for r in rows] + [b.name for b in found.by_village[:BUNCHES]])
    context |= {
        "signs": [
            {"text": s.text.say(language), "weight": w, "strong": int(s.strong.sum())}
            for s, w in zip(found.order.signs, found.order.weights, strict=True)
        ],
        "missing": [text.say(language) for text in found.missing],
        "told": found.order.told().say(language),
        "basis": found.order.basis.told().say(language),
        "line": found.line,
        "year": found.year,
        "by_village": [_bunch(b, names.get(b.name, b.name)) for b in found.by_village[:BUNCHES]],
        "by_surveyor": [_bunch(b, name_for(user, b.name)) for b in found.by_surveyor[:BUNCHES]],
        "rows": [
            {
                "address": reverse("registry:household", args=[found.keys[r]]),
                "code": found.keys[r].split("-", 1)[1],
                "village": names.get(found.villages[r], found.villages[r]),
                "reasons": [t.say(language) for t in signs_there.strong_reasons(found, r)],
                "raised": found.keys[r] in raised,
            }
            for r in rows
            if found.keys[r] in homes
        ],
        "form": MostForm(initial={"most": 20}),
    }
    return render(request, "verification/signs.html", context)


def place_names_of(codes: list[str]) -> dict[str, str]:
    """Return the names of villages, those of places where a village has none."""
    known = dict(Village.objects.filter(pk__in=set(codes)).values_list("pk", "name"))
    return {**place_names(set(codes) - known.keys()), **known}


def _bunch(one: Bunch, name: str) -> dict[str, Any]:
    return {
        "name": name, "under": one.here.numerator, "near": one.here.denominator, "elsewhere": one.elsewhere.percent(0),
        "chance": f"{one.corrected:.2g}", "striking": one.striking,
        "share": one.here.numerator / one.here.denominator if one.here.denominator else 0,
    }  # fmt: skip


@require_POST
def raise_signs(request: HttpRequest) -> HttpResponse:
    """Raise checks for the households with the strongest signs."""
    user = manager(request)
    form = MostForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["most"])))
        return redirect("verification:signs")
    made = actions.raise_signs(county=user.scope, most=form.cleaned_data["most"], by=user, at=timezone.now())
    messages.success(request, _("%(count)s checks raised.") % {"count": made.raised})
    return redirect("verification:signs")
