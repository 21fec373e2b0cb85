"""The visit queue: villages of a county or township, one village's week and whom to visit next, the week on paper."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.counting import until_event
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.queries import place_names
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.registry.models import Household, Village
from zhucun.registry.views.household import household_or_404
from zhucun.visits import actions, queries
from zhucun.visits.models import PlannedVisit
from zhucun.visits.queries import Waiting
from zhucun.visits.statuses import STATE_TONES, WHY_TONES, PlanState, Why
from zhucun.visits.views.words import (
    name_for,
    pill,
    reason,
    today,
    village_or_404,
    visited_on,
    waited,
    with_tabs,
)

NEXT = 20


@require_GET
def queue(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Where visits are needed most: the villages of a place; whoever has one village goes straight to it."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    if len(user.scope) == 12 and Village.objects.filter(pk=user.scope).exists():
        return redirect("visits:village_queue", code=user.scope)
    context: dict[str, Any] = {}
    if len(user.scope) >= 6:
        on, county = today(), user.scope[:6]
        asked, stale = actions.count_if_small(county=county, on=on, at=timezone.now())
        context = {"counted": asked, "stale": stale, "of_county": True}
    return village_list(request, user).answer("visits/queue.html", with_tabs(user, "queue", context))


def village_list(request: HttpRequest, user: User) -> Listing:
    """Return the villages of a person's place that have households, with what waits in each."""
    week = queries.week_of(today())

    def prepare(rows: list[Any]) -> None:
        codes = [v.code for v in rows]
        states, most = queries.week_counts(codes, week), queries.capacity_of(codes, today())
        people = queries.walkers(codes)
        for village in rows:
            village.week, village.most, village.people = states[village.code], most[village.code], people[village.code]

    return Listing(
        request,
        queries.with_waiting(Village.objects.visible_to(user)),
        name="villages",
        columns=(
            Column("village", gettext_lazy("Village"), lambda v: v.name, sort="code",
                   link=lambda v: reverse("visits:village_queue", args=[v.code])),
            Column("town", gettext_lazy("Township"), lambda v: v.town, sort=("town", "code"), minor=True),
            Column("households", gettext_lazy("Households"), lambda v: v.n_households, number=True,
                   sort="n_households"),
            Column("never", gettext_lazy("Never visited"), lambda v: v.n_never, number=True, sort="n_never"),
            Column("overdue", gettext_lazy("Too long unvisited"), lambda v: v.n_overdue, number=True,
                   sort="n_overdue"),
            Column("capacity", gettext_lazy("Visits a week"), lambda v: v.most, number=True, minor=True),
            Column("week", gettext_lazy("This week: visited of planned"), _week_words, number=True),
            Column("people", gettext_lazy("First Secretary"), lambda v: [u.name for u in v.people] or None, minor=True),
        ),
        filters=_towns(user),
        search=("name", "town"),
        order="-overdue",
        empty=gettext_lazy("No household is in the registry yet. Import the national person roster."),
        prepare=prepare,
    )  # fmt: skip


def _week_words(village: Any) -> str:
    done = village.week[PlanState.DONE.value]
    return f"{done}/{done + village.week[PlanState.PLANNED.value]}"


def _towns(user: User) -> tuple[Filter, ...]:
    if len(user.scope) >= 9:
        return ()
    codes = queries.towns(user)
    names = place_names(codes)
    return (Filter("town", gettext_lazy("Township"), [(c, names[c]) for c in codes], lambda q, v: q.filter(within(v))),)


@require_GET
def village_queue(request: HttpRequest, code: str) -> HttpResponse:
    """One village: this week's visits, whom to visit next, and how much can be done."""
    user, village = village_or_404(request, code)
    return render(request, "visits/village_queue.html", with_tabs(user, "queue", _page(user, village)))


