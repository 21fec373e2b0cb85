"""Pages of core: events, language, health."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core import actions
from zhucun.core.change_names import change_words, subject_words
from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import Event, User, within
from zhucun.core.person import person
from zhucun.core.queries import events_visible_to, place_names, townships
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import way_back


def sentence(event: Event) -> Any:
    """Return an event's name in words."""
    return EVENT_NAMES.get(event.name, event.name)


@require_GET
def events(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The log: who changed what, when and why, within the reader's area."""
    user = person(request)
    check_may(user, Permission.EVENT_SEE)
    names: dict[str, str] = {}

    def prepare(rows: list[Event]) -> None:
        names.update(place_names(e.area for e in rows))

    listing = Listing(
        request,
        events_visible_to(user),
        name="events",
        columns=(
            Column("at", _("When"), lambda e: e.at, sort=("at", "id")),
            Column("by", _("Who"), lambda e: e.by.name if e.by else "—"),
            Column("name", _("What"), sentence),
            Column("label", _("Of what"), subject_words),
            Column("area", _("Place"), lambda e: names.get(e.area, e.area), minor=True),
            Column("changes", _("Old and new"), lambda e: change_words(e.changes), minor=True),
            Column("reason", _("Why"), lambda e: e.reason),
        ),
        filters=_events_filters(user),
        search=("label", "reason", "by__name"),
        order="-at",
        prepare=prepare,
        empty=_("Nothing has happened here yet. Every change will leave a line."),
    )
    return listing.answer("core/events.html")


def _events_filters(user: User) -> tuple[Filter, ...]:
    """Return the choices above the log: since when, in which township, what."""
    now = timezone.now()
    found = [
        Filter(
            "since", _("When"), [("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days")),
                                 ("365", _("Last 12 months"))],
            lambda q, v: q.filter(at__gte=now - timedelta(days=int(v))),
        ),
        Filter("event", _("What"), list(EVENT_NAMES.items()), lambda q, v: q.filter(name=v)),
    ]  # fmt: skip
    if len(user.scope) == 6:
        towns = [(place.code, place.name) for place in townships(user.scope)]
        found.insert(1, Filter("area", _("Township"), towns, lambda q, v: q.filter(within(v, "area"))))
    return tuple(found)


@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    """Mark the reader's news as seen."""
    actions.see_notices(user=person(request), at=timezone.now())
    return redirect("dashboards:home")


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Set the reader's language and go back to where they were."""
    wanted = request.POST.get("language", "")
    back = way_back(request, "/")
    response = redirect(translate_url(back, wanted) if check_for_language(wanted) else back)
    if check_for_language(wanted):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax", secure=settings.HTTPS
        )
    return response


@require_GET
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Tell a watchdog that the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
