"""A comparison in the background: asked for, how far it is, stopped."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.verification import actions
from zhucun.verification.models import Comparison
from zhucun.verification.queries import lists as queries
from zhucun.verification.statuses import STAGES, UNDER_WAY, WHAT_BECAME
from zhucun.verification.views.words import manager, may_manage, measurer, say


def work(row: Comparison | None) -> dict[str, Any]:
    """Return how far a comparison is, for the page and for the part that asks again."""
    return {"running": row, "stage": STAGES[row.stage], "most": len(STAGES) - 1} if row else {"running": None}


def became(row: Comparison) -> str:
    """Return in words why the newest comparison brought nothing."""
    return say(*row.failure) if row.failure else str(WHAT_BECAME.get(row.state, ""))


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Hold the current lists against the households."""
    user = manager(request)
    actions.ask_to_compare(county=user.scope, by=user, at=timezone.now())
    messages.info(request, _("The lists are compared in the background; this page shows how far it is."))
    return redirect("verification:lists")


def comparison_or_404(request: HttpRequest, pk: int, *, manage: bool = False) -> tuple[User, Comparison]:
    """Return who asks and the comparison, if it is there for them."""
    user = manager(request) if manage else measurer(request)
    row = queries.one_comparison(pk, user)
    if row is None:
        raise Http404
    return user, row


@require_GET
def comparing(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a comparison is."""
    user, row = comparison_or_404(request, pk)
    response = render(request, "verification/parts/comparing.html", {**work(row), "may_manage": may_manage(user)})
    if row.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"  # the page shows what was raised, or why nothing was
    return response


@require_POST
def stop_comparing(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a comparison; what was raised earlier stays."""
    user, row = comparison_or_404(request, pk, manage=True)
    actions.stop_comparing(comparison=row, by=user, at=timezone.now())
    messages.success(request, _("Stopped. No check is raised by this comparison."))
    return redirect("verification:lists")
