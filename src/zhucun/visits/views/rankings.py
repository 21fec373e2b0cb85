"""Villagers' rankings: entering one, reading it, and how it goes with income and with what households lack."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.policy.queries import own_of
from zhucun.registry import queries as registry
from zhucun.registry.models import Village
from zhucun.visits import actions, bridge, queries, rules
from zhucun.visits.forms import RankingForm, ReasonForm
from zhucun.visits.models import RankedHousehold, Ranking
from zhucun.visits.views.words import name_for, pill, today, village_or_404, with_tabs

MOST_NAMED = 12


@require_GET
def rankings(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The rankings of the reader's place."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    standing = [("stands", gettext_lazy("stands")), ("withdrawn", gettext_lazy("withdrawn"))]
    listing = Listing(
        request,
        queries.rankings(user),
        name="rankings",
        columns=(
            Column("village", gettext_lazy("Village"), lambda r: r.village.name, sort=("village_id", "-on"),
                   link=lambda r: reverse("visits:ranking", args=[r.pk])),
            Column("town", gettext_lazy("Township"), lambda r: r.village.town, minor=True),
            Column("on", gettext_lazy("Day of the meeting"), lambda r: r.on, sort="on"),
            Column("participants", gettext_lazy("Villagers who took part"), lambda r: r.participants, number=True),
            Column("ranked", gettext_lazy("Households ranked"), lambda r: r.ranked, number=True),
            Column("state", gettext_lazy("The record"), _state, cell=lambda r: pill(_state(r), _tone(r))),
        ),
        filters=(
            Filter("state", gettext_lazy("The record"), standing,
                   lambda q, v: q.filter(withdrawn_at__isnull=v == "stands")),
        ),
        search=("village__name", "village__town"),
        order="-on",
        empty=gettext_lazy("No village has ranked its households yet. Enter one from a village's page of visits."),
    )  # fmt: skip
    own = Village.objects.filter(pk=user.scope).first() if len(user.scope) == 12 else None
    return listing.answer("visits/rankings.html", with_tabs(user, "rankings", {"own": own}))


def _state(row: Ranking) -> str:
    return pgettext("visit", "Withdrawn") if row.withdrawn_at else _("Stands")


def _tone(row: Ranking) -> str:
    return "neutral" if row.withdrawn_at else "good"


@require_http_methods(["GET", "POST"])
def ranking_new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter how a village meeting ordered its households."""
    user, village = village_or_404(request, code)
    check_may(user, Permission.HOUSEHOLD_EDIT, code)
    homes = queries.homes_to_rank(village)
    form = RankingForm(request.POST or None, homes=homes, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_ranking(
                village=village, assembly=form.assembly(), places=form.places(), by=user, at=timezone.now()
            )
        except Refused as refused:  # the places stay in the form
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The ranking is kept as evidence beside income; it decides nothing."))
            return redirect("visits:ranking", pk=made.pk)
    rows = [{"home": home, "name": name_for(user, home), "field": field} for home, field in form.rows()]
    context = {"village": village, "form": form, "rows": rows}
    return render(request, "visits/ranking_new.html", context, status=422 if form.errors else 200)


def ranking_or_404(request: HttpRequest, pk: int) -> tuple[User, Ranking]:
    """Return who asks and the ranking, if it is there for them."""
    user = person(request)
    row = queries.one_ranking(pk, user)
    if row is None:
        raise Http404
    return user, row


@require_GET
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """A ranking in its piles; beside it, for the township and the county, how it goes with the figures."""
    user, row = ranking_or_404(request, pk)
    places = queries.places_of(row)
    compares = user.may(Permission.RANKING_COMPARE)
    context = {
        "ranking": row,
        "piles": _piles(user, places),
        "compares": compares,
        "reason": ReasonForm(),
        "may_withdraw": allowed(rules.check_may_withdraw_ranking, row, user),
        **(_compared(user, row, places) if compares else {}),
    }
    return render(request, "visits/ranking.html", with_tabs(user, "rankings", context))


def _piles(user: User, places: list[RankedHousehold]) -> list[dict[str, Any]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for place in places:
        found.setdefault(place.place, []).append({"home": place.household, "name": name_for(user, place.household)})
    return [{"place": place, "homes": homes} for place, homes in sorted(found.items())]


def _compared(user: User, row: Ranking, places: list[RankedHousehold]) -> dict[str, Any]:
    on = registry.as_of(row.village.county, today())
    homes = registry.homes_of(row.village_id, on=on)
    found = bridge.compared(
        {p.household_id: p.place for p in places}, homes, on=on, area=row.village_id, own=own_of(row.village_id)
    )
    by_key = {p.household_id: p.household for p in places}
    named = [
        {
            "home": by_key[d.household],
            "name": name_for(user, by_key[d.household]),
            "by": d.by,
            "harder": d.harder,
            "villagers": d.villagers,
            "figures": d.figures,
        }
        for d in found.disagreements
    ]
    return {"compared": found, "disagreements": named[:MOST_NAMED], "more": max(len(named) - MOST_NAMED, 0)}


@require_POST
def ranking_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a ranking."""
    user, row = ranking_or_404(request, pk)
    actions.withdraw_ranking(ranking=row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
    messages.success(request, _("Withdrawn; it stays readable with the reason."))
    return redirect("visits:ranking", pk=row.pk)
