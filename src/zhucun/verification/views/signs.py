"""The signs in the figures as they were last worked out. For those who manage, never for those who survey."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.queries import place_names
from zhucun.registry.models import Village
from zhucun.verification import actions
from zhucun.verification.forms import MostForm
from zhucun.verification.models import KeptSign, SignsAsked
from zhucun.verification.queries import signs as queries
from zhucun.verification.views.words import manager, may_manage, measurer, name_for, pill, say, tabs, today

SHOWN = 15


@require_GET
def signs(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Which signs there are and what they weigh, where incomes crowd under the line, and who would be visited first."""
    user = measurer(request)
    asked, stale = actions.ask_signs_if_small(county=user.scope, on=today(), at=timezone.now())
    context: dict[str, Any] = {
        "tabs": tabs(request, user), "may_manage": may_manage(user), "asked": asked,
        "stale": stale,
    }  # fmt: skip
    if asked is None or asked.failure:
        refused = say(*asked.failure) if asked else ""
        return render(request, "verification/signs.html", {**context, "refused": refused})
    context |= {**_told(user, asked), "form": MostForm(initial={"most": 20})}
    return strongest(request, user, asked).answer("verification/signs.html", context)


def strongest(request: HttpRequest, user: User, asked: SignsAsked) -> Listing:
    """Return the households with the strongest signs, each with why and whether a check was raised."""
    raised = [("no", gettext_lazy("not raised yet")), ("yes", gettext_lazy("raised"))]
    return Listing(
        request,
        queries.kept(asked),
        name="signs",
        columns=(
            Column("place", pgettext_lazy("signs", "Place"), lambda r: r.place, number=True, sort="place"),
            Column("household", gettext_lazy("Household"), lambda r: r.household.code,
                   link=lambda r: reverse("registry:household", args=[r.household_id])),
            Column("village", gettext_lazy("Village"), lambda r: r.village.name, sort=("village_id", "place")),
            Column("reasons", gettext_lazy("Why"), _words, cell=_reasons),
            Column("raised", pgettext_lazy("signs", "Check"), lambda r: _("raised") if r.raised else "",
                   cell=lambda r: pill(_("raised"), "info") if r.raised else "—"),
        ),
        filters=(
            Filter("raised", pgettext_lazy("signs", "Check"), raised, lambda q, v: q.filter(raised=v == "yes")),
        ),
        search=("household__code", "village__name"),
        order="place",
        per_page=SHOWN,
        empty=gettext_lazy("No household has a sign that speaks for a visit."),
    )  # fmt: skip


def _words(row: KeptSign) -> str:
    return "；".join(say(*pair) for pair in row.reasons)


def _reasons(row: KeptSign) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((say(*pair),) for pair in row.reasons))
    return format_html('<ul class="plain stack tight small">{}</ul>', items)


def _told(user: User, asked: SignsAsked) -> dict[str, Any]:
    told = asked.result
    names = _names([one["name"] for one in told["by_village"]])
    return {
        "signs": [{**sign, "text": say(*sign["text"])} for sign in told["signs"]],
        "missing": [say(*pair) for pair in told["missing"]],
        "told": say(*told["told"]),
        "basis": say(*told["basis"]),
        "line": told["line"],
        "year": asked.year,
        "by_village": [{**one, "name": names.get(one["name"], one["name"])} for one in told["by_village"]],
        "by_surveyor": [{**one, "name": name_for(user, one["name"])} for one in told["by_surveyor"]],
    }


def _names(codes: list[str]) -> dict[str, str]:
    """Return the names of villages, those of places where a village has none."""
    known = dict(Village.objects.filter(pk__in=set(codes)).values_list("pk", "name"))
    return {**place_names(set(codes) - known.keys()), **known}


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
