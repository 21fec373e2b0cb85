"""The means test as those who manage see it: how wrong it is before anything else, what it is made of, older fits."""

from typing import Any

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.registry.models import Village
from zhucun.visits import actions, bridge, queries
from zhucun.visits.forms import ReasonForm
from zhucun.visits.models import Fit
from zhucun.visits.statuses import RunState
from zhucun.visits.views.drawing import calibration_picture
from zhucun.visits.views.words import county_of, say, with_tabs

WEAK = 0.2  # of the differences explained: below, the page says that the test is hardly better than drawing lots


@require_GET
def means(request: HttpRequest) -> HttpResponse:
    """The fit in use, or what is missing for one."""
    user = person(request)
    check_may(user, Permission.MEANS_SEE)
    county = county_of(user)
    fit = queries.fit_in_use(county)
    return render(request, "visits/means.html", with_tabs(user, "means", _page(user, county, fit)))


@require_GET
def means_version(request: HttpRequest, pk: int) -> HttpResponse:
    """An older fit as it was."""
    user = person(request)
    check_may(user, Permission.MEANS_SEE)
    fit = queries.one_fit(pk, user)
    if fit is None:
        raise Http404
    return render(request, "visits/means.html", with_tabs(user, "means", _page(user, fit.county, fit)))


def _page(user: User, county: str, fit: Fit | None) -> dict[str, Any]:
    in_use = queries.fit_in_use(county)
    listed = list(queries.fits(user)[:20])
    return {
        "fit": fit if fit and fit.state == RunState.DONE else None,
        "in_use": in_use,
        "running": queries.fit_running(county),
        "failed": next((say(f.failure) for f in listed[:1] if f.state == RunState.FAILED), ""),
        "fits": [{"fit": f, "in_use": in_use is not None and f.pk == in_use.pk} for f in listed],
        "reason": ReasonForm(),
        **(_told(fit) if fit and fit.state == RunState.DONE else {}),
    }


def _told(fit: Fit) -> dict[str, Any]:
    page = fit.page
    twenty = next(q for q in page["at_quota"] if q["quota"] == page["quota"])
    return {
        "page": page,
        "weak": page["r2"] < WEAK,
        "twenty": twenty,
        "quotas": page["at_quota"],
        "groups": [{**g, "label": _group(g["group"])} for g in page["by_group"]],
        "villages": _villages(page["by_village"]),
        "coefficients": _coefficients(fit),
        "picture": calibration_picture(page["calibration"]),
        "line_yuan": (fit.line_fen or 0) // 100,
    }


def _group(name: str) -> str:
    return say([bridge.GROUPS[name].zh, bridge.GROUPS[name].en]) if name in bridge.GROUPS else name


def _villages(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = dict(Village.objects.filter(pk__in=[r["group"] for r in rows]).values_list("pk", "name"))
    named = [{**row, "label": names.get(row["group"], row["group"])} for row in rows]
    return sorted(named, key=lambda r: (-(r["exclusion"]["share"] or 0), r["group"]))


def _coefficients(fit: Fit) -> list[dict[str, Any]]:
    """Return the columns in words, what moves the estimate most first; a column that says nothing is left out."""
    test = bridge.kept_test(fit.weights)
    found = [
        {
            "text": say([c.text.zh, c.text.en]),
            "told": say([c.told().zh, c.told().en]),
            "percent": float(100 * (np.exp(c.log_effect) - 1)),
            "known": c.known_share,
        }
        for c in test.coefficients
        if abs(c.log_effect) > 1e-9
    ]
    return sorted(found, key=lambda c: -abs(float(c["percent"])))


@require_POST
def fit_again(request: HttpRequest) -> HttpResponse:
    """Fit the test anew on the households surveyed of late."""
    user = person(request)
    check_may(user, Permission.MEANS_SEE)
    actions.ask_for_fit(county=county_of(user), by=user, at=timezone.now())
    messages.success(request, _("The fit is being worked out; reload the page in a moment."))
    return redirect("visits:means")


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a fit out of use."""
    user = person(request)
    fit = queries.one_fit(pk, user)
    if fit is None:
        raise Http404
    actions.retire_fit(fit=fit, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
    messages.success(request, _("The fit is out of use; it stays readable below."))
    return redirect("visits:means")
