"""What the pages of visits share: the day, names as one may see them, tabs, reasons in words, who may look where."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.identity import mask_name
from zhucun.registry import queries as registry
from zhucun.registry.models import Household, Village
from zhucun.visits.statuses import Why


def today() -> date:
    """Return the day it is where the villages are."""
    return timezone.localdate()


def name_for(user: User, home: Household) -> str:
    """Return the head's name as this person may see it, or the household's number where there is none."""
    name = home.head_name if registry.may_see_names(user) else mask_name(home.head_name)
    return name or home.code


def say(pair: list[str]) -> str:
    """Return a kept sentence in the reader's language."""
    return pair[0 if engine_language() == "zh" else 1] if pair else ""


def pill(text: Any, tone: str) -> SafeString:
    """Return a short word on a tinted ground."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


TWO_YEARS = 730  # days; beyond them a number of days tells nobody how long it is


def waited(days: int | None) -> str:
    """Return since when nobody met a household."""
    if days is None:
        return _("never visited")
    if not days:
        return _("visited today")
    if days > TWO_YEARS:
        return _("last visited about %(years)s years ago") % {"years": round(days / 365.25)}
    return ngettext("last visited %(days)s day ago", "last visited %(days)s days ago", days) % {"days": days}


def visited_on(day: date) -> str:
    """Return when a household of the week was visited: why it was put there is settled by then."""
    return _("visited on %(day)s") % {"day": day.isoformat()}


def reason(why: str, days: int | None) -> str:
    """Return why a household is to be visited; nothing in it tells how doubt was worked out."""
    said = str(Why(why).label)
    comma = "；" if engine_language() == "zh" else "; "
    return said if why == Why.NEVER else f"{said}{comma}{waited(days)}"


def village_or_404(request: HttpRequest, code: str) -> tuple[User, Village]:
    """Return who asks and the village, for those who see its households."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    village = Village.objects.visible_to(user).filter(pk=code).first()
    if village is None:
        raise Http404
    return user, village


def county_of(user: User) -> str:
    """Return the county that a person's lists and fits are of."""
    if len(user.scope) < 6:
        raise Refused("visits.no_county", _("This page shows one county. Your account covers several."))
    return user.county


def tabs(user: User, here: str) -> list[dict[str, Any]]:
    """Return the pages of visits that this person may open, with the one that is open."""
    listed: list[tuple[str, str, str]] = [
        ("queue", _("Whom to visit"), "visits:queue"),
        ("visits", _("Visits made"), "visits:visits"),
        ("lists", _("Monthly lists"), "visits:lists"),
        ("rankings", _("Villagers' ranking"), "visits:rankings"),
    ]
    if user.may(Permission.HOUSEHOLD_EDIT) and len(user.scope) < 12:
        listed.append(("capacity", _("Visits a week"), "visits:capacity"))
    if user.may(Permission.MEANS_SEE):
        listed.append(("means", _("Means test"), "visits:means"))
    return [
        {"label": label, "address": reverse(name), "here": key == here, "count": None} for key, label, name in listed
    ]


def with_tabs(user: User, here: str, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a page's context with its tabs."""
    return {"tabs": tabs(user, here), "today": today(), **(context or {})}
