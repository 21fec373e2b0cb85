"""How checks and lists are shown: names, pills, which sides of verification a person sees."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.identity import mask_name
from zhucun.verification import rules
from zhucun.verification.models import Check
from zhucun.verification.statuses import OUTCOME_TONES, STATES_LEFT, TONES

SIDES: tuple[tuple[str, Any], ...] = (
    ("verification:checks", gettext_lazy("Home checks")),
    ("verification:lists", gettext_lazy("Lists and comparison")),
    ("verification:red_lines", gettext_lazy("Red lines")),
    ("verification:signs", gettext_lazy("Signs in the figures")),
    ("verification:measures", gettext_lazy("How good suspicion is")),
)


def today() -> date:
    """Return the day it is where the villages are."""
    return timezone.localdate()


def tabs(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """Return the sides of verification; who surveys has one only, so none is offered."""
    if not user.may(Permission.CHECK_MEASURE):
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [{"label": label, "address": reverse(name), "here": name == here, "count": None} for name, label in SIDES]


def measurer(request: HttpRequest) -> User:
    """Return who asks; refuses whoever surveys: how suspicion comes about is not for them, nor for another level."""
    user = person(request)
    check_may(user, Permission.CHECK_MEASURE)
    if len(user.scope) != 6:
        raise Http404
    return user


def manager(request: HttpRequest) -> User:
    """Return who asks; refuses who may look at lists and rules but not change them."""
    user = measurer(request)
    rules.check_may_manage(user, user.scope)
    return user


def may_manage(user: User) -> bool:
    """Tell whether a person may take lists, set rules, compare and draw."""
    return user.may(Permission.CHECK_MANAGE) and len(user.scope) == 6


def say(zh: str, en: str) -> str:
    """Return a text kept in both languages in the reader's."""
    return en if engine_language() == "en" and en else zh


def name_for(user: User, name: str) -> str:
    """Return a name in full to who works with households, masked to everybody else."""
    return name if user.may(Permission.HOUSEHOLD_EDIT) else mask_name(name)


def pill(text: Any, tone: str) -> SafeString:
    """Return a short word on a tinted ground."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


def state_pill(check: Check) -> SafeString:
    """Return where a check stands."""
    return pill(check.get_state_display(), TONES[check.state])


def outcome_pill(check: Check) -> SafeString | str:
    """Return what was found, where a check is closed."""
    return pill(check.get_outcome_display(), OUTCOME_TONES[check.outcome]) if check.outcome else ""


def overdue(check: Check, on: date) -> bool:
    """Tell whether the days of a check have run out."""
    return check.state in STATES_LEFT and check.deadline < on


def deadline_cell(check: Check, on: date) -> SafeString:
    """Return the day by which a check is done, marked where it is past."""
    day = check.deadline.isoformat()
    return (
        format_html('<span class="nowrap">{}</span> {}', day, pill(_("overdue"), "danger"))
        if overdue(check, on)
        else format_html('<span class="nowrap">{}</span>', day)
    )