def _page(user: User, village: Village) -> dict[str, Any]:
    on = today()
    monday = queries.week_of(on)
    rows = queries.week_rows(village, monday)
    planned_homes = [r.household_id for r in rows]
    # Everybody of a village is looked at for twenty: once, until something happens.
    found = until_event(
        ("queue", village.pk, on, *planned_homes),
        lambda: queries.queue_of(village, today=on, most=NEXT, leaving_out=planned_homes),
    )
    homes = queries.homes_by_key([w.key for w in found.waiting])
    manages = user.may(Permission.MEANS_SEE)
    most = queries.capacity(village, monday)
    planned = sum(row.state != PlanState.SKIPPED for row in rows)
    counts = queries.counts_by_village([village.code], on)[village.code]
    return {
        "village": village,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "rows": [planned_row(user, row) for row in rows],
        "done": sum(row.state == PlanState.DONE for row in rows),
        "planned": planned,
        "waiting": [waiting_row(user, homes[w.key], w, manages) for w in found.waiting if w.key in homes],
        "capacity": most,
        "free": max(most - planned, 0),
        "people": queries.walkers([village.code])[village.code],
        "counts": counts,
        "load": _load(counts["overdue"], most),
        "limit": queries.limit("longest_days", on, village.code),
        "fit": found.fit,
        "manages": manages,
        "may_visit": user.may_at(Permission.HOUSEHOLD_EDIT, village.code),
    }


def _load(overdue: int, most: int) -> str:
    """Return how long it takes to reach everybody who waits too long."""
    if not overdue:
        return ""
    if not most:
        return _("No visits can be made here: set the visits a week, or share the work anew.")
    weeks = -(-overdue // most)
    return ngettext(
        "Reaching all who wait too long takes at least %(weeks)s week at %(most)s visits a week.",
        "Reaching all who wait too long takes at least %(weeks)s weeks at %(most)s visits a week.",
        weeks,
    ) % {"weeks": weeks, "most": most}


def planned_row(user: User, row: PlannedVisit) -> dict[str, Any]:
    """Return one visit of the week in words."""
    return {
        "row": row,
        "home": row.household,
        "name": name_for(user, row.household),
        "why": pill(Why(row.why).label, WHY_TONES[row.why]) if row.why != Why.DOUBT else "",
        "reason": visited_on(row.visit.on) if row.visit else reason(row.why, row.waited_days),
        "state": pill(row.get_state_display(), STATE_TONES[row.state]),
        "open": row.state == PlanState.PLANNED,
        "skipped": row.state == PlanState.SKIPPED,
        "done": row.state == PlanState.DONE,
    }


def waiting_row(user: User, home: Household, found: Waiting, manages: bool) -> dict[str, Any]:
    """Return one household that waits; the estimated chance only to those who manage the means test."""
    return {
        "home": home,
        "name": name_for(user, home),
        "reason": reason(found.why, found.waited_days),
        "waited": waited(found.waited_days),
        "tone": WHY_TONES[found.why],
        "chance": found.chance if manages else None,
    }


@require_POST
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Fill the week."""
    user, village = village_or_404(request, code)
    made = actions.plan_week(village=village, by=user, at=timezone.now())
    if made:
        said = ngettext("%(n)s visit was put into the week.", "%(n)s visits were put into the week.", len(made))
        messages.success(request, said % {"n": len(made)})
    else:
        messages.info(request, _("The week is as full as the people allow, or nobody waits for a visit."))
    return redirect("visits:village_queue", code=code)


@require_GET
def week(request: HttpRequest, code: str) -> HttpResponse:
    """The week on paper: a list to take along, with room for a mark."""
    user, village = village_or_404(request, code)
    rows = [planned_row(user, row) for row in queries.week_rows(village, queries.week_of(today()))]
    context = {"village": village, "rows": rows, "monday": queries.week_of(today()),
               "people": queries.walkers([code])[code], "today": today()}  # fmt: skip
    return render(request, "visits/week.html", context)


@require_POST
def put_in(request: HttpRequest, key: str) -> HttpResponse:
    """Put a household into this week by hand."""
    user, home = household_or_404(request, key)
    actions.put_in(household=home, by=user, at=timezone.now())
    messages.success(request, _("The household is in this week."))
    return redirect("visits:village_queue", code=home.village_id)


def planned_or_404(request: HttpRequest, pk: int) -> tuple[User, PlannedVisit]:
    """Return who asks and the planned visit, if it is there for them."""
    user = person(request)
    row = queries.one_planned(pk, user)
    if row is None:
        raise Http404
    return user, row


@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a household out of the week, with the reason."""
    user, row = planned_or_404(request, pk)
    actions.leave_out(planned=row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
    messages.success(request, _("Left out of this week. It can be taken up again below."))
    return redirect("visits:village_queue", code=row.village_id)


@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a household that was left out into the week again."""
    user, row = planned_or_404(request, pk)
    actions.take_up(planned=row, by=user, at=timezone.now())
    messages.success(request, _("The household is in this week again."))
    return redirect("visits:village_queue", code=row.village_id)
