"""A plan while it is solved in the background: how good it is, how much better it could be, a button to stop."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.refusals import allowed
from zhucun.postings import actions, rules
from zhucun.postings.models import Plan, Solving
from zhucun.postings.views.plans import plan_or_404

LAYERS = {
    "sum": gettext_lazy("The greatest total fit"),
    "floor": gettext_lazy("The floor for the worst-served village"),
    "worst": pgettext_lazy("solving", "The worst few, level by level"),
}


def solving_of(plan: Plan) -> Solving | None:
    """Return the plan's solving in the background, if there ever was one."""
    return Solving.objects.select_related("asked_by").filter(plan=plan).first()


def solving_page(request: HttpRequest, plan: Plan, user: User, work: Solving) -> HttpResponse:
    """Show a plan that is being solved."""
    return render(request, "postings/solving.html", _context(plan, user, work))


@require_GET
def plan_solving(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the solving is; sends the page on to the plan when it has ended."""
    user, row = plan_or_404(request, pk)
    work = solving_of(row)
    if work is None or not work.under_way:
        address = reverse("postings:plan", args=[pk])
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)
    return render(request, "postings/parts/solving_state.html", _context(row, user, work))


@require_POST
def plan_solving_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop with the best plan in hand."""
    user, row = plan_or_404(request, pk)
    actions.stop_solving(plan=row, by=user, at=timezone.now())
    messages.success(request, _("It stops as soon as it can and keeps the best plan in hand."))
    return redirect("postings:plan", pk)


def _context(plan: Plan, user: User, work: Solving) -> dict[str, Any]:
    steps = work.trace
    last = steps[-1] if steps else None
    begun = work.begun_at or work.asked_at
    return {
        "plan": plan,
        "work": work,
        "layers": _layers(work, last),
        "seconds": int((timezone.now() - begun).total_seconds()),
        "gap": last[3] - last[2] if last else None,
        "empty": last[4] if last else None,
        "may_stop": allowed(rules.check_may_edit_plan, user, plan),
        "curve": _gap_curve(steps),
    }


def _layers(work: Solving, last: list[Any] | None) -> list[dict[str, Any]]:
    """Return the layers that were asked for, with which is done and which is under way."""
    asked = {"sum": True, "floor": work.settings.get("floor") or work.settings.get("leximin")}
    asked["worst"] = work.settings.get("leximin")
    order = [layer for layer in LAYERS if asked[layer]]
    here = order.index(last[1]) if last else 0
    states = ["done"] * here + ["now"] + [""] * len(order)
    return [{"label": LAYERS[layer], "state": state} for layer, state in zip(order, states, strict=False)]


def _gap_curve(steps: list[list[Any]]) -> list[dict[str, Any]]:
    """Return how much better a plan might at most be, step by step, without the steps with more villages empty."""
    few = [step for step in steps if step[1] == "sum" and step[4] == steps[-1][4]]
    if len(few) < 3:
        return []
    return [{"x": s[0], "y": s[3] - s[2], "label": f"{s[0]} s", "here": s is few[-1]} for s in few]
