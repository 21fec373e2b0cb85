"""What the frame around every page needs: menu, place, language, whether people are made up."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.queries import demo_accounts, place_name
from zhucun.core.statuses import MAY, Permission

Entry = tuple[str, str, Permission | None, str, str]

# Groups by subject, each with its lines: label, url name, what one must be allowed, icon, the key that jumps there
# after g. The first group has no heading.
MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", ((gettext_noop("Home"), "dashboards:home", None, "home", "h"),)),
    (
        gettext_noop("Posting"),
        (
            (gettext_noop("Posting plans"), "postings:plans", Permission.PLAN_SEE, "plan", "p"),
            (gettext_noop("In post"), "postings:serving", Permission.PLAN_SEE, "person", "s"),
            (gettext_noop("Candidates"), "postings:candidates", Permission.CANDIDATE_SEE, "people", "c"),
            (gettext_noop("Sending units"), "postings:units", Permission.UNIT_SEE, "unit", "u"),
            (gettext_noop("Weights"), "postings:schemes", Permission.CANDIDATE_SEE, "scale", "w"),
        ),
    ),
    (
        gettext_noop("Villages and households"),
        (
            (gettext_noop("Villages"), "registry:villages", Permission.VILLAGE_SEE, "village", "v"),
            (gettext_noop("Households"), "registry:households", Permission.HOUSEHOLD_SEE, "household", "o"),
            (gettext_noop("Data quality"), "registry:quality", Permission.HOUSEHOLD_SEE, "check", "q"),
        ),
    ),
    (
        gettext_noop("Targeting"),
        (
            (gettext_noop("Identification"), "identification:board", Permission.HOUSEHOLD_SEE, "flag", "t"),
            (gettext_noop("Visits"), "visits:queue", Permission.HOUSEHOLD_SEE, "calendar", "z"),
            (gettext_noop("Verification"), "verification:checks", Permission.CHECK_SEE, "shield", "k"),
        ),
    ),
    (
        gettext_noop("Administration"),
        (
            (gettext_noop("Imports"), "intake:imports", Permission.IMPORT, "import", "i"),
            (gettext_noop("Policy figures"), "policy:figures", Permission.POLICY_SEE, "sliders", "r"),
            (gettext_noop("Accounts"), "core:accounts", Permission.ACCOUNT_EDIT, "key", "a"),
            (gettext_noop("Events"), "core:events", Permission.EVENT_SEE, "events", "e"),
        ),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; one indexed look-up for the place's name."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        # A demo lets anybody in as somebody made up; the list is only read where a page shows it.
        offered = {"demo_accounts": demo_accounts, "demo_password": settings.DEMO_PASSWORD} if settings.DEMO else {}
        return {"demo": settings.DEMO, "frame_key": (), "frame_shown": {"menu": None, "place": ""}, **offered}
    role = user.role if user.is_active else ""
    groups = [
        (label, [{**line, "here": _is_here(request.path, line["address"])} for line in lines])
        for label, lines in _groups(role, get_language())
    ]
    menu = [line for _label, lines in groups for line in lines]
    here = next((line["address"] for line in menu if line["here"]), "")
    shown = {"demo": settings.DEMO, "menu": menu, "menu_groups": groups, "place": place_name(user.scope), "user": user}
    # The tag `part` keeps the frame by all that it shows of the person and the page. It draws from what is said here
    # only: a page that calls something else `place` must not change the frame of all others.
    return {**shown, "frame_shown": shown, "frame_key": (user.name, role, user.scope, here)}


@lru_cache
def _groups(role: str, _language: str | None) -> tuple[tuple[str, tuple[dict[str, str], ...]], ...]:
    """Return the menu of a role in a language, without empty groups; whoever may nothing still has a home."""
    may = MAY.get(role, frozenset())
    groups = []
    for heading, entries in MENU:
        lines = tuple(
            {"label": _(label), "address": reverse(name), "icon": icon, "key": key}
            for label, name, permission, icon, key in entries
            if permission is None or permission in may
        )
        if lines:
            groups.append((_(heading) if heading else "", lines))
    return tuple(groups)


def _is_here(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
